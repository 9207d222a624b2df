import { browser } from "@web/core/browser/browser";

import { sentenceOf } from "./sentence";
import { noteArrived, noteChanged } from "./unsent";
import { TICKET_MODEL } from "./whatsapp_ticket";

const POLL = 50;
const PATIENCE = 5000;

/**
 * Bring the store up to date with the server.
 *
 * @param {import("./whatsapp_ticket").WhatsappTicket} ticket
 * @param {import("models").Store} store
 * @param {{fresh: boolean, ids: number[]}} changes `fresh`: there are new messages;
 *     `ids`: messages whose state changed
 */
export async function catchUp(ticket, store, { fresh, ids }) {
    const thread = store.Thread.get({ model: TICKET_MODEL, id: ticket.id });
    const known = ids.filter((id) => store["mail.message"].get(id)?.wa_body);
    try {
        await Promise.all([
            fresh && ticket.load(),
            fresh && thread && fetchNew(thread, ticket),
            known.length && refresh(known, ticket, store),
        ]);
    } catch (error) {
        ticket.error = sentenceOf(error);
    }
}

async function refresh(ids, ticket, store) {
    const rows = await ticket.call("whatsapp_messages", [ids]);
    store.insert({ "mail.message": rows });
    noteChanged(ticket, rows.map(({ wa_body: body }) => body));
}

async function fetchNew(thread, ticket) {
    await untilIdle(thread);
    // around an old message there would be a gap; going to the present loads all
    if (thread.loadNewer) {
        return;
    }
    const before = new Set(thread.messages.map((message) => message.id));
    await thread.fetchNewMessages();
    const added = thread.messages.filter((message) => !before.has(message.id));
    ticket.noteWritten(added.map((message) => message.wa_body?.author));
    noteArrived(ticket, ticket.shown());
}

/** `fetchNewMessages` does nothing while another fetch runs. */
async function untilIdle(thread) {
    for (let waited = 0; thread.status === "loading" && waited < PATIENCE; waited += POLL) {
        await new Promise((resolve) => browser.setTimeout(resolve, POLL));
    }
}
