// Suggest pages while a reader types into the search field of the header. octavo.js loads this file when it is used.
(function () {
  "use strict";
  var MOST = 6, form = document.querySelector(".octavo-find"), input = form.querySelector("input"), list = document.createElement("ul");
  var root = document.currentScript.src.replace(/_static\/octavo\/suggest\.js.*$/, ""), latest = 0, waiting;
  list.className = "octavo-suggested";
  list.setAttribute("aria-label", form.dataset.suggestions);
  list.hidden = true;
  form.appendChild(list);

  // *text* with the found words marked.
  function marked(text, groups) {
    var made = document.createDocumentFragment(), at = 0;
    window.octavoSearch.marks(text, groups).places.forEach(function (place) {
      var mark = document.createElement("mark");
      mark.textContent = text.slice(place.start, place.end);
      made.append(text.slice(at, place.start), mark);
      at = place.end;
    });
    made.append(text.slice(at));
    return made;
  }

  // The heading that a reader is led to: the one with most of the found words, if the title has none.
  function heading(page, groups) {
    function value(text) { return window.octavoSearch.marks(text, groups).value; }
    if (page.anchor || value(page.title)) { return page.anchor; }
    return Array.from(page.headings.keys()).reduce(function (best, anchor) {
      return value(page.headings.get(anchor)) > (best ? value(page.headings.get(best)) : 0) ? anchor : best;
    }, "");
  }

  function entry(page, groups) {
    var item = document.createElement("li"), link = document.createElement("a"), guide = document.createElement("span");
    var anchor = heading(page, groups);
    link.href = root + page.document + ".html" + (anchor ? "#" + anchor : "");
    link.append(marked(page.headings.get(anchor) || page.title, groups), guide);
    guide.className = "octavo-guide";
    guide.textContent = [page.headings.get(anchor) ? page.title : "", page.guide].filter(Boolean).join(" · ");
    if (page.book) { guide.dataset.book = page.book; }
    item.appendChild(link);
    return item;
  }

  function all(query, count) {
    var item = document.createElement("li"), link = document.createElement("a");
    link.href = root + "search.html?q=" + encodeURIComponent(query);
    link.textContent = form.dataset.found.replace("{count}", count);
    item.className = "octavo-all";
    item.appendChild(link);
    return item;
  }

  // Pages that help in danger come first. Words such as “how do I” alone suggest nothing.
  function suggest() {
    var turn = (latest += 1), query = input.value.trim();
    if (!query) { list.hidden = true; return; }
    window.octavoSearch.find(query, true).then(function (found) {
      if (turn !== latest) { return; }
      var pages = found.help.concat(found.pages.filter(function (page) {
        return !found.help.some(function (other) { return other.document === page.document; });
      }));
      var entries = pages.slice(0, MOST).map(function (page) { return entry(page, found.groups); });
      list.replaceChildren.apply(list, entries.concat(pages.length > MOST ? all(query, pages.length) : []));
      list.hidden = !pages.length || !found.says;
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
