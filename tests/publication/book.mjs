// Measure the lines of a form in a book. Standard input: {root, site: the unpacked EPUB, page}; output: JSON.
import { browser, open, order } from "./browser.mjs";

// The space between each line and the words behind it in the same row.
const spaces = await open(order.page, 420, (tab) => tab.evaluate(() =>
  [...document.querySelectorAll(".octavo-blank > p > :is(.octavo-line, .octavo-line-and-mark)")].flatMap((line) => {
    if (line.nextSibling?.nodeType !== Node.TEXT_NODE) { return []; }
    const range = document.createRange(), box = line.getBoundingClientRect();
    range.selectNodeContents(line.nextSibling);
    const words = range.getClientRects()[0];
    return words.top < box.bottom && words.left >= box.right ? [words.left - box.right] : [];
  })));
await browser.close();
console.log(JSON.stringify(spaces));
