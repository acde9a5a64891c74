// Show what helps with a translation: findings with their fixes, spelling, terms, markup to repeat, similar texts.
import { button, fill, foreign, h, keys } from "./dom.js";

// Runs of words of two versions: [kind, text], where kind is kept, removed or added.
export function diff(runs, lang) {
  return h("p", { class: "diff", lang, dir: "auto" }, runs.flatMap(([kind, text], place) => {
    const name = { removed: "del", added: "ins" }[kind];
    return [place ? " " : "", name ? h(name, {}, text) : text];
  }));
}

export function pieces(cut, lang, attributes = {}) {
  return h("p", { class: "master", lang, dir: "auto", ...attributes }, cut.map(([kind, text]) => (kind ? h("span", { class: "mark" }, text) : text)));
}

export function findings(list, words, onFix) {
  return list.map((finding) => h("li", { class: "finding" },
    h("p", {},
      h("span", { class: `kind ${finding.severity}` }, words[finding.severity]),
      finding.isEnglish ? foreign(finding.message, "en") : finding.message,
      h("code", { class: "code", dir: "ltr" }, finding.code)),
    finding.remedy && h("p", { class: "remedy" }, finding.isRemedyEnglish ? foreign(finding.remedy, "en") : finding.remedy),
    onFix && finding.fixed !== null && button(words.fix, { class: "small", onclick: () => onFix(finding.fixed) })));
}

export function spelling(list, words, box, lang) {
  return list.map(({ word, similar }) => h("li", { class: "finding" },
    h("p", {}, h("span", { class: "kind note" }, words.note), fill(words.unknownWord, { word })),
    similar.length > 0 && h("p", { class: "choices" }, similar.map((other) => button(other, {
      class: "small", lang, "aria-label": fill(words.replaceBy, { word, other }), onclick: () => correct(box, word, other),
    })))));
}

function correct(box, word, other) {
  const place = box.value.indexOf(word);
  if (place < 0) return;
  box.area.setSelectionRange(place, place + word.length);
  box.area.focus();
  document.execCommand("insertText", false, other);
}

// Terms with their agreed words. add(action) gives the number of the key that inserts the first one.
export function terms(list, words, lang, master, insert, add) {
  return list.map((term) => h("li", { class: term.isUsed ? "term used" : "term" },
    h("span", { class: "headword", lang: master }, term.term), h("span", { class: "arrow", "aria-hidden": "true" }, "→"),
    h("span", { class: "choices" }, term.words.slice(0, 6).map((text, place) => {
      const number = place === 0 ? add(() => insert(text)) : 0;
      return button(text, { class: "small", lang, title: fill(words.insert, { text }), onclick: () => insert(text) }, number > 0 && keys(`Alt ${number}`));
    })),
    term.isUsed && h("span", { class: "tick", title: words.used }, "✓", h("span", { class: "unseen" }, words.used)),
    term.note && h("p", { class: "remedy" }, foreign(term.note, master))));
}

export function chips(list, words, add, insert) {
  return list.map((chip) => {
    const label = chip.before + (chip.isAgreed ? chip.words : chip.after && "…") + chip.after;
    const run = () => insert(chip);
    const number = add(run);
    return button(h("code", { dir: "ltr" }, label), {
      class: "chip", dataset: { before: chip.before, after: chip.after }, title: fill(words.insert, { text: label }), onclick: run,
    }, number > 0 && keys(`Alt ${number}`));
  });
}

// Mark the chips whose markup is in the text.
export function markChips(root, text) {
  for (const chip of root.querySelectorAll(".chip")) {
    const { before, after } = chip.dataset;
    chip.classList.toggle("used", text.includes(before) && text.includes(after));
  }
}

// Suggested translations: of similar texts in the memory, and of any other source that names itself in "origin".
export function suggestions(list, words, lang, master, use) {
  return list.map((suggestion) => h("li", { class: "suggestion" },
    h("p", { class: "source" },
      suggestion.score !== undefined && h("span", { class: "score" }, `${suggestion.score} %`), h("span", { dir: "ltr" }, suggestion.origin)),
    suggestion.diff && suggestion.score < 100 && diff(suggestion.diff, master),
    foreign(suggestion.text, lang, "p", { class: "target" }),
    button(words.use, { class: "small", "aria-label": `${words.use}: ${suggestion.text.slice(0, 60)}`, onclick: () => use(suggestion.text) })));
}
