// Whose phone this is now: the login whose pages are kept, the key to what it has not sent, when its pages were asked for.
// Kept beside the pages and gone with them; what is not sent stays, and stays locked until its writer comes back.

const KEPT = "offline-whose";
const ADDRESS = "/offline/whose";
const PAGES = "offline-pages-";

export async function whose() {
  const found = await (await caches.open(KEPT)).match(ADDRESS);
  return found ? found.json() : null;
}

export async function belongTo(login) {
  await (await caches.open(KEPT)).put(ADDRESS, new Response(JSON.stringify(login)));
}

// Something more about them, or something else; nothing where it is not their phone any more.
export async function note(login, more) {
  const me = await whose();
  if (me?.login === login) await belongTo({ ...me, ...more });
}

export function pagesOf(login) {
  return caches.open(PAGES + login);
}

// Whoever comes next finds nothing: no page, no name, no key.
export async function forget() {
  const names = await caches.keys();
  const private_ = names.filter((name) => name === KEPT || name.startsWith(PAGES));
  await Promise.all(private_.map((name) => caches.delete(name)));
}
