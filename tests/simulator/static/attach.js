// The paper clip: a file is picked, looked at, and goes with the next "send".

import { element } from "./format.js";
import { sizeOf } from "./media.js";
import { T } from "./texts.js";

const SEEN = ["image/png", "image/jpeg"];

export function attaching(part) {
  let file = null;

  function pick(picked) {
    file = picked || null;
    part("attached").hidden = !file;
    part("text").placeholder = file ? T.caption : T.write;
    part("text").setAttribute("aria-label", part("text").placeholder);
    part("file").value = "";
    if (file) show(file);
  }

  function show(picked) {
    const words = element("span", "words", element("strong", "", picked.name), sizeOf(picked.size));
    part("attached-file").replaceChildren(words);
    part("text").focus();
    if (SEEN.includes(picked.type)) preview(picked);
  }

  function preview(picked) {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const small = element("img");
      small.src = reader.result;
      small.alt = "";
      if (file === picked) part("attached-file").prepend(small);
    });
    reader.readAsDataURL(picked);
  }

  part("clip").addEventListener("click", () => part("file").click());
  part("file").addEventListener("change", () => pick(part("file").files[0]));
  part("attached-end").addEventListener("click", () => pick(null));
  part("clip").title = T.attach;
  part("clip").setAttribute("aria-label", T.attach);
  part("file").setAttribute("aria-label", T.attach);
  part("attached-end").setAttribute("aria-label", T.detach);
  pick(null);
  return { file: () => file, pick };
}
