// What is not sent yet: a database for each login, every entry in it locked with the key that only that login is given.

const PREFIX = "unsent-";
const STORE = "entries";

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within(login, mode, work) {
  const opening = indexedDB.open(PREFIX + login, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
  const database = await asked(opening);
  try {
    const transaction = database.transaction(STORE, mode);
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await asked(work(transaction.objectStore(STORE)));
    await done; // only now it would survive the phone's being switched off
    return result;
  } finally {
    database.close();
  }
}

function lockOf(key) {
  const bytes = Uint8Array.from(key.match(/../g), (pair) => parseInt(pair, 16));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function opened({ iv, data }, lock) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, lock, data)));
}

export async function keep(me, entry) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(entry));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await lockOf(me.key), plain);
  await within(me.login, "readwrite", (store) => store.put({ id: entry.id, iv, data }));
}

// First written, first in the list.
export async function entries(me) {
  const lock = await lockOf(me.key);
  const locked = await within(me.login, "readonly", (store) => store.getAll());
  return (await Promise.all(locked.map((one) => opened(one, lock)))).sort((one, other) => one.at - other.at);
}

// One of them as it stands now; null once it is gone.
export async function entryNow(me, id) {
  const locked = await within(me.login, "readonly", (store) => store.get(id));
  return locked ? opened(locked, await lockOf(me.key)) : null;
}

export function remove(me, id) {
  return within(me.login, "readwrite", (store) => store.delete(id));
}

export function count(login) {
  return within(login, "readonly", (store) => store.count());
}

export function drop(login) {
  return asked(indexedDB.deleteDatabase(PREFIX + login));
}

// Whether anybody at all has something on this phone that is not sent; not who, not what, not how much.
export async function somethingWaits() {
  const known = (await indexedDB.databases?.()) ?? [];
  const logins = known.filter((one) => one.name.startsWith(PREFIX)).map((one) => one.name.slice(PREFIX.length));
  const counts = await Promise.all(logins.map(count));
  return counts.some((number) => number > 0);
}
