// Show the sidebar data of a page in a bar and a panel below the page. A shadow root keeps the styles of the theme and
// of the preview apart.
import { OWN } from "./morph.js";

export class Panel {
  constructor(words, actions) {
    this.words = words;
    this.actions = actions;
    this.host = document.createElement("octavo-preview");
    this.host.setAttribute(OWN, "");
    this.host.lang = words.lang;
    this.host.dir = words.dir;
    const root = this.host.attachShadow({ mode: "open" });
    root.innerHTML = `<link rel="stylesheet" href="/_octavo/panel.css">
<aside class="frame" dir="${words.dir}"><p class="alert" role="alert"></p>
<div class="bar"><strong></strong><button type="button" id="marks" aria-pressed="false"></button>
<button type="button" id="findings" aria-expanded="false" aria-controls="panel"></button>
<p class="status" role="status"></p></div>
<div class="panel" id="panel" tabindex="0" role="group" hidden></div></aside>`;
    this.part = (selector) => root.querySelector(selector);
    this.part("aside").setAttribute("aria-label", words.preview);
    this.part("aside").lang = words.lang;
    this.part(".bar strong").textContent = words.preview;
    this.part("#marks").textContent = words.marks;
    this.part("#panel").setAttribute("aria-label", words.findings);
    this.part("#marks").addEventListener("click", () => this.marks(this.part("#marks").getAttribute("aria-pressed") !== "true"));
    this.part("#findings").addEventListener("click", () => this.expand(this.part("#panel").hidden));
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.part("#panel").hidden) { this.expand(false); this.part("#findings").focus(); }
    });
    this.count(0);
    this.troubles = { lost: "", gone: "", page: "" };
  }

  marks(isOn) {
    this.part("#marks").setAttribute("aria-pressed", String(isOn));
    this.actions.marks(isOn);
  }

  expand(isOpen) {
    this.part("#panel").hidden = !isOpen;
    this.part("#findings").setAttribute("aria-expanded", String(isOpen));
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

  trouble(kind, text) {
    this.troubles[kind] = text;
    const shown = Object.values(this.troubles).filter(Boolean).join(" ");
    // A screen reader must not read an unchanged alert again.
    if (this.part(".alert").textContent !== shown) this.part(".alert").textContent = shown;
  }

  count(number) {
    this.part("#findings").textContent = `${this.words.findings} (${number})`;
  }

  show(state) {
    this.trouble("page", [state.trouble, state.fault].filter(Boolean).join(" "));
    this.part(".alert").lang = this.troubles.page ? "en" : this.words.lang;
    const { words } = this;
    const open = state.messages.filter((message) => message.state !== "translated");
    this.count(state.findings.length + state.others.length);
    const held = this.part("#panel");
    const focused = this.host.shadowRoot.activeElement?.dataset?.key;
    held.replaceChildren(
      heading(words.findings),
      list(words, [
        ...state.others.map((text) => item([paragraph([kind("error", words.error), english(text)])])),
        ...state.findings.map((finding) => this.finding(finding)),
      ]),
      heading(words.work),
      list(words, open.map((message) => this.message(message))),
    );
    if (focused) held.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  finding(finding) {
    const { words } = this;
    const parts = [paragraph([kind(finding.severity, words[finding.severity]), english(`${finding.message} [${finding.code}]`)])];
    if (finding.remedy) parts.push(paragraph([english(finding.remedy)], "remedy"));
    parts.push(this.way(finding, `${finding.code}-${finding.line}`));
    return item(parts);
  }

  message(message) {
    const label = kind(message.state, this.words[message.state]);
    return item([paragraph([label, english(message.text)]), this.way(message, `message-${message.line}`)]);
  }

  // Links to the block on the page and to the message in its catalog.
  way(target, key) {
    const { words, actions } = this;
    const line = document.createElement("p");
    if (target.mark) {
      const show = document.createElement("button");
      show.type = "button";
      show.textContent = words.show;
      show.setAttribute("aria-label", `${words.show}: ${target.place}`);
      show.dataset.key = `${key}-show`;
      show.addEventListener("click", () => actions.show(target));
      line.append(show, " ");
    }
    const open = document.createElement(target.editor ? "a" : "button");
    if (target.editor) open.href = target.editor;
    else open.type = "button";
    open.className = "open";
    open.dataset.key = `${key}-open`;
    open.textContent = target.place;
    open.dir = "ltr";
    open.setAttribute("aria-label", `${words.open}: ${target.place}`);
    open.addEventListener("click", () => actions.open(target));
    line.append(open);
    return line;
  }
}

function heading(text) {
  const element = document.createElement("h2");
  element.textContent = text;
  return element;
}

function list(words, items) {
  if (!items.length) return paragraph([document.createTextNode(words.none)]);
  const element = document.createElement("ul");
  element.setAttribute("role", "list");
  element.append(...items);
  return element;
}

function item(parts) {
  const element = document.createElement("li");
  element.append(...parts);
  return element;
}

function paragraph(parts, name = "") {
  const element = document.createElement("p");
  element.className = name;
  element.append(...parts);
  return element;
}

function kind(name, text) {
  const element = document.createElement("span");
  element.className = `kind ${name}`;
  element.textContent = text;
  return element;
}

function english(text) {
  const element = document.createElement("span");
  element.lang = "en";
  element.dir = "auto";
  element.textContent = text;
  return element;
}
