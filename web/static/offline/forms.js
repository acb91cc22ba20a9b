// The forms that can be sent later, and what of them is kept until then.

const FORMS = [
  ["diary", /^\/field\/villages\/[^/]+\/diary\/([^/]+)\/write$/],
  ["complaint", /^\/field\/villages\/[^/]+\/([^/]+)\/hearing\/complaint$/],
  ["finding", /^\/field\/villages\/[^/]+\/([^/]+)\/inspection\/finding$/],
];
const NOT_KEPT = ["csrf_token", "submit", "written_by", "replaces"];

// The kind and the day of the form at an address; null for what cannot wait.
export function formAt(path) {
  for (const [kind, pattern] of FORMS) {
    const found = pattern.exec(path);
    if (found) return { kind, day: found[1] };
  }
  return null;
}

export function value(entry, name) {
  return entry.fields.find(([known]) => known === name)?.[1] ?? "";
}

// What was typed, as it will be sent. A code for the teller cannot be shown later, so it is not asked for.
export function entryOf(path, data, at) {
  const typed = [...data].filter(([name, said]) => typeof said === "string" && !NOT_KEPT.includes(name));
  const fields = typed.filter(([name]) => name !== "receipt");
  const id = data.get("sent_as") || crypto.randomUUID();
  return { id, at, path, ...formAt(path), fields, asksReceipt: fields.length < typed.length, refused: null };
}

// The same key with other words is another entry: somebody went back and wrote the next one over the last.
export function apart(entry, known) {
  const same = known.find((one) => one.id === entry.id);
  if (!same || same.refused || JSON.stringify(same.fields) === JSON.stringify(entry.fields)) return entry;
  const id = crypto.randomUUID();
  return { ...entry, id, fields: entry.fields.map(([name, said]) => [name, name === "sent_as" ? id : said]) };
}
