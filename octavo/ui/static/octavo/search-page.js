// The search page: show what octavoSearch finds as a reader types. Words of danger open a panel with help before the pages.
(function () {
  "use strict";
  var UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
  var BEST = 3, MOST_SHOWN = 20, MOST_OF_GUIDE = 4, MOST_HEADINGS = 3, MOST_SYNONYMS = 5, LONG = 260, LED = 1000;
  // Between paragraphs and cells of a table (search_pages.py).
  var BLOCK = "\n", BETWEEN = " · ", GAP = "…";

  function element(name, attributes, parts) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    made.append.apply(made, parts || []);
    return made;
  }

  function link(item, anchor, text) {
    return element("a", { href: item.document + ".html" + (anchor ? "#" + anchor : "") }, [text]);
  }

  // The place in *text* where a line may begin or end that is next to *at*, not more than *most* characters before it.
  function edge(text, at, most) {
    for (var i = at; i > Math.max(0, at - most); i -= 1) {
      if (/[\s。!?.!?;;]/.test(text[i - 1])) { return i; }
    }
    return at - most <= 0 ? 0 : at;
  }

  // A part of *text* with the found words that count most in its middle, cut at words or sentences.
  function excerpt(text, places) {
    var paragraph = document.createElement("p"), best = 0, most = 0, isUnspaced = UNSPACED.test(text), long = isUnspaced ? LONG / 2 : LONG;
    var space = isUnspaced ? "" : " ";
    places.forEach(function (place, i) {
      var near = places.reduce(function (sum, other) { return other.start >= place.start && other.end < place.start + long / 2 ? sum + other.value : sum; }, 0);
      // Lines of a form to fill in say little.
      if (text.slice(place.start, place.start + long / 2).indexOf("__") >= 0) { near /= 10; }
      if (near > most) { most = near; best = i; }
    });
    var start = 0, end = text.length;
    if (places.length && end > long) {
      var last = places.filter(function (place) { return place.end < places[best].start + long / 2; }).pop() || places[best];
      var middle = (places[best].start + last.end) / 2;
      start = edge(text, Math.max(0, Math.min(Math.round(middle - long / 2), end - long)), long / 4);
    }
    if (end - start > long) { end = edge(text, start + long, long / 4); }
    while (start && /\s/.test(text[start])) { start += 1; }
    var at = start;
    function add(part) { paragraph.append(part.replace(/([。！？：；])\n/g, "$1").replace(/([.!?…:;])\n/g, "$1 ").split(BLOCK).join(BETWEEN)); }
    if (start) { paragraph.append(GAP + space); }
    places.forEach(function (place) {
      if (place.start < at || place.end > end) { return; }
      add(text.slice(at, place.start));
      paragraph.append(element("mark", {}, [text.slice(place.start, place.end)]));
      at = place.end;
    });
    add(text.slice(at, end).replace(/\s+$/, ""));
    if (end < text.length) { paragraph.append(space + GAP); }
    return paragraph;
  }

  function entry(item, page, groups, withGuide) {
    var shown = element("li"), marks = window.octavoSearch.marks;
    if (withGuide && item.guide) { shown.append(element("span", { "class": "octavo-guide", "data-book": item.book }, [item.guide])); }
    shown.append(link(item, item.anchor, item.title));
    var found = page.sections.map(function (section, order) {
      var body = marks(section[1], groups), head = marks(item.headings.get(section[0]) || "", groups).value;
      return { section: section, order: order, places: body.places, value: body.value + 2 * head + (item.anchor && section[0] === item.anchor ? LED : 0) };
    }).filter(function (one) { return one.value > 0; }).sort(function (a, b) { return b.value - a.value || a.order - b.order; });
    // The best part with a found word, or the part that the reader is led to. A page may be found only by words with which
    // readers ask for it: its description says most of it.
    var best = found.filter(function (one) { return one.places.length || one.value >= LED; })[0];
    var text = best ? best.section[1] : page.description || (page.sections[0] || ["", ""])[1];
    if (text) { shown.append(excerpt(text, best ? best.places : [])); }
    var headings = found.filter(function (one) { return one.section[0] && item.headings.get(one.section[0]); }).slice(0, MOST_HEADINGS);
    if (headings.length) {
      shown.append(element("ul", {}, headings.map(function (one) {
        return element("li", {}, [link(item, one.section[0], item.headings.get(one.section[0]))]);
      })));
    }
    return shown;
  }

  // The notice of the first page with one, and links to the places that help.
  function help(form, items) {
    var panel = form.querySelector(".octavo-help"), told = items.filter(function (item) { return item.notice; })[0];
    panel.hidden = !items.length;
    panel.querySelector("p").textContent = told ? told.notice.split(BLOCK).join(" ") : "";
    panel.querySelector("ul").replaceChildren.apply(panel.querySelector("ul"), items.map(function (item) {
      var heading = item.headings.get(item.anchor) || item.title;
      var about = [item.anchor ? item.title : "", item.guide].filter(Boolean).join(BETWEEN);
      return element("li", {}, [link(item, item.anchor, heading), element("span", { "class": "octavo-guide" }, [about])]);
    }));
  }

  function section(heading, book, entries, more) {
    var attributes = book ? { "class": "octavo-found", "data-book": book } : { "class": "octavo-found" };
    var parts = [element("h2", {}, [heading]), element("ol", {}, entries.slice(0, MOST_OF_GUIDE))];
    if (entries.length > MOST_OF_GUIDE) {
      var rest = entries.slice(MOST_OF_GUIDE);
      parts.push(element("details", {}, [element("summary", {}, [more.replace("{count}", rest.length)]), element("ol", {}, rest)]));
    }
    return element("section", attributes, parts);
  }

  // The best pages first, whatever their guide, and the others by guide.
  function show(form, list, items, texts, groups) {
    function entries(some, withGuide) {
      return some.map(function (item) { return entry(item, texts.get(item.document) || { description: "", sections: [] }, groups, withGuide); });
    }
    var words = form.dataset, shown = [], guides = new Map();
    if (items.length) { shown.push(section(words.best, "", entries(items.slice(0, BEST), true), words.more)); }
    items.slice(BEST).forEach(function (item) { guides.set(item.book, (guides.get(item.book) || []).concat(item)); });
    guides.forEach(function (some, book) { shown.push(section(some[0].guide || words.other, book, entries(some, false), words.more)); });
    list.replaceChildren.apply(list, shown);
  }

  // The marked words that the reader did not type, as the pages spell them.
  function tellSynonyms(line, list, likened) {
    var words = new Map();
    list.querySelectorAll("mark").forEach(function (mark) {
      var group = window.octavoSearch.group(mark.textContent);
      if (likened.has(group) && !words.has(group)) { words.set(group, mark.textContent.toLowerCase()); }
    });
    line.hidden = !words.size;
    line.querySelector("span").textContent = Array.from(words.values()).slice(0, MOST_SYNONYMS).join(BETWEEN);
  }

  // The words of a correction as the results write them: the index has no accents.
  function written(correction, list) {
    var marks = Array.from(list.querySelectorAll("mark"), function (mark) { return mark.textContent.toLowerCase(); });
    return correction.replace(/\p{L}+/gu, function (word) {
      return marks.find(function (mark) { return window.octavoSearch.fold(mark) === word; }) || word;
    });
  }

  function start(form) {
    var input = form.querySelector("input"), list = form.querySelector(".octavo-list"), latest = 0, waiting;
    var also = form.querySelector(".octavo-also");
    var status = form.querySelector("[role=status]"), meant = form.querySelector(".octavo-meant"), none = form.querySelector(".octavo-none");

    function search(typing) {
      var turn = (latest += 1), query = input.value.trim() ? input.value : "";
      history.replaceState(null, "", query ? "?q=" + encodeURIComponent(query.trim()) : location.pathname);
      list.setAttribute("aria-busy", String(Boolean(query)));
      if (!query) { list.replaceChildren(); help(form, []); meant.hidden = also.hidden = none.hidden = true; status.textContent = ""; return; }
      window.octavoSearch.find(query, typing).then(function (result) {
        var items = result.pages.slice(0, MOST_SHOWN), texts = new Map();
        if (turn === latest) { help(form, result.help); }
        return Promise.all(items.map(function (item) {
          return window.octavoSearch.load(item.document).then(function (page) { texts.set(item.document, page); }, function () {});
        })).then(function () {
          if (turn !== latest) { return; }
          show(form, list, items, texts, result.groups);
          tellSynonyms(also, list, result.likened);
          status.textContent = items.length ? form.dataset.found.replace("{count}", result.pages.length) : form.dataset.none;
          none.hidden = Boolean(items.length);
          var corrected = written(result.corrected, list);
          meant.hidden = !corrected;
          meant.querySelector("a").textContent = corrected;
          meant.querySelector("a").href = "?q=" + encodeURIComponent(corrected);
        });
      }).catch(function () { if (turn === latest) { status.textContent = form.dataset.failed; } })
        .then(function () { if (turn === latest) { list.setAttribute("aria-busy", "false"); } });
    }

    form.addEventListener("submit", function (event) { event.preventDefault(); search(false); });
    input.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(function () { search(true); }, 200);
    });
    input.value = new URLSearchParams(location.search).get("q") || "";
    if (input.value) { search(false); } else { input.focus({ preventScroll: true }); }
  }

  var form = document.querySelector("form.octavo-search");
  if (form) { start(form); }
}());
