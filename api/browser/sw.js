// The service worker: after one visit the map, its list and its data are there without a network.
//
// A page names what it is made of; those files are kept, and of older ones only what the page needs.
// Nothing is asked for that the page did not ask for itself, and no address of the outside is touched.

/** @typedef {{ type: "keep", page: string, files: string[] }} KeepMessage */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis));

const PAGES = "pages";
const FILES = "files";
// What is kept was asked for in the form that is needed; a style sheet or picture asks in other words.
const ANY_FORM = { ignoreVary: true };
// Longer than that a reader does not wait for a fresh page while an older one is there.
const PATIENCE_MS = 4000;

const base = new URL(worker.registration.scope).pathname.replace(/\/$/, "");

worker.addEventListener("install", () => {
  worker.skipWaiting();
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener("message", (event) => {
  const message = /** @type {KeepMessage} */ (event.data);
  if (message?.type === "keep") event.waitUntil(keep(message));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (url.searchParams.has("v") || url.pathname.startsWith(`${base}/static/`)) event.respondWith(file(request));
  else if (isPart(url)) event.respondWith(freshOrKept(request));
});

/** Whether a page needs it that has no hash in its address. @param {URL} url */
function isPart({ pathname }) {
  return [`${base}/layers.css`, `${base}/data/boundary.geojson`, `${base}/resident.json`, `${base}/manifest.webmanifest`].includes(pathname);
}

/**
 * Keep a page and its files, and let go of those of earlier days.
 * @param {KeepMessage} message
 */
async function keep({ page: address, files }) {
  const [pages, kept] = await Promise.all([caches.open(PAGES), caches.open(FILES)]);
  await add(pages, address, { key: pageKey(new URL(address)), accept: "text/html" });
  await Promise.all(files.map((each) => add(kept, each, { key: each, accept: "*/*" })));
  // Another page, in another language, may still need its own: what is of today stays.
  const named = new Set(files.map((each) => new URL(each).href));
  const pathsNow = new Set(files.map((each) => new URL(each).pathname));
  for (const request of await kept.keys()) {
    const { href, pathname } = new URL(request.url);
    if (pathsNow.has(pathname) && !named.has(href)) await kept.delete(request);
  }
}

/**
 * Keep what an address answers, unless that can be no other than what is kept.
 * @param {Cache} cache
 * @param {string} address
 * @param {{ key: string, accept: string }} how
 */
async function add(cache, address, { key, accept }) {
  if (new URL(key).searchParams.has("v") && (await cache.match(key, ANY_FORM))) return;
  // What the page has just loaded is in the browser's own cache: no second way over the network.
  const answer = await fetch(address, { cache: "force-cache", headers: { accept } }).catch(() => null);
  if (answer?.ok) await cache.put(key, answer);
}

/** How a page is kept: by how it is read, whichever facility it was opened at. @param {URL} url */
function pageKey(url) {
  const asked = new URLSearchParams();
  for (const name of ["lang", "text"]) {
    const value = url.searchParams.get(name);
    if (value) asked.set(name, value);
  }
  return `${url.origin}${url.pathname}${asked.toString() ? `?${asked}` : ""}`;
}

/**
 * A page: a fresh one where the network gives it in time, else the one that is kept.
 * @param {Request} request
 * @param {URL} url
 */
async function page(request, url) {
  const isMap = url.pathname === `${base}/` && !url.searchParams.has("version");
  const fresh = fetch(request);
  if (!isMap) return fresh.catch(() => elsewhere(url));
  const pages = await caches.open(PAGES);
  const kept = (await pages.match(pageKey(url), ANY_FORM)) ?? (await anyMap(pages));
  if (!kept) return fresh;
  const late = new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS);
  });
  const first = await Promise.race([fresh.catch(() => null), late.then(() => null)]);
  return first?.ok ? first : kept;
}

/** The map in whichever language it was visited. @param {Cache} pages */
async function anyMap(pages) {
  const [request] = await pages.keys();
  return request && pages.match(request, ANY_FORM);
}

/**
 * Without a network a facility's page is its card on the map, and any other page the map.
 * @param {URL} url
 */
async function elsewhere({ pathname, searchParams, origin }) {
  const [, layer, id] = /\/facility\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  const asked = new URLSearchParams();
  for (const name of ["lang", "text"]) {
    const value = searchParams.get(name);
    if (value) asked.set(name, value);
  }
  if (layer) asked.set("at", `${layer}/${decodeURIComponent(id)}`);
  const query = asked.toString();
  return Response.redirect(`${origin}${base}/${query ? `?${query}` : ""}`, 302);
}

/** A file that never changes under its address. @param {Request} request */
async function file(request) {
  const kept = await (await caches.open(FILES)).match(request, ANY_FORM);
  return kept ?? fetch(request);
}

/** A file that may change: fresh, or where there is no network as it was. @param {Request} request */
async function freshOrKept(request) {
  try {
    return await fetch(request);
  } catch (fault) {
    const kept = await (await caches.open(FILES)).match(request, { ignoreSearch: true, ...ANY_FORM });
    if (kept) return kept;
    throw fault;
  }
}
