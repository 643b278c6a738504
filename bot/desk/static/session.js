// Asks whether somebody is still there before the session ends. Whatever they answer with counts: the button or Escape.
import { say } from "./bar.js";

export function session(page) {
  const dialog = page.getElementById("zitting");
  const about = page.getElementById("zitting-uitleg");
  const form = dialog.querySelector("[data-still]");
  const stay = async event => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (answer.status === 401) say(page, "out");
      dialog.close();
    } catch {
      say(page, "gone"); // still asked: the session ends all the same
    }
  };
  form.addEventListener("submit", stay);
  dialog.addEventListener("cancel", stay);
  return {
    asks(clock) {
      about.textContent = about.dataset.until.replace("#", clock);
      if (!dialog.open) dialog.showModal();
    },
    rests: () => dialog.close(),
  };
}
