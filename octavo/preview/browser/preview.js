// Update the page in the browser after every save, and show marks and findings on request.
import { OWN, morph } from "./morph.js";
import { Panel } from "./panel.js";

const { language, page, words } = JSON.parse(document.getElementById("octavo-preview-data").textContent);
const MARKS = "octavo-preview-marks";

// The last page from the server.
let sent = null;
let state = { messages: [], findings: [], fault: "", trouble: "", others: [] };
let events = null;
let running = null;
let isAskedAgain = false;
let timer = 0;

const panel = new Panel(words, { show: scrollTo, open, marks: setMarks });
document.head.append(own("link", { rel: "stylesheet", href: "/_octavo/preview.css" }));
document.body.append(panel.host);

// --- events of the server ----------------------------------------------------------------------------------

function listen() {
  if (events) return;
  events = new EventSource(`/_octavo/events?language=${encodeURIComponent(language)}`);
  // This request also brings the changes made while there was no connection.
  events.addEventListener("open", () => { panel.connected(true); refresh(); });
  events.addEventListener("error", () => panel.connected(false));
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
  if (response.ok) show(new DOMParser().parseFromString(await response.text(), "text/html"));
  panel.gone(response.status === 404);
  state = await (await fetch(`/_octavo/state?language=${encodeURIComponent(language)}&page=${encodeURIComponent(page)}`)).json();
  panel.show(state);
  decorate();
}

function show(fresh) {
  // The theme has changed, so replace the whole page.
  if (sent && styles(fresh) !== styles(sent)) return location.reload();
  // The file was saved between the first response and this one.
  if (!sent && version(fresh) !== version(document)) return location.reload();
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
  return undefined;
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

// --- marks --------------------------------------------------------------------------------------------------

function blocks(mark) {
  return [...document.getElementsByClassName(mark)];
}

function decorate() {
  const focused = document.activeElement?.getAttribute?.("data-octavo-opens");
  for (const element of document.querySelectorAll("[data-octavo-state]")) element.removeAttribute("data-octavo-state");
  for (const element of document.querySelectorAll(".octavo-open")) element.remove();
  if (!document.documentElement.hasAttribute("data-octavo-marks")) return;
  for (const message of state.messages) {
    for (const block of blocks(message.mark)) {
      block.setAttribute("data-octavo-state", message.state);
      if (block.tagName !== "IMG") block.append(opener(message));
    }
  }
  if (focused) document.querySelector(`[data-octavo-opens="${focused}"]`)?.focus();
}

// Open a message: a link if there is an editor URL, else a button that copies file and line.
function opener(message, text = "✎") {
  const label = `${words.open}: ${message.place}`;
  const element = message.editor ? own("a", { href: message.editor }) : own("button", { type: "button" });
  element.className = "octavo-open";
  element.textContent = text;
  element.title = label;
  element.setAttribute("aria-label", label);
  element.setAttribute("data-octavo-opens", message.mark);
  element.lang = words.lang;
  element.addEventListener("click", (event) => { event.stopPropagation(); open(message); });
  return element;
}

async function open(message) {
  panel.say(message.place);
  try {
    await navigator.clipboard.writeText(message.place);
    panel.say(`${words.copied}: ${message.place}`);
  } catch {
    // If the clipboard is not allowed, show the file and line.
  }
}

function scrollTo(message) {
  const block = blocks(message.mark)[0];
  if (!block) return;
  block.scrollIntoView({ block: "center" });
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

panel.marks(Boolean(sessionStorage.getItem(MARKS)));
if (document.visibilityState === "visible") listen();
