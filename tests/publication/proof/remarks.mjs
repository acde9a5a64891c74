// Write remarks in a page opened as a file, reload it, and download them; print JSON.
// Input: {"root": folder with node_modules, "page": path, "contents": path}
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

const input = JSON.parse(readFileSync(0, "utf-8"));
const { chromium } = createRequire(path.join(input.root, "package.json"))("playwright-core");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
});
const context = await browser.newContext({ acceptDownloads: true });
const page = await context.newPage();
const faults = [];
page.on("pageerror", (error) => faults.push(String(error)));
page.on("dialog", (dialog) => dialog.accept());
await page.goto(`file://${input.page}`);
const label = await page.getAttribute("#m2 textarea", "aria-label");
await page.fill("#m2 textarea", '=Plus "simple"\n<b>mot</b>');
await page.fill("#take input", "Zoé");
await page.reload();
const kept = await page.inputValue("#m2 textarea");
const taken = {};
for (const kind of ["csv", "json"]) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#take [value=${kind}]`)]);
  taken[kind] = { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf-8") };
}
await page.focus("#take [value=copy]");
await page.keyboard.press("Enter");
const status = await page.innerText("#take [role=status]");
await page.evaluate(() => { document.querySelector("#m2 .remarks").dataset.code = "changed0"; });
await page.goto(`file://${input.contents}`);
const whole = await page.innerText("#take [role=status]");
await page.click("#take [value=clear]");
await page.goto(`file://${input.page}`);
const cleared = await page.inputValue("#m2 textarea");
await browser.close();
console.log(JSON.stringify({ label, kept, taken, status, whole, cleared, faults }));
