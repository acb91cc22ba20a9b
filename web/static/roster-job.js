// Brings the job page up to date every second while the solver is at work. Without it, loading the page again does.

const SECOND = 1000;
const MOST_FAILURES = 10;
const progress = document.getElementById("job-progress");
const said = document.getElementById("job-said");
let failures = 0;

/** Ask how far the job is, show it, and say whether it is still in the same stage. */
async function refresh() {
  const answer = await fetch(progress.dataset.url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const job = await answer.json();
  failures = 0;
  if (said.textContent !== job.said) said.textContent = job.said;
  show(job.html);
  return job.stage === progress.dataset.stage;
}

function show(html) {
  if (progress.contains(document.activeElement)) return; // nothing is taken away from under a keyboard
  const open = progress.querySelector("details")?.open ?? false;
  progress.innerHTML = html;
  const details = progress.querySelector("details");
  if (details) details.open = open;
}

async function watch() {
  let same = true;
  try {
    same = await refresh();
  } catch {
    failures += 1;
    if (failures >= MOST_FAILURES) {
      said.textContent = progress.dataset.lost;
      return;
    }
  }
  if (same) setTimeout(watch, SECOND);
  else location.reload();
}

setTimeout(watch, SECOND);
