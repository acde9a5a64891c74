// Measure the layout of published pages in a browser. The order on standard input: {root, site}; the answer: numbers.
import { browser, open, order } from "./browser.mjs";

const at = (page, width, measure) => open(page, width, (tab) => tab.evaluate(measure));

const cards = () => {
  const tops = [...document.querySelectorAll(".octavo-cards > li")].map((card) => card.getBoundingClientRect().top);
  return [...new Set(tops)].map((top) => tops.filter((other) => other === top).length);
};
// The edges of all elements of *selector*, rounded: [left, right, top, bottom].
const edges = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility()).map((element) => {
  const box = element.getBoundingClientRect();
  return [box.left, box.right, box.top, box.bottom].map(Math.round);
});
const answer = {
  home: await at("fr/index.html", 1440, eval(`() => {
    const edges = ${edges};
    return {
      cards: edges(".octavo-cards > li"), halves: edges(":is(.octavo-taking, .octavo-rest) > *"), dates: edges(".octavo-news time"),
      titles: edges(".octavo-news a"), ends: edges(".octavo-header .octavo-brand, .octavo-footer .octavo-publisher"), next: edges(".related-pages"),
      sizes: [...document.querySelectorAll(":is(.octavo-choose, .octavo-taking) h2, .octavo-lists .caption")].map((one) => getComputedStyle(one).fontSize),
    };
  }`)),
  chapters: await at("en/students/index.html", 360, () => [...document.querySelectorAll(".octavo-chapters > li")].map((item) =>
    [item.querySelectorAll("ul").length, item.querySelector("p").textContent.length > 20, item.querySelector(".octavo-minutes").textContent])),
  coverage: await at("en/coverage.html", 360, () => [...document.querySelectorAll(".region")].slice(0, 1).map((one) => one.scrollWidth - one.clientWidth)),
  filter: await at("en/coverage.html", 1440, eval(`() => (${edges})(".filter select, .filter input[type=search]")`)),
  lines: await at("en/downloads.html", 1440, () => [...document.querySelectorAll(".octavo-size")].filter((size) => size.checkVisibility()).map((size) => size.getClientRects().length)),
  targets: await Promise.all(["en", "fr", "zh-CN"].map((tag) => at(tag + "/students/planning-your-week.html", 360,
    eval(`() => (${edges})(".octavo-header :is(label, button, summary)")`)))),
  header: await at("en/teachers/live-sessions.html", 1440, () => {
    window.scrollTo({ top: 3000, behavior: "instant" });
    return [window.scrollY, document.querySelector(".octavo-header").getBoundingClientRect().top];
  }),
  statements: await at("en/parents/self-check.html", 360, () => {
    const table = document.querySelector("table.self-check");
    return [table.scrollWidth - table.clientWidth, table.rows[1].cells[1].clientWidth];
  }),
  cells: await at("en/technologies/learning-platforms.html", 1440, () => [...new Set([...document.querySelectorAll("[role=main] :is(td, th)")].map((cell) => getComputedStyle(cell).verticalAlign))]),
  choices: await Promise.all(["en", "fr", "zh-CN"].map((tag) => at(tag + "/principals/equity-and-access.html", 360, () => {
    // The box before each question, the answers with boxes, and what sticks out of the form.
    const form = document.querySelector("#checklist-principals-needs-survey"), asked = [...form.querySelectorAll("li:has(.octavo-choice)")];
    return [asked.map((item) => getComputedStyle(item, "::before").content), asked.map((item) => item.querySelectorAll(".octavo-choice").length),
      form.querySelectorAll("input").length, form.scrollWidth - form.clientWidth];
  }))),
  figure: await at("fr/students/planning-your-week.html", 360, async () => {
    // Every figure of this publication fits a phone; one of another publication may not.
    const frame = document.querySelector(".octavo-figure"), fits = frame.classList.contains("octavo-more");
    frame.querySelector("img").style.minWidth = "40rem";
    dispatchEvent(new Event("resize"));
    const before = frame.classList.contains("octavo-more");
    frame.scrollLeft = frame.scrollWidth;
    await new Promise((done) => setTimeout(done, 200));
    return [fits, before, frame.classList.contains("octavo-more")];
  }),
  drawer: await (async () => {
    const tab = await browser.newPage({ viewport: { width: 360, height: 740 } }), seen = [];
    await tab.goto("file://" + order.site + "/en/students/planning-your-week.html");
    const isOpen = () => tab.evaluate(() => document.querySelector("#__navigation").checked);
    for (const close of [() => tab.mouse.click(345, 500), () => tab.keyboard.press("Escape")]) {
      await tab.click(".octavo-header label[for=__navigation]");
      await tab.waitForTimeout(400);
      seen.push(await isOpen(), await tab.evaluate(() => !!document.elementFromPoint(345, 20).closest(".overlay")));
      await close();
      seen.push(await isOpen());
    }
    await tab.close();
    return seen;
  })(),
  printed: await (async () => {
    const tab = await browser.newPage();
    await tab.emulateMedia({ media: "print" });
    await tab.goto("file://" + order.site + "/en/students/weak-connection.html");
    const icons = await tab.evaluate(() => [...document.querySelectorAll(".admonition-title")].map((title) => getComputedStyle(title, "::before").display));
    await tab.close();
    return icons;
  })(),
  shares: await at("en/coverage.html", 1440, eval(`() => (${edges})(".heat tr:nth-child(2) td")`)),
  rows: [await at("zh-CN/index.html", 1440, cards), await at("en/index.html", 1024, cards)],
};
await browser.close();
console.log(JSON.stringify(answer));
