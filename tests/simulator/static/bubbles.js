// The chat itself: days, bubbles, buttons, ticks.

import { anchor, element, formatted } from "./format.js";
import { infos, media, other, summary } from "./media.js";
import { LANG, T } from "./texts.js";

const TICKS = { sent: "✓", delivered: "✓✓", read: "✓✓" };

export const time = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString(LANG, { hour: "2-digit", minute: "2-digit" });

export function bubbles(chat, acts) {
  const rows = [];
  let day = "";
  let before = null;
  for (const message of chat.messages) {
    const today = dayName(message.at, chat.now);
    if (today !== day) rows.push(element("div", "day", today));
    rows.push(row(message, before !== message.mine || today !== day, chat, acts));
    [day, before] = [today, message.mine];
  }
  if (chat.typing) rows.push(typing());
  return rows.length ? rows : [element("p", "empty", T.empty)];
}

// Changes only what differs: a recording plays on when its ticks turn blue.
export function update(holder, nodes) {
  nodes.forEach((made, index) => {
    const there = holder.childNodes[index];
    if (!there) holder.append(made);
    else if (there.isEqualNode(made)) return;
    else if (isSameBox(there, made)) update(there, [...made.childNodes]);
    else there.replaceWith(made);
  });
  while (holder.childNodes.length > nodes.length) holder.lastChild.remove();
}

// Rows carry their message's id, so that no button is left with another message.
function isSameBox(there, made) {
  return there.childNodes.length > 0 && there.cloneNode().isEqualNode(made.cloneNode());
}

function row(message, turn, chat, acts) {
  if (message.type === "system") return element("div", "note", message.body);
  const side = message.mine ? "row mine" : "row";
  const whole = element("div", turn ? `${side} turn` : side, bubble(message, chat, acts));
  if (message.reactions.length) whole.append(reactions(message));
  if (message.buttons.length) whole.append(taps(message, acts));
  whole.dataset.id = message.id;
  return whole;
}

function bubble(message, chat, acts) {
  const box = element("div", "bubble");
  const quoted = chat.messages.find((other) => other.id === message.quote);
  if (quoted) box.append(element("div", "quote", element("span", "", summary(quoted))));
  if (message.media) box.append(media(message));
  box.append(...infos(message));
  if (message.header) box.append(element("div", "title", formatted(message.header)));
  if (message.body) box.append(element("div", "body", formatted(message.body)));
  if (message.gone) box.append(element("div", "body faint", T.gone));
  else if (!message.body && box.childElementCount === (quoted ? 1 : 0))
    box.append(element("div", "body faint", other(message)));
  if (message.footer) box.append(element("div", "foot", formatted(message.footer)));
  box.append(stamp(message), actions(message, acts));
  return box;
}

function stamp(message) {
  const line = element("div", "stamp", message.edited ? `${T.edited} ` : "", time(message.at));
  if (message.mine) {
    const read = message.state === "read" ? "ticks read" : "ticks";
    line.append(element("span", read, TICKS[message.state] || "✓"));
  }
  return line;
}

function actions(message, acts) {
  const reply = button("↩", T.reply, () => acts.quote(message));
  const like = button("👍", T.react, () => acts.react(message));
  return element("div", "acts", reply, like);
}

function taps(message, acts) {
  let index = 0;
  const list = element("div", "taps");
  for (const tap of message.buttons) {
    list.append(tap.url ? anchor(tap.url, tap.title) : tapButton(message, tap, acts, index));
    if (tap.tappable) index += 1;
  }
  return list;
}

function tapButton(message, tap, acts, index) {
  const made = button(tap.title, tap.title, () => acts.tap(message, index));
  made.disabled = !tap.tappable || message.tapped >= 0;
  if (message.tapped === index) made.classList.add("chosen");
  return made;
}

function reactions(message) {
  const list = element("div", "reactions");
  for (const emoji of message.reactions) list.append(element("span", "", emoji));
  return list;
}

function typing() {
  const dots = element("div", "dots", element("i"), element("i"), element("i"));
  return element("div", "row turn", element("div", "bubble", dots));
}

function button(label, title, act) {
  const made = element("button", "", label);
  made.type = "button";
  made.title = title;
  made.addEventListener("click", act);
  return made;
}

function dayName(seconds, now) {
  const days = dayNumber(now) - dayNumber(seconds);
  if (days === 0) return T.today;
  if (days === 1) return T.yesterday;
  const style = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  return new Date(seconds * 1000).toLocaleDateString(LANG, style);
}

function dayNumber(seconds) {
  const moment = new Date(seconds * 1000);
  return Math.round(Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate()) / 864e5);
}
