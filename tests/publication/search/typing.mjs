// Type into the search page of an edition that is opened from the disk, and read what is shown; print JSON.
// Input: {"root": folder with node_modules, "page": path of search.html, "typed": [...], "script": whether scripts run}
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

const input = JSON.parse(readFileSync(0, "utf-8"));
const { chromium } = createRequire(path.join(input.root, "package.json"))("playwright-core");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
});
const context = await browser.newContext({ javaScriptEnabled: input.script });
const answers = [];
for (const text of input.typed) {
  const page = await context.newPage();
  await page.goto(`file://${input.page}`);
  if (input.script) {
    await page.locator("form.octavo-search input").pressSequentially(text);
    // The results of the whole text, not of its beginning.
    await page.waitForFunction((text) => new URLSearchParams(location.search).get("q") === text &&
      document.querySelector(".octavo-list[aria-busy=false]"), text);
  }
  answers.push({
    links: await page.locator("main a, article a, form a, noscript a").evaluateAll((all) => all.map((a) => a.getAttribute("href"))),
    meant: await page.locator(".octavo-meant:not([hidden]) a").allTextContents().then((all) => all.join()),
    also: await page.locator(".octavo-also:not([hidden]) span").allTextContents().then((all) => all.join()),
    help: await page.locator(".octavo-help:not([hidden]) p, .octavo-help:not([hidden]) a").allTextContents(),
    found: await page.locator(".octavo-found h2").allTextContents(),
    buttons: await page.locator("form.octavo-search .octavo-button:visible").allTextContents(),
    fields: await page.locator("input[type=search]:visible").count(),
    results: await page.locator(".octavo-found ol > li").evaluateAll((all) => all.map((item) => ({
      guide: item.querySelector(".octavo-guide")?.textContent ?? "",
      title: item.querySelector("a").textContent,
      text: item.textContent,
      marks: [...item.querySelectorAll("mark")].map((mark) => mark.textContent),
      headings: [...item.querySelectorAll("ul a")].map((a) => a.textContent),
    }))),
  });
  await page.close();
}
await browser.close();
console.log(JSON.stringify(answers));
