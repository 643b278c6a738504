// What is typed is kept on the server after a second of rest, and is in the box again on return.
import { say } from "./bar.js";

const REST_MS = 1000;

export function drafts(page) {
  for (const area of page.querySelectorAll("textarea[data-draft]")) watch(page, area);
  for (const area of page.querySelectorAll("textarea[data-preview]")) {
    const shown = page.getElementById(area.dataset.preview);
    area.addEventListener("input", () => { shown.textContent = area.value || "…"; });
  }
}

function watch(page, area) {
  const status = area.form.querySelector("[data-kept]");
  let timer = 0, kept = area.value, sent = false;
  const keep = async () => {
    clearTimeout(timer);
    if (sent || area.value === kept) return;
    const text = area.value;
    const body = new URLSearchParams({ csrf: page.body.dataset.csrf, plek: area.dataset.draft, tekst: text });
    try {
      const answer = await fetch("/desk/concept", { method: "POST", body, keepalive: text.length < 15_000, redirect: "error" });
      if (answer.status === 401 || answer.status === 403) return say(page, "out");
      if (!answer.ok) return;
      kept = text;
      if (status) status.textContent = status.dataset.kept.replace("#", clock());
    } catch {
      say(page, "gone");
    }
  };
  area.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, REST_MS); });
  area.form.addEventListener("submit", () => { sent = true; clearTimeout(timer); }); // sending ends the draft
  addEventListener("pagehide", keep);
}

function clock() {
  const now = new Date();
  return `${now.getHours()}.${String(now.getMinutes()).padStart(2, "0")}`;
}
