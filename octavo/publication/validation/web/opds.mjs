// Read OPDS feeds with Readium's r2-opds-js, as an e-reader app does; print JSON.
// Input: {"root": folder with node_modules, "feeds": [paths]}
// Output: {path: {"books": [{"title", "language", "links"}]} or {"error": message}}
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

const input = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(path.join(input.root, "package.json"));
const from = (name) => require(name.replace("/", "/dist/es8-es2017/src/"));
from("r2-opds-js/opds/init-globals").initGlobalConverters_OPDS();
from("r2-shared-js/init-globals").initGlobalConverters_GENERIC();
const { OPDSFeed } = from("r2-opds-js/opds/opds2/opds2");
const { OPDS } = from("r2-opds-js/opds/opds1/opds");
const { convertOpds1ToOpds2 } = from("r2-opds-js/opds/converter");
const { TaJsonDeserialize } = from("r2-lcp-js/serializable");
const { XML } = from("r2-utils-js/_utils/xml-js-mapper");
const { DOMParser } = require("@xmldom/xmldom");

const read = (file) => {
  const text = readFileSync(file, "utf-8");
  if (file.endsWith(".json")) return TaJsonDeserialize(JSON.parse(text), OPDSFeed);
  return convertOpds1ToOpds2(XML.deserialize(new DOMParser().parseFromString(text, "application/xml"), OPDS));
};
const found = {};
for (const file of input.feeds) {
  try {
    const feed = read(file);
    found[file] = {
      navigation: (feed.Navigation ?? []).map((link) => link.Href),
      books: (feed.Publications ?? []).map((book) => ({
        title: book.Metadata.Title,
        language: book.Metadata.Language?.[0] ?? "",
        links: [...(book.Links ?? []), ...(book.Images ?? [])].map((link) => link.Href),
      })),
    };
  } catch (error) {
    found[file] = { error: String(error) };
  }
}
console.log(JSON.stringify(found));
