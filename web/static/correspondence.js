// Choosing and linking without a jump: the part of the page that changes is fetched and put in place. Without this, each tap loads the page.
const HERE = "#table";

async function replace(url, options = {}) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(HERE);
  if (!fresh) throw new Error("no table");
  document.querySelector(HERE).replaceWith(fresh);
  return answer.url;
}

/** Where the finger was, there it stays: the item keeps its height on the screen, and the focus. */
function keep(code, top) {
  const item = document.getElementById(code);
  if (!item) return;
  window.scrollBy({ top: item.getBoundingClientRect().top - top, behavior: "instant" });
  item.querySelector("button, .choose")?.focus({ preventScroll: true });
}

async function choose(link) {
  const url = await replace(link.href);
  history.replaceState(null, "", url);
  const aim = document.getElementById(new URL(link.href).hash.slice(1));
  aim?.scrollIntoView({ block: "nearest" });
  (aim?.querySelector(".choose") ?? aim)?.focus({ preventScroll: true });
}

async function tie(form, button) {
  const top = document.getElementById(button.value).getBoundingClientRect().top;
  button.disabled = true;
  const body = new URLSearchParams(new FormData(form));
  body.set(button.name, button.value);
  await replace(form.action, { method: "POST", body });
  keep(button.value, top);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(`${HERE} a.choose`);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(link).catch(() => location.assign(link.href));
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches(`${HERE} form.tie`)) return;
  event.preventDefault();
  const { target: form, submitter: button } = event;
  tie(form, button).catch(() => sendPlainly(form, button));
});

/** As it would be without this file: the page that answers says what was wrong. */
function sendPlainly(form, button) {
  const pressed = document.createElement("input");
  Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
  form.append(pressed);
  form.submit();
}
