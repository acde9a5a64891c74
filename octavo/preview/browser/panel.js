// The bar below the page, and the dock beside it with three views: a message, the page, the work list. A shadow root
// keeps the styles of the theme and of the preview apart.
import { button, foreign, h } from "./dom.js";
import { OWN } from "./morph.js";

const VIEWS = ["message", "page", "work"];

export class Panel {
  // actions: marks(isOn), docked(isOpen), edit(), mend()
  constructor(words, data, actions) {
    this.words = words;
    this.actions = actions;
    this.troubles = { lost: "", gone: "", start: "", page: "" };
    this.host = h("octavo-preview", { [OWN]: "", lang: words.lang, dir: words.dir });
    this.root = this.host.attachShadow({ mode: "open" });
    this.tabs = VIEWS.map((name) => button(words[`${name}View`], {
      id: `tab-${name}`, role: "tab", "aria-controls": `view-${name}`, "aria-selected": "false", tabindex: -1, onclick: () => this.show(name),
    }));
    this.views = VIEWS.map((name) => h("div", { id: `view-${name}`, class: "scroll", role: "tabpanel", "aria-labelledby": `tab-${name}`, tabindex: 0, hidden: true }));
    this.dock = h("aside", { class: "dock", "aria-label": words.translate, hidden: true },
      h("div", { class: "head" },
        h("div", { class: "tabs", role: "tablist", "aria-label": words.translate, onkeydown: (event) => this.arrow(event) }, this.tabs),
        button("×", { class: "close", "aria-label": words.close, title: `${words.close} (Esc)`, onclick: () => this.open(false) })),
      this.views);
    this.root.append(
      h("link", { rel: "stylesheet", href: "/_octavo/panel.css" }), h("link", { rel: "stylesheet", href: "/_octavo/editor.css" }),
      this.dock,
      h("section", { class: "bar", "aria-label": words.preview },
        h("p", { class: "alert", role: "alert" }), h("p", { class: "choices", hidden: true }),
        h("div", { class: "row" },
          !data.isMaster && button(words.translate, { id: "dock", class: "main", "aria-expanded": "false", onclick: () => (this.dock.hidden ? actions.edit() : this.open(false)) }),
          !data.isMaster && button(words.marks, { id: "marks", "aria-pressed": "false", onclick: () => this.marks(this.part("#marks").getAttribute("aria-pressed") !== "true") }),
          button(words.findings, { id: "findings", "aria-expanded": "false", onclick: () => (this.dock.hidden || this.view !== "page" ? this.show("page") : this.open(false)) }),
          data.isReadOnly && h("span", { class: "kind" }, words.readOnlyBadge),
          h("p", { class: "status", role: "status" }))));
    this.view = "message";
    this.count(0);
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing && !this.dock.hidden) { event.preventDefault(); this.open(false); }
    });
  }

  part(selector) {
    return this.root.querySelector(selector);
  }

  // Show one of the views, and open the dock.
  show(name) {
    this.view = name;
    this.tabs.forEach((tab, place) => {
      const isShown = VIEWS[place] === name;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      this.views[place].hidden = !isShown;
    });
    this.open(true);
    this.actions.shown(name);
  }

  place(name) {
    return this.views[VIEWS.indexOf(name)];
  }

  open(isOpen) {
    const hadFocus = !isOpen && this.root.activeElement && this.dock.contains(this.root.activeElement);
    this.dock.hidden = !isOpen;
    this.part("#dock")?.setAttribute("aria-expanded", String(isOpen));
    this.part("#findings").setAttribute("aria-expanded", String(isOpen && this.view === "page"));
    if (hadFocus) this.part("#dock").focus();
    this.actions.docked(isOpen);
  }

  arrow(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] * (this.words.dir === "rtl" ? -1 : 1);
    if (!step || event.altKey) return;
    const name = VIEWS[(VIEWS.indexOf(this.view) + step + VIEWS.length) % VIEWS.length];
    this.show(name);
    this.part(`#tab-${name}`).focus();
  }

  marks(isOn) {
    this.part("#marks")?.setAttribute("aria-pressed", String(isOn));
    this.actions.marks(isOn);
  }

  say(text) {
    this.part(".status").textContent = text;
  }

  connected(isThere) {
    this.trouble("lost", isThere ? "" : this.words.lost);
  }

  gone(isGone) {
    this.trouble("gone", isGone ? this.words.gone : "");
  }

  // canMend: whether the trouble is a catalog that can be mended here.
  trouble(kind, text, canMend = false, lang = "en") {
    this.troubles[kind] = text;
    const place = this.part(".alert");
    const shown = Object.values(this.troubles).filter(Boolean).join(" ");
    // A screen reader must not read an unchanged alert again.
    if (place.textContent !== shown) place.replaceChildren(this.troubles.page ? foreign(shown, kind === "page" ? lang : "en") : shown);
    if (kind !== "page") return;
    const more = this.part(".bar .choices");
    if (more.hidden === canMend) {
      more.hidden = !canMend;
      more.replaceChildren(canMend ? button(this.words.mend, { id: "mend", onclick: () => this.actions.mend() }) : "");
    }
  }

  count(number) {
    this.part("#findings").textContent = `${this.words.findings} (${number})`;
  }
}
