// Reads a page's main text with the browser's own voice. The button stays hidden where there is no voice for the page's language.
const button = document.querySelector(".read-aloud");
const speech = window.speechSynthesis;
const language = document.documentElement.lang;
const LONGEST = 180; // some browsers fall silent in the middle of a longer sentence

function hasVoice() {
  const wanted = language.slice(0, 2);
  return speech.getVoices().some((voice) => voice.lang.replace("_", "-").toLowerCase().startsWith(wanted));
}

function sentences() {
  const text = [];
  for (const part of document.querySelectorAll("main h1, main h2, main h3, main p, main li:not(.card), main dt, main dd")) {
    const words = part.textContent.replace(/\s+/g, " ").trim();
    for (let start = 0; start < words.length; start += LONGEST) text.push(words.slice(start, start + LONGEST));
  }
  return text;
}

function stop() {
  speech.cancel();
  button.textContent = button.dataset.read;
  button.setAttribute("aria-pressed", "false");
}

function read() {
  const said = sentences().map((text) => new SpeechSynthesisUtterance(text));
  for (const utterance of said) {
    utterance.lang = language === "zh-Hans" ? "zh-CN" : language;
    utterance.rate = 0.9;
  }
  said.at(-1).addEventListener("end", stop);
  button.textContent = button.dataset.stop;
  button.setAttribute("aria-pressed", "true");
  for (const utterance of said) speech.speak(utterance);
}

function offer() {
  if (hasVoice()) button.hidden = false;
}

if (button && speech) {
  offer();
  speech.addEventListener?.("voiceschanged", offer);
  button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? stop() : read()));
  window.addEventListener("pagehide", () => speech.cancel());
}
