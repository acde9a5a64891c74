// Search an edition: octavoSearch.find ranks its pages for a query, the rest is the search page. Classic scripts, so that
// it also works on pages opened from a disk, where modules and fetch are forbidden. The index is written by
// search_index.py; fold and split are the same here and there.
(function () {
  "use strict";
  var UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  var RUN = new RegExp("([" + UNSPACED + "]+)|(?:(?![" + UNSPACED + "])[\\p{L}\\p{N}\\p{M}])+(?:[-\\u2010\\u2011](?:(?![" + UNSPACED + "])[\\p{L}\\p{N}\\p{M}])+)*", "gu");
  var ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u00ad]/g;
  // Weights of words that the reader did not type exactly.
  var SYNONYM = 0.9, CORRECTED = 0.8, BEGUN = 0.6, LOOSE = 0.7;
  var COMMON = 0.4, PASSING = 0.5, EVEN = 4, IN_TITLE = 0.9, IN_HEADING = 0.7;
  var MOST_FORMS = 40, MOST_SHOWN = 20, MOST_HEADINGS = 3, AROUND = 90;

  var data, number, forms, loading = {}, texts = {};

  function fold(text) {
    return text.normalize("NFKD").replace(ACCENTS, "").toLowerCase().replace(/ß/g, "ss").replace(/œ/g, "oe").replace(/æ/g, "ae").normalize("NFC");
  }

  // The words of a text, with their place in it. A word with hyphens has parts.
  function split(text) {
    var found = [];
    for (var match of text.matchAll(RUN)) {
      if (match[1]) {
        var run = Array.from(match[0]), at = match.index;
        for (var i = 0; i < Math.max(1, run.length - 1); i += 1) {
          found.push({ word: fold(run.slice(i, i + 2).join("")), start: at, end: at + run.slice(i, i + 2).join("").length, unspaced: true });
          at += run[i].length;
        }
        continue;
      }
      var start = match.index, parts = match[0].split(/[-\u2010\u2011]/);
      if (parts.length > 1) { found.push({ word: fold(parts.join("")), start: start, end: start + match[0].length, parts: parts.length }); }
      parts.forEach(function (part) {
        if (fold(part).length > 1) { found.push({ word: fold(part), start: start, end: start + part.length }); }
        start += part.length + 1;
      });
    }
    return found;
  }

  // --- the index ------------------------------------------------------------------------------------

  function load(address) {
    loading[address] = loading[address] || new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = function () { delete loading[address]; reject(new Error(address)); };
      document.head.appendChild(script);
    });
    return loading[address];
  }

  function takeIndex(read) {
    data = read;
    number = new Map();
    data.words.forEach(function (words, group) { words.split(" ").forEach(function (word) { number.set(word, group); }); });
    forms = Array.from(number.keys());
    data.pagesOf = data.found.map(function (flat) {
      var pages = new Map(), page = 0;
      for (var i = 0; i < flat.length; i += 2) { page += flat[i]; pages.set(page, flat[i + 1]); }
      return pages;
    });
    // In a long page, a word is met more often by chance.
    var lengths = data.pages.map(function () { return 0; }), all = 0;
    data.pagesOf.forEach(function (pages) { pages.forEach(function (weight, page) { lengths[page] += weight; all += weight; }); });
    data.length = lengths.map(function (length) { return EVEN * (0.4 + 0.6 * length * data.pages.length / all); });
    // The groups of words in the title and in each heading of a page.
    data.heads = data.pages.map(function (page) { return [page[1]].concat(page[4].map(function (heading) { return heading[1]; })).map(groupsOf); });
    // A word that few pages have says more of a page than one that all have, and a word of a heading more than others.
    var topics = new Set();
    data.heads.forEach(function (heads) { heads.forEach(function (head) { head.forEach(function (group) { topics.add(group); }); }); });
    data.value = data.pagesOf.map(function (pages, group) {
      return (topics.has(group) ? 1 : PASSING) * (COMMON + Math.log(1 + (data.pages.length - pages.size + 0.5) / (pages.size + 0.5)));
    });
  }

  function groupsOf(text) {
    return new Set(split(text).map(function (token) { return number.get(token.word); }));
  }

  // --- words that are typed in another way ------------------------------------------------------------

  // How many letters are wrong, exchanged, missing or too many; more than *most* counts as one more than that.
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) { return most + 1; }
    var before, row = [], next, j;
    for (j = 0; j <= b.length; j += 1) { row.push(j); }
    for (var i = 1; i <= a.length; i += 1) {
      next = [i];
      var least = i;
      for (j = 1; j <= b.length; j += 1) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) { next[j] = Math.min(next[j], before[j - 2] + 1); }
        least = Math.min(least, next[j]);
      }
      if (least > most) { return most + 1; }
      before = row;
      row = next;
    }
    return row[b.length];
  }

  function common(a, b) {
    var length = 0;
    while (length < a.length && a[length] === b[length]) { length += 1; }
    return length;
  }

  // The word of the index that is most like *word*: another ending, or one mistake in four letters.
  function nearest(word) {
    var most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2, best = null;
    forms.forEach(function (form) {
      if (form.length < 4 && form.length !== word.length) { return; }
      var shared = common(word, form), cost = distance(word, form, most);
      var endings = Math.max(word.length, form.length) - shared;
      if (shared >= 4 && shared >= 0.6 * word.length && endings <= 3) { cost = Math.min(cost, 0.5 + endings / 2); }
      if (cost > most) { return; }
      // A beginning is seldom mistyped, and common words are typed more often.
      cost -= shared / 100 + data.pagesOf[number.get(form)].size / (100 * data.pages.length);
      if (!best || cost < best.cost) { best = { form: form, cost: cost }; }
    });
    return best && best.form;
  }

  // Two words that were typed as one.
  function cut(word) {
    for (var i = word.length - 3; i >= 3; i -= 1) {
      if (number.has(word.slice(0, i)) && number.has(word.slice(i))) { return [word.slice(0, i), word.slice(i)]; }
    }
    return null;
  }

  function begun(word) {
    return forms.filter(function (form) { return form.length > word.length && form.startsWith(word); })
      .map(function (form) { return number.get(form); })
      .filter(function (group, i, all) { return all.indexOf(group) === i; })
      .sort(function (a, b) { return data.pagesOf[b].size - data.pagesOf[a].size; }).slice(0, MOST_FORMS);
  }

  // The words of a query as concepts. Each is found by any of its alternatives: groups of words with a weight.
  function read(query, typing) {
    var found = split(query), concepts = [], corrected = query;
    for (var i = 0; i < found.length; i += 1) {
      var token = found[i], word = token.word, group = number.get(word), next = found[i + 1];
      if (token.parts) {
        // Typed with a hyphen: as one word if there is one, or else its parts.
        var parts = found.slice(i + 1).filter(function (part) { return part.end <= token.end; });
        if (group === undefined && parts.every(function (part) { return number.has(part.word); })) { continue; }
        if (group === undefined && (group = number.get(nearest(word) || "")) === undefined) { continue; }
        i += parts.length;
      } else if (next && !token.unspaced && number.has(word + next.word) && data.pagesOf[number.get(word + next.word)].size) {
        concepts.push({ main: group, groups: [[[number.get(word + next.word)], 1], [[group, number.get(next.word)].filter(isKnown), 1]] });
        i += 1;
        continue;
      }
      var last = i === found.length - 1 && /\S$/.test(query), groups = [], halves, form;
      if (group !== undefined) { groups.push([[group], 1]); }
      if (last && typing && (!token.unspaced || word.length === 1 || token.start === 0)) {
        begun(word).forEach(function (other) { groups.push([[other], BEGUN]); });
      }
      if (!groups.length && !token.unspaced) {
        if ((form = nearest(word))) {
          group = number.get(form);
          groups.push([[group], CORRECTED]);
          corrected = corrected.replace(query.slice(token.start, token.end), form);
        } else if ((halves = cut(word))) {
          groups.push([halves.map(function (half) { return number.get(half); }), CORRECTED]);
        }
      }
      if (groups.length) { concepts.push({ main: group, groups: groups }); }
    }
    return { concepts: concepts, corrected: corrected };
  }

  function isKnown(group) { return group !== undefined; }

  // Where the words of *phrase* are in *concepts*, one after the other, with at most one word between two.
  function place(phrase, concepts) {
    for (var first = 0; first < concepts.length; first += 1) {
      var at = first, i = 0;
      for (; i < phrase.length && at < concepts.length; at += 1) {
        if (concepts[at].main === phrase[i]) { i += 1; } else if (i === 0 || at > first + 2 * i) { break; }
      }
      if (i === phrase.length) { return [first, at]; }
    }
    return null;
  }

  // --- ranking ----------------------------------------------------------------------------------------

  function score(page, groups) {
    var sum = 0, met = 0;
    groups.forEach(function (group) {
      var weight = data.pagesOf[group].get(page);
      if (weight) {
        sum += data.value[group] * weight / (weight + data.length[page]);
        met += 1;
      }
    });
    return sum * met / groups.length;
  }

  function find(query, typing) {
    var parsed = read(query, typing), concepts = parsed.concepts, pinned = new Map(), scores = new Map();
    data.first.forEach(function (entry) {
      if (entry[0].length && place(entry[0], concepts)) { entry[1].forEach(function (target) { if (!pinned.has(target[0])) { pinned.set(target[0], target[1]); } }); }
    });
    data.synonyms.slice().sort(function (a, b) { return b[0].length - a[0].length; }).forEach(function (entry) {
      var where = entry[0].length && place(entry[0], concepts);
      if (!where) { return; }
      var old = concepts.slice(where[0], where[1]);
      var groups = old.length > 1 ? [[old.map(function (concept) { return concept.main; }).filter(isKnown), LOOSE]] : old[0].groups;
      concepts.splice(where[0], old.length, {
        main: old.length > 1 ? -1 : old[0].main,
        groups: groups.concat(entry[1].map(function (words) { return [words, SYNONYM]; }))
      });
    });
    // Words like “my” and “how” say nothing of a page, unless nothing else is asked for.
    var meant = concepts.filter(function (concept) { return data.ignored.indexOf(concept.main) < 0; }), whole = 0;
    (meant.length ? meant : concepts).forEach(function (concept) {
      var value = Math.max.apply(null, concept.groups.map(function (alternative) {
        return alternative[0].reduce(function (sum, group) { return sum + (data.pagesOf[group].size ? data.value[group] : 0); }, 0);
      }));
      whole += value;
      data.pages.forEach(function (page, i) {
        var best = Math.max.apply(null, concept.groups.map(function (alternative) { return alternative[1] * score(i, alternative[0]); }));
        if (best > 0) {
          var known = scores.get(i) || { score: 0, value: 0, heads: data.heads[i].map(function () { return 0; }) };
          known.score += best;
          known.value += value;
          data.heads[i].forEach(function (head, j) {
            if (concept.groups.some(function (alternative) { return alternative[0].every(function (group) { return head.has(group); }); })) { known.heads[j] += value; }
          });
          scores.set(i, known);
        }
      });
    });
    var ranked = Array.from(scores, function (entry) {
      // Headings that have much of the query are what the reader looks for.
      var heads = entry[1].heads, found = Math.max(IN_TITLE * heads[0], IN_HEADING * Math.max.apply(null, heads)) / whole;
      return { page: entry[0], score: entry[1].score * (entry[1].value / whole) * (1 + found) * data.pages[entry[0]][3] };
    }).sort(function (a, b) { return b.score - a.score || a.page - b.page; });
    ranked = Array.from(pinned.keys(), function (page) { return { page: page, score: Infinity }; })
      .concat(ranked.filter(function (item) { return !pinned.has(item.page); }));
    return {
      pages: ranked.map(function (item) {
        var page = data.pages[item.page];
        return { document: page[0], title: page[1], guide: data.guides[page[2]] || "", anchor: pinned.get(item.page) || "", pinned: pinned.has(item.page), headings: new Map(page[4]) };
      }),
      groups: new Map(concepts.flatMap(function (concept) {
        return concept.groups.flatMap(function (alternative) { return alternative[0].map(function (group) { return [group, data.value[group]]; }); });
      })),
      corrected: parsed.corrected === query ? "" : parsed.corrected
    };
  }

  window.octavoSearch = {
    index: takeIndex,
    text: function (name, sections) { texts[name] = sections; },
    words: function (text) { return split(text).map(function (token) { return token.word; }); },
    find: function (query, typing) { return load("search/index.js").then(function () { return find(query, typing); }); }
  };

  // --- the search page --------------------------------------------------------------------------------

  // A text → the places in it that are found, with the sum of their values.
  function marks(text, groups) {
    var last = -1, met = new Set(), places = split(text).filter(function (token) {
      var group = number.get(token.word);
      if (!groups.has(group) || token.start < last) { return false; }
      last = token.end;
      met.add(group);
      return true;
    });
    var value = 0;
    met.forEach(function (group) { value += groups.get(group); });
    return { places: places, value: value };
  }

  function excerpt(text, places) {
    var paragraph = document.createElement("p"), best = 0, most = 0, around = new RegExp("[" + UNSPACED + "]", "u").test(text) ? AROUND / 2 : AROUND;
    places.forEach(function (place, i) {
      var near = places.filter(function (other) { return other.start >= place.start && other.end < place.start + 2 * around; }).length;
      if (near > most) { most = near; best = i; }
    });
    var start = places.length ? Math.max(0, places[best].start - around) : 0, end = Math.min(text.length, start + 3 * around);
    if (start) { start = (text.indexOf(" ", start) + 1 || start + 1) <= (places[best] ? places[best].start : 0) ? (text.indexOf(" ", start) + 1 || start) : start; }
    if (end < text.length && text.lastIndexOf(" ", end) > end - 20) { end = text.lastIndexOf(" ", end); }
    var at = start;
    paragraph.append(start ? "… " : "");
    places.forEach(function (place) {
      if (place.start < at || place.end > end) { return; }
      var mark = document.createElement("mark");
      mark.textContent = text.slice(place.start, place.end);
      paragraph.append(text.slice(at, place.start), mark);
      at = place.end;
    });
    paragraph.append(text.slice(at, end), end < text.length ? " …" : "");
    return paragraph;
  }

  function link(address, text) {
    var anchor = document.createElement("a");
    anchor.href = address;
    anchor.textContent = text;
    return anchor;
  }

  function show(item, groups) {
    var entry = document.createElement("li"), address = item.document + ".html", sections = texts[item.document] || [];
    if (item.guide) {
      var guide = document.createElement("span");
      guide.className = "octavo-guide";
      guide.textContent = item.guide;
      entry.append(guide);
    }
    entry.append(link(item.anchor ? address + "#" + item.anchor : address, item.title));
    var found = sections.map(function (section, order) {
      var body = marks(section[1], groups), head = marks(item.headings.get(section[0]) || "", groups).value;
      return { section: section, order: order, places: body.places, value: body.value + 2 * head + (item.pinned && section[0] === item.anchor ? 1000 : 0) };
    }).filter(function (one) { return one.value > 0; }).sort(function (a, b) { return b.value - a.value || a.order - b.order; });
    if (found.length) {
      entry.append(excerpt(found[0].section[1], found[0].places));
      var headings = document.createElement("ul");
      found.filter(function (one) { return one.section[0]; }).slice(0, MOST_HEADINGS).forEach(function (one) {
        var line = document.createElement("li");
        line.append(link(address + "#" + one.section[0], item.headings.get(one.section[0])));
        headings.append(line);
      });
      if (headings.children.length) { entry.append(headings); }
    }
    return entry;
  }

  function start(form) {
    var input = form.querySelector("input"), list = form.querySelector("ol"), latest = 0, waiting;
    var status = form.querySelector("[role=status]"), meant = form.querySelector(".octavo-meant");

    function search(typing) {
      var turn = (latest += 1), query = input.value.trim() ? input.value : "";
      history.replaceState(null, "", query ? "?q=" + encodeURIComponent(query.trim()) : location.pathname);
      list.replaceChildren();
      meant.hidden = true;
      status.textContent = "";
      if (!query) { return; }
      window.octavoSearch.find(query, typing).then(function (result) {
        var shown = result.pages.slice(0, MOST_SHOWN);
        return Promise.all(shown.map(function (item) { return load("search/" + item.document + ".js").catch(function () {}); })).then(function () {
          if (turn !== latest) { return; }
          list.replaceChildren.apply(list, shown.map(function (item) { return show(item, result.groups); }));
          status.textContent = shown.length ? form.dataset.found.replace("{count}", result.pages.length) : form.dataset.none;
          meant.hidden = !result.corrected;
          meant.querySelector("a").textContent = result.corrected;
          meant.querySelector("a").href = "?q=" + encodeURIComponent(result.corrected);
        });
      }).catch(function () { if (turn === latest) { status.textContent = form.dataset.failed; } });
    }

    form.addEventListener("submit", function (event) { event.preventDefault(); search(false); });
    input.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(function () { search(true); }, 200);
    });
    input.value = new URLSearchParams(location.search).get("q") || "";
    if (input.value) { search(false); }
  }

  var form = document.querySelector("form.octavo-search");
  if (form) { start(form); }
}());
