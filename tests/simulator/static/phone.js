// One person's phone: asks for news, shows them, sends what is typed and tapped.

import { call, chat, post } from "./api.js";
import { bubbles, time } from "./bubbles.js";
import { buildPanel } from "./panel.js";
import { LANG, T } from "./texts.js";

const part = (id) => document.getElementById(id);
const FIRST = "+4915155500001";
const NARROW = matchMedia("(max-width: 760px)");

let person = decodeURIComponent(location.pathname.split("/")[2] || FIRST);
let shown = null;
let quoted = null;
let waiting = new AbortController();

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
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const first = !shown;
  const before = first ? "" : JSON.stringify([shown.messages, shown.typing]);
  shown = news;
  person = news.customer.id;
  showHead(news);
  if (JSON.stringify([news.messages, news.typing]) !== before) {
    list.replaceChildren(...bubbles(news, acts));
    if (atEnd || first || news.messages.at(-1)?.mine) list.scrollTop = list.scrollHeight;
  }
  showPanel(news);
  markRead();
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
  toast.textContent = text;
  toast.dataset.kind = kind;
  toast.hidden = false;
  if (kind === "refused") setTimeout(() => { toast.hidden = true; }, 5000);
}

function quote(message) {
  quoted = message;
  part("quoting").hidden = !message;
  part("quoting-text").textContent = message ? message.body : "";
  part("text").focus();
}

function open(key) {
  person = key;
  shown = null;
  waiting.abort();
  waiting = new AbortController();
  quote(null);
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

part("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = part("text").value.trim();
  if (!text) return;
  part("text").value = "";
  send({ text, quote: quoted ? quoted.id : "" });
  quote(null);
});
part("quoting-end").addEventListener("click", () => quote(null));
part("menu").addEventListener("click", () => togglePanel(part("panel").classList.contains("closed")));
document.addEventListener("visibilitychange", () => shown && markRead());

document.documentElement.lang = LANG;
part("text").placeholder = T.write;
part("text").setAttribute("aria-label", T.write);
part("send").setAttribute("aria-label", T.send);
part("menu").setAttribute("aria-label", T.panel);
togglePanel(!NARROW.matches);
setInterval(showClock, 1000);
listen();
