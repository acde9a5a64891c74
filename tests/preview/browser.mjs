// Drive Chromium with one command for each line, {"open": address}, {"wait": text}, {"ask": expression} …; print JSON.
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";

const [root, executablePath] = process.argv.slice(2);
const require = createRequire(path.join(root, "package.json"));
const { chromium } = require("playwright-core");
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync", "--no-first-run"],
});
const pages = new Map();

async function page(name = "page", view = {}) {
  if (!pages.has(name)) {
    const context = await browser.newContext({
      viewport: { width: view.width ?? 1280, height: view.height ?? 900 },
      colorScheme: view.scheme ?? "light",
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const made = await context.newPage();
    made.errors = [];
    made.loads = 0;
    made.on("pageerror", (error) => made.errors.push(String(error)));
    made.on("load", () => { made.loads += 1; });
    pages.set(name, made);
  }
  return pages.get(name);
}

// Return the time in milliseconds since 1970 at which the text was painted: one frame after it was inserted.
const painted = (text) => new Promise((resolve) => {
  const look = () => (document.body?.textContent.includes(text)
    ? requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()))
    : requestAnimationFrame(look));
  look();
});

async function wait(of, text, timeout) {
  const end = Date.now() + timeout;
  // A reload ends the waiting function, so start it again on the new page.
  while (Date.now() < end) {
    try {
      return await Promise.race([
        of.evaluate(painted, text),
        new Promise((resolve, reject) => { setTimeout(() => reject(new Error("late")), end - Date.now()); }),
      ]);
    } catch (error) {
      if (error.message === "late") break;
    }
  }
  return null;
}

const verbs = {
  open: async (of, address) => { await of.goto(address, { waitUntil: "load" }); return of.url(); },
  wait: (of, text, order) => wait(of, text, order.timeout ?? 60000),
  ask: (of, expression) => of.evaluate(expression),
  click: async (of, selector) => { await of.locator(selector).first().click(); return true; },
  type: async (of, text) => { await of.keyboard.type(text); return true; },
  press: async (of, key) => { await of.keyboard.press(key); return true; },
  compose: async (of, text) => { await (await of.context().newCDPSession(of)).send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length }); return true; },
  commit: async (of, text) => { await (await of.context().newCDPSession(of)).send("Input.insertText", { text }); return true; },
  // What fails is not true yet: a page that is loaded again has no panel for a moment.
  until: async (of, expression, order) => { await of.waitForFunction(`(() => { try { return ${expression}; } catch { return false; } })()`, null, { timeout: order.timeout ?? 30000 }); return true; },
  shot: async (of, file) => { await of.screenshot({ path: file }); return true; },
  axe: async (of) => {
    await of.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
    return of.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations
      .map((found) => `${found.id}: ${found.nodes.map((node) => node.target.join(" ")).slice(0, 4).join("; ")}`));
  },
  loads: (of) => of.loads,
  errors: (of) => of.errors,
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  const of = await page(order.page, order.view);
  const verb = Object.keys(verbs).find((name) => name in order);
  try {
    console.log(JSON.stringify({ value: await verbs[verb](of, order[verb], order) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
await browser.close();
