import { markup } from "@odoo/owl";

import { htmlJoin } from "@web/core/utils/html";

const wrapped = (name, mark) =>
    `(?<![\\p{L}\\p{N}${mark}])${mark}(?<${name}>(?!\\s)[^${mark}\\n]+?(?<!\\s))${mark}(?![\\p{L}\\p{N}${mark}])`;

/** What WhatsApp's own apps format (faq.whatsapp.com, "How to format your messages"). */
const TOKENS = [
    "```(?<block>[^`]+)```",
    "`(?<code>[^`\\n]+)`",
    // a mark of direction ends it: behind one it would read as another address
    '(?<![\\p{L}\\p{N}])(?<link>(?:https?://|www\\.)[^\\s<>"\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]+)',
    wrapped("bold", "\\*"),
    wrapped("italic", "_"),
    wrapped("strike", "~"),
].join("|");

const AFTER_A_LINK = /[.,;:!?)\]}'"»“”…]+$/u;

const RENDERERS = {
    block: (text) => markup`<code class="o-wa-code">${text}</code>`,
    code: (text) => markup`<code class="o-wa-code">${text}</code>`,
    link: renderLink,
    bold: (text) => markup`<strong>${renderWhatsapp(text)}</strong>`,
    italic: (text) => markup`<em>${renderWhatsapp(text)}</em>`,
    strike: (text) => markup`<s>${renderWhatsapp(text)}</s>`,
};

/**
 * A customer's text as safe HTML: everything is escaped, only our own tags are added.
 *
 * @param {string} text
 * @returns {ReturnType<markup>}
 */
export function renderWhatsapp(text) {
    const parts = [];
    let end = 0;
    for (const match of text.matchAll(new RegExp(TOKENS, "giu"))) {
        parts.push(text.slice(end, match.index), renderToken(match.groups));
        end = match.index + match[0].length;
    }
    parts.push(text.slice(end));
    return htmlJoin(parts);
}

function renderToken(groups) {
    const [name, value] = Object.entries(groups).find(([, found]) => found !== undefined);
    return RENDERERS[name](value);
}

function renderLink(found) {
    const shown = found.replace(AFTER_A_LINK, "");
    const href = /^https?:/i.test(shown) ? shown : `https://${shown}`;
    const tail = found.slice(shown.length);
    return markup`<a href="${href}" target="_blank" rel="noopener noreferrer nofollow">${shown}</a>${tail}`;
}
