// Text as WhatsApp marks it up. Builds nodes, never markup, so that text stays text.

const MARKS =
  /```([\s\S]+?)```|(https?:\/\/[^\s<>"]+)|(?<![\p{L}\p{N}])(?:\*(\S|\S[^\n]*?\S)\*|_(\S|\S[^\n]*?\S)_|~(\S|\S[^\n]*?\S)~)(?![\p{L}\p{N}])/gu;

export function formatted(text) {
  const holder = document.createDocumentFragment();
  let from = 0;
  for (const found of text.matchAll(MARKS)) {
    holder.append(text.slice(from, found.index), ...nodes(found));
    from = found.index + found[0].length;
  }
  holder.append(text.slice(from));
  return holder;
}

export function element(tag, name, ...content) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...content);
  return made;
}

function nodes([, code, link, bold, italic, struck]) {
  if (code) return [element("code", "", code)];
  if (link) return linked(link);
  if (bold) return [element("strong", "", formatted(bold))];
  if (italic) return [element("em", "", formatted(italic))];
  return [element("s", "", formatted(struck))];
}

// A full stop or bracket behind an address belongs to the sentence.
function linked(found) {
  const address = found.replace(/[.,;:!?)\]]+$/, "");
  return [anchor(address, address), found.slice(address.length)];
}

export function anchor(address, label) {
  const link = element("a", "", label);
  if (/^https?:\/\//.test(address)) link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}
