// What the resident will read of the outcome that is chosen. The words come with the page; only names are filled in.
const OPEN = "…";

export function endings(page) {
  for (const shown of page.querySelectorAll("[data-tells]")) {
    const form = shown.closest("form");
    const place = page.getElementById(shown.dataset.place);
    const show = () => {
      const chosen = form.querySelector(`[name="${shown.dataset.tells}"]:checked`);
      const named = place.selectedOptions[0]?.dataset ?? {};
      const words = { naam_plek: named.called || OPEN, telefoon_plek: named.phone || OPEN };
      const tell = chosen ? chosen.dataset.tell.replace(/\{(\w+)\}/g, (gap, name) => words[name] ?? gap) : shown.dataset.none;
      if (shown.textContent !== tell) shown.textContent = tell;
    };
    form.querySelector("[name=bekijk]").parentElement.remove(); // asks the server for the same
    form.addEventListener("change", show);
    show();
  }
}
