// Use the table of pages of each coverage page by keyboard alone; print JSON.
// Input: {"root": folder with node_modules, "pages": [paths]}
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

const input = JSON.parse(readFileSync(0, "utf-8"));
const { chromium } = createRequire(path.join(input.root, "package.json"))("playwright-core");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
});
const found = [];
for (const file of input.pages) {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });
  await page.goto(`file://${file}`);
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  // Every list with all folds open: its overhang, and the names that its figures have as cards.
  const lists = await page.evaluate(() => {
    const folds = [...document.querySelectorAll("details:not([open])")];
    folds.forEach((fold) => { fold.open = true; });
    const found = [...document.querySelectorAll(".region")].map((region) => [region.scrollWidth - region.clientWidth,
      [...region.querySelectorAll(".cards td.figure")].every((cell) => getComputedStyle(cell, "::before").content.includes(cell.dataset.heading))]);
    folds.forEach((fold) => { fold.open = false; });
    return found;
  });
  await page.setViewportSize({ width: 820, height: 1180 });
  const tablet = await page.evaluate(() => {
    const folds = [...document.querySelectorAll("details:not([open])")];
    folds.forEach((fold) => { fold.open = true; });
    const found = [...document.querySelectorAll(".region")].map((region) => region.scrollWidth - region.clientWidth);
    folds.forEach((fold) => { fold.open = false; });
    return found;
  });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.click("table.needs a");
  const opened = await page.evaluate(() => [...document.querySelectorAll("details.pages[open]")].map((fold) => fold.id));
  await page.selectOption("#filter-language", "");
  const fold = `#${opened[0]} table.sortable`, head = `${fold} thead th:nth-child(4)`;
  const shown = (name) => page.evaluate(([rows, key]) => [...document.querySelectorAll(rows)].map((row) => row.dataset[key]),
    [`${fold} tbody tr:not([hidden])`, name]);
  const sorts = [], orders = [];
  await page.focus(`${head} button`);
  for (const key of ["Enter", "Space"]) {
    await page.keyboard.press(key);
    sorts.push(await page.getAttribute(head, "aria-sort"));
    orders.push((await shown("left")).map(Number));
  }
  await page.focus(`${head} button`);
  await page.keyboard.press("Enter");
  await page.focus("#filter-open");
  await page.keyboard.press("Space");
  const open = (await shown("left")).map(Number);
  await page.keyboard.press("Space");
  await page.selectOption("#filter-language", "fr");
  const languages = await page.evaluate(
    () => [...document.querySelectorAll("table.sortable tbody tr:not([hidden])")].map((row) => row.dataset.language));
  found.push({ widths, lists, tablet, opened, sorts, ascending: orders[0], descending: orders[1], open, french: [...new Set(languages)],
    count: languages.length, status: await page.innerText("form [role=status]") });
  await page.close();
}
await browser.close();
console.log(JSON.stringify(found));
