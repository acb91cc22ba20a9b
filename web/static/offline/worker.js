// The worker's front door: which request goes where. Everything that it does not name goes to the network as ever.

import { formAt } from "./forms.js";
import { loggedOut } from "./leaving.js";
import { askAhead, page, planFor } from "./pages.js";
import { arrange, keepSpares } from "./spare.js";
import { sendForPage, sendInBackground, written } from "./writing.js";

const FILES = "offline-files-";

export function begin({ version, files, spares }) {
  const name = FILES + version;
  arrange(spares);
  self.addEventListener("install", (event) => event.waitUntil(install(name, files)));
  self.addEventListener("activate", (event) => event.waitUntil(activate(name)));
  self.addEventListener("message", (event) => event.waitUntil(told(event.data)));
  self.addEventListener("sync", (event) => event.waitUntil(sendInBackground()));
  self.addEventListener("fetch", (event) => {
    const answer = answered(event);
    if (answer) event.respondWith(answer);
  });
}

async function install(name, files) {
  const kept = await caches.open(name);
  await kept.addAll(files);
  await keepSpares(kept);
  await self.skipWaiting();
}

async function activate(name) {
  const old = (await caches.keys()).filter((known) => known.startsWith(FILES) && known !== name);
  await Promise.all(old.map((known) => caches.delete(known)));
  await self.clients.claim();
}

async function told(what) {
  if (!what?.here) return;
  const plan = await planFor(what.here, what.looks).catch(() => null); // without network, next time
  await Promise.all([sendForPage(), plan && askAhead(plan).catch(() => {})]);
}

function answered({ request, clientId }) {
  const url = new URL(request.url);
  if (url.origin !== location.origin) return null;
  if (url.pathname.startsWith("/static/")) return file(request);
  if (request.mode !== "navigate") return null;
  if (request.method === "GET") return page(request);
  if (url.pathname === "/logout") return loggedOut(request, clientId);
  return formAt(url.pathname) ? written(request) : null;
}

// An address with a mark never changes; without network a file of any mark is better than none.
async function file(request) {
  const isMarked = new URL(request.url).searchParams.has("v");
  const exact = isMarked ? await caches.match(request, { ignoreVary: true }) : null;
  if (exact) return exact;
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreSearch: true, ignoreVary: true })) ?? Response.error();
  }
}
