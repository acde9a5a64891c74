// Make elements. Every text becomes a text node: nothing of a catalog is ever read as HTML.

// h("p", { class: "note", onclick: f }, "text", element)
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "dataset") Object.assign(element.dataset, value);
    else if (key in PROPERTIES) element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const PROPERTIES = { value: 1, checked: 1, disabled: 1, hidden: 1, readOnly: 1 };

export function button(label, attributes, ...children) {
  return h("button", { type: "button", ...attributes }, label, ...children);
}

// A text in the language that the master or a finding is in.
export function foreign(text, lang, name = "span", attributes = {}) {
  return h(name, { lang, dir: "auto", ...attributes }, text);
}

// A shortcut as it is printed on keys.
export function keys(text) {
  return h("kbd", { "aria-hidden": "true" }, text);
}

export const IS_MAC = /Mac|iP(hone|ad)/.test(navigator.platform);
export const CONTROL = IS_MAC ? "⌘" : "Ctrl";

// Replace what stands for {place} in a text of the interface.
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
