// Print pages of the site with a browser, and measure the lines of a form. The order on standard input: {root, site, out, pages}.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const order = JSON.parse(await text(process.stdin));
const { chromium } = createRequire(order.root + "/")("playwright-core");
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [place, page] of order.pages.entries()) {
  const tab = await browser.newPage();
  await tab.goto("file://" + order.site + "/" + page);
  await tab.pdf({ path: order.out + "/" + place + ".pdf", format: "A4" });
  await tab.close();
}
const lines = {};
for (const width of [360, 1200]) {
  const tab = await browser.newPage({ viewport: { width, height: 740 } });
  await tab.goto("file://" + order.site + "/" + order.pages[0]);
  // The width of each line, and what is left to the edge of its item.
  lines[width] = await tab.evaluate(() => [...document.querySelectorAll(".octavo-blank > p > .octavo-line:last-child")].map((line) =>
    [line.getBoundingClientRect().width, line.closest("li").getBoundingClientRect().right - line.getBoundingClientRect().right]));
  await tab.close();
}
await browser.close();
console.log(JSON.stringify(lines));
