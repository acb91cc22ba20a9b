// Measures the page that is open. Each function returns what is wrong, in words.

const described = (node) => node.outerHTML.slice(0, 140).replace(/\s+/g, " ");
const shows = (node) => node.checkVisibility({ visibilityProperty: true });

async function whatAxeFinds(rules) {
  for (const one of document.querySelectorAll("details")) one.open = true;
  const quick = { resultTypes: ["violations"], iframes: false, preload: false, selectors: false };
  const found = await axe.run(document, { ...quick, rules });
  return found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))}`);
}

function smallText(least) {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const around = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || around.closest("svg, script, style, noscript, option, .govuk-visually-hidden")) continue;
    const size = parseFloat(getComputedStyle(around).fontSize);
    if (size < least - 0.01 && shows(around)) found.push(`text of ${size} px: ${described(around)}`);
  }
  return found;
}

function smallTargets(least, leastOfMain) {
  const found = [];
  for (const node of document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")) {
    const { width, height } = target(node);
    if (!shows(node) || node.closest(".govuk-visually-hidden, [aria-hidden=true]") || width < 2 || isInASentence(node)) continue;
    const high = node.matches(".main-action") ? leastOfMain : least;
    if (height < high - 0.5 || width < least - 0.5) {
      found.push(`target of ${Math.round(width)} × ${Math.round(height)} px: ${described(node)}`);
    }
  }
  return found;
}

// A box to tick is tapped with its label.
function target(node) {
  const box = node.getBoundingClientRect();
  if (!node.matches("[type=radio], [type=checkbox]") || !node.labels.length) return box;
  const label = node.labels[0].getBoundingClientRect();
  return { width: box.width + label.width, height: Math.max(box.height, label.height) };
}

// Such a link is as high as its line, and may be (WCAG 2.5.8).
function isInASentence(node) {
  if (node.tagName !== "A" || getComputedStyle(node).display !== "inline") return false;
  const around = node.closest("p, li, dd, dt, td, th, caption, figcaption, div");
  return around.textContent.trim().length > node.textContent.trim().length;
}

function sidewaysScroll() {
  const found = [];
  const was = document.documentElement.classList.contains("text-large");
  for (const large of [false, true]) {
    document.documentElement.classList.toggle("text-large", large);
    if (document.documentElement.scrollWidth > innerWidth) {
      found.push(`scrolls sideways at ${innerWidth} px${large ? " in large type" : ""}: ${beyond()}`);
    }
  }
  document.documentElement.classList.toggle("text-large", was);
  return found;
}

function beyond() {
  const all = [...document.body.querySelectorAll("*")].filter((node) => !node.closest("svg *, .frame *"));
  const out = all.filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5 && node.checkVisibility());
  return out.slice(-3).map(described).join(" | ");
}
