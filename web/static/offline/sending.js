// Sends what waits, in the order in which it was written, each with its own key: the site takes a key once.

import { entries, keep, remove } from "./queue.js";
import { value } from "./forms.js";
import { whose } from "./whose.js";

const LONGEST = 30_000; // milliseconds for one answer
const LATER = "later";
const ENDED = "ended";

// "sent", "later" (no network, or the site is busy) or "ended" (the login is over); one at a time, however many pages ask.
export function sendAll() {
  return navigator.locks.request("offline-sending", async () => {
    const me = await whose();
    if (!me?.key) return LATER; // nobody is known here yet
    try {
      return await sendEach(me);
    } catch {
      return LATER; // the answer was lost, or there is no network: the same key goes out again
    }
  });
}

async function sendEach(me) {
  if (!(await waiting(me)).length) return "sent";
  const token = await tokenOf(me);
  if (!token) return ENDED;
  for (let [entry] = await waiting(me); entry; [entry] = await waiting(me)) {
    const outcome = await send(me, entry, token);
    if (outcome) return outcome;
  }
  return "sent";
}

async function waiting(me) {
  return (await entries(me)).filter((entry) => !entry.refused);
}

function within(time) {
  return AbortSignal.timeout?.(time); // older browsers wait as long as they like
}

// A new token each time: that of the form is as old as the form. None where somebody else is logged in by now.
async function tokenOf(me) {
  const asking = { headers: { Accept: "application/json" }, cache: "no-store", signal: within(LONGEST) };
  const answer = await fetch("/offline/token", asking);
  if (answer.status >= 500 || answer.status === 429) throw new Error("busy");
  const said = answer.ok ? await answer.json() : {};
  return said.login === me.login ? said.csrf_token : null;
}

// Nothing, once it is settled; else why everything has to wait.
async function send(me, entry, token) {
  const body = new URLSearchParams([...entry.fields, ["csrf_token", token]]);
  const headers = { Accept: "application/json" };
  const answer = await fetch(entry.path, { method: "POST", body, headers, redirect: "manual", signal: within(LONGEST) });
  if (answer.type === "opaqueredirect") return settle(me, entry);
  if (answer.status >= 500 || answer.status === 429) return LATER;
  if (answer.ok) return refuse(me, entry, { page: await answer.text() });
  const said = await answer.json();
  return said.advice ? refuse(me, entry, { words: `${said.error}. ${said.advice}` }) : ENDED;
}

async function refuse(me, entry, refused) {
  await keep(me, { ...entry, refused });
}

// What was written after it on the same phone about the same day has seen it.
async function settle(me, entry) {
  const seen = value(entry, "after");
  for (const later of await waiting(me)) {
    if (later.id !== entry.id && later.path === entry.path && seen !== "" && value(later, "after") === seen) {
      const fields = later.fields.map(([name, said]) => [name, name === "after" ? String(Number(seen) + 1) : said]);
      await keep(me, { ...later, fields });
    }
  }
  await remove(me, entry.id);
}
