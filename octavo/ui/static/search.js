// The search page: asks Pagefind's index, shows pages with an excerpt, keeps the query in the address.
import { find } from "./find.js";

const form = document.querySelector(".octavo-search");
const input = form.querySelector("input");
const list = form.querySelector("ol");
const status = form.querySelector("[role=status]");
let pagefind;
let latest = 0;

function show(results, total) {
  list.replaceChildren(...results.map((result) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = result.url;
    link.textContent = result.meta.title;
    const excerpt = document.createElement("p");
    // Pagefind escapes the page's text and adds only <mark>.
    excerpt.innerHTML = result.excerpt;
    item.append(link, excerpt);
    return item;
  }));
  status.textContent = total ? form.dataset.found.replace("{count}", total) : form.dataset.none;
}

async function search(query) {
  const turn = ++latest;
  if (!query.trim()) {
    list.replaceChildren();
    status.textContent = "";
    return;
  }
  if (!pagefind) {
    pagefind = await import(new URL("pagefind/pagefind.js", document.baseURI));
    await pagefind.options({ excerptLength: 30 });
  }
  const pages = await find(pagefind, query, document.documentElement.lang);
  const first = await Promise.all(pages.slice(0, 20).map((page) => page.data()));
  if (turn === latest) show(first, pages.length);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", "?q=" + encodeURIComponent(input.value));
  search(input.value);
});
input.value = new URLSearchParams(location.search).get("q") ?? "";
if (input.value) search(input.value);
