// Sends what waits, in the order in which it was written, each with its own key: the site takes a key once.

import { value } from "./forms.js";
import { LONGEST, within } from "./patience.js";
import { entries, entryNow, keep, remove } from "./queue.js";
import { whose } from "./whose.js";

const NOTHING = "nothing";
const SENT = "sent";
const LATER = "later";
const ENDED = "ended";
const FAULTY = "faulty"; // the site fails at this very entry: the others need not wait for it

// "sent", "nothing" (nobody was asked), "later" (no network, or the site is busy) or "ended" (the login is over); one at a time, however many pages ask.
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
  const known = await waiting(me);
  if (!known.length) return NOTHING;
  const token = await tokenOf(me);
  if (!token) return ENDED;
  let left = SENT;
  for (const { id } of known) {
    const entry = await entryNow(me, id); // deleted meanwhile, or settled with another
    const outcome = entry && !entry.refused ? await send(me, entry, token) : SENT;
    if ([LATER, ENDED].includes(outcome)) return outcome;
    if (outcome === FAULTY) left = LATER;
  }
  return left;
}

async function waiting(me) {
  return (await entries(me)).filter((entry) => !entry.refused);
}

// A new token each time: that of the form is as old as the form. None where somebody else is logged in by now.
async function tokenOf(me) {
  const asking = { headers: { Accept: "application/json" }, cache: "no-store", signal: within(LONGEST) };
  const answer = await fetch("/offline/token", asking);
  if (answer.status >= 500 || answer.status === 429) throw new Error("busy");
  const said = answer.ok ? await answer.json() : {};
  return said.login === me.login ? said.csrf_token : null;
}

// 204 is the site's word that it has it; a redirect may come from anywhere on the way, and says nothing.
async function send(me, entry, token) {
  const body = new URLSearchParams([...entry.fields, ["csrf_token", token]]);
  const headers = { Accept: "application/json", "Offline-Entry": "1" };
  const answer = await fetch(entry.path, { method: "POST", body, headers, redirect: "manual", signal: within(LONGEST) });
  if (answer.status === 204) return settle(me, entry);
  if (answer.status === 500) return FAULTY;
  if (answer.status > 500 || answer.status === 429 || answer.type === "opaqueredirect") return LATER;
  if (answer.ok) return refuse(me, entry, { page: await answer.text() });
  const said = await answer.json();
  return said.advice ? refuse(me, entry, { words: `${said.error}. ${said.advice}` }) : ENDED;
}

async function refuse(me, entry, refused) {
  await keep(me, { ...entry, refused });
  return SENT;
}

// What was written after it on the same phone about the same day has seen it.
async function settle(me, entry) {
  const seen = value(entry, "after");
  for (const later of seen ? await waiting(me) : []) {
    if (later.id !== entry.id && later.path === entry.path && value(later, "after") === seen) {
      const fields = later.fields.map(([name, said]) => [name, name === "after" ? String(Number(seen) + 1) : said]);
      await keep(me, { ...later, fields });
    }
  }
  await remove(me, entry.id);
  return SENT;
}
