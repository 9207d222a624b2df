// The presenter's side: who, when, what goes wrong.

import { element } from "./format.js";
import { T } from "./texts.js";

const OPTIONS = { latency: { ms: 3000 }, late_webhook: { seconds: 60 } };

export function buildPanel(holder, acts) {
  const parts = { ...people(acts), ...clock(acts), ...faults(acts) };
  holder.append(
    element("h1", "", T.panel),
    element("p", "", T.intro),
    parts.status,
    element("h2", "", T.customer),
    labelled(T.choose, parts.people),
    element("div", "pair", labelled(T.name, parts.name), labelled(T.number, parts.number)),
    element("p", "", T.numberHint),
    element("div", "buttons", parts.fresh),
    parts.receipts.label,
    parts.online.label,
    parts.hidden.label,
    element("h2", "", T.time),
    parts.offset,
    parts.reload,
    element("div", "buttons", parts.expire, parts.week),
    element("h2", "", T.faults),
    labelled(T.fault, parts.kind),
    element("div", "pair low", labelled(T.times, parts.times), parts.start),
    parts.running,
    parts.endAll,
  );
  return (chat) => show(parts, chat, acts);
}

function people(acts) {
  const list = element("select");
  list.addEventListener("change", () => acts.open(list.value));
  const name = field((value) => acts.change({ name: value }));
  const number = field(acts.number);
  number.inputMode = "tel";
  return {
    people: list,
    name,
    number,
    fresh: button(T.fresh, acts.fresh),
    receipts: toggle(T.receipts, (on) => acts.change({ read_receipts: on })),
    online: toggle(T.online, (on) => acts.change({ online: on })),
    hidden: toggle(T.hidden, (on) => acts.change({ phone_hidden: on })),
  };
}

function clock(acts) {
  return {
    status: element("div"),
    offset: element("p"),
    reload: element("p", "", T.reload),
    expire: button(T.expire, () => acts.advance({ hours: 25 })),
    week: button(T.week, () => acts.advance({ weeks: 1 })),
  };
}

function faults(acts) {
  const kind = element("select");
  for (const [value, label] of Object.entries(T.kinds)) kind.append(option(value, label));
  const times = field(() => {});
  times.type = "number";
  times.min = "0";
  times.value = "1";
  const start = () => {
    const name = kind.value.replace(/^e(?=\d)/, "");
    acts.fault({ kind: name, times: Number(times.value), ...OPTIONS[name] });
  };
  return {
    kind,
    times,
    start: button(T.start, start),
    endAll: button(T.endAll, () => acts.clear("")),
    running: element("ul", "faults"),
  };
}

function show(parts, chat, acts) {
  const person = chat.customer;
  fill(parts.people, chat.people, person.id);
  setValue(parts.name, person.name);
  setValue(parts.number, person.phone);
  parts.receipts.box.checked = person.read_receipts;
  parts.online.box.checked = person.online;
  parts.hidden.box.checked = person.phone_hidden;
  parts.offset.textContent = chat.offset ? `${T.ahead} ${span(chat.offset)}` : "";
  parts.offset.hidden = !chat.offset;
  parts.reload.hidden = !chat.offset || !chat.moves_odoo;
  parts.status.replaceChildren(...pills(chat));
  parts.running.replaceChildren(...chat.faults.map((fault) => running(fault, acts)));
  parts.endAll.hidden = !chat.faults.length;
}

function pills(chat) {
  const pill = (on, yes, no) => element("span", on ? "pill" : "pill off", on ? yes : no);
  const list = [
    pill(chat.connected, T.connected, T.unconnected),
    pill(chat.window_open, T.windowOpen, T.windowClosed),
  ];
  if (chat.blocked) list.push(pill(false, "", T.blocked));
  if (chat.waiting) list.push(pill(false, "", `${T.waiting} ${chat.waiting}`));
  return list;
}

function running(fault, acts) {
  const { code, http } = fault.options;
  const left = fault.times ? ` (${fault.times - fault.used}×)` : "";
  const short = fault.kind === "html_503" ? "e503" : `e${http || code}`;
  const label = T.kinds[fault.kind] || T.kinds[short] || `${fault.kind} ${code || ""}`;
  return element("li", "", label + left, button(T.end, () => acts.clear(fault.id)));
}

function fill(list, people, chosen) {
  const wanted = people.map((one) => `${one.id}|${one.name}|${one.phone}`).join();
  if (list.dataset.people !== wanted) {
    list.replaceChildren(
      ...people.map((one) => option(one.id, `${one.name || T.unknown} · ${one.phone || one.id}`)),
    );
    list.dataset.people = wanted;
  }
  list.value = chosen;
}

function span(seconds) {
  const hours = Math.round(seconds / 3600);
  return hours < 72 ? `${hours} ${T.hours}` : `${Math.round(hours / 24)} ${T.days}`;
}

// What somebody is typing into stays.
function setValue(input, value) {
  if (document.activeElement !== input) input.value = value;
}

function labelled(text, input) {
  return element("label", "", text, input);
}

function toggle(text, act) {
  const box = element("input");
  box.type = "checkbox";
  box.addEventListener("change", () => act(box.checked));
  return { box, label: element("label", "switch", box, text) };
}

function field(act) {
  const input = element("input");
  input.addEventListener("change", () => act(input.value.trim()));
  return input;
}

function option(value, label) {
  const made = element("option", "", label);
  made.value = value;
  return made;
}

function button(label, act) {
  const made = element("button", "", label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}
