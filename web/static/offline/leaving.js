// Logging out: the phone forgets at once; where no network is, the site is told before anything else is asked of it.

import { count, drop } from "./queue.js";
import { shown } from "./spare.js";
import { forget, whose } from "./whose.js";

const OWED = "offline-logout";

export async function loggedOut(request, leaver) {
  const me = await whose();
  try {
    return await fetch(request);
  } catch {
    if (me) await caches.open(OWED);
    return shown("noNetwork");
  } finally {
    await forget();
    await tellOthers(leaver);
    if (me && !(await count(me.login).catch(() => 1))) await drop(me.login);
  }
}

// Pages that are still open somewhere are nobody's any more.
async function tellOthers(leaver) {
  const open = await self.clients.matchAll({ type: "window" });
  for (const page of open) if (page.id !== leaver) page.postMessage({ gone: true });
}

// Fails where there is still no network: then nothing of a login that should be over is shown.
export async function logOutAsPromised() {
  if (!(await caches.has(OWED))) return;
  const answer = await fetch("/offline/token", { headers: { Accept: "application/json" }, cache: "no-store" });
  if (answer.status >= 500) throw new Error("the site is busy");
  if (answer.ok) {
    const body = new URLSearchParams({ csrf_token: (await answer.json()).csrf_token });
    await fetch("/logout", { method: "POST", body, redirect: "manual" });
  }
  await caches.delete(OWED);
}
