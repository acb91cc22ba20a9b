// A form that is sent: to the site; where no answer comes, into the queue, with the same key.

import { apart, entryOf, typed } from "./forms.js";
import { LONGEST, inTime } from "./patience.js";
import { entries, keep, remove } from "./queue.js";
import { sendAll } from "./sending.js";
import { shown } from "./spare.js";
import { whose } from "./whose.js";

const AWAY = [502, 503, 504];
const SYNC = "offline-unsent";

export async function written(request) {
  const copy = request.clone();
  try {
    const answer = await inTime(fetch(request), LONGEST);
    if (AWAY.includes(answer.status)) throw new Error("nobody answers");
    if (answer.type === "opaqueredirect") await forgetReplaced(await copy.formData()).catch(() => {});
    return answer;
  } catch {
    return later(new URL(request.url).pathname, await copy.formData());
  }
}

// What cannot be kept is shown as it was typed: nothing is lost unseen.
async function later(path, data) {
  try {
    await queue(path, data);
  } catch {
    return shown("notKept", typed({ fields: [...data] }));
  }
  await askForSync();
  return Response.redirect("/offline/", 303);
}

// Only for the login whose page it was written on: an old page of somebody else's sends nothing.
async function queue(path, data) {
  const me = await whose();
  if (!me?.key || data.get("written_by") !== me.login) throw new Error("not written by the one whose phone this is");
  const entry = apart(entryOf(path, data, Date.now()), await entries(me));
  await keep(me, entry);
  if (data.get("replaces") && data.get("replaces") !== entry.id) await remove(me, data.get("replaces"));
}

async function forgetReplaced(data) {
  const me = await whose();
  if (me?.key && data.get("replaces")) await remove(me, data.get("replaces"));
}

// Where the browser sends by itself once there is network.
async function askForSync() {
  await self.registration.sync?.register(SYNC).catch(() => {});
}

// Sends, and tells every open page how it went.
async function sendAndTell() {
  const outcome = await sendAll();
  for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage({ outcome });
  return outcome;
}

export async function sendForPage() {
  if ((await sendAndTell()) === "later") await askForSync();
}

// For the browser itself, which asks again after a while where this fails.
export async function sendInBackground() {
  if ((await sendAndTell()) === "later") throw new Error("not everything is sent yet");
}
