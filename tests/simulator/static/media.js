// Pictures, recordings, documents, places and contacts in a bubble.
// Everything comes from the stand-in itself; texts stay texts.

import { element } from "./format.js";
import { LANG, T } from "./texts.js";

const PLAYERS = { audio: "audio", video: "video" };
const SIGNS = { place: "📍", contact: "👤" };
const UNITS = ["byte", "kilobyte", "megabyte"];

export function media({ media: file }) {
  if (!file.url) return tile(ending(file), title(file), [T.notHere]);
  if (file.kind === "image" || file.kind === "sticker") return picture(file);
  return PLAYERS[file.kind] ? player(file) : download(file);
}

export function infos({ tiles }) {
  return tiles.map(({ kind, title, lines }) => tile(SIGNS[kind], title || T.files[kind], lines));
}

// One line about a message, for a quote.
export function summary(message) {
  const [info] = message.tiles;
  if (message.gone) return T.gone;
  if (info) return `${SIGNS[info.kind]} ${info.title || T.files[info.kind]}`;
  if (!message.media) return message.body || other(message);
  return [title(message.media), message.body].filter(Boolean).join(": ");
}

// What stands in a bubble that has nothing else to show.
export function other(message) {
  return T.others[message.type] || T.others.unknown;
}

export function sizeOf(bytes) {
  const step = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2;
  const options = { style: "unit", unit: UNITS[step], maximumFractionDigits: step === 2 ? 1 : 0 };
  return new Intl.NumberFormat(LANG, options).format(bytes / 1024 ** step);
}

function title(file) {
  return file.name || T.files[file.voice ? "voice" : file.kind];
}

function picture(file) {
  const shown = element("img");
  shown.src = file.url;
  shown.alt = title(file);
  const link = element("a", `picture ${file.kind}`, shown);
  link.href = file.url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.title = T.enlarge;
  return orDownload(link, shown, file);
}

function player(file) {
  const made = element(PLAYERS[file.kind]);
  made.src = file.url;
  made.controls = true;
  made.preload = "metadata";
  made.setAttribute("aria-label", title(file));
  if (file.kind === "video") return orDownload(made, made, file);
  return orDownload(element("div", "audio", element("span", "", title(file)), made), made, file);
}

// What this browser can't show can still be fetched.
function orDownload(whole, part, file) {
  part.addEventListener("error", () => whole.replaceWith(download(file)));
  return whole;
}

function download(file) {
  const link = tile(ending(file), title(file), [sizeOf(file.size)], "a");
  link.href = file.url;
  link.download = file.name || "";
  link.title = T.download;
  link.append(element("span", "arrow", "↓"));
  return link;
}

function tile(sign, heading, lines, tag = "div") {
  const words = element("span", "words", element("strong", "", heading));
  for (const line of lines) words.append(element("span", "", line));
  return element(tag, "tile", element("span", "sign", sign), words);
}

function ending(file) {
  const found = /\.(\w{1,4})$/.exec(file.name) || /\/(\w{1,4})$/.exec(file.mime_type);
  return found ? found[1].toUpperCase() : "…";
}
