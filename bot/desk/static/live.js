// Tells that something changed; the reader decides when to look. Also says when the connection is gone.
// One tab of a browser holds the stream (a browser has 6 connections to a host) and tells the others.
import { ring } from "./bells.js";

const SILENT_MS = 40_000; // the server says something every 15 s
const KINDS = ["intake", "wijziging", "opnieuw", "tik"];

export function live(page) {
  const address = page.body.dataset.live;
  if (!address || !("EventSource" in window)) return;
  const notice = news(page);
  const line = connection(page);
  const hear = ({ kind, code }) => (kind === "tik" ? line(true) : kind === "weg" ? line(false) : (line(true), notice(kind, code)));
  addEventListener("offline", () => line(false));
  addEventListener("online", () => line(true));
  const first = heard => { if (heard.kind === "intake") ring(page); hear(heard); }; // of all tabs one rings
  if (!navigator.locks || !("BroadcastChannel" in window)) return void stream(address, first); // http on another machine
  const others = new BroadcastChannel("desk");
  others.onmessage = event => hear(event.data);
  // The promise never ends: this tab leads until it is closed.
  navigator.locks.request("desk-live", () => new Promise(() => stream(address, heard => { first(heard); others.postMessage(heard); })));
}

function stream(address, hear) {
  const feed = new EventSource(address);
  let last = Date.now();
  for (const kind of KINDS) feed.addEventListener(kind, event => { last = Date.now(); hear({ kind, code: event.data }); });
  feed.onopen = () => { last = Date.now(); hear({ kind: "tik" }); };
  feed.onerror = () => hear({ kind: "weg" });
  // A laptop that slept has a half-open line, of which the browser does not know.
  setInterval(() => { if (Date.now() - last > SILENT_MS) hear({ kind: "weg" }); }, SILENT_MS / 4);
}

function news(page) {
  const box = page.getElementById("nieuw");
  const waiting = new Set();
  const title = page.title;
  const show = words => {
    const link = Object.assign(page.createElement("a"), { href: location.href, className: "nl-link", textContent: box.dataset.show });
    box.replaceChildren(`${words} `, link);
  };
  return (kind, code) => {
    if (kind === "intake" && "list" in page.body.dataset) {
      waiting.add(code);
      show(waiting.size === 1 ? box.dataset.one : box.dataset.more.replace("#", waiting.size));
      page.title = `(${waiting.size}) ${title}`;
    } else if (kind === "wijziging" && page.body.dataset.here === code) show(box.dataset.here);
    else if (kind === "wijziging" && page.querySelector(`[data-code="${CSS.escape(code)}"]`) && !waiting.size) show(box.dataset.reload);
    else if (kind === "opnieuw") show("list" in page.body.dataset ? box.dataset.reload : box.dataset.here);
  };
}

function connection(page) {
  const bar = page.getElementById("verbinding");
  let well = true;
  return now => {
    if (now === well) return;
    well = now;
    bar.classList.toggle("desk-bar--warning", !now);
    bar.textContent = now ? bar.dataset.back : bar.dataset.gone;
    if (now) setTimeout(() => { if (well) bar.textContent = ""; }, 5000);
  };
}
