// A form that was not taken comes back as it was written, beside what stands there now.

import { value } from "./forms.js";
import { entries } from "./queue.js";
import { whose } from "./whose.js";

const OF_THE_PAGE = ["sent_as", "after", "note"]; // what was not taken has left no trace: a new key, and what is seen now
const STANDING = ["words", "promises"];

export async function refill(form, login, hide) {
  const id = new URLSearchParams(location.hash.slice(1)).get("unsent");
  const me = id ? await whose() : null;
  if (!me?.key || me.login !== login) return;
  const entry = (await entries(me)).find((one) => one.id === id);
  if (!entry) return;
  showWhatStandsThere(form, entry);
  for (const field of form.elements) {
    if (field.name && !OF_THE_PAGE.includes(field.name)) fill(field, entry);
  }
  hide("replaces", id);
}

function showWhatStandsThere(form, entry) {
  const there = document.querySelector("[data-there]");
  const standing = STANDING.map((name) => form.elements.namedItem(name)?.value ?? "");
  if (!there || !standing[0] || STANDING.every((name, n) => standing[n] === value(entry, name))) return;
  there.querySelector(".there__words").textContent = standing.filter(Boolean).join("\n\n");
  there.hidden = false;
}

function fill(field, entry) {
  const said = entry.fields.filter(([name]) => name === field.name).map(([, typed]) => typed);
  if (["checkbox", "radio"].includes(field.type)) field.checked = said.includes(field.value);
  else if (field.type !== "submit" && said.length) field.value = said[0];
}
