// The forms that can be sent later, and what of them is kept until then.

const FORMS = [
  ["diary", /^\/field\/villages\/[^/]+\/diary\/([^/]+)\/write$/],
  ["complaint", /^\/field\/villages\/[^/]+\/([^/]+)\/hearing\/complaint$/],
  ["finding", /^\/field\/villages\/[^/]+\/([^/]+)\/inspection\/finding$/],
  ["note", /^\/field\/villages\/[^/]+\/weeks\/([^/]+)\/handover\/note$/],
  ["signature", /^\/field\/villages\/[^/]+\/weeks\/([^/]+)\/handover\/sign$/],
];
const NOT_KEPT = ["csrf_token", "submit", "written_by", "replaces"];
const TYPED = ["words", "promises", "place", "obstacle", "code", "phone", "name"];

// The kind and the day (or week) of the form that is sent to an address; null for what cannot wait.
export function formAt(path) {
  for (const [kind, pattern] of FORMS) {
    const found = pattern.exec(path);
    if (found) return { kind, day: found[1] };
  }
  return null;
}

// The forms on this page that can wait, each with where it is sent.
export function formsHere() {
  const forms = [...document.querySelectorAll('main form[method="post"]')];
  return forms.map((form) => ({ form, path: new URL(form.action).pathname })).filter(({ path }) => formAt(path));
}

// Where an entry's form stands.
export function pageOf(entry) {
  return entry.path.replace(/\/sign$/, "");
}

export function value(entry, name) {
  return entry.fields.find(([known]) => known === name)?.[1] ?? "";
}

// Everything that was typed, in the order of the form.
export function typed(entry) {
  return TYPED.map((name) => value(entry, name)).filter(Boolean).join("\n");
}

// What was typed, as it will be sent. A code for the teller cannot be shown later, so it is not asked for.
export function entryOf(path, data, at) {
  const said = [...data].filter(([name, given]) => typeof given === "string" && !NOT_KEPT.includes(name));
  const fields = said.filter(([name]) => name !== "receipt");
  const asksReceipt = fields.length < said.length;
  const entry = { id: data.get("sent_as") || crypto.randomUUID(), at, path, ...formAt(path), fields, asksReceipt, refused: null };
  if (entry.kind === "signature") fields.push(["given", new Date(at).toISOString()]);
  return entry;
}

// The same key with other words is another entry: somebody went back and wrote the next one over the last.
// A page is signed once, however often.
export function apart(entry, known) {
  const signed = entry.kind === "signature" && known.find((one) => one.path === entry.path);
  if (signed) return { ...entry, id: signed.id };
  const same = known.find((one) => one.id === entry.id);
  if (!same || same.refused || JSON.stringify(same.fields) === JSON.stringify(entry.fields)) return entry;
  const id = crypto.randomUUID();
  return { ...entry, id, fields: entry.fields.map(([name, said]) => [name, name === "sent_as" ? id : said]) };
}
