// Search an edition: octavoSearch.find ranks its pages for a query. search-page.js shows them. Classic scripts, so that
// it also works on pages opened from a disk, where modules and fetch are forbidden. The index is written by
// search_index.py; fold and split are the same here and there.
(function () {
  "use strict";
  var UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  var RUN = new RegExp("([" + UNSPACED + "]+)|(?:(?![" + UNSPACED + "])[\\p{L}\\p{N}\\p{M}])+(?:[-\\u2010\\u2011](?:(?![" + UNSPACED + "])[\\p{L}\\p{N}\\p{M}])+)*", "gu");
  var ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u00ad]/g;
  // Weights of words that the reader did not type exactly.
  var SYNONYM = 0.9, CORRECTED = 0.8, BEGUN = 0.6, LOOSE = 0.9;
  var DOUBTFUL = 0.3, PART = 0.1, READER = 1.5, TELLING = 0.7, LEAST = 0.1, LIKENED = 0.3, TYPED = 5, FEWEST = 4, PAIR = 0.3;
  var COMMON = 0.5, PASSING = 0.5, EVEN = 4, IN_TITLE = 1.4, IN_HEADING = 0.7, ASKED = 1.5, WRITTEN = 1;
  var LOST = 0.02, TITLED = 0.015, APART = 0.5;
  // Weight of the words by which readers ask for a page, and limit of the weight of a word on a page (search_index.py).
  var ASK = 4, MOST_WEIGHT = 60;
  var MOST_FORMS = 40;

  // The folder of the edition: pages in folders of it search too.
  var root = ((document.currentScript || {}).src || "").replace(/_static\/octavo\/search\.js.*$/, "");
  var data, number, forms, loading = {}, texts = {};

  function fold(text) {
    return text.normalize("NFKD").replace(ACCENTS, "").toLowerCase().replace(/ß/g, "ss").replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/ı/g, "i").normalize("NFC");
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
      script.src = root + address;
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
    // Words by which readers ask for a page, and that it does not have itself.
    data.lent = data.pages.map(function () { return new Set(); });
    data.asked.forEach(function (entry) {
      var often = new Map();
      entry[2].forEach(function (groups) { groups.forEach(function (group) { often.set(group, (often.get(group) || 0) + 1); }); });
      often.forEach(function (count, group) {
        var pages = data.pagesOf[group], weight = pages.get(entry[0]) || 0;
        if (!weight) { data.lent[entry[0]].add(group); }
        pages.set(entry[0], Math.min(weight + ASK * Math.min(count, 2), MOST_WEIGHT));
      });
    });
    // In a long page, a word is met more often by chance.
    var lengths = data.pages.map(function () { return 0; }), all = 0;
    data.pagesOf.forEach(function (pages) { pages.forEach(function (weight, page) { lengths[page] += weight; all += weight; }); });
    data.length = lengths.map(function (length) { return EVEN * (0.4 + 0.6 * length * data.pages.length / all); });
    // The groups of words in the title and in each heading of a page.
    data.heads = data.pages.map(function (page) { return [page[1]].concat(page[4].map(function (heading) { return heading[1]; })).map(groupsOf); });
    data.cut = data.cut.length ? new RegExp(data.cut.join("|"), "g") : null;
    var ignored = new Set(data.ignored);
    // The phrases by which readers ask for a page.
    data.asks = data.pages.map(function () { return []; });
    data.asked.forEach(function (entry) {
      entry[2].forEach(function (groups) {
        var meant = groups.filter(function (group) { return !ignored.has(group); });
        if (groups.length) { data.asks[entry[0]].push({ anchor: entry[1], groups: new Set(meant.length ? meant : groups) }); }
      });
    });
    // A word that few pages have says more of a page than one that all have, and a word of a heading more than others.
    var topics = new Set();
    data.heads.forEach(function (heads) { heads.forEach(function (head) { head.forEach(function (group) { topics.add(group); }); }); });
    data.asks.forEach(function (asks) { asks.forEach(function (ask) { ask.groups.forEach(function (group) { topics.add(group); }); }); });
    data.topics = topics;
    data.sounds = data.sounds && takeSounds(data.sounds);
    data.value = data.pagesOf.map(function (pages, group) { return worth(pages.size, topics.has(group)); });
  }

  function sum(groups) {
    var all = 0;
    groups.forEach(function (group) { all += data.value[group]; });
    return all;
  }

  // --- Chinese characters that were typed by their sound ------------------------------------------------

  // Pinyin without the differences that many speakers do not make.
  function loose(pinyin) { return pinyin.replace(/([zcs])h/g, "$1").replace(/([aei]n)g/g, "$1"); }

  // Characters by sound, the sounds of each character, and words by sound.
  function takeSounds(read) {
    var sounds = { chars: new Map(), of: new Map(), words: new Map() };
    Object.keys(read).forEach(function (pinyin) {
      var key = loose(pinyin);
      sounds.chars.set(key, (sounds.chars.get(key) || []).concat(Array.from(read[pinyin])));
      Array.from(read[pinyin]).forEach(function (char) { sounds.of.set(char, (sounds.of.get(char) || []).concat(key)); });
    });
    forms.filter(isTopic).forEach(function (form) {
      var key = Array.from(form, function (char) { return (sounds.of.get(char) || ["?"])[0]; }).join("");
      sounds.words.set(key, oftener(sounds.words.get(key), form));
    });
    return sounds;
  }

  function alike(char) {
    return [char].concat((data.sounds.of.get(char) || []).flatMap(function (sound) { return data.sounds.chars.get(sound); }));
  }

  function isTopic(word) { return data.topics.has(number.get(word)) && spread(number.get(word)) > 0; }

  function oftener(a, b) { return a && spread(number.get(a)) >= spread(number.get(b)) ? a : b; }

  // A run of Chinese with other characters of the same sound where two are in no known word: 考式 → 考试.
  function mended(run) {
    var chars = Array.from(run);
    function has(i) { return number.has(fold(chars.slice(i, i + 2).join(""))); }
    for (var i = 0; i + 1 < chars.length; i += 1) {
      if (has(i)) { i += 1; continue; }
      var best = has(i + 1) ? "" : alike(chars[i]).flatMap(function (first) {
        return alike(chars[i + 1]).map(function (second) { return first + second; });
      }).filter(isTopic).reduce(oftener, "");
      if (best) { chars.splice.apply(chars, [i, 2].concat(Array.from(best))); i += 1; }
    }
    return chars.join("");
  }

  // The Chinese of a word that is typed in pinyin, such as “kaoshi”, or the word itself.
  function spelled(word) {
    function rest(pinyin) {
      for (var i = pinyin.length; i > 2; i -= 1) {
        var first = data.sounds.words.get(pinyin.slice(0, i)), more = first && (i < pinyin.length ? rest(pinyin.slice(i)) : "");
        if (first && more !== null) { return first + more; }
      }
      return null;
    }
    return number.has(fold(word)) ? word : rest(loose(fold(word))) || word;
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

  // Whether only the pages outside the guides have a word, such as sources with titles in other languages.
  function isApart(group) { return Array.from(data.pagesOf[group].keys()).every(function (page) { return data.pages[page][3] < 1; }); }

  // The word of the index that is most like *word*: with another ending, or one mistake in four letters.
  function nearest(word) {
    var most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2, best = null;
    forms.forEach(function (form) {
      if ((form.length < 4 && form.length !== word.length) || !spread(number.get(form))) { return; }
      var shared = common(word, form), cost = distance(word, form, most), endings = Math.max(word.length, form.length) - shared;
      var inflected = shared >= 4 && shared >= 0.6 * word.length && endings <= 3 && (shared === Math.min(word.length, form.length) || cost > 1);
      if (inflected) { cost = 0.3 + endings / 4; }
      if (cost > most || (!shared && cost > 1 && word.length < 10)) { return; }
      // A beginning is seldom mistyped, a letter is rather lost than added, and words of headings are typed more often.
      var rank = cost - shared / 100 - spread(number.get(form)) / (100 * data.pages.length) -
        (!inflected && form.length > word.length ? LOST : 0) - (data.topics.has(number.get(form)) ? TITLED : 0) + (isApart(number.get(form)) ? APART : 0);
      if (!best || rank < best.rank) { best = { form: form, rank: rank, inflected: inflected, weight: inflected ? SYNONYM : cost > 1 ? DOUBTFUL : CORRECTED }; }
    });
    return best;
  }

  // Words that begin with *word*, or contain it as compounds do: “Unterricht” is found in “Fernunterricht”.
  function containing(word) {
    return word.length < 3 ? [] : begun(word).concat(word.length < 4 ? [] : groupsWith(function (form) { return form.indexOf(word) > 0; }));
  }

  // Words of two characters that have a character in common with *pair*, which no page has.
  function related(pair) {
    var chars = Array.from(pair);
    return forms.filter(function (form) { return chars.some(function (char) { return form.indexOf(char) >= 0; }) && form.length > 1 && spread(number.get(form)); })
      .map(function (form) { return number.get(form); })
      .sort(function (a, b) { return spread(b) - spread(a); }).slice(0, MOST_FORMS);
  }

  function spread(group) { return data.pagesOf[group].size; }

  // Two words that were typed as one.
  function cut(word) {
    for (var i = word.length - 3; i >= 3; i -= 1) {
      if (number.has(word.slice(0, i)) && number.has(word.slice(i))) { return [word.slice(0, i), word.slice(i)]; }
    }
    return null;
  }

  function begun(word) {
    return groupsWith(function (form) { return form.length > word.length && form.startsWith(word); });
  }

  // The groups with a word that is *right*, those that most pages have first.
  function groupsWith(right) {
    return forms.filter(right)
      .map(function (form) { return number.get(form); })
      .filter(function (group, i, all) { return all.indexOf(group) === i; })
      .sort(function (a, b) { return data.pagesOf[b].size - data.pagesOf[a].size; }).slice(0, MOST_FORMS);
  }

  // Put spaces in place of words that say nothing, in writing without spaces; unless that leaves nothing.
  function cutOut(query) {
    var rest = data.cut ? query.replace(data.cut, function (word) { return " ".repeat(word.length); }) : query;
    return rest.trim() ? rest : query;
  }

  // The words of a query as concepts. Each is found by any of its alternatives: groups of words with a weight.
  function read(query, typing) {
    var found = split(query), concepts = [], wrong = [];
    for (var i = 0; i < found.length; i += 1) {
      var token = found[i], word = token.word, group = number.get(word), next = found[i + 1];
      if (token.parts) {
        // Typed with a hyphen: as one word if there is one, or else its parts.
        var parts = found.slice(i + 1).filter(function (part) { return part.end <= token.end; });
        if (group === undefined && parts.every(function (part) { return number.has(part.word); })) { continue; }
        if (group === undefined && (group = number.get((nearest(word) || {}).form)) === undefined) { continue; }
        i += parts.length;
        // A word of the editors' file that no page has.
        if (!spread(group)) { concepts.push({ main: group, groups: [[parts.map(function (part) { return number.get(part.word); }).filter(isKnown), 1]] }); continue; }
      } else if (next && !token.unspaced && number.has(word + next.word) && data.pagesOf[number.get(word + next.word)].size) {
        // Phrases of the editors' file are known in both spellings: “self-harm” is one word there, and two.
        concepts.push({ main: number.get(word + next.word), groups: [[[number.get(word + next.word)], 1], [[group, number.get(next.word)].filter(isKnown), 1]] });
        i += 1;
        continue;
      }
      var last = i === found.length - 1 && /\S$/.test(query), groups = [], halves, form;
      if (group !== undefined) { groups.push([[group], 1]); }
      if (last && typing && (!token.unspaced || word.length === 1 || token.start === 0)) {
        begun(word).forEach(function (other) { groups.push([[other], BEGUN]); });
      }
      if (!groups.length && !token.unspaced) {
        form = nearest(word);
        var longer = form && form.inflected ? [] : containing(word).filter(spread);
        if (longer.length) {
          longer.forEach(function (other) { groups.push([[other], BEGUN]); });
        } else if (form) {
          group = number.get(form.form);
          groups.push([[group], form.weight]);
          if (!form.inflected) { wrong.push({ start: token.start, end: token.end, form: form.form }); }
        } else if ((halves = cut(word))) {
          groups.push([halves.map(function (half) { return number.get(half); }), CORRECTED]);
        }
      }
      if (!groups.length && token.unspaced && !known(found[i - 1]) && !known(next)) {
        related(word).forEach(function (other) { groups.push([[other], PART]); });
      }
      // In 亲人去世, 人去 is no word.
      if (groups.length) { concepts.push({ main: group, groups: groups, isCrossing: token.unspaced && known(found[i - 1]) && known(next) }); }
    }
    return { concepts: concepts, wrong: wrong };
  }

  function known(token) { return token && token.unspaced && number.has(token.word); }

  function isOnAPage(alternative) { return alternative[0].some(spread); }

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
    var found = 0, met = 0;
    groups.forEach(function (group) {
      var weight = data.pagesOf[group].get(page);
      if (weight) { found += data.value[group] * weight / (weight + data.length[page]); met += 1; }
    });
    return found * met / groups.length;
  }

  // What a word says of a page: more, the fewer pages have it.
  function worth(pages, topic) { return (topic ? 1 : PASSING) * (COMMON + Math.log(1 + (data.pages.length - pages + 0.5) / (Math.max(pages, FEWEST) + 0.5))); }

  // Whether *page* has a word itself, not only by the words with which readers ask for it.
  function isWritten(page, group) { return data.pagesOf[group].has(page) && !data.lent[page].has(group); }

  function nothing() { return 0; }

  function find(query, typing) {
    var typed = query.normalize("NFKC");
    query = data.sounds ? typed.replace(RUN, function (run, unspaced) { return unspaced ? mended(run) : spelled(run); }) : typed;
    var parsed = read(cutOut(query), typing), concepts = parsed.concepts, pinned = new Map(), scores = new Map(), whole = data.cut ? read(query, typing).concepts : concepts;
    // The targets of all phrases in the query, each once: several phrases may have the same words.
    function targets(table) {
      var found = new Map();
      table.forEach(function (entry) {
        if (entry[0].length && place(entry[0], whole)) { entry[1].forEach(function (target) { found.set(target.join("#"), target); }); }
      });
      return Array.from(found.values());
    }
    // Words that tell who asks say little of the subject.
    var readers = new Set();
    data.readers.forEach(function (entry) {
      var where = entry[0].length && place(entry[0], whole);
      if (!where) { return; }
      entry[1].forEach(function (page) { readers.add(page); });
      concepts.forEach(function (concept) { if (entry[0].indexOf(concept.main) >= 0) { concept.telling = true; } });
    });
    var help = targets(data.help);
    help.concat(targets(data.first)).forEach(function (target) { if (!pinned.has(target[0])) { pinned.set(target[0], target[1]); } });
    data.synonyms.slice().sort(function (a, b) { return b[0].length - a[0].length; }).forEach(function (entry) {
      var where = entry[0].length && place(entry[0], concepts);
      if (!where) { return; }
      var old = concepts.slice(where[0], where[1]);
      var groups = old.length > 1 ? [[old.map(function (concept) { return concept.main; }).filter(isKnown), LOOSE]] : old[0].groups;
      concepts.splice(where[0], old.length, {
        main: old.length > 1 ? -1 : old[0].main,
        telling: old.some(function (concept) { return concept.telling; }),
        typed: groups.length,
        likened: entry[1].filter(function (words) { return words.length === 1; }).map(function (words) { return words[0]; }),
        groups: groups.concat(entry[1].map(function (words) { return [words, SYNONYM]; }))
      });
    });
    // Words like “my” and “how” say nothing of a page, unless nothing else is asked for.
    concepts.forEach(function (concept) {
      concept.likened = concept.likened || [];
      concept.typed = concept.groups.slice(0, concept.typed).filter(isOnAPage);
      concept.groups = concept.groups.filter(isOnAPage);
    });
    concepts = concepts.filter(function (concept) { return concept.groups.length; });
    // Nothing but words that say nothing, and that no page has: pages with one of their characters.
    if (!concepts.length) {
      concepts = split(query).filter(function (token) { return token.unspaced; }).map(function (token) {
        return { typed: [], likened: [], groups: related(token.word).map(function (group) { return [[group], PART]; }) };
      }).filter(function (concept) { return concept.groups.length; });
    }
    var meant = concepts.filter(function (concept) { return data.ignored.indexOf(concept.main) < 0; }), all = 0;
    var asked = meant.some(function (concept) { return !concept.telling; }) ? meant : concepts;
    asked.forEach(function (concept) {
      var faint = concept.telling ? TELLING : 1, value = faint * Math.max.apply(null, concept.groups.map(function (alternative) { return Math.sqrt(alternative[1]) * sum(alternative[0].filter(spread)); }));
      all += value;
      data.pages.forEach(function (page, i) {
        var best = faint * Math.max.apply(null, concept.groups.map(function (alternative) { return alternative[1] * score(i, alternative[0]); }));
        if (best > 0) {
          var known = scores.get(i) || { score: 0, value: 0, written: 0, heads: data.heads[i].map(nothing), asks: data.asks[i].map(nothing), own: data.asks[i].map(nothing), met: data.asks[i].map(nothing) };
          known.score += best;
          known.typed = known.typed || concept.typed.some(function (alternative) { return score(i, alternative[0]) > 0; });
          var isWhole = concept.groups.some(function (alternative) { return alternative[0].every(function (group) { return data.pagesOf[group].has(i); }); });
          known.value += isWhole ? value : value / 2;
          if (concept.typed.some(function (alternative) { return alternative[0].every(function (group) { return isWritten(i, group); }); })) { known.written += value; }
          data.heads[i].forEach(function (head, j) {
            if (concept.groups.some(function (alternative) { return alternative[0].every(function (group) { return head.has(group); }); })) { known.heads[j] += value; }
          });
          data.asks[i].forEach(function (ask, j) {
            var weight = 0, covered = 0;
            concept.groups.forEach(function (alternative) {
              if (alternative[1] > weight && alternative[0].every(function (group) { return ask.groups.has(group); })) { weight = alternative[1]; covered = sum(alternative[0]); }
            });
            known.asks[j] += weight * value;
            known.own[j] += covered;
            if (weight) { known.met[j] += 1; }
          });
          scores.set(i, known);
        }
      });
    });
    var ranked = Array.from(scores, function (entry) {
      // Headings that have much of the query are what the reader looks for.
      var heads = entry[1].heads, found = Math.max(IN_TITLE * heads[0], IN_HEADING * Math.max.apply(null, heads)) / all;
      // And so are the words by which readers ask for a page: the more of the query, and the less besides, the better.
      data.asks[entry[0]].forEach(function (ask, j) {
        found = Math.max(found, ASKED * (1 + PAIR * (entry[1].met[j] - 1)) * entry[1].asks[j] / all * Math.min(1, entry[1].own[j] / sum(ask.groups)));
      });
      var isLikened = !entry[1].typed && !heads[0] && !entry[1].met.some(Boolean);
      return { page: entry[0], likened: isLikened, whole: entry[1].value > 0.99 * all, score: entry[1].score * (entry[1].value / all) * (1 + found + WRITTEN * entry[1].written / all / Math.pow(asked.length, 2)) * data.pages[entry[0]][3] * (readers.has(entry[0]) ? READER : 1) };
    }).sort(function (a, b) { return a.likened - b.likened || b.score - a.score || a.page - b.page; });
    // A page that lacks words of the query and has little of the others is no answer.
    ranked = ranked.filter(function (item) { return (item.whole && !item.likened) || item.score >= (item.likened ? LIKENED : LEAST) * ranked[0].score; });
    ranked = Array.from(pinned.keys(), function (page) { return { page: page, score: Infinity }; })
      .concat(ranked.filter(function (item) { return !pinned.has(item.page); }));
    var corrected = parsed.wrong.reduceRight(function (text, word) { return text.slice(0, word.start) + word.form + text.slice(word.end); }, query);
    function described(number, anchor) {
      var page = data.pages[number];
      return { document: page[0], title: page[1], guide: (data.guides[page[2]] || [""])[0], book: (data.guides[page[2]] || ["", ""])[1], anchor: anchor || "", headings: new Map(page[4]), notice: data.notices[number] || "" };
    }
    return {
      pages: ranked.map(function (item) { return Object.assign(described(item.page, pinned.get(item.page)), { pinned: pinned.has(item.page) }); }),
      help: help.map(function (target) { return described(target[0], target[1]); }),
      // Whether any word of the query says something of a page.
      says: meant.length > 0 || pinned.size > 0,
      groups: new Map(asked.flatMap(function (concept) {
        var single = concept.groups.filter(function (alternative) { return alternative[0].length < 2 || concept.typed.indexOf(alternative) >= 0; });
        // The words of a phrase that nobody typed are marked only if there is nothing else.
        return (single.length ? single : concept.groups).flatMap(function (alternative) {
          // Of a phrase, only the words that say much are marked.
          var most = Math.max.apply(null, alternative[0].map(function (group) { return data.value[group]; }));
          return alternative[0].filter(function (group) { return data.value[group] >= most / 2 && (alternative[0].length < 2 || data.ignored.indexOf(group) < 0); })
            .map(function (group) { return [group, concept.isCrossing ? 0 : alternative[1] * data.value[group] * (concept.typed.indexOf(alternative) < 0 ? 1 : TYPED)]; });
        });
      })),
      // Words that only a synonym brought: those of one group.
      likened: new Set(asked.flatMap(function (concept) {
        return concept.likened.filter(function (group) { return !concepts.some(function (other) { return other.main === group; }); });
      })),
      corrected: corrected === typed ? "" : corrected
    };
  }

  // A text → the places in it that are found, each with its value, and the sum of the values of their words.
  function marks(text, groups) {
    var last = null, met = new Set(), places = [];
    split(text).forEach(function (token) {
      var group = number.get(token.word);
      if (!groups.has(group)) { return; }
      met.add(group);
      token.value = groups.get(group);
      // Pairs of Chinese characters that overlap are one place.
      if (last && token.start < last.end) { last.end = Math.max(last.end, token.end); last.value += token.value; return; }
      last = token;
      places.push(token);
    });
    var value = 0;
    met.forEach(function (group) { value += groups.get(group); });
    return { places: places.filter(function (place) { return place.value > 0; }), value: value };
  }

  window.octavoSearch = {
    index: takeIndex,
    text: function (name, description, sections) { texts[name] = { description: description, sections: sections }; },
    load: function (name) { return load("search/" + name + ".js").then(function () { return texts[name]; }); },
    fold: fold,
    marks: marks,
    group: function (text) { return number.get((split(text)[0] || {}).word); },
    words: function (text) { return split(text).map(function (token) { return token.word; }); },
    find: function (query, typing) { return load("search/index.js").then(function () { return find(query, typing); }); }
  };
}());
