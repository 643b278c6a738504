// Answers that stand ready: searching them, and filling the box. Nothing is ever sent from here.
const UNFILLED = /\{[a-z_]+\}/;

export function fill(page) {
  for (const link of page.querySelectorAll("a[data-fill]")) {
    link.addEventListener("click", event => {
      event.preventDefault();
      const box = page.getElementById(link.dataset.fill);
      box.value = box.value.trim() ? `${box.value.trimEnd()}\n${link.dataset.text}` : link.dataset.text;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
      const gap = UNFILLED.exec(box.value); // marked, so that typing fills it
      if (gap) box.setSelectionRange(gap.index, gap.index + gap[0].length);
    });
  }
  for (const field of page.querySelectorAll("[data-search]")) search(field, page.getElementById(field.dataset.search));
  for (const box of page.querySelectorAll("textarea[data-unfilled]")) {
    const judge = () => box.setCustomValidity(UNFILLED.test(box.value) ? box.dataset.unfilled : "");
    box.addEventListener("input", judge);
    judge();
  }
}

function search(field, list) {
  field.hidden = false;
  const input = field.querySelector("input");
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of list.children) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every(word => text.includes(word));
    }
  });
  input.addEventListener("keydown", event => { if (event.key === "Enter") event.preventDefault(); }); // would send the form
}
