// Has the phone, the computer or a small key make or show a passkey, and sends what it says with the form.
// Without this, or where a browser knows no passkeys, a code is typed.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

function understood(question) {
  const asked = { ...question, challenge: bytes(question.challenge) };
  asked.allowCredentials = named(question.allowCredentials);
  asked.excludeCredentials = named(question.excludeCredentials);
  if (question.user) asked.user = { ...question.user, id: bytes(question.user.id) };
  return asked;
}

function said(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

// Asked before the device makes a passkey: one that the site then refuses would stay on the device for nothing.
async function isGoodName(form) {
  const body = new FormData(form);
  return (await fetch(location.href, { method: "POST", body, headers: { Accept: "application/json" } })).ok;
}

for (const frame of document.querySelectorAll("[data-passkey]")) {
  const form = frame.closest("form");
  const button = frame.querySelector("button");
  frame.hidden = !window.PublicKeyCredential;
  if (frame.dataset.passkey === "create") {
    form.addEventListener("submit", (event) => {
      event.preventDefault(); // Enter in the field of the name
      button.click();
    });
  }
  button.addEventListener("click", async () => {
    if (!form.reportValidity()) return;
    button.disabled = true;
    try {
      if (frame.dataset.passkey === "create" && !(await isGoodName(form))) {
        HTMLFormElement.prototype.submit.call(form); // the page says what is wrong
        return;
      }
      const publicKey = understood(JSON.parse(frame.dataset.question));
      const credential = await navigator.credentials[frame.dataset.passkey]({ publicKey });
      form.elements.passkey.value = said(credential);
      HTMLFormElement.prototype.submit.call(form); // form.submit is the field of that name
    } catch {
      frame.querySelector("[role=status]").textContent = frame.dataset.failed;
      button.disabled = false;
    }
  });
}
