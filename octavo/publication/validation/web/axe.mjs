// Run axe-core in Chromium on the pages and in the views given on standard input; print JSON.
// Input: {"root": folder with node_modules, "chromium": path, "site": folder, "pages": [...], "views": [...]}
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import path from "node:path";

const input = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(path.join(input.root, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

const server = createServer(async (request, response) => {
  const file = path.join(input.site, decodeURIComponent(new URL(request.url, "http://x").pathname));
  try {
    const data = await readFile(file);
    response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" });
    response.end(data);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({
  executablePath: input.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
});
const found = [];
for (const view of input.views) {
  const context = await browser.newContext({
    viewport: { width: view.width, height: view.height },
    colorScheme: view.scheme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
      found.push({ view: view.name, page: page.url().slice(origin.length), id: "outside-request", help: request.url(), targets: [] });
    }
  });
  page.on("pageerror", (error) => {
    found.push({ view: view.name, page: page.url().slice(origin.length), id: "script-error", help: String(error), targets: [] });
  });
  for (const name of input.pages) {
    await page.goto(`${origin}/${name}`, { waitUntil: "load" });
    await page.evaluate(axe);
    const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    for (const violation of result.violations) {
      found.push({
        view: view.name,
        page: name,
        id: violation.id,
        impact: violation.impact,
        help: violation.help,
        targets: violation.nodes.slice(0, 5).map((node) => node.target.join(" ")),
        count: violation.nodes.length,
      });
    }
  }
  await context.close();
}
await browser.close();
server.close();
console.log(JSON.stringify(found));
