// Print pages of the site with a browser, and measure the lines of a form. The order on standard input: {root, site, out, pages, made};
// made: the contents of sections to print in the first page.
import { browser, open, order } from "./browser.mjs";

for (const [place, page] of order.pages.entries()) {
  await open(page, 1280, (tab) => tab.pdf({ path: order.out + "/" + place + ".pdf", format: "A4" }));
}
await open(order.pages[0], 1280, async (tab) => {
  for (const [place, content] of order.made.entries()) {
    await tab.evaluate((html) => { document.querySelector("[role=main] section").innerHTML = html; }, content);
    await tab.pdf({ path: order.out + "/made-" + place + ".pdf", format: "A4" });
  }
});
const lines = {};
for (const width of [360, 1200]) {
  // The width of each line, and what is left to the edge of its item.
  lines[width] = await open(order.pages[0], width, (tab) => tab.evaluate(() => [...document.querySelectorAll(".octavo-blank > p > .octavo-whole > .octavo-line")].map((line) =>
    [line.getBoundingClientRect().width, line.closest("li").getBoundingClientRect().right - line.getBoundingClientRect().right])));
}
await browser.close();
console.log(JSON.stringify(lines));
