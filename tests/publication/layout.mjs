// Measure the layout of published pages in a browser. The order on standard input: {root, site}; the answer: numbers.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const order = JSON.parse(await text(process.stdin));
const { chromium } = createRequire(order.root + "/")("playwright-core");
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });

async function at(page, width, measure) {
  const tab = await browser.newPage({ viewport: { width, height: 740 } });
  await tab.goto("file://" + order.site + "/" + page);
  const found = await tab.evaluate(measure);
  await tab.close();
  return found;
}

const cards = () => {
  const tops = [...document.querySelectorAll(".octavo-cards > li")].map((card) => card.getBoundingClientRect().top);
  return [...new Set(tops)].map((top) => tops.filter((other) => other === top).length);
};
const answer = {
  header: await at("en/teachers/live-sessions.html", 1440, () => {
    window.scrollTo({ top: 3000, behavior: "instant" });
    return [window.scrollY, document.querySelector(".octavo-header").getBoundingClientRect().top];
  }),
  statements: await at("en/parents/self-check.html", 360, () => {
    const table = document.querySelector("table.self-check");
    return [table.scrollWidth - table.clientWidth, table.rows[1].cells[1].clientWidth];
  }),
  figure: await at("fr/students/planning-your-week.html", 360, async () => {
    const frame = document.querySelector(".octavo-figure"), before = frame.classList.contains("octavo-more");
    frame.scrollLeft = frame.scrollWidth;
    await new Promise((done) => setTimeout(done, 200));
    return [before, frame.classList.contains("octavo-more")];
  }),
  rows: [await at("zh-CN/index.html", 1440, cards), await at("en/index.html", 1024, cards)],
};
await browser.close();
console.log(JSON.stringify(answer));
