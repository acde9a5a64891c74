// The text boxes of a message: they grow with their text, keep drafts, and leave input methods (IME) alone.
import { h } from "./dom.js";

export class Box {
  // onInput is called after every change that is not part of a composition.
  constructor({ id, label, value, lang, dir, isReadOnly, onInput, hint }) {
    this.isComposing = false;
    this.area = h("textarea", {
      id, lang, dir, readOnly: isReadOnly, rows: 2, spellcheck: "true", autocapitalize: "sentences", "aria-describedby": hint, value,
      oninput: () => { this.grow(); if (!this.isComposing) onInput(); },
      oncompositionstart: () => { this.isComposing = true; },
      oncompositionend: () => { this.isComposing = false; onInput(); },
    });
    this.element = h("div", { class: "box" }, h("label", { for: id }, label), this.area);
  }

  get value() {
    return this.area.value;
  }

  set value(text) {
    if (this.area.value === text) return;
    this.area.value = text;
    this.grow();
  }

  grow() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight + 2, innerHeight * 0.45)}px`;
  }

  focus() {
    this.area.focus({ preventScroll: true });
  }

  // Put before and after around the selected words, or around the given ones. The browser's own undo (Ctrl+Z) takes it back.
  insert(before, after = "", words = "") {
    const { area } = this;
    if (area.readOnly) return;
    const selected = area.value.slice(area.selectionStart, area.selectionEnd) || words;
    const start = area.selectionStart;
    area.focus();
    const text = before + selected + after;
    // execCommand is the one way that keeps the undo history of a text box.
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const place = start + before.length;
    if (after) area.setSelectionRange(place, place + selected.length);
  }

  replaceAll(text) {
    const { area } = this;
    if (area.readOnly) return;
    area.focus();
    area.setSelectionRange(0, area.value.length);
    if (!document.execCommand("insertText", false, text)) {
      area.value = text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}
