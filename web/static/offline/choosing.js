// The language and the size of text, chosen without network: the size at once, the language with the next page that comes.

import { note, whose } from "./whose.js";

const CHOICES = ["lang", "text"];

// The same page, once it is noted what was chosen; null where nothing was.
export async function chosenAnyway(address) {
  const url = new URL(address);
  const me = await whose();
  const chosen = [...url.searchParams].filter(([name]) => CHOICES.includes(name));
  if (!me || !chosen.length) return null;
  await note(me.login, { wants: { ...me.wants, ...Object.fromEntries(chosen) } });
  for (const name of CHOICES) url.searchParams.delete(name);
  return Response.redirect(url.pathname + url.search, 303);
}

// The site remembers what was chosen meanwhile.
export async function tellChoice() {
  const me = await whose();
  if (!me?.wants) return;
  await fetch(`/?${new URLSearchParams(me.wants)}`, { redirect: "manual" });
  await note(me.login, { wants: undefined });
}

// A kept page as it is wanted now.
export function asWanted(text, wants) {
  let made = text;
  if (wants?.text) {
    made = made.replace(/(<html [^>]*class="govuk-template)[^"]*/, wants.text === "large" ? "$1 text-large" : "$1");
  }
  return wants?.lang ? made.replace("<html ", '<html data-wants="lang" ') : made;
}
