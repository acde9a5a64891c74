// Search an index as the page does, without a browser; print JSON. Arguments: search.js, folder of the edition, queries.
import { readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";

const [script, folder, queries] = process.argv.slice(2);
const page = { URLSearchParams };
const run = (name) => vm.runInContext(readFileSync(name, "utf-8"), page);
const add = (element) => { run(path.join(folder, element.src)); element.onload(); };
page.window = page.globalThis = page;
page.document = { querySelector: () => null, createElement: () => ({}), head: { appendChild: add } };
vm.createContext(page);
run(script);
const answers = [];
for (const query of JSON.parse(queries)) {
  const { pages, help, corrected, groups } = await page.octavoSearch.find(query, false);
  // What would be marked in a text like the query.
  const marked = page.octavoSearch.marks(query, groups).places.map((place) => query.slice(place.start, place.end));
  answers.push({ pages: pages.map((one) => one.document), help: help.map((one) => [one.document, one.anchor, one.notice]), corrected, marked });
}
console.log(JSON.stringify(answers));
