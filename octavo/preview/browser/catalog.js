// Mend a catalog that cannot be read, at the place where reading stopped.
import { button, fill, foreign, h } from "./dom.js";

export class CatalogView {
  constructor({ api, words, data, actions }) {
    Object.assign(this, { api, words, data, actions });
    this.element = h("div", { class: "view catalog" });
  }

  async open(domain) {
    const catalog = await this.api.call("catalog", { domain });
    if (catalog.error && catalog.httpStatus) { this.actions.say(fill(this.words.notSaved, { reason: catalog.error })); return; }
    this.show(catalog);
  }

  show(catalog) {
    const { words, data } = this;
    this.catalog = catalog;
    this.area = h("textarea", { id: "catalog", class: "code", dir: "ltr", spellcheck: "false", wrap: "off", value: catalog.text, readOnly: data.isReadOnly });
    this.fault = h("div", { class: "notice conflict", role: "status" });
    this.element.replaceChildren(
      h("h2", {}, words.mendTitle), h("p", { class: "file" }, h("code", { dir: "ltr" }, catalog.place)), this.fault,
      h("label", { for: "catalog" }, words.catalogText), this.area,
      h("p", { class: "actions" },
        !data.isReadOnly && button(words.save, { class: "main", onclick: () => this.save() }),
        button(words.showLine, { class: "small", onclick: () => this.jump(this.line) })));
    this.explain(catalog);
  }

  explain({ error, remedy, lang, line }) {
    const { words } = this;
    this.line = line || 1;
    this.fault.hidden = !error;
    this.fault.replaceChildren(...(error ? [h("p", {}, h("strong", {}, fill(words.line, { line })), " ", foreign(error, lang)), h("p", {}, foreign(remedy, lang))] : []));
    this.jump(this.line);
  }

  jump(line) {
    const lines = this.area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    this.area.focus();
    this.area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    this.area.scrollTop = (line - 4) * Number.parseFloat(getComputedStyle(this.area).lineHeight);
  }

  async save() {
    const { catalog } = this;
    const answer = await this.api.call("repair", { domain: catalog.domain, version: catalog.version, text: this.area.value });
    if (answer.status === "saved") this.actions.mended();
    else if (answer.status === "broken") this.explain(answer);
    else if (answer.status === "conflict") { this.show(answer); this.actions.say(this.words.catalogChanged); } else this.actions.say(fill(this.words.notSaved, { reason: answer.error }));
  }
}
