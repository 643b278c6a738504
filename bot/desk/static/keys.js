// Single keys: each goes to a control that is on the page. None sends or closes anything: it opens or puts the focus there.
const WAIT_MS = 1500; // between the two keys of "g p"

export function keys(page) {
  for (const button of page.querySelectorAll("button[data-dialog]")) {
    button.hidden = false;
    button.addEventListener("click", () => page.getElementById(button.dataset.dialog).showModal());
  }
  const off = page.body.dataset.keys === "uit";
  let first = "", timer = 0;
  page.addEventListener("keydown", event => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return send(event);
    if (off || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || busy(page, event.target)) return;
    if ((event.key === "j" || event.key === "k") && !first) return step(page, event.key === "j" ? 1 : -1);
    const sign = first ? `${first} ${event.key}` : event.key;
    const prefix = !first && event.key === "g" && page.querySelector('[data-key^="g "]');
    clearTimeout(timer);
    first = prefix ? event.key : "";
    if (prefix) timer = setTimeout(() => { first = ""; }, WAIT_MS);
    const found = page.querySelector(`[data-key="${CSS.escape(sign)}"]`);
    if (found && !prefix) { event.preventDefault(); reach(found); }
  });
}

// While somebody types or a dialog is open, a letter is a letter.
function busy(page, target) {
  return target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") || page.querySelector("dialog[open]");
}

function send(event) {
  const form = event.target.closest("textarea")?.form;
  if (form) { event.preventDefault(); form.requestSubmit(); }
}

function step(page, way) {
  const items = [...page.querySelectorAll("[data-item]")];
  const now = items.indexOf(page.activeElement);
  items[Math.min(items.length - 1, Math.max(0, now + way))]?.focus();
}

function reach(found) {
  for (let around = found.parentElement; around; around = around.parentElement) {
    if (around.matches("details")) around.open = true;
    if (around.hidden) around.dispatchEvent(new CustomEvent("desk-show"));
  }
  if (found.matches("details")) {
    found.open = true;
    found.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  } else if (found.matches("a, button[data-dialog]")) found.click();
  else found.focus();
}
