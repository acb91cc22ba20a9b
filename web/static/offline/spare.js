// The pages that stand in for others, kept from the worker's first day: no network, and no room to keep what was written.

import { asWanted } from "./choosing.js";
import { whose } from "./whose.js";

const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
let addresses = {}; // by page, by language

export function arrange(given) {
  addresses = given;
}

// As nobody's pages: no name stands in them.
export async function keepSpares(kept) {
  const all = Object.values(addresses).flatMap((byLanguage) => Object.values(byLanguage));
  await Promise.all(all.map(async (url) => kept.put(url, await fetch(url, { credentials: "omit" }))));
}

// As large as the reader has it, and with what was typed in it, where there is something.
export async function shown(page, typed = "") {
  const me = await whose().catch(() => null);
  const found = await caches.match(addresses[page][me?.language] ?? Object.values(addresses[page])[0], { ignoreVary: true });
  const words = typed.replace(/[&<>"']/g, (one) => ESCAPED[one]);
  const size = me?.wants?.text ?? (me?.looks?.includes("text-large") ? "large" : undefined);
  const text = asWanted(await found.text(), { text: size }).replace("{words}", () => words);
  return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}
