// Query the Pagefind index of a served edition as its search page does; print {query: [first five addresses]}.
// Input: {"folder": the index on disk, "address": the edition's address, "language": its tag, "script": find.js, "queries": [...]}
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const input = JSON.parse(readFileSync(0, "utf-8"));
// Pagefind expects a page, with its language and address.
globalThis.document = { querySelector: () => ({ getAttribute: () => input.language }), currentScript: null };
globalThis.window = globalThis;
globalThis.location = { href: `${input.address}/` };
const pagefind = await import(pathToFileURL(`${input.folder}/pagefind.js`));
await pagefind.options({ basePath: `${input.address}/pagefind/` });
const { find } = await import(pathToFileURL(input.script));
const found = {};
for (const query of input.queries) {
  const pages = await find(pagefind, query, input.language);
  found[query] = (await Promise.all(pages.slice(0, 5).map((page) => page.data()))).map((page) => page.url);
}
console.log(JSON.stringify(found));
process.exit(0);
