// The page of what is not sent: each entry with its state, sending it, saving it as a file, deleting it.

import { pageOf, typed } from "./forms.js";
import { drop, entries, remove } from "./queue.js";
import { whose } from "./whose.js";

const part = document.getElementById("unsent");
const words = document.getElementById("unsent-words").dataset;
const login = document.getElementById("offline").dataset.login;
const model = document.getElementById("unsent-one").content;

// Nobody but the one for whom this page was made.
async function mine() {
  const me = await whose();
  return me?.key && me.login === login ? me : null;
}

function refusal(entry) {
  if (!entry.refused.page) return { said: entry.refused.words };
  const page = new DOMParser().parseFromString(entry.refused.page, "text/html");
  const faults = [...page.querySelectorAll(".govuk-error-summary__list li")].map((one) => one.textContent.trim());
  const there = page.querySelector("[data-there]:not([hidden]) .there__words")?.textContent;
  return { said: faults.join(" "), there };
}

function formOf(entry) {
  return document.querySelector(`.choices a[href="${pageOf(entry)}"]`);
}

function titled(entry) {
  const form = formOf(entry);
  return form ? form.textContent.trim() : `${words[entry.kind]}: ${entry.day}`;
}

function written(entry) {
  return entry.kind === "signature" ? words.signed : typed(entry);
}

function shown(me, entry) {
  const item = model.cloneNode(true).firstElementChild;
  const { said, there } = entry.refused ? refusal(entry) : { said: "" };
  item.querySelector("h3").replaceChildren(...(formOf(entry)?.cloneNode(true).childNodes ?? [titled(entry)]));
  item.querySelector(".unsent__state").textContent = entry.refused ? `${words.refused} ${said}` : words.waits;
  if (entry.asksReceipt) item.querySelector(".unsent__state").append(` ${words.receipt}`);
  item.querySelector(".unsent__words").textContent = written(entry);
  if (there !== undefined) {
    item.querySelector("[data-both]").hidden = false;
    item.querySelector("[data-both] p").textContent = there;
  }
  const edit = item.querySelector("[data-edit]");
  edit.hidden = !entry.refused;
  edit.href = `${pageOf(entry)}#unsent=${encodeURIComponent(entry.id)}`;
  item.querySelector("[data-delete]").addEventListener("click", async () => {
    if (!confirm(words.sure)) return;
    await remove(me, entry.id);
    await show();
  });
  return item;
}

async function show() {
  const me = await mine();
  const found = me ? await entries(me) : [];
  part.querySelector(".unsent").replaceChildren(...found.map((entry) => shown(me, entry)));
  part.querySelector("[data-none]").hidden = found.length > 0;
  part.querySelector("[data-some]").hidden = !found.length;
  for (const one of part.querySelectorAll("[data-waits]")) one.hidden = found.every((entry) => entry.refused);
  part.querySelector("#leaving").hidden = !found.length || !new URLSearchParams(location.search).has("leaving");
}

function save(text, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

const deeds = {
  async send() {
    (await navigator.serviceWorker.ready).active.postMessage({ here: login });
  },
  async text() {
    const found = await entries(await mine());
    save(found.map((one) => `${titled(one)}\n\n${written(one)}\n`).join("\n\n"), "unsent.txt", "text/plain");
  },
  async json() {
    const found = (await entries(await mine())).map(({ kind, day, path, at, fields }) => ({ kind, day, path, at, fields }));
    save(JSON.stringify(found, null, 2), "unsent.json", "application/json");
  },
  async discard() {
    if (!confirm(words.sure)) return;
    await drop((await mine()).login);
    const form = document.querySelector('form[action="/logout"]');
    form.dataset.sure = "yes";
    form.requestSubmit();
  },
};

for (const button of part.querySelectorAll("[data-do]")) button.addEventListener("click", deeds[button.dataset.do]);
navigator.serviceWorker?.addEventListener("message", show);
const list = document.querySelector("[data-today]");
const now = new Date();
const here = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((one) => String(one).padStart(2, "0")).join("-");
const today = here > list.dataset.today ? here : list.dataset.today; // a clock that is slow hides no day that has come
for (const row of list.querySelectorAll("[data-day]")) row.hidden = row.dataset.day > today;
await show();
