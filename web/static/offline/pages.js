// Pages from the network; from what is kept for the one whose phone it is, where there is none.

import { asWanted, chosenAnyway, tellChoice } from "./choosing.js";
import { logOutAsPromised } from "./leaving.js";
import { PATIENCE, inTime } from "./patience.js";
import { shown } from "./spare.js";
import { belongTo, forget, note, pagesOf, whose } from "./whose.js";

const MARK = "Offline-Login";
const KEPT = /^\/(field\/|offline\/$|mine\/$|mine\/year$)/;
const AGAIN_AFTER = 3_600_000;

export async function page(request) {
  const kept = await keptPage(request).catch(() => null);
  let answer;
  try {
    await logOutAsPromised();
    await tellChoice();
    answer = await (kept ? inTime(fetch(request), PATIENCE) : fetch(request));
  } catch {
    return (await chosenAnyway(request.url).catch(() => null)) ?? kept ?? elsewhere(request);
  }
  if (kept && [502, 503, 504].includes(answer.status)) return kept;
  await keepPage(request.url, answer).catch(() => {}); // a full phone keeps no page, and shows it all the same
  return answer;
}

// Whose phone this is now, with their key, and what they need as it looks to them (`looks`: language and size of text);
// nothing, where that was asked within the hour of a day.
export async function planFor(login, looks) {
  const before = await whose();
  const day = new Date().toDateString();
  const isAsked = before?.login === login && before.day === day && before.looks === looks;
  if (isAsked && Date.now() - before.asked < AGAIN_AFTER) return null;
  const answer = await fetch("/offline/plan", { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) return null;
  const { key, language, pages, ...plan } = await answer.json();
  if (before?.login !== plan.login) await forget();
  await belongTo({ ...(await whose()), login: plan.login, key, language });
  return { login: plan.login, pages, asked: { day, looks } };
}

// The pages of a plan, with the forms of days to come; no more of them once the phone is somebody else's.
export async function askAhead({ login, pages, asked }) {
  for (const url of pages) {
    const answer = await fetch(url, { headers: { "Offline-Ahead": "1" } });
    if ((await whose())?.login !== login) return;
    if (mayKeep(url, answer) && answer.headers.get(MARK) === login) await (await pagesOf(login)).put(url, answer);
  }
  await note(login, { ...asked, asked: Date.now() });
}

function mayKeep(path, answer) {
  return KEPT.test(path) && answer.ok && !answer.redirected && !/no-store/.test(answer.headers.get("Cache-Control") ?? "");
}

async function keepPage(url, answer) {
  const mark = answer.ok ? answer.headers.get(MARK) : null;
  if (!mark) return;
  const before = await whose();
  if (before?.login !== mark) await forget();
  if (mark === "none") return;
  if (before?.login !== mark) await belongTo({ login: mark });
  if (mayKeep(new URL(url).pathname, answer)) await (await pagesOf(mark)).put(url, answer.clone());
}

async function keptPage(request) {
  const me = await whose();
  if (!me) return null;
  const ignoreSearch = new URL(request.url).pathname === "/offline/";
  const found = await (await pagesOf(me.login)).match(request.url, { ignoreSearch, ignoreVary: true });
  return found ? shownAsKept(found, me.wants) : null;
}

// A form that is shown twice needs a key of its own each time, and a reader must know how old a page is.
async function shownAsKept(found, wants) {
  const text = await found.text();
  const body = asWanted(text, wants)
    .replace(/(name="sent_as"[^>]*? value=")[^"]*/g, (_, before) => before + crypto.randomUUID())
    .replace("<html ", `<html data-kept="${Date.parse(found.headers.get("Date")) || ""}" `);
  const headers = new Headers(found.headers);
  headers.delete("Content-Length");
  headers.delete("Content-Encoding");
  return new Response(body, { headers });
}

async function elsewhere(request) {
  const me = await whose();
  const isOurs = KEPT.test(new URL(request.url).pathname);
  const list = me && isOurs && (await (await pagesOf(me.login)).match("/offline/", { ignoreVary: true }));
  return list ? Response.redirect("/offline/", 303) : shown("noNetwork");
}
