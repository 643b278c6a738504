// The bar on top: whether the desk can be reached ("back", "gone"), and whether somebody is still signed in ("out").
const WELL_MS = 5000;

export function say(page, now) {
  const bar = page.getElementById("verbinding");
  const before = bar.dataset.state || "back";
  if (now === before || (before === "out" && now === "gone")) return;
  bar.dataset.state = now;
  bar.classList.toggle("desk-bar--warning", now !== "back");
  bar.textContent = now === "back" ? bar.dataset[before === "out" ? "in" : "back"] : bar.dataset[now];
  if (now === "out") bar.append(" ", door(page, bar));
  if (now === "back") setTimeout(() => { if (bar.dataset.state === "back") bar.textContent = ""; }, WELL_MS);
}

export const isOut = page => page.getElementById("verbinding").dataset.state === "out";

function door(page, bar) {
  return Object.assign(page.createElement("a"), {
    href: bar.dataset.door, target: "_blank", rel: "noopener", className: "nl-link", textContent: bar.dataset.enter,
  });
}
