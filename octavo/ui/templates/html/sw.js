// Answer from the network, or without one from what was kept. A guide is kept whole once one of its pages is opened.
"use strict";
const CACHE = "octavo-{{ language.tag }}";
const GUIDES = {{ guides|tojson }};
const SHARED = {{ shared|tojson }};
const ROOT = new URL("./", location);

// One entry for an address, whatever is asked for behind it.
const key = (address) => {
  const url = new URL(address, ROOT);
  return url.origin + url.pathname.replace(/\/$/, "/index.html");
};

async function answer(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.status === 200) await cache.put(key(request.url), response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(key(request.url));
    if (kept) return kept;
    throw error;
  }
}

async function keep(address) {
  const cache = await caches.open(CACHE), name = key(address).slice(ROOT.href.length).split("/")[0];
  const wanted = [...(GUIDES[name] || []), ...SHARED].map(key), seen = new Set(wanted);
  for (const each of wanted) {
    try {
      let response = await cache.match(each);
      if (!response) {
        response = await fetch(each);
        if (response.status !== 200) continue;
        await cache.put(each, response.clone());
      }
      if (!each.endsWith(".html")) continue;
      // Pictures, style sheets and scripts of the page.
      for (const [, part] of (await response.text()).matchAll(/<(?:img|link|script)\b[^>]*?\s(?:src|href)="([^"#]+)"/g)) {
        const found = key(new URL(part, each));
        if (found.startsWith(ROOT.href) && !found.endsWith(".html") && !seen.has(found)) { seen.add(found); wanted.push(found); }
      }
    } catch (error) { return; /* the connection is gone: the rest is kept another time */ }
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data && event.data.opened) event.waitUntil(keep(event.data.opened));
});
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.url.startsWith(ROOT.href)) event.respondWith(answer(event.request));
});
