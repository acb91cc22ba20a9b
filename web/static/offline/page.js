// On every page: has the worker keep what is needed, says how much is not sent, and leaves when the phone is another's.

import { askBeforeLoggingOut } from "./asking.js";
import { formsHere } from "./forms.js";
import { moment } from "./moment.js";
import { count, entries, somethingWaits } from "./queue.js";
import { refill } from "./refill.js";
import { whose } from "./whose.js";

const bar = document.getElementById("offline");
const login = bar?.dataset.login;
const root = document.documentElement;
const FIRST_WAIT = 2_000; // milliseconds until what could not be sent is tried again, twice as long each time
const LONGEST_WAIT = 60_000;
let hasEnded = false;
let isBack = false; // the network, since this page was shown without
let wasMine = false;
let wait = FIRST_WAIT;
let again;

async function isMine() {
  return Boolean(login) && (await whose())?.login === login;
}

// A page of somebody who is not the phone's any more counts nothing.
async function notSent() {
  return (await isMine()) ? count(login) : 0;
}

async function parts() {
  const said = [];
  if (root.dataset.kept && !isBack) said.push(bar.dataset.kept.replace("{when}", moment(Number(root.dataset.kept), root.lang)));
  if (root.dataset.wants && !isBack) said.push(bar.dataset.language);
  const number = await notSent();
  if (number) said.push(bar.dataset.count.replace("{n}", number));
  if (number && hasEnded) said.push(bar.dataset.ended);
  if (bar.dataset.waiting && (await somethingWaits())) said.push(bar.dataset.waiting);
  return said;
}

async function say() {
  const said = await parts().catch(() => [bar.dataset.nothing].filter(Boolean));
  bar.querySelector("[data-says]").textContent = said.join("\n");
  const link = bar.querySelector("a");
  if (link) link.hidden = !said.length || location.pathname === link.pathname;
  bar.hidden = !said.length;
}

async function tell() {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ here: login, looks: `${root.lang} ${root.className}` });
}

function hidden(form, name, value) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  form.append(field);
}

async function showThatItWaits(form, path) {
  const me = await whose();
  const waits = me?.key && me.login === login && (await entries(me)).some((one) => one.path === path && !one.refused);
  if (!waits) return;
  const said = document.createElement("p");
  said.textContent = form.dataset.waits;
  form.replaceWith(said);
}

async function prepare() {
  for (const { form, path } of formsHere()) {
    hidden(form, "written_by", login);
    await refill(form, login, (name, value) => hidden(form, name, value));
    if (form.dataset.waits) await showThatItWaits(form, path);
  }
}

// Once this page was of the one whose phone it was, and is not any more, nobody reads on in it.
async function leaveIfOver() {
  if (!login || !wasMine || (await isMine())) return;
  document.body.hidden = true;
  location.replace("/field/");
}

async function returned() {
  if (document.visibilityState !== "visible") return;
  await leaveIfOver();
  if (await notSent()) await tell();
}

// A phone says that it has network before it has: an open page tries again, less and less often.
function tryAgain(outcome) {
  clearTimeout(again);
  if (outcome === "later" && navigator.onLine) {
    again = setTimeout(() => returned().catch(() => {}), wait);
    wait = Math.min(2 * wait, LONGEST_WAIT);
  } else {
    wait = FIRST_WAIT;
  }
}

async function listen() {
  await navigator.serviceWorker.register("/service-worker.js", { type: "module", scope: "/" });
  navigator.serviceWorker.addEventListener("message", async ({ data }) => {
    if (data.gone) return leaveIfOver();
    wasMine ||= await isMine();
    hasEnded = data.outcome === "ended";
    isBack ||= ["sent", "ended"].includes(data.outcome);
    tryAgain(data.outcome);
    return say();
  });
  window.addEventListener("online", tell);
  window.addEventListener("pageshow", (event) => event.persisted && leaveIfOver());
  document.addEventListener("visibilitychange", () => returned().catch(() => {}));
}

async function start() {
  if (login) askBeforeLoggingOut(notSent);
  wasMine = await isMine();
  if (login) await prepare().catch((error) => console.warn("What was kept cannot be shown:", error));
  await listen();
  await say();
  if (login) await tell();
  if (await notSent().catch(() => 0)) await navigator.storage?.persist?.();
}

if (bar && "serviceWorker" in navigator && "locks" in navigator && crypto.randomUUID) {
  start().catch((error) => console.warn("Nothing is kept for the time without network:", error));
}
