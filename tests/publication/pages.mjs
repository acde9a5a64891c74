// Measure guides, menus, search and boxes of published pages in a browser. Standard input: {root, site}; output: JSON.
import { browser, open } from "./browser.mjs";

const at = (page, width, measure) => open(page, width, (tab) => tab.evaluate(measure));
const texts = (selector) => `[...document.querySelectorAll("${selector}")].map((one) => one.textContent.trim())`;

const answer = {
  guides: await Promise.all(["students", "teachers", "principals", "parents", "technologies"].map((name) => at("fr/" + name + "/index.html", 1440, () => {
    const all = [...document.querySelectorAll("[role=main] :is(h1, h2, h3, p, ol.octavo-chapters)")].filter((one) => !one.closest("li"));
    return {
      before: all.slice(0, all.findIndex((one) => one.tagName === "OL")).map((one) => one.tagName),
      cover: document.querySelector(".octavo-opening img").naturalWidth,
      files: [...document.querySelectorAll(".octavo-opening a[download]")].map((one) => one.textContent),
      more: document.querySelector(".octavo-opening li:last-child a").getAttribute("href"),
      minutes: [...document.querySelectorAll(".octavo-chapters .octavo-minutes")].map((one) => one.textContent),
      next: document.querySelectorAll(".related-pages a").length,
    };
  }))),
  ways: await Promise.all(["students/weak-connection", "downloads", "front/about", "index", "genindex"].map((name) => at("en/" + name + ".html", 1440,
    eval(`() => [${texts(".octavo-way li")}, ${texts(".octavo-place")}]`)))),
  menu: await at("en/technologies/self-check.html", 1440, () => {
    const item = document.querySelector(".sidebar-tree .current-page > .reference").getBoundingClientRect();
    const menu = document.querySelector(".sidebar-scroll").getBoundingClientRect();
    return [item.top >= menu.top, item.bottom <= menu.bottom];
  }),
  top: await Promise.all([360, 1024, 1440].map((width) => open("en/teachers/live-sessions.html", width, async (tab) => {
    for (const y of [3000, 2500]) { await tab.evaluate((y) => scrollTo({ top: y, behavior: "instant" }), y); await tab.waitForTimeout(200); }
    return tab.evaluate(() => {
      const link = document.querySelector(".back-to-top"), text = document.querySelector("[role=main]").getBoundingClientRect();
      return [link.checkVisibility(), link.checkVisibility() && link.getBoundingClientRect().left < text.right];
    });
  }))),
  header: await Promise.all([["fr/principals/examinations.html", 1024], ["fr/principals/examinations.html", 360],
    ["en/principals/examinations.html", 360], ["zh-CN/principals/examinations.html", 360]].map(([page, width]) => at(page, width, () =>
    [document.querySelector(".octavo-header").offsetHeight, document.querySelector(".octavo-brand span").getClientRects()[0].height < 30]))),
  suggestions: await open("en/students/weak-connection.html", 1440, async (tab) => {
    await tab.click(".octavo-find input");
    await tab.keyboard.type("bullying");
    await tab.waitForSelector(".octavo-suggested:not([hidden]) a");
    const found = await tab.evaluate(eval(`() => ${texts(".octavo-suggested a")}`));
    await tab.keyboard.press("ArrowDown");
    const target = await tab.evaluate(() => document.activeElement.href);
    await tab.keyboard.press("Escape");
    return { found, target, hidden: await tab.evaluate(() => document.querySelector(".octavo-suggested").hidden) };
  }),
  headings: await open("en/students/weak-connection.html", 1440, async (tab) => {
    await tab.click(".octavo-find input");
    await tab.keyboard.type("feedback");
    await tab.waitForSelector(".octavo-suggested:not([hidden]) a[href*='#']");
    return tab.evaluate(() => [...document.querySelectorAll(".octavo-suggested a")].map((one) => [one.textContent, one.hash, ...[...one.querySelectorAll("mark")].map((mark) => mark.textContent)]));
  }),
  none: await open("fr/search.html?q=qwrtzxk", 1440, async (tab) => {
    await tab.waitForSelector(".octavo-none:not([hidden])");
    return tab.evaluate(() => [...document.querySelectorAll(".octavo-none a")].map((one) => one.getAttribute("href")));
  }),
  boxes: await open("en/students/weak-connection.html", 1440, (tab) => tab.evaluate(() => ["tip", "warning", "danger", "case", "checklist"].map((name) => {
    const box = document.querySelector(".admonition"), title = box.querySelector(".admonition-title");
    box.className = "admonition " + name;
    const style = getComputedStyle(box);
    return [style.backgroundColor + style.borderTopColor + style.borderTopWidth, getComputedStyle(title, "::before").maskImage];
  }))),
  points: await at("fr/teachers/self-check.html", 360, () => [...document.querySelectorAll(".octavo-points label")].map((one) => [one.offsetWidth, one.offsetHeight])),
  columns360: await at("fr/students/weak-connection.html", 360, () => {
    const cells = [...document.querySelectorAll("[role=main] table.docutils td")].map((one) => one.offsetWidth);
    return [Math.min(...cells), document.documentElement.scrollWidth];
  }),
  links: await at("fr/students/weak-connection.html", 360, () => document.querySelectorAll("a button, a .octavo-slide").length),
  // A drawing that is wider than the screen, and one that is not.
  slide: await Promise.all(["60rem", "0"].map((width) => open("fr/students/planning-your-week.html", 360, (tab) => tab.evaluate((width) => {
    document.querySelector(".octavo-figure img").style.minWidth = width;
    dispatchEvent(new Event("resize"));
    return document.querySelector(".octavo-slide").checkVisibility();
  }, width)))),
  landing: await at("index.html", 1440, () => [...document.querySelectorAll(".octavo-shelf")].map((shelf) =>
    [...shelf.querySelectorAll("img")].filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.right].map(Math.round)))),
  columns: await at("en/downloads.html", 1440, () => [...document.querySelectorAll(".files")].map((files) =>
    [...files.children].slice(0, 3).map((part) => Math.round(part.getBoundingClientRect().left)))),
  overflow: await at("en/coverage.html", 360, () => [...document.querySelectorAll(".region")].filter((one) => one.checkVisibility())
    .map((one) => one.scrollWidth - one.clientWidth)),
  coverage: await at("en/coverage.html", 1440, () => [document.querySelector("[role=main] h1").nextElementSibling.className,
    [...document.querySelectorAll(".sortable code")].filter((one) => one.textContent.includes("/")).length]),
  formats: await Promise.all([360, 1440].map((width) => at("fr/downloads.html", width, () => [...document.querySelectorAll(".book")].map((book) =>
    [[...book.querySelectorAll(".octavo-usual a")].filter((one) => one.checkVisibility()).length, book.querySelector(".files").checkVisibility()])))),
  bars: await Promise.all([360, 1440].map((width) => at("fr/coverage.html", width, () => [...document.querySelectorAll(".share")].map((cell) => {
    const top = (element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getClientRects()[0].top;
    };
    const bar = cell.querySelector("span");
    return [bar.offsetWidth, Math.round(top(bar.firstChild) - top(cell.parentElement.querySelector("th").firstChild))];
  })))),
  tables: await at("fr/coverage.html", 1440, () => [...document.querySelectorAll(".region > table")].filter((one) => one.checkVisibility()).map((one) => one.offsetWidth)),
  readers: await at("en/coverage.html", 1440, () => document.querySelector("[role=main]").innerText),
  leads: await at("index.html", 1440, () => [...document.querySelectorAll("p, .octavo-imprint span")].map((one) => [one.closest("[lang]").lang, one.textContent])),
  choose: await at("fr/index.html", 820, () => {
    const [text, button] = document.querySelector(".octavo-choose").children;
    return button.getBoundingClientRect().top - text.getBoundingClientRect().bottom;
  }),
  covers: await at("fr/index.html", 1440, () => [...document.querySelectorAll(".octavo-cards img")].map((image) => {
    const box = image.getBoundingClientRect(), card = image.parentNode.getBoundingClientRect();
    return Math.round(box.left - card.left - (card.right - box.right));
  })),
  focused: await Promise.all(["search.html?q=", "search.html?q=bullying"].map((page) => at("en/" + page, 360, () => document.activeElement.id))),
  news: await at("fr/news.html", 1440, eval(`() => ({ months: ${texts("[role=main] h2")}, titles: ${texts("[role=main] li a")}, guides: ${texts("[role=main] h4")} })`)),
};
await browser.close();
console.log(JSON.stringify(answer));
