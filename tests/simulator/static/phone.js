// One person's phone: asks for news, shows them, sends what is typed and tapped.

import { call, chat, post, postFile } from "./api.js";
import { attaching } from "./attach.js";
import { bubbles, time, update } from "./bubbles.js";
import { summary } from "./media.js";
import { buildPanel } from "./panel.js";
import { LANG, T } from "./texts.js";

const part = (id) => document.getElementById(id);
const FIRST = "+4915155500001";
const NARROW = matchMedia("(max-width: 760px)");

let person = decodeURIComponent(location.pathname.split("/")[2] || FIRST);
let shown = null;
let quoted = null;
let waiting = new AbortController();
let atEnd = true;
const attached = attaching(part);

const acts = {
  tap: (message, index) => send({ tap: message.id, index }),
  react: (message) => send({ react: message.id, emoji: "👍" }),
  quote: (message) => quote(message),
  open: (key) => open(key),
  change: (values) => tell("customers", { customer: person, ...values }),
  number: (number) => number !== shown.customer.phone && send({ number }),
  advance: (step) => tell("advance", step),
  fault: (fault) => tell("faults", fault),
  clear: (id) => guarded(() => call("DELETE", `faults?id=${encodeURIComponent(id)}`)),
  fresh: newPerson,
};
const showPanel = buildPanel(part("panel"), acts);

async function listen() {
  for (;;) {
    try {
      show(await chat(person, shown ? shown.version : -1, waiting.signal));
      part("toast").hidden ||= part("toast").dataset.kind === "lost";
    } catch (error) {
      if (error.name === "AbortError") continue;
      complain(error.message, "lost");
      await new Promise((wake) => setTimeout(wake, 1000));
    }
  }
}

function show(news) {
  const list = part("chat");
  const first = !shown;
  const before = first ? "" : JSON.stringify([shown.messages, shown.typing]);
  shown = news;
  person = news.customer.id;
  showHead(news);
  if (JSON.stringify([news.messages, news.typing]) !== before) {
    update(list, bubbles(news, acts));
    atEnd ||= first || news.messages.at(-1)?.mine;
    if (atEnd) toEnd();
  }
  showPanel(news);
  markRead();
}

function toEnd() {
  part("chat").scrollTop = part("chat").scrollHeight;
}

function showHead(news) {
  const { business, customer } = news;
  part("business").textContent = business.name;
  part("avatar").textContent = business.name.split(" ").map((word) => word[0]).join("").slice(0, 2);
  part("verified").style.display = news.official ? "" : "none";
  part("under").textContent = news.typing ? T.typing : business.number;
  part("owner").textContent = `${T.phoneOf} ${customer.name || customer.phone || T.unknown}`;
  document.title = `${customer.name || customer.phone} – ${T.title}`;
  showClock();
}

function showClock() {
  if (shown) part("clock").textContent = time(Date.now() / 1000 + shown.offset);
}

// Only a chat somebody looks at is read.
function markRead() {
  const unread = shown.messages.some((row) => !row.mine && row.state === "delivered");
  if (unread && document.visibilityState === "visible") send({ read: "" });
}

function send(content) {
  return tell("send", { customer: person, ...content });
}

const tell = (path, body) => guarded(() => post(path, body));

async function guarded(act) {
  try {
    return await act();
  } catch (error) {
    complain(error.message, "refused");
    if (shown) showPanel(shown);
    return null;
  }
}

function complain(text, kind) {
  const toast = part("toast");
  toast.textContent = T.refused[text] || text;
  toast.dataset.kind = kind;
  toast.hidden = false;
  if (kind === "refused") setTimeout(() => { toast.hidden = true; }, 5000);
}

function quote(message) {
  quoted = message;
  part("quoting").hidden = !message;
  part("quoting-text").textContent = message ? summary(message) : "";
  part("text").focus();
}

function open(key) {
  person = key;
  shown = null;
  waiting.abort();
  waiting = new AbortController();
  quote(null);
  attached.pick(null);
  history.replaceState(null, "", `/phone/${encodeURIComponent(key)}${location.search}`);
}

async function newPerson() {
  const last = String(Math.floor(Math.random() * 900) + 100);
  const made = await tell("customers", { phone: `+49151555${last.padStart(5, "0")}`, name: T.freshOne });
  if (made) open(made.id);
}

function togglePanel(open) {
  part("panel").classList.toggle("closed", !open);
  part("menu").setAttribute("aria-expanded", String(open));
}

async function write() {
  const text = part("text").value.trim();
  const [file, quoting] = [attached.file(), quoted];
  if (!text && !file) return;
  part("text").value = "";
  quote(null);
  attached.pick(null);
  const said = { customer: person, quote: quoting ? quoting.id : "" };
  const sent = await (file
    ? guarded(() => postFile(file, { ...said, caption: text }))
    : tell("send", { ...said, text }));
  if (sent) return;
  // refused: nothing that was written or picked is lost
  part("text").value ||= text;
  if (quoting) quote(quoting);
  if (file) attached.pick(file);
}

part("write").addEventListener("submit", (event) => {
  event.preventDefault();
  write();
});
part("chat").addEventListener("scroll", () => {
  const { scrollHeight, scrollTop, clientHeight } = part("chat");
  atEnd = scrollHeight - scrollTop - clientHeight < 60;
});
// A picture has its height only now; these events don't bubble.
for (const news of ["load", "loadedmetadata"])
  part("chat").addEventListener(news, () => atEnd && toEnd(), true);
new ResizeObserver(() => atEnd && toEnd()).observe(part("chat"));
part("quoting-end").addEventListener("click", () => quote(null));
part("menu").addEventListener("click", () => togglePanel(part("panel").classList.contains("closed")));
document.addEventListener("visibilitychange", () => shown && markRead());

document.documentElement.lang = LANG;
part("send").setAttribute("aria-label", T.send);
part("quoting-end").setAttribute("aria-label", T.endQuote);
part("menu").setAttribute("aria-label", T.panel);
togglePanel(!NARROW.matches);
setInterval(showClock, 1000);
listen();
