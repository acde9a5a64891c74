// What pages do with JavaScript. All of them can be read, and lead everywhere, without it.
(function () {
  "use strict";
  function stored(key, value) {
    try {
      if (value === undefined) { return localStorage.getItem(key); }
      if (value === null) { localStorage.removeItem(key); } else { localStorage.setItem(key, value); }
    } catch (e) { /* private mode */ }
    return null;
  }
  function each(selector, act, root) { Array.prototype.forEach.call((root || document).querySelectorAll(selector), act); }

  // Languages: the choice is remembered, and the other language opens at the same section, whose id is the same.
  function section() {
    var found = location.hash;
    each("section[id]", function (item) { if (item.getBoundingClientRect().top < innerHeight / 3 && scrollY > 200) { found = "#" + item.id; } });
    return found;
  }
  each("a[hreflang]", function (link) {
    link.addEventListener("click", function () {
      stored("octavo-language", link.hreflang);
      if (link.closest(".octavo-languages")) { link.href = link.href.split("#")[0] + section(); }
    });
  });
  // The menu shows the current page, even one far down.
  each(".sidebar-scroll", function (menu) {
    var current = menu.querySelector(".current-page > .reference");
    if (!current) { return; }
    var place = current.getBoundingClientRect(), frame = menu.getBoundingClientRect();
    if (place.bottom <= frame.bottom - 40) { return; }
    // From the title of the guide if both fit.
    var title = (menu.querySelector(".toctree-l1.current > .reference") || current).getBoundingClientRect();
    var down = place.bottom - title.top < frame.height ? title.top - frame.top : place.top - frame.top - frame.height / 2;
    menu.scrollBy({ top: down, behavior: "instant" });
  });
  // The search field suggests pages. What it needs is loaded when a reader enters it.
  var own = document.currentScript.src, isLoaded = false;
  each(".octavo-find input", function (input) {
    input.addEventListener("focus", function () {
      if (isLoaded) { return; }
      isLoaded = true;
      ["search.js", "suggest.js"].forEach(function (name) {
        var script = element("script");
        script.src = new URL(name, own);
        script.async = false;
        document.head.appendChild(script);
      });
    });
  });
  // The theme opens its drawers with check boxes.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { each("#__navigation:checked, #__toc:checked", function (drawer) { drawer.checked = false; }); }
  });
  each("details.octavo-language-menu", function (box) {
    document.addEventListener("click", function (event) { if (!box.contains(event.target)) { box.open = false; } });
    box.addEventListener("keydown", function (event) { if (event.key === "Escape") { box.open = false; box.firstElementChild.focus(); } });
  });

  var box = document.querySelector(".octavo-footer"), words = box && box.dataset.words ? JSON.parse(box.dataset.words) : {};
  function element(tag, name, text) {
    var made = document.createElement(tag);
    if (name) { made.className = name; }
    if (text) { made.textContent = text; }
    return made;
  }
  function button(text, act) {
    var made = element("button", "octavo-small", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }
  function numbers(text, values) { return text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; }); }

  // Checklists: boxes to tick, which this browser alone remembers, by the name of the checklist in all languages.
  each(".checklist[id]", function (list) {
    var key = "octavo-ticks:" + list.id, ticked = (stored(key) || "").split(" "), boxes = [];
    var status = element("span");
    status.setAttribute("role", "status");
    function count() {
      var done = boxes.filter(function (item) { return item.checked; });
      stored(key, done.length ? done.map(function (item) { return item.value; }).join(" ") : null);
      status.textContent = numbers(words.ticked, { done: done.length, count: boxes.length });
    }
    each("li:not(.octavo-blank)", function (item, index) {
      var text = item.querySelector("p") || item, label = element("label"), tick = element("input");
      tick.type = "checkbox";
      tick.value = index;
      tick.checked = ticked.indexOf(String(index)) >= 0;
      tick.addEventListener("change", count);
      while (text.firstChild) { label.appendChild(text.firstChild); }
      label.insertBefore(tick, label.firstChild);
      text.appendChild(label);
      boxes.push(tick);
    }, list);
    if (!boxes.length) { return; }
    var line = element("p", "octavo-count");
    line.append(status, " ", button(words.clear, function () { boxes.forEach(function (item) { item.checked = false; }); count(); }));
    list.classList.add("octavo-live");
    list.appendChild(line);
    count();
  });

  // Self-checks: 0, 1 or 2 for each statement; the parts with the fewest points come first in the result.
  each("table.self-check", function (table, number) {
    var key = "octavo-check:" + location.pathname.replace(/^.*?\/(?=[^/]+\/[^/]+$)/, "") + number, parts = {}, groups = [];
    var saved = (stored(key) || "").split(""), result = element("div", "octavo-result");
    result.setAttribute("role", "status");
    each("tbody tr", function (row) {
      var link = row.querySelector("a"), first = row.cells[0].textContent.trim(), letter = /^[A-Z]\d+$/.test(first) ? first[0] : "";
      var name = letter || first, part = parts[name] = parts[name] || { name: name, links: {}, sum: 0, most: 0, open: 0 };
      if (link) { part.links[link.getAttribute("href")] = link.textContent; }
      Array.prototype.forEach.call(row.cells, function (cell, column) {
        if (!column || cell.querySelector("a") || !cell.textContent.trim()) { return; }
        var text = cell.firstElementChild || cell, set = element("span", "octavo-points"), place = groups.length;
        text.id = text.id || "octavo-statement-" + number + "-" + place;
        set.setAttribute("role", "radiogroup");
        set.setAttribute("aria-labelledby", text.id);
        [0, 1, 2].forEach(function (value) {
          var label = element("label"), radio = element("input");
          radio.type = "radio";
          radio.name = text.id;
          radio.value = value;
          radio.checked = saved[place] === String(value);
          radio.addEventListener("change", show);
          label.append(radio, " " + value);
          set.appendChild(label);
        });
        cell.appendChild(set);
        groups.push({ part: part, set: set });
      });
    }, table);
    function show() {
      var answers = "", list = element("ol"), order = Object.keys(parts).map(function (name) { return parts[name]; });
      order.forEach(function (part) { part.sum = part.most = part.open = 0; });
      groups.forEach(function (group) {
        var chosen = group.set.querySelector(":checked");
        answers += chosen ? chosen.value : "-";
        group.part.most += 2;
        if (chosen) { group.part.sum += +chosen.value; } else { group.part.open += 1; }
      });
      stored(key, /\d/.test(answers) ? answers : null);
      var open = (answers.match(/-/g) || []).length;
      result.replaceChildren(element("p", "", open ? numbers(words.open, { count: open }) : words.result));
      if (open < groups.length) {
        order.filter(function (part) { return !part.open; })
          .sort(function (a, b) { return a.sum / a.most - b.sum / b.most; })
          .forEach(function (part) {
            var item = element("li"), links = Object.keys(part.links);
            item.append(numbers(words.points, { done: part.sum, count: part.most }) + " · ");
            if (links.length !== 1 || parts[part.name].name.length === 1) { item.append(part.name + (links.length ? ": " : "")); }
            links.forEach(function (href, place) {
              var link = element("a", "", part.links[href]);
              link.href = href;
              item.append(place ? ", " : "", link);
            });
            list.appendChild(item);
          });
        result.append(list, button(words.clear, function () { each("input", function (item) { item.checked = false; }, table); show(); }));
      }
    }
    if (groups.length) {
      (table.closest(".table-wrapper") || table).insertAdjacentElement("afterend", result);
      show();
    }
  });

  // Drawings: on narrow screens they scroll sideways at a legible size, and open large, with a way back.
  each(".octavo-figure", function (frame) {
    var picture = frame.querySelector("img"), opener = button(words.enlarge, open), more = element("p", "octavo-slide");
    function fit() {
      var wide = frame.scrollWidth > frame.clientWidth + 1;
      frame.tabIndex = wide ? 0 : -1;
      if (!wide) { frame.removeAttribute("tabindex"); }
      more.hidden = !wide;
      edge();
    }
    // A soft edge says that more is to the right, or in Arabic to the left.
    function edge() {
      frame.classList.toggle("octavo-more", frame.scrollWidth - frame.clientWidth - Math.abs(frame.scrollLeft) > 2);
    }
    function open() {
      var dialog = element("dialog", "octavo-viewer"), large = picture.cloneNode();
      var close = button(words.back, function () { dialog.close(); });
      large.removeAttribute("style");
      dialog.append(close, large);
      dialog.setAttribute("aria-label", words.enlarge);
      dialog.addEventListener("close", function () { dialog.remove(); opener.focus(); });
      document.body.appendChild(dialog);
      dialog.showModal();
    }
    more.append(opener, element("span", "", words.slide));
    // Sphinx makes some drawings links to themselves.
    (frame.closest("a") || frame).insertAdjacentElement("afterend", more);
    picture.addEventListener("load", fit);
    addEventListener("resize", fit);
    frame.addEventListener("scroll", edge, { passive: true });
    fit();
  });
}());
