// Edit one message: its text, its help, its comments and its review.
import { Box } from "./box.js";
import { button, CONTROL, fill, foreign, h, keys } from "./dom.js";
import { contentOf, isSame } from "./drafts.js";
import * as help from "./help.js";

// Milliseconds without a key before the text is checked, and before its spelling is.
const WAIT = 60;
const SPELLING_WAIT = 400;

export class MessageView {
  // actions: say(text), moved(message), saved(), next(step), mend(domain), go(place), position(message)
  constructor({ api, drafts, words, data, actions }) {
    Object.assign(this, { api, drafts, words, data, actions });
    this.message = null;
    this.base = null;
    this.boxes = [];
    this.quick = [];
    this.timer = 0;
    this.element = h("div", { class: "view message" }, h("p", { class: "empty" }, words.choose));
  }

  part(selector) {
    return this.element.querySelector(selector);
  }

  isAt(domain, id) {
    return this.message?.id === id && this.message.domain === domain;
  }

  get isComposing() {
    return this.boxes.some((box) => box.isComposing);
  }

  get mine() {
    const comments = this.comment.value.split("\n").filter((line, place, all) => line || all.slice(place + 1).some(Boolean));
    return { msgstrs: this.boxes.map((box) => box.value), isFuzzy: this.fuzzy.checked, comments };
  }

  get isDirty() {
    return Boolean(this.message) && !isSame(this.mine, this.base);
  }

  // --- opening ----------------------------------------------------------------------------------------------

  // group: the messages of one figure
  async open({ domain, id }, group = []) {
    const message = await this.api.call("message", { domain, id });
    if (message.error) {
      this.actions.say(message.error === "gone" ? this.words.messageGone : this.words.lost);
      return false;
    }
    this.group = group;
    this.render(message);
    this.actions.moved(message);
    this.boxes[0].focus();
    // The text to translate stays in view. In the low dock of a narrow window, the box is more important.
    this.element.parentElement.scrollTop = 0;
    if (innerWidth < 1024) this.boxes[0].element.scrollIntoView({ block: "nearest" });
    this.suggest(message);
    return true;
  }

  // Somebody else may have saved the catalog. What is typed here stays.
  async reload() {
    if (!this.message || this.isComposing) return;
    const { domain, id } = this.message;
    const fresh = await this.api.call("message", { domain, id });
    if (!this.isAt(domain, id) || this.isComposing) return;
    if (fresh.error === "gone") this.tell("gone", this.words.messageGone);
    if (fresh.error) return;
    const theirs = contentOf(fresh);
    this.message = { ...this.message, ...fresh };
    if (isSame(theirs, this.base)) { /* nothing new */ } else if (this.isDirty) this.tell("changed", this.words.changedElsewhere);
    else this.accept(fresh);
    this.facts();
  }

  // Show what the server has now.
  accept(message) {
    this.message = { ...this.message, ...message };
    this.base = contentOf(message);
    this.fill(this.base);
    this.drafts.drop(message);
    this.facts();
    this.help(message);
  }

  fill(content) {
    this.boxes.forEach((box, place) => { box.value = content.msgstrs[place] ?? ""; });
    this.fuzzy.checked = content.isFuzzy;
    this.comment.value = content.comments.join("\n");
  }

  // --- showing ----------------------------------------------------------------------------------------------

  render(message) {
    const { words, data } = this;
    this.message = message;
    this.base = contentOf(message);
    this.isTouched = false;
    const draft = this.drafts.load(message);
    const isKept = draft && draft.mine?.msgstrs?.length === message.msgstrs.length && !isSame(draft.mine, this.base);
    this.boxes = message.msgstrs.map((value, place) => new Box({
      id: `box-${place}`, value, lang: data.tag, dir: data.dir, isReadOnly: data.isReadOnly, hint: "judged",
      label: message.plural ? fill(words.form, { language: data.name, number: place + 1 }) : data.name,
      onInput: () => this.typed(),
    }));
    this.fuzzy = h("input", { type: "checkbox", id: "fuzzy", checked: message.isFuzzy, disabled: data.isReadOnly, onchange: () => { this.isTouched = true; this.changed(); } });
    this.comment = h("textarea", { id: "comment", rows: 2, lang: data.tag, dir: "auto", readOnly: data.isReadOnly, value: message.comments.join("\n"), oninput: () => this.changed() });
    this.element.replaceChildren(...this.parts(message));
    if (isKept) {
      this.base = draft.base;
      this.fill(draft.mine);
      this.tell("draft", words.draftKept, button(words.discard, { class: "small", onclick: () => { this.tell("draft", ""); this.accept(this.message); this.boxes[0].focus(); } }));
    }
    this.facts();
    this.help(message);
    if (isKept) this.check();
    for (const box of this.boxes) box.grow();
  }

  parts(message) {
    const { words, data } = this;
    const section = (name, title, ...children) => h("section", { class: name, hidden: true }, h("h2", {}, title), ...children);
    const insert = (text) => this.boxes[0].insert(text);
    this.quick = [];
    const add = (run) => (this.quick.length < 9 && !data.isReadOnly ? this.quick.push(run) : 0);
    return [
      h("header", { class: "place" },
        button("‹", { class: "step", "aria-label": words.previous, title: `${words.previous} (Alt ↑)`, onclick: () => this.actions.next(-1) }),
        h("p", { class: "where" }),
        button("›", { class: "step", "aria-label": words.next, title: `${words.next} (Alt ↓)`, onclick: () => this.actions.next(1) })),
      this.group.length > 1 && this.figure(message),
      h("div", { class: "told", role: "status" }),
      h("section", { class: "source" },
        h("h2", {}, words.master),
        help.pieces(message.pieces, data.master),
        message.plural && foreign(message.plural, data.master, "p", { class: "master" }),
        message.context && h("p", { class: "remedy" }, `${words.context}: `, foreign(message.context, data.master)),
        message.previous.length > 0 && h("details", { class: "change", open: true }, h("summary", {}, words.whatChanged), help.diff(message.previous, data.master)),
        message.author.length > 0 && h("p", { class: "author" }, h("strong", {}, `${words.author}: `), foreign(message.author.join(" "), data.master))),
      h("section", { class: "target" },
        h("h2", { class: "unseen" }, words.translation),
        this.boxes.map((box) => box.element),
        h("div", { class: "chips", role: "group", "aria-label": words.markup }, help.chips(message.chips, words, add, (chip) => this.boxes[0].insert(chip.before, chip.after, chip.isAgreed ? chip.words : ""))),
        !data.isReadOnly && h("div", { class: "actions" },
          button(words.saveNext, { class: "main", id: "save-next", onclick: () => this.saveAndNext() }, keys(`${CONTROL} ↵`)),
          button(words.save, { id: "save", onclick: () => this.save() }, keys(`${CONTROL} S`)),
          h("label", { class: "check", for: "fuzzy" }, this.fuzzy, words.needsWork, keys("Alt W"))),
        data.isReadOnly && h("p", { class: "remedy" }, words.readOnly),
        h("ul", { id: "judged", class: "list", role: "list", "aria-live": "polite", "aria-label": words.findings }),
        h("ul", { id: "spelling", class: "list", role: "list", "aria-label": words.spelling })),
      section("typeset", words.typeset, foreign("", data.tag, "p", { class: "target" })),
      section("terms", words.terms, h("ul", { class: "list", role: "list" }, help.terms(message.terms, words, data.tag, data.master, insert, add))),
      section("suggestions", words.suggestions, h("ul", { class: "list", role: "list" })),
      section("elsewhere", words.elsewhere, h("ul", { class: "list", role: "list" }, this.others(message))),
      h("details", { class: "remarks", open: message.comments.length + message.notes.length > 0 },
        h("summary", {}, words.comments),
        message.notes.map((note) => h("p", { class: "remedy" }, foreign(note, "en"))),
        h("label", { for: "comment" }, words.ownComment), this.comment),
      h("section", { class: "review" }, h("h2", {}, words.review), h("p", { class: "reviewers" }), !data.isReadOnly && this.approval()),
      h("p", { class: "file" }),
    ].filter(Boolean);
  }

  figure(message) {
    const { words, data } = this;
    return h("details", { class: "figure", open: true }, h("summary", {}, words.figureTexts),
      h("ul", { class: "list", role: "list" }, this.group.map((item) => h("li", {}, button(h("span", { class: `kind ${item.state}` }, words[item.state]), {
        class: "item", "aria-current": item.id === message.id ? "true" : null, onclick: () => this.actions.edit(item),
      }, foreign(item.text, data.master, "span", { class: "words" }))))));
  }

  others(message) {
    const { words, data } = this;
    return message.elsewhere.map((other) => h("li", { class: "suggestion" },
      h("p", { class: "source" }, h("span", { class: `kind ${other.state}` }, words[other.state]), button(other.domain, { class: "link", dir: "ltr", onclick: () => this.actions.go(other) })),
      other.text && foreign(other.text, data.tag, "p", { class: "target" }),
      other.text && !data.isReadOnly && button(words.use, { class: "small", onclick: () => this.boxes[0].replaceAll(other.text) })));
  }

  approval() {
    const { words } = this;
    const name = h("input", { id: "reviewer", type: "text", autocomplete: "name", value: localStorage.getItem("octavo-reviewer") ?? "" });
    return h("p", { class: "actions" },
      h("label", { for: "reviewer" }, words.yourName), name,
      button(words.approve, { id: "approve", onclick: () => this.approve() }, keys(`${CONTROL} ⇧ ↵`)));
  }

  // What is known of the message: state, place, reviews.
  facts() {
    const { message, words } = this;
    const at = this.actions.position(message);
    this.part(".where").replaceChildren(
      h("span", { class: `kind ${message.state}` }, words[message.state]), " ",
      h("span", { class: "number" }, at ? fill(words.position, at) : ""));
    const open = message.editor ? h("a", { href: message.editor, dir: "ltr" }, message.place) : h("code", { dir: "ltr" }, message.place);
    this.part(".file").replaceChildren(open);
    this.part(".reviewers").textContent = message.reviews.length
      ? fill(words.reviewedBy, { names: message.reviews.map(({ name, date }) => `${name} (${date})`).join(", ") }) : words.notReviewed;
  }

  help(judged) {
    const { words, data } = this;
    const box = this.boxes[0];
    const fix = data.isReadOnly ? null : (text) => box.replaceAll(text);
    this.part("#judged").replaceChildren(...help.findings(judged.findings ?? [], words, fix));
    for (const [name, list] of [["terms", this.message.terms], ["elsewhere", this.message.elsewhere]]) {
      if (this.part(`.${name}`)) this.part(`section.${name}`).hidden = list.length === 0;
    }
    (judged.terms ?? []).forEach((term, place) => this.element.querySelectorAll(".terms .term")[place]?.classList.toggle("used", term.isUsed));
    help.markChips(this.element, box.value);
    const typeset = judged.typeset ?? "";
    this.part("section.typeset").hidden = !typeset || typeset === box.value;
    this.part("section.typeset .target").textContent = typeset;
  }

  async suggest({ domain, id }) {
    const answer = await this.api.call("suggest", { domain, id });
    if (!this.isAt(domain, id) || answer.error) return;
    this.part("section.suggestions ul").replaceChildren(
      ...help.suggestions(answer.suggestions, this.words, this.data.tag, this.data.master, (text) => this.boxes[0].replaceAll(text)));
    this.part("section.suggestions").hidden = answer.suggestions.length === 0;
  }

  // A note above the master's text, with what can be done about it; an empty text takes it away.
  tell(name, text, ...more) {
    const place = this.part(".told");
    place.querySelector(`[data-name="${name}"]`)?.remove();
    if (text) place.append(h("div", { class: `notice ${name}`, dataset: { name } }, h("p", {}, text), ...more));
  }

  // --- typing -----------------------------------------------------------------------------------------------

  typed() {
    // Who changes a fuzzy translation mends it, unless they say otherwise.
    if (this.message.isFuzzy && !this.isTouched) this.fuzzy.checked = false;
    this.changed();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), WAIT);
  }

  changed() {
    const isStored = this.isDirty ? this.drafts.store(this.message, this.base, this.mine) : (this.drafts.drop(this.message), true);
    if (!isStored) this.tell("store", this.words.noDrafts);
    help.markChips(this.element, this.boxes[0].value);
  }

  async check() {
    const { domain, id } = this.message;
    const { msgstrs, comments } = this.mine;
    this.aborter?.abort();
    this.aborter = new AbortController();
    const judged = await this.api.call("check", { domain, id, msgstrs, comments }, this.aborter.signal);
    if (judged.error || !this.isAt(domain, id)) return;
    this.help(judged);
    this.element.dispatchEvent(new CustomEvent("octavo-checked"));
    clearTimeout(this.speller);
    this.speller = setTimeout(() => this.spell(), SPELLING_WAIT);
  }

  async spell() {
    const { domain, id } = this.message;
    const { msgstrs } = this.mine;
    const answer = await this.api.call("spell", { domain, id, msgstrs });
    if (answer.error || !this.isAt(domain, id)) return;
    this.part("#spelling").replaceChildren(...help.spelling(answer.spelling, this.words, this.boxes[0], this.data.tag));
  }

  // --- saving -----------------------------------------------------------------------------------------------

  async save() {
    if (!this.message || this.data.isReadOnly || this.isComposing) return false;
    if (!this.isDirty) return true;
    const { message, base, mine } = this;
    const answer = await this.api.call("save", { domain: message.domain, id: message.id, base, mine });
    const isHere = this.isAt(message.domain, message.id);
    if (answer.status === "saved") {
      if (isHere) this.stored(answer, mine);
      else this.drafts.drop(message);
      this.actions.saved(this.words.saved);
      return true;
    }
    if (isHere) this.failed(answer);
    return false;
  }

  stored(answer, sent) {
    for (const name of ["conflict", "changed", "draft", "failed"]) this.tell(name, "");
    this.message = { ...this.message, ...answer };
    const isUntouched = isSame(this.mine, sent);
    this.base = contentOf(answer);
    if (isUntouched) this.fill(this.base);
    if (this.isDirty) this.drafts.store(this.message, this.base, this.mine);
    else this.drafts.drop(this.message);
    this.isTouched = false;
    this.facts();
  }

  failed(answer) {
    const { words, data } = this;
    if (answer.status === "conflict") {
      const theirs = contentOf(answer);
      this.tell("conflict", words.conflict,
        ...theirs.msgstrs.map((text) => foreign(text || "—", data.tag, "p", { class: "target" })),
        h("p", { class: "actions" },
          button(words.keepMine, { class: "small", onclick: () => { this.base = theirs; this.tell("conflict", ""); this.save(); } }),
          button(words.takeTheirs, { class: "small", onclick: () => { this.tell("conflict", ""); this.accept(answer); this.boxes[0].focus(); } })));
    } else if (answer.status === "broken") {
      this.tell("failed", answer.error, button(words.mend, { class: "small", onclick: () => this.actions.mend(answer.domain) }));
    } else {
      const text = { lost: words.lostDraft, gone: words.messageGone }[answer.error] ?? fill(words.notSaved, { reason: answer.error ?? "" });
      this.tell("failed", text);
    }
  }

  async saveAndNext() {
    if (await this.save()) await this.actions.next(1);
  }

  async undo() {
    const answer = await this.api.call("undo");
    if (answer.status === "undone") {
      if (this.isAt(answer.domain, answer.id)) this.accept(answer);
      this.actions.saved(this.words.undone);
    } else this.actions.say(answer.status === "conflict" ? this.words.cannotUndo : this.words.nothingToUndo);
  }

  async approve() {
    const { words } = this;
    const field = this.part("#reviewer");
    const name = field?.value.trim();
    if (!name) { this.actions.say(words.nameNeeded); field?.focus(); return; }
    localStorage.setItem("octavo-reviewer", name);
    const { domain, id } = this.message;
    if (!(await this.save()) || !this.isAt(domain, id)) return;
    const answer = await this.api.call("review", { domain, id, code: this.message.code, name });
    if (answer.status !== "saved") { this.actions.say(answer.error ?? words.cannotApprove); return; }
    this.actions.saved(words.approved);
    // The translator may have gone on meanwhile.
    if (!this.isAt(domain, id)) return;
    this.message = { ...this.message, ...answer };
    this.base = contentOf(answer);
    this.facts();
    await this.actions.next(1);
  }

  // --- keys -------------------------------------------------------------------------------------------------

  // Return whether the key did something.
  key(event) {
    if (event.isComposing || this.isComposing || !this.message) return false;
    const isControl = event.ctrlKey || event.metaKey;
    if (isControl && event.key === "Enter") { if (event.shiftKey) this.approve(); else this.saveAndNext(); return true; }
    if (isControl && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "s") { this.save(); return true; }
    if (!event.altKey || isControl) return false;
    if (event.code === "KeyW" && !this.data.isReadOnly) { this.fuzzy.click(); return true; }
    if (event.code === "KeyZ" && !this.data.isReadOnly) { this.undo(); return true; }
    const number = /^Digit([1-9])$/.exec(event.code)?.[1];
    if (number && this.quick[number - 1]) { this.quick[number - 1](); return true; }
    return false;
  }
}
