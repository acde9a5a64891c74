// A query → Pagefind's pages, the best first. Pagefind wants every word of a query on a page; a reader who types one
// word that a page does not use would find nothing. So each word is looked for, and pages are ranked by what they have.

// The words of a query; Chinese and Japanese have no spaces between them.
export function words(query, language) {
  const han = /[\u3040-\u30ff\u3400-\u9fff]/;
  const parts = typeof Intl === "object" && Intl.Segmenter
    ? [...new Intl.Segmenter(language, { granularity: "word" }).segment(query)].filter((part) => part.isWordLike).map((part) => part.segment)
    : query.split(/[^\p{L}\p{N}]+/u);
  // Articles and the like are short; they stand on every page.
  const found = [...new Set(parts)].filter((word) => word.length > (han.test(word) ? 0 : 2));
  return found.length ? found : [query];
}

export async function find(pagefind, query, language) {
  const parts = words(query, language);
  const found = new Map();
  for (const word of parts) {
    const pages = (await pagefind.search(word)).results;
    const best = Math.max(...pages.map((page) => page.score));
    for (const page of pages) {
      const known = found.get(page.id) ?? { page, score: 0, words: 0 };
      // A word that few pages have says more of a page than one that all have.
      known.score += Math.sqrt(page.score / best) / Math.sqrt(pages.length);
      known.words += 1;
      found.set(page.id, known);
    }
  }
  const rank = ({ score, words: matched }) => score * (matched / parts.length);
  return [...found.values()].sort((a, b) => rank(b) - rank(a)).map(({ page }) => page);
}
