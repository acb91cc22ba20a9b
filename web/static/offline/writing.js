// A form that is sent: to the site; where no answer comes, into the queue, with the same key.

import { entries, keep, remove } from "./queue.js";
import { apart, entryOf } from "./forms.js";
import { sendAll } from "./sending.js";
import { whose } from "./whose.js";

const AWAY = [502, 504];
const SYNC = "offline-unsent";

export async function written(request, noNetwork) {
  const copy = request.clone();
  try {
    const answer = await fetch(request);
    if (AWAY.includes(answer.status)) throw new Error("nobody answers");
    if (answer.type === "opaqueredirect") await forgetReplaced(await copy.formData());
    return answer;
  } catch {
    return later(new URL(request.url).pathname, await copy.formData(), noNetwork);
  }
}

// Only for the login whose page it was written on: an old page of somebody else's sends nothing.
async function later(path, data, noNetwork) {
  const me = await whose();
  if (!me?.key || data.get("written_by") !== me.login) return caches.match(noNetwork, { ignoreVary: true });
  const known = await entries(me);
  const entry = apart(entryOf(path, data, Date.now()), known);
  await keep(me, entry);
  if (data.get("replaces") && data.get("replaces") !== entry.id) await remove(me, data.get("replaces"));
  await self.registration.sync?.register(SYNC).catch(() => {}); // where the browser sends by itself
  return Response.redirect("/offline/", 303);
}

async function forgetReplaced(data) {
  const me = await whose();
  if (me?.key && data.get("replaces")) await remove(me, data.get("replaces"));
}

// Sends, and tells every open page how it went.
export async function sendAndTell() {
  const outcome = await sendAll();
  for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage({ outcome });
  if (outcome === "later") await self.registration.sync?.register(SYNC).catch(() => {});
}
