// The work list: messages of all pages by state, guide and text, in reading order.
import { button, fill, foreign, h } from "./dom.js";

const KINDS = ["open", "untranslated", "fuzzy", "findings", "unreviewed", "all"];
const STORE = "octavo-work";

export class WorkList {
  // actions: go(item)
  constructor({ api, words, data, actions }) {
    Object.assign(this, { api, words, data, actions });
    this.query = { kind: "open", book: "", text: "", since: "", ...stored() };
    this.start = 0;
    const id = (name) => `work-${name}`;
    this.kind = h("select", { id: id("kind"), onchange: () => this.change({ kind: this.kind.value }) }, KINDS.map((kind) => h("option", { value: kind })));
    this.book = h("select", { id: id("book"), onchange: () => this.change({ book: this.book.value }) });
    this.text = h("input", { id: id("text"), type: "search", value: this.query.text, oninput: (event) => { if (!event.isComposing) this.later(); }, oncompositionend: () => this.later() });
    this.since = h("input", { id: id("since"), type: "text", list: id("releases"), value: this.query.since, placeholder: "2026-11-24", autocomplete: "off", onchange: () => this.change({ since: this.since.value }) });
    this.releases = h("datalist", { id: id("releases") });
    this.today = h("p", { class: "today" });
    this.found = h("p", { class: "found", role: "status" });
    this.list = h("ul", { class: "list work", role: "list" });
    this.more = h("p", { class: "choices" });
    this.element = h("div", { class: "view" }, this.today,
      h("div", { class: "filters" },
        h("p", {}, h("label", { for: id("kind") }, words.kind), this.kind),
        h("p", {}, h("label", { for: id("book") }, words.guide), this.book),
        h("p", { class: "wide" }, h("label", { for: id("text") }, words.search), this.text),
        h("p", { class: "wide" }, h("label", { for: id("since") }, words.since), this.since, this.releases)),
      this.found, h("p", { class: "remedy progress", role: "status" }), this.list, this.more);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.change({ text: this.text.value }), 200);
  }

  change(values) {
    this.query = { ...this.query, ...values };
    sessionStorage.setItem(STORE, JSON.stringify(this.query));
    this.start = 0;
    return this.refresh();
  }

  async next(step, message) {
    const answer = await this.api.call("next", { ...this.query, step, domain: message?.domain ?? "", id: message?.id ?? "" });
    return answer.next ?? null;
  }

  async refresh() {
    const answer = await this.api.call("work", { ...this.query, start: this.start });
    const { words } = this;
    if (answer.error === "since") {
      this.list.replaceChildren(h("li", {}, h("p", { class: "remedy" }, words.sinceUnknown)));
      this.more.replaceChildren();
      this.found.textContent = "";
    }
    if (answer.error) return;
    const figure = ([messages, count]) => fill(words.figure, { messages, words: count });
    this.today.textContent = fill(words.today, { done: figure(answer.today), left: figure(answer.left) });
    [...this.kind.options].forEach((option) => { option.textContent = `${words[`kind_${option.value}`]} (${answer.counts[option.value][0]})`; });
    this.kind.value = this.query.kind;
    this.found.textContent = figure(answer.counts[this.kind.value]);
    this.book.replaceChildren(h("option", { value: "" }, words.allGuides), ...answer.books.map((book) => h("option", { value: book.slug }, book.title)));
    this.book.value = this.query.book;
    this.element.querySelector(".progress").textContent = answer.judged < answer.toJudge ? fill(words.checking, { done: answer.judged, count: answer.toJudge }) : "";
    this.releases.replaceChildren(...answer.releases.map((name) => h("option", { value: name })));
    const focused = this.element.getRootNode().activeElement?.dataset?.key;
    this.list.replaceChildren(...this.rows(answer.items));
    if (!answer.items.length) this.list.append(h("li", {}, h("p", { class: "remedy" }, words.none)));
    const end = answer.start + answer.items.length;
    this.more.replaceChildren(...[
      answer.start > 0 && button(words.earlier, { class: "small", onclick: () => this.turn(-100) }),
      end < answer.total && button(fill(words.later, { count: answer.total - end }), { class: "small", onclick: () => this.turn(100) }),
    ].filter(Boolean));
    if (focused) this.list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  turn(step) {
    this.start = Math.max(0, this.start + step);
    return this.refresh();
  }

  rows(items) {
    const { words, data } = this;
    let title = "";
    return items.flatMap((item) => {
      const row = h("li", {}, button(foreign(item.text, data.master, "span", { class: "words" }), {
        class: "item", dataset: { key: `${item.domain}-${item.id}` }, onclick: () => this.actions.go(item),
      },
      item.translation && foreign(item.translation, data.tag, "span", { class: "words said" }),
      h("span", { class: "facts" },
        h("span", { class: `kind ${item.state}` }, words[item.state]),
        item.findings > 0 && h("span", { class: "kind warning" }, fill(words.findingCount, { count: item.findings })),
        item.isReviewed && h("span", { class: "kind" }, words.isReviewed),
        h("span", {}, fill(words.wordCount, { count: item.words })))));
      const isNew = item.title !== title;
      title = item.title;
      return isNew ? [h("li", { class: "page" }, h("h2", {}, item.title)), row] : [row];
    });
  }
}

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
}
