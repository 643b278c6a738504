// Tells that something changed; the reader decides when to look. Also says when the connection is gone.
// One tab of a browser holds the stream (a browser has 6 connections to a host) and tells the others.
import { isOut, say } from "./bar.js";
import { ring } from "./bells.js";
import { session } from "./session.js";

const SILENT_MS = 40_000; // the server says something every 15 s
const KINDS = ["intake", "wijziging", "opnieuw", "tik", "bijna", "blijft", "uit"];

export function live(page) {
  const address = page.body.dataset.live;
  if (!address || !("EventSource" in window)) return;
  const notice = news(page);
  const still = session(page);
  const hear = ({ kind, code }) => {
    say(page, kind === "weg" ? "gone" : kind === "uit" ? "out" : "back");
    if (kind === "bijna") still.asks(code);
    else if (kind === "blijft" || kind === "uit") still.rests();
    else notice(kind, code);
  };
  const first = heard => { if (heard.kind === "intake") ring(page); hear(heard); }; // of all tabs one rings
  addEventListener("offline", () => say(page, "gone"));
  addEventListener("online", () => { if (!isOut(page)) say(page, "back"); });
  if (!navigator.locks || !("BroadcastChannel" in window)) return void stream(address, first); // http on another machine
  const others = new BroadcastChannel("desk");
  // The promise ends with the session: until then, or until it is closed, this tab leads.
  const lead = () => navigator.locks.request("desk-live", () => new Promise(done => stream(address, heard => {
    first(heard);
    others.postMessage(heard);
    if (heard.kind === "uit") done();
  })));
  others.onmessage = ({ data }) => {
    const wasOut = isOut(page);
    hear(data);
    if (wasOut && !isOut(page)) lead(); // signed in again on another tab: wait for a turn once more
  };
  lead();
}

function stream(address, hear) {
  const feed = new EventSource(address);
  let last = Date.now();
  for (const kind of KINDS) feed.addEventListener(kind, event => { last = Date.now(); hear({ kind, code: event.data }); });
  feed.addEventListener("uit", () => { feed.close(); clearInterval(watch); });
  feed.onopen = () => { last = Date.now(); }; // not yet that all is well: what comes may be that the session ended
  feed.onerror = () => hear({ kind: "weg" });
  // A laptop that slept has a half-open line, of which the browser does not know.
  const watch = setInterval(() => { if (Date.now() - last > SILENT_MS) hear({ kind: "weg" }); }, SILENT_MS / 4);
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
