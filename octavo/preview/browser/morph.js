// Change the page on screen only where the server's last and present page differ. Other elements stay, and with them
// the changes of scripts and readers: opened menus, focus, scroll position, marks.

// Elements with this attribute belong to the preview.
export const OWN = "data-octavo-own";

export function morph(live, old, fresh, changed = []) {
  if (old.isEqualNode(fresh)) return changed;
  if (live.nodeType !== Node.ELEMENT_NODE) {
    live.data = fresh.data;
    if (live.parentElement && fresh.data.trim()) changed.push(live.parentElement);
    return changed;
  }
  attributes(live, old, fresh);
  children(live, old, fresh, changed);
  return changed;
}

function attributes(live, old, fresh) {
  for (const { name } of old.attributes) if (!fresh.hasAttribute(name)) live.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) live.setAttribute(name, value);
}

function children(live, old, fresh, changed) {
  const shown = [...live.childNodes].filter((node) => !(node.nodeType === Node.ELEMENT_NODE && node.hasAttribute(OWN)));
  const known = [...old.childNodes];
  const isAsSent = shown.length === known.length && shown.every((node, i) => node.nodeName === known[i].nodeName);
  // Where a script has moved elements, compare with the page itself.
  const before = isAsSent ? known : shown;
  const after = [...fresh.childNodes];
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start].isEqualNode(after[start])) start += 1;
  let end = 0;
  while (end < least - start && before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])) end += 1;
  const left = before.length - end;
  const right = after.length - end;
  let place = start;
  for (; place < left && place < right; place += 1) {
    if (isAlike(before[place], after[place])) morph(shown[place], before[place], after[place], changed);
    else {
      const node = document.importNode(after[place], true);
      shown[place].replaceWith(node);
      shown[place] = node;
      note(node, changed);
    }
  }
  for (let i = place; i < left; i += 1) shown[i].remove();
  const own = [...live.childNodes].find((node) => node.nodeType === Node.ELEMENT_NODE && node.hasAttribute(OWN));
  const next = shown[left] ?? own ?? null;
  for (let i = place; i < right; i += 1) {
    const node = document.importNode(after[i], true);
    live.insertBefore(node, next);
    note(node, changed);
  }
}

function isAlike(one, other) {
  return one.nodeName === other.nodeName && (one.id ?? "") === (other.id ?? "");
}

function note(node, changed) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  if (element) changed.push(element);
}
