// Two boxes under the talk become two tabs. Each keeps its own text: what is typed in one never gets into the other.
export function boxes(page) {
  for (const group of page.querySelectorAll("[data-boxes]")) {
    const panels = [...group.querySelectorAll("[data-tab]")];
    if (panels.length > 1) tabs(page, group, panels);
  }
}

function tabs(page, group, panels) {
  const list = Object.assign(page.createElement("div"), { className: "desk-boxtabs" });
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-labelledby", "gesprek");
  const buttons = panels.map((panel, index) => {
    panel.id = `vak-${index}`;
    panel.setAttribute("role", "tabpanel");
    const button = Object.assign(page.createElement("button"), { type: "button", className: "nl-button", id: `tab-${index}`, textContent: panel.dataset.tab });
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", panel.id);
    panel.setAttribute("aria-labelledby", button.id);
    list.append(button);
    return button;
  });
  const show = chosen => panels.forEach((panel, index) => {
    panel.hidden = index !== chosen;
    buttons[index].setAttribute("aria-selected", String(index === chosen));
    buttons[index].tabIndex = index === chosen ? 0 : -1;
  });
  buttons.forEach((button, index) => {
    button.addEventListener("click", () => show(index));
    button.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = (index + step + panels.length) % panels.length;
      show(next);
      buttons[next].focus();
    });
  });
  panels.forEach((panel, index) => panel.addEventListener("desk-show", () => show(index)));
  group.prepend(list);
  // The one that was sent and refused is the one to see.
  show(Math.max(0, panels.findIndex(panel => panel.querySelector("[aria-invalid]") || location.hash === `#${panel.querySelector("textarea").id}`)));
}
