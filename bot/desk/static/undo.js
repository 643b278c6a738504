// A message can be taken back for a few seconds; the button goes when the time has passed.
export function undo(page) {
  for (const form of page.querySelectorAll("form[data-undo]")) {
    setTimeout(() => {
      const held = document.activeElement === form.querySelector("button");
      const line = form.closest("li");
      line.querySelector(".desk-talk__state").textContent = form.dataset.gone;
      form.remove();
      if (held) { line.tabIndex = -1; line.focus(); } // focus does not fall back to the top of the page
    }, Math.max(0, form.dataset.undo * 1000));
  }
}
