// A button that opens the browser's own window for printing; without scripts its menu does the same.
for (const button of document.querySelectorAll(".print-page")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
