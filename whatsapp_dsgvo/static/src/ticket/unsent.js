import { _t } from "@web/core/l10n/translation";

/**
 * What an agent wrote and the server has not got, or not got so: none of it is lost, and
 * none of it goes twice.
 *
 * @typedef {import("./whatsapp_ticket").WhatsappTicket} WhatsappTicket
 */

/**
 * An answer comes back into the composer, and what was written behind it: alone it would
 * make no sense.
 *
 * @param {WhatsappTicket} ticket
 */
export function takeBack(ticket) {
    const back = ticket.outgoing.splice(0);
    const texts = [...back.map(({ body }) => body), ticket.draft];
    ticket.draft = texts.filter(Boolean).join("\n");
    ticket.files = [...back.flatMap(({ files }) => files), ...ticket.files];
    ticket.quote ??= back.find(({ quote }) => quote)?.quote ?? null;
}

/**
 * What was thought lost and is in the chatter does not stand in the composer as well.
 *
 * @param {WhatsappTicket} ticket
 * @param {Array<Object>} bodies `wa_body` of the messages on screen
 */
export function noteArrived(ticket, bodies) {
    const keys = new Set(bodies.map((body) => body?.client_key).filter(Boolean));
    for (const [known, key] of [...ticket.unheard]) {
        const [method, , { body, attachment_ids: sent = [] }] = JSON.parse(known);
        if (method !== "whatsapp_send" || !keys.has(key)) {
            continue;
        }
        ticket.unheard.delete(known);
        if (body && ticket.draft.startsWith(body)) {
            ticket.draft = ticket.draft.slice(body.length).trimStart();
        }
        ticket.files = ticket.files.filter(({ id }) => !sent.includes(id));
        ticket.sendError = "";
    }
}

/** Kinds of a message that has nothing to quote any more. */
const GONE = ["revoked", "shredded", "restricted", "hidden"];

/**
 * The customer may change or delete what is being quoted, and an answer may go out, or be
 * withdrawn, while its text is being changed.
 *
 * @param {WhatsappTicket} ticket
 * @param {Array<Object>} bodies `wa_body` of messages that changed
 */
export function noteChanged(ticket, bodies) {
    for (const body of bodies) {
        const { uuid, waiting, text: sent } = body;
        if (uuid && uuid === ticket.quote?.uuid) {
            ticket.quote = GONE.includes(body.kind) ? null : { ...body };
        }
        const text = ticket.edits[uuid];
        if (text === undefined || waiting) {
            continue;
        }
        delete ticket.edits[uuid];
        if (text.trim() && text.trim() !== sent) {
            ticket.draft = [text, ticket.draft].filter(Boolean).join("\n");
            ticket.sendError = _t(
                "The answer you were changing was sent or withdrawn before you saved it. Your text now stands here."
            );
        }
    }
}

/**
 * @param {WhatsappTicket} ticket
 * @returns {boolean} whether something would be lost with this page
 */
export function hasUnsent({ draft, files, outgoing, edits }) {
    return Boolean(draft.trim() || files.length || outgoing.length || Object.keys(edits).length);
}
