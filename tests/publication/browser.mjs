// Open a browser for a script that measures published pages. Standard input is its order: {root, site, ...}.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

export const order = JSON.parse(await text(process.stdin));
const { chromium } = createRequire(order.root + "/")("playwright-core");
export const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });

// Return what *act* finds in a page of the site, in a window of *width*.
export async function open(page, width, act, options = {}) {
  const tab = await browser.newPage({ viewport: { width, height: 740 }, ...options });
  await tab.goto("file://" + order.site + "/" + page);
  const found = await act(tab);
  await tab.close();
  return found;
}
