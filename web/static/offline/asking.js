// Before anybody logs out with something that is not sent: what should become of it?

export function askBeforeLoggingOut(notSent) {
  const form = document.querySelector('form[action="/logout"]');
  form?.addEventListener("submit", async (event) => {
    if (form.dataset.sure) return;
    event.preventDefault();
    if (await notSent().catch(() => 0)) {
      location.assign("/offline/?leaving=1");
      return;
    }
    form.dataset.sure = "yes";
    form.requestSubmit();
  });
}
