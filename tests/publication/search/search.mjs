// Open the search page of an edition from the disk, as a reader with a USB stick does, and search; print JSON.
// Input: {"root": folder with node_modules, "page": path of search.html, "queries": [...], "most": number of results}
// Output: {query: [first documents]}
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

const input = JSON.parse(readFileSync(0, "utf-8"));
const { chromium } = createRequire(path.join(input.root, "package.json"))("playwright-core");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
});
const page = await browser.newPage();
await page.goto(`file://${input.page}`);
const found = await page.evaluate(async (input) => {
  const answers = {};
  for (const query of input.queries) {
    answers[query] = (await window.octavoSearch.find(query, false)).pages.slice(0, input.most ?? 5).map((item) => item.document);
  }
  return answers;
}, input);
await browser.close();
console.log(JSON.stringify(found));
