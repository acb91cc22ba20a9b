// On every page: has the worker keep what is needed, says how much is not sent, and asks before anybody logs out with it.

import { formAt } from "./forms.js";
import { count, somethingWaits } from "./queue.js";
import { refill } from "./refill.js";
import { whose } from "./whose.js";

const bar = document.getElementById("offline");
const login = bar?.dataset.login;
const keptAt = document.documentElement.dataset.kept;
let hasEnded = false;

function moment(at) {
  const parts = { month: "long", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit" };
  return new Date(at).toLocaleString(document.documentElement.lang, parts);
}

// A page of somebody who is not the phone's any more counts nothing.
async function notSent() {
  return login && (await whose())?.login === login ? count(login) : 0;
}

async function say() {
  const parts = [];
  if (keptAt) parts.push(bar.dataset.kept.replace("{when}", moment(Number(keptAt))));
  const number = await notSent();
  if (number) parts.push(bar.dataset.count.replace("{n}", number));
  if (number && hasEnded) parts.push(bar.dataset.ended);
  if (bar.dataset.waiting && (await somethingWaits())) parts.push(bar.dataset.waiting);
  bar.querySelector("[data-says]").textContent = parts.join(" ");
  const link = bar.querySelector("a");
  if (link) link.hidden = !parts.length || location.pathname === link.pathname;
  bar.hidden = !parts.length;
}

async function tell(what) {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage(what);
}

function askBeforeLoggingOut(form) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.sure) return;
    event.preventDefault();
    if (await notSent()) {
      location.assign("/offline/?leaving=1");
      return;
    }
    form.dataset.sure = "yes";
    form.requestSubmit();
  });
}

function hidden(form, name, value) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  form.append(field);
}

async function prepare() {
  const leaving = document.querySelector('form[action="/logout"]');
  if (leaving) askBeforeLoggingOut(leaving);
  const form = formAt(location.pathname) && document.querySelector("main form");
  if (!form) return;
  hidden(form, "written_by", login);
  await refill(form, login, (name, value) => hidden(form, name, value));
}

async function start() {
  if (login) await prepare();
  await navigator.serviceWorker.register("/service-worker.js", { type: "module", scope: "/" });
  navigator.serviceWorker.addEventListener("message", (event) => {
    hasEnded = event.data.outcome === "ended";
    say();
  });
  window.addEventListener("online", () => tell({ here: login }));
  await say();
  if (login) await tell({ here: login });
  if (await notSent()) await navigator.storage?.persist?.();
}

if (bar && "serviceWorker" in navigator && "locks" in navigator && crypto.randomUUID) {
  start().catch((error) => console.warn("Nothing is kept for the time without network:", error));
}
