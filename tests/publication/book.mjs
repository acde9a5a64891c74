// Measure the lines of a form in a book. Standard input: {root, site: the unpacked EPUB, page}; output: JSON.
import { browser, open, order } from "./browser.mjs";

// The space between each line and the words behind it in the same row.
const spaces = await open(order.page, 420, (tab) => tab.evaluate(() =>
  [...document.querySelectorAll(".octavo-blank > p > .octavo-field")].flatMap((field) => {
    const range = document.createRange(), box = field.lastElementChild.getBoundingClientRect();
    range.setStartAfter(field);
    range.setEndAfter(field.parentElement.lastChild);
    const words = [...range.getClientRects()].find((one) => one.width > 1);
    return words && words.top < box.bottom && words.left >= box.right ? [words.left - box.right] : [];
  })));
await browser.close();
console.log(JSON.stringify(spaces));
