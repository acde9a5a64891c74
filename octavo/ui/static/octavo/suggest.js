// Suggest pages while a reader types into the search field of the header. octavo.js loads this file when it is used.
(function () {
  "use strict";
  var MOST = 6, form = document.querySelector(".octavo-find"), input = form.querySelector("input"), list = document.createElement("ul");
  var root = document.currentScript.src.replace(/_static\/octavo\/suggest\.js.*$/, ""), latest = 0, waiting;
  list.className = "octavo-suggested";
  list.setAttribute("aria-label", form.dataset.suggestions);
  list.hidden = true;
  form.appendChild(list);

  function entry(page) {
    var item = document.createElement("li"), link = document.createElement("a"), guide = document.createElement("span");
    link.href = root + page.document + ".html" + (page.anchor ? "#" + page.anchor : "");
    link.append(page.headings.get(page.anchor) || page.title, guide);
    guide.className = "octavo-guide";
    guide.textContent = page.guide;
    if (page.book) { guide.dataset.book = page.book; }
    item.appendChild(link);
    return item;
  }

  // Pages that help in danger come first.
  function suggest() {
    var turn = (latest += 1), query = input.value.trim();
    if (!query) { list.hidden = true; return; }
    window.octavoSearch.find(query, true).then(function (found) {
      if (turn !== latest) { return; }
      var pages = found.help.concat(found.pages.filter(function (page) {
        return !found.help.some(function (other) { return other.document === page.document; });
      })).slice(0, MOST);
      list.replaceChildren.apply(list, pages.map(entry));
      list.hidden = !pages.length;
    }).catch(function () { list.hidden = true; });
  }

  input.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(suggest, 150); });
  form.addEventListener("keydown", function (event) {
    var links = Array.prototype.slice.call(list.querySelectorAll("a")), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !list.hidden) { list.hidden = true; input.focus(); }
    if (!step || list.hidden) { return; }
    event.preventDefault();
    var target = links.indexOf(document.activeElement) + step;
    (links[target] || (target < 0 ? input : links[0])).focus();
  });
  document.addEventListener("focusin", function (event) { if (!form.contains(event.target)) { list.hidden = true; } });
  document.addEventListener("click", function (event) { if (!form.contains(event.target)) { list.hidden = true; } });
  if (input.value) { suggest(); }
}());
