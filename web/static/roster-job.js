// Brings the job page up to date every second while the solver is at work. Without it, loading the page again does.

const SECOND = 1000;
const MOST_FAILURES = 10;
const progress = document.getElementById("job-progress");
const said = document.getElementById("job-said");
let failures = 0;

async function refresh() {
  const answer = await fetch(progress.dataset.url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const job = await answer.json();
  failures = 0;
  if (said.textContent !== job.said) said.textContent = job.said;
  show(job.html);
  return job.under_way;
}

function show(html) {
  const open = progress.querySelector("details")?.open ?? false;
  const focused = progress.contains(document.activeElement);
  if (focused && document.activeElement.closest("form, .frame, summary")) return; // not from under a keyboard
  progress.innerHTML = html;
  const details = progress.querySelector("details");
  if (details) details.open = open;
}

async function watch() {
  let goesOn = true;
  try {
    goesOn = await refresh();
  } catch {
    failures += 1;
    if (failures >= MOST_FAILURES) {
      said.textContent = progress.dataset.lost;
      return;
    }
  }
  if (goesOn) setTimeout(watch, SECOND);
  else location.reload();
}

setTimeout(watch, SECOND);
