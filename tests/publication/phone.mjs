// Measure pages on small screens in a browser. Standard input: {root, site}; output: JSON.
import { browser, open, order } from "./browser.mjs";

const at = (page, width, measure, options) => open(page, width, (tab) => tab.evaluate(measure), options);

const answer = {
  footer: await at("fr/students/weak-connection.html", 360, () => [
    [...new Set([...document.querySelectorAll(".octavo-footer li")].map((item) => Math.round(item.getBoundingClientRect().left)))],
    document.querySelector(".octavo-theme").checkVisibility() && document.querySelector(".octavo-theme").textContent]),
  drawer: await open("fr/students/weak-connection.html", 360, async (tab) => {
    await tab.click(".octavo-header label[for=__navigation]");
    await tab.waitForTimeout(400);
    const seen = await tab.evaluate(() => {
      const menu = document.querySelector(".sidebar-scroll").getBoundingClientRect();
      const title = document.querySelector(".toctree-l1.current > .reference").getBoundingClientRect();
      const close = document.querySelector(".sidebar-drawer .octavo-close").getBoundingClientRect();
      return [title.top >= menu.top && title.bottom <= menu.bottom, close.width, close.height];
    });
    await tab.click(".sidebar-drawer .octavo-close");
    return [...seen, await tab.evaluate(() => document.querySelector("#__navigation").checked)];
  }),
  contents: await open("fr/students/weak-connection.html", 360, async (tab) => {
    await tab.click(".octavo-header label[for=__toc]");
    await tab.waitForTimeout(400);
    const size = await tab.evaluate(() => {
      const close = document.querySelector(".toc-drawer .octavo-close").getBoundingClientRect();
      return [close.width, close.height, innerWidth - close.right >= 0];
    });
    await tab.click(".toc-drawer .octavo-close");
    return [...size, await tab.evaluate(() => document.querySelector("#__toc").checked)];
  }),
  boxes: await Promise.all(["en", "fr", "zh-CN"].map((tag) => at(tag + "/technologies/choosing-tools.html", 360, () =>
    [...document.querySelectorAll(".admonition .octavo-figure")].map((frame) => frame.scrollWidth - frame.clientWidth)))),
  heads: await at("en/students/weak-connection.html", 820, () => [...document.querySelectorAll("[role=main] table.docutils th")].map((head) => getComputedStyle(head).textAlign)),
  way: await at("fr/principals/safety-and-privacy.html", 360, () => {
    const [home, guide] = document.querySelectorAll(".octavo-way a");
    return [home.getClientRects()[0].top === guide.getClientRects()[0].top, document.querySelector(".octavo-way").offsetHeight];
  }),
  current: await Promise.all(["en/downloads", "en/coverage", "en/genindex", "en/back/glossary"].flatMap((page) => [360, 820].map((width) =>
    at(page + ".html", width, () => document.querySelector(".octavo-way [aria-current]").checkVisibility())))),
  overhang: await at("en/students/weak-connection.html", 1440, () => [...document.querySelectorAll("[role=main] table.docutils")].map((table) => {
    const text = table.closest("section").getBoundingClientRect(), box = table.getBoundingClientRect();
    return [box.left - text.left, box.right - text.right, table.parentElement.getBoundingClientRect().right - text.right].map(Math.round);
  })),
  cards: await Promise.all([360, 820].map((width) => at("fr/students/weak-connection.html", width, () => {
    const [first, second] = document.querySelectorAll("table.octavo-stacked tbody td");
    const box = first.closest(".table-wrapper");
    return [second.getBoundingClientRect().top >= first.getBoundingClientRect().bottom, box.scrollWidth - box.clientWidth,
      getComputedStyle(first, "::before").content, Math.round(first.firstElementChild.getBoundingClientRect().left - box.getBoundingClientRect().left)];
  }))),
  marks: await Promise.all(["fr/teachers/first-week", "zh-CN/parents/home-and-routine"].map((page) => at(page + ".html", 360, () =>
    [...document.querySelectorAll(".octavo-line-and-mark")].map((pair) => {
      const line = pair.firstElementChild.getBoundingClientRect(), range = document.createRange();
      range.selectNodeContents(pair.lastChild);
      const mark = range.getBoundingClientRect();
      return mark.left >= line.right - 1 && mark.top < line.bottom && mark.right <= innerWidth;
    })))),
  // The size of the smallest text of each page that is read, with all folds open.
  smallest: await Promise.all(["index", "fr/downloads", "zh-CN/coverage", "en/search", "fr/genindex", "en/back/glossary", "en/front/how-to-use",
    "en/technologies/live-video", "fr/technologies/open-resources-and-licences"].map((page) => at(page + ".html", 360, () => {
    document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), sizes = [];
    while (texts.nextNode()) {
      const box = texts.currentNode.parentElement;
      if (texts.currentNode.nodeValue.trim() && !box.closest("script, style, svg, .octavo-line") && box.checkVisibility()) { sizes.push(parseFloat(getComputedStyle(box).fontSize)); }
    }
    return Math.min(...sizes);
  }))),
  edge: await at("en/search.html", 820, () => {
    const box = document.querySelector(".octavo-language-menu summary");
    return document.documentElement.clientWidth - box.getBoundingClientRect().right;
  }, { javaScriptEnabled: false }),
  brands: await Promise.all([["en", 360], ["fr", 360], ["zh-CN", 360], ["en", 390]].map(([tag, width]) => at(tag + "/students/weak-connection.html", width, () => {
    const brand = document.querySelector(".octavo-brand"), next = document.querySelector(".octavo-find button");
    return [brand.querySelector("img").checkVisibility(), brand.offsetHeight, brand.querySelector("span").offsetHeight,
      next.getBoundingClientRect().left - brand.getBoundingClientRect().right];
  }))),
  books: await at("fr/downloads.html", 360, () => [...document.querySelectorAll(".book:has(> img)")].map((book) => {
    const box = (one) => one.getBoundingClientRect(), cover = box(book.querySelector("img"));
    return [[...book.querySelectorAll("h2, div > p")].every((one) => box(one).left > cover.right),
      box(book.querySelector(".octavo-usual")).top >= cover.bottom, box(book.querySelector("details")).left - cover.left];
  })),
  heads360: await at("fr/coverage.html", 360, () => {
    const fold = document.querySelector("details.pages"), head = fold.querySelector("thead"), first = fold.querySelector("tbody tr");
    fold.open = true;
    const height = () => [head.offsetHeight > 40, first.getBoundingClientRect().top - fold.querySelector("summary").getBoundingClientRect().bottom < 40];
    const hidden = height();
    head.querySelector("button").focus();
    return [hidden, height()];
  }),
  // A server sends the page for an unknown address: its links begin at the root of the host.
  lost: await open("404.html", 1440, (tab) => tab.evaluate(async (site) => {
    await Promise.all([...document.querySelectorAll("link[rel=stylesheet]")].map((link) => new Promise((done) => {
      link.onload = link.onerror = done;
      link.href = "file://" + site + link.getAttribute("href");
    })));
    return [".octavo-brand", "h1", ".octavo-lost"].map((name) => document.querySelector(name).getBoundingClientRect().left);
  }, order.site)),
  rings: await open("en/students/weak-connection.html", 1440, async (tab) => {
    const widths = [];
    for (let i = 0; i < 6; i += 1) {
      await tab.keyboard.press("Tab");
      widths.push(await tab.evaluate(() => getComputedStyle(document.activeElement.closest(".octavo-find") || document.activeElement).outlineWidth));
    }
    return widths;
  }),
  landing: await open("index.html", 820, async (tab) => {
    await tab.click(".octavo-header label[for=__navigation]");
    await tab.waitForTimeout(400);
    return tab.evaluate(() => [...document.querySelectorAll(".octavo-drawer-places a")].every((link) => link.checkVisibility() && link.getBoundingClientRect().left >= 0));
  }),
};
await browser.close();
console.log(JSON.stringify(answer));
