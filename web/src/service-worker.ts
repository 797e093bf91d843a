/// <reference lib="webworker" />
import { flush } from "./delivery/outbox";

declare const self: ServiceWorkerGlobalScope;
declare const PRECACHE: { version: string; files: string[] };

const CACHE = `ansim-${PRECACHE.version}`;
/** Addresses that the app's one page answers. */
const PAGES = /^\/(v\/[^/]+\/?|reader|display)?$/;

interface SyncEvent extends ExtendableEvent {
  tag: string;
}

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(PRECACHE.files.map((file) => new Request(file, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && PAGES.test(pathname)) {
    event.respondWith(fromCache("/app/index.html", event.request));
  } else if (pathname.startsWith("/app/")) {
    event.respondWith(fromCache(pathname, event.request));
  }
});

async function fromCache(path: string, request: Request): Promise<Response> {
  const cached = await caches.match(path, { cacheName: CACHE });
  return cached ?? fetch(request);
}

self.addEventListener("sync", ((event: SyncEvent) => {
  // A rejected promise makes the browser try again later.
  if (event.tag === "ansim-outbox") event.waitUntil(deliver());
}) as EventListener);

/** An open page delivers by itself, and knows more of the clock under which its visits were noted. */
async function deliver(): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window" });
  let held = pages.length ? 0 : await flush();
  while (held) {
    const until = held;
    await new Promise((done) => setTimeout(done, until));
    held = await flush();
  }
  for (const page of pages) page.postMessage("ansim-outbox");
}
