// A sound, or a message of the browser, when a question comes: only where somebody asked for it, and without a story.
const SOUND = "desk-geluid", MESSAGE = "desk-melding", YES = "ja";
const wants = what => localStorage.getItem(what) === YES;
const allowed = () => "Notification" in window && Notification.permission === "granted";

export function ring(page) {
  const { name, bell } = page.getElementById("nieuw").dataset;
  if (wants(SOUND)) sound();
  if (wants(MESSAGE) && allowed()) new Notification(name, { body: bell, tag: "desk" }); // one, however many there come
}

export function bells(page) {
  const here = page.getElementById("hier");
  if (!here) return;
  here.hidden = false;
  const told = here.querySelector("[role=status]");
  for (const [id, what] of [["geluid", SOUND], ["melding", MESSAGE]]) {
    const box = page.getElementById(id);
    box.checked = wants(what) && (what === SOUND || allowed());
    box.addEventListener("change", async () => {
      if (box.checked && what === MESSAGE && !(await ask())) {
        box.checked = false;
        told.textContent = told.dataset.denied;
      } else if (box.checked) {
        localStorage.setItem(what, YES);
        if (what === SOUND) sound();
      } else localStorage.removeItem(what);
    });
  }
}

const ask = async () => "Notification" in window && (await Notification.requestPermission()) === "granted";

function sound() {
  const out = new AudioContext();
  const tone = new OscillatorNode(out, { frequency: 660 });
  const loud = new GainNode(out, { gain: 0.1 });
  tone.connect(loud).connect(out.destination);
  tone.onended = () => out.close();
  tone.start();
  tone.stop(out.currentTime + 0.3);
}
