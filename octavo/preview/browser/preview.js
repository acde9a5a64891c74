// Update the page in the browser after every save, and let its blocks be translated.
import { Api } from "./api.js";
import { CatalogView } from "./catalog.js";
import { Drafts } from "./drafts.js";
import { MessageView } from "./message.js";
import { OWN, morph } from "./morph.js";
import { PageList } from "./page_list.js";
import { Panel } from "./panel.js";
import { WorkList } from "./work_list.js";

const data = JSON.parse(document.getElementById("octavo-preview-data").textContent);
const { language, page, words } = data;
const MARKS = "octavo-preview-marks";
const DOCK = "octavo-preview-dock";
const PREFIX = "octavo-message-";

// The last page from the server.
let sent = null;
let state = { messages: [], fault: "", faultLang: "en", trouble: "", others: [], domain: "", hasCatalog: false };
let events = null;
let running = null;
let isAskedAgain = false;
let timer = 0;
let setLoaded = () => {};
// A click may come before the messages of the page.
const loaded = new Promise((resolve) => { setLoaded = resolve; });

const api = new Api(data);
const drafts = new Drafts(data);
const panel = new Panel(words, data, { marks: setMarks, docked, shown, edit: editHere, mend: () => mend(state.domain) });
const message = new MessageView({ api, drafts, words, data, actions: { say, moved, saved, next, mend, go, edit, position } });
const pageList = new PageList({ words, data, actions: { edit, isShown: (item) => blocks(item.mark).length > 0 } });
const work = new WorkList({ api, words, data, actions: { go } });
const catalog = new CatalogView({ api, words, data, actions: { say, mended } });
panel.place("message").append(message.element);
panel.place("page").append(pageList.element);
panel.place("work").append(work.element);
document.head.append(own("link", { rel: "stylesheet", href: "/_octavo/preview.css" }));
document.body.append(panel.host);

// --- events of the server ----------------------------------------------------------------------------------

function listen() {
  if (events || document.visibilityState !== "visible") return;
  events = new EventSource(`/_octavo/events?language=${encodeURIComponent(language)}`);
  // This request also brings the changes made while there was no connection.
  events.addEventListener("open", () => { panel.connected(true); refresh(); });
  events.addEventListener("error", () => {
    panel.connected(false);
    // A browser tries again after a lost connection, and never after an answer such as 503 from a proxy.
    if (events.readyState !== EventSource.CLOSED) return;
    events = null;
    setTimeout(listen, 1000);
  });
  events.addEventListener("changed", (event) => {
    const change = JSON.parse(event.data);
    const isHere = !change.documents.length || change.documents.includes(page) || change.catalogs.includes(page);
    clearTimeout(timer);
    // Update the saved page first; other pages that may show a part of it wait.
    if (isHere) refresh();
    else timer = setTimeout(refresh, 200);
  });
}

// A browser opens at most six connections to a server, so hidden tabs close theirs.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") listen();
  else { events?.close(); events = null; }
});
addEventListener("pagehide", () => { events?.close(); events = null; });
addEventListener("pageshow", listen);

function refresh() {
  isAskedAgain = Boolean(running);
  running ??= update().catch(() => {}).finally(() => {
    running = null;
    if (isAskedAgain) refresh();
  });
}

async function update() {
  const response = await fetch(location.pathname, { headers: { "Octavo-Preview": "1" } });
  if (response.ok) {
    // What follows belongs to the page that replaces this one.
    if (show(new DOMParser().parseFromString(await response.text(), "text/html"))) return;
  } else if (response.status === 403) panel.connected(false);
  panel.gone(response.status === 404 && Boolean(sent));
  state = await (await fetch(`/_octavo/state?language=${encodeURIComponent(language)}&page=${encodeURIComponent(page)}`)).json();
  panel.trouble("page", [state.trouble, state.fault].filter(Boolean).join(" "), Boolean(state.fault), state.trouble ? "en" : state.faultLang);
  panel.count(pageList.show(state));
  panel.host.dataset.ready = "";
  setLoaded();
  decorate();
  await message.reload();
  if (panel.view === "work" && !panel.dock.hidden) await work.refresh();
}

// Return whether the page is loaded again as a whole.
function show(fresh) {
  // While a language starts again, the page stays.
  const waiting = fresh.querySelector("meta[name=octavo-waiting]");
  if (waiting && !document.querySelector("meta[name=octavo-waiting]")) { panel.trouble("start", waiting.content); return false; }
  panel.trouble("start", "");
  // The theme has changed, so replace the whole page. What is typed is kept as a draft.
  const isOther = sent ? styles(fresh) !== styles(sent) : version(fresh) !== version(document);
  if (isOther) { reload(); return true; }
  document.title = fresh.title;
  if (sent) {
    const changed = morph(document.body, sent.body, fresh.body);
    if (changed.length) {
      panel.say(words.updated);
      flash(changed);
      document.documentElement.dispatchEvent(new CustomEvent("octavo-updated", { bubbles: true }));
    }
  }
  sent = fresh;
  return false;
}

// A reload would cut off an input method (IME) in the middle of a word.
function reload() {
  if (message.isComposing) setTimeout(reload, 100);
  else location.reload();
}

function version(from) {
  return from.querySelector("meta[name=octavo-preview]")?.content;
}

function styles(from) {
  return [...from.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href")).join(" ");
}

function flash(changed) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const element of changed.slice(0, 20)) {
    element.animate([{ boxShadow: "0 0 0 3px #d9822b" }, { boxShadow: "0 0 0 3px transparent" }], { duration: 900 });
  }
}

// --- blocks of the page -------------------------------------------------------------------------------------

function blocks(mark) {
  return [...document.getElementsByClassName(mark)];
}

// The messages of a block: one, or for a figure its alternative text and its words.
function messagesOf(block) {
  const marks = [...block.classList].filter((name) => name.startsWith(PREFIX));
  return state.messages.filter((item) => marks.includes(item.mark));
}

function decorate() {
  for (const element of document.querySelectorAll("[data-octavo-state], [data-octavo-here]")) {
    element.removeAttribute("data-octavo-state");
    element.removeAttribute("data-octavo-here");
  }
  if (message.message && !panel.dock.hidden) for (const block of blocks(message.message.mark)) block.setAttribute("data-octavo-here", "");
  if (!document.documentElement.hasAttribute("data-octavo-marks")) return;
  for (const item of state.messages.filter((each) => each.state !== "translated")) {
    for (const block of blocks(item.mark)) block.setAttribute("data-octavo-state", item.state);
  }
}

document.addEventListener("click", (event) => {
  if (data.isMaster || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const block = event.target.closest?.(`[class*="${PREFIX}"]`);
  if (!block || String(getSelection())) return;
  const link = event.target.closest("a, button, input, summary, select");
  // A link leads to its page; a click with Alt edits its words. The words of a checklist are edited, only its box is ticked.
  if (link && !event.altKey && event.target.tagName !== "IMG") return;
  event.preventDefault();
  loaded.then(() => {
    const found = messagesOf(block);
    const first = found.find((item) => item.state !== "translated") ?? found[0];
    if (first) edit(first);
  });
}, true);

addEventListener("keydown", (event) => {
  if (event.isComposing || data.isMaster) return;
  const isTyping = panel.root.activeElement;
  if (event.key === "F2") { event.preventDefault(); editHere(); return; }
  if (event.altKey && !event.ctrlKey && !event.metaKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    next(event.key === "ArrowDown" ? 1 : -1);
    return;
  }
  if (!panel.dock.hidden && panel.view === "message" && (isTyping || event.ctrlKey || event.metaKey) && message.key(event)) event.preventDefault();
}, true);

// Edit the message that was edited last, or the first open one that is on screen, or the first one.
async function editHere() {
  await loaded;
  if (message.message) { panel.show("message"); message.boxes[0].focus(); return; }
  const seen = state.messages.filter((item) => blocks(item.mark).some((block) => isOnScreen(block)));
  const first = seen.find((item) => item.state !== "translated") ?? seen[0] ?? state.messages[0];
  if (first) edit(first);
  else panel.show("work");
}

function isOnScreen(block) {
  const { top, bottom } = block.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

async function edit(place) {
  panel.place("message").replaceChildren(message.element);
  panel.show("message");
  const block = blocks(place.mark)[0];
  const group = block ? messagesOf(block) : [];
  if (await message.open(place, group)) scrollTo(message.message);
}

// Edit a message of any page.
function go(item) {
  if (!item.page || item.page === page) { edit(item); return; }
  sessionStorage.setItem(DOCK, JSON.stringify({ domain: item.domain, id: item.id, view: "message" }));
  location.assign(`/${data.tag}/${item.page}.html`);
}

async function next(step) {
  const item = await work.next(step, message.message);
  if (item) { go(item); return; }
  const end = step > 0 ? words.noNext : words.noPrevious;
  // The status soon says that the page was updated; what stands beside the message stays.
  if (message.message) message.tell("end", end);
  else say(end);
}

function position(item) {
  const place = state.messages.findIndex((other) => other.id === item.id && other.domain === item.domain);
  return place < 0 ? null : { number: place + 1, count: state.messages.length };
}

function moved(item) {
  sessionStorage.setItem(DOCK, JSON.stringify({ domain: item.domain, id: item.id, view: "message" }));
  decorate();
}

function saved(text) {
  say(text);
  refresh();
}

function say(text) {
  panel.say(text);
}

async function mend(domain) {
  panel.place("message").replaceChildren(catalog.element);
  panel.show("message");
  await catalog.open(domain);
}

function mended() {
  panel.place("message").replaceChildren(message.element);
  saved(words.mended);
}

function docked(isOpen) {
  document.documentElement.toggleAttribute("data-octavo-dock", isOpen);
  if (!isOpen) sessionStorage.removeItem(DOCK);
  decorate();
}

function shown(name) {
  if (name === "work") work.refresh();
}

function scrollTo(item) {
  const block = blocks(item.mark)[0];
  if (!block) return;
  if (!isOnScreen(block) || innerWidth < 1024) block.scrollIntoView({ block: innerWidth < 1024 ? "start" : "center" });
  flash([block]);
}

function setMarks(isOn) {
  document.documentElement.toggleAttribute("data-octavo-marks", isOn);
  sessionStorage.setItem(MARKS, isOn ? "1" : "");
  decorate();
}

function own(name, attributes) {
  const element = document.createElement(name);
  element.setAttribute(OWN, "");
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// Go on where the translator was before a reload or a change of pages.
function restore() {
  try {
    const place = JSON.parse(sessionStorage.getItem(DOCK));
    if (place) edit(place);
  } catch {
    sessionStorage.removeItem(DOCK);
  }
}

panel.marks(Boolean(sessionStorage.getItem(MARKS)));
listen();
if (!data.isMaster) restore();
