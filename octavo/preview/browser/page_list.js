// List the findings of a page, its open messages, and its texts that no block shows: metadata, menus, figures.
import { button, fill, foreign, h } from "./dom.js";
import * as help from "./help.js";

export class PageList {
  // actions: edit(message), isShown(message)
  constructor({ words, data, actions }) {
    Object.assign(this, { words, data, actions });
    this.element = h("div", { class: "view" });
  }

  show(state) {
    const { words } = this;
    const root = this.element.getRootNode();
    const focused = root.activeElement?.dataset?.key;
    const broken = state.messages.filter((message) => message.state === "translated" || message.state === "blocked")
      .flatMap((message) => message.findings.map((finding) => ({ message, finding })));
    const open = state.messages.filter((message) => message.state !== "translated");
    const hidden = state.messages.filter((message) => !this.actions.isShown(message));
    this.element.replaceChildren(
      ...(state.fault ? [h("p", { class: "notice changed" }, words.stale)] : []),
      h("h2", {}, fill(words.findingsOfPage, { count: broken.length + state.others.length })),
      this.list([
        ...state.others.map(({ text, lang }) => h("li", {}, h("p", {}, h("span", { class: "kind error" }, words.error), foreign(text, lang)))),
        ...broken.map(({ message, finding }, place) => {
          const [item] = help.findings([finding], words, null);
          item.append(this.row(message, `finding-${place}`));
          return item;
        }),
      ]),
      h("h2", {}, fill(words.openOfPage, { count: open.length })),
      this.list(open.map((message) => h("li", {}, this.row(message, "open")))),
      ...(hidden.length ? [h("h2", {}, words.hiddenOfPage), h("p", { class: "remedy" }, words.hiddenHint), this.list(hidden.map((message) => h("li", {}, this.row(message, "hidden"))))] : []),
    );
    if (focused) this.element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    return broken.length + state.others.length;
  }

  row(message, group) {
    const { words, data } = this;
    return button(foreign(message.text, data.master, "span", { class: "words" }), {
      class: "item", dataset: { key: `${group}-${message.id}` }, onclick: () => this.actions.edit(message),
    }, h("span", { class: `kind ${message.state}` }, words[message.state]));
  }

  list(items) {
    return items.length ? h("ul", { class: "list", role: "list" }, items) : h("p", { class: "remedy" }, this.words.none);
  }
}
