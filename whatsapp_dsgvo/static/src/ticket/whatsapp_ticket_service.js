import { reactive } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";

import { catchUp } from "./catch_up";
import { hasUnsent } from "./unsent";
import { TICKET_MODEL, WhatsappTicket } from "./whatsapp_ticket";

/** Notifications within this time become one request; milliseconds. */
export const COALESCE = 120;
/** How soon a panel that could not be read is tried again; milliseconds. */
export const RETRY = 30000;

/**
 * Keeps the tickets on screen up to date. The bus carries ids only; whatever may be read
 * is fetched, so it passes the server's access check every time.
 */
export class WhatsappTicketService {
    constructor({ bus_service: bus, orm, "mail.store": store }) {
        this.bus = bus;
        this.orm = orm;
        this.store = store;
        this.tickets = new Map();
        /** {ticket id: {users, channel, timer, changes}} of the tickets on screen */
        this.open = new Map();
        this.mutex = new Mutex();
        bus.subscribe("whatsapp_dsgvo/ticket", (payload) => this.note(payload));
        bus.subscribe("whatsapp_dsgvo/typing", (payload) => this.noteTyping(payload));
        bus.subscribe("whatsapp_dsgvo/inbox", (payload, { id }) => this.noteInbox(payload, id));
        bus.addEventListener("BUS:RECONNECT", () => this.catchUpWithAll());
        browser.addEventListener("beforeunload", (ev) => this.warn(ev));
    }

    /** Drafts are in no storage, so the browser asks before it forgets them. */
    warn(ev) {
        const isUnsent = (ticket) =>
            hasUnsent(ticket) || this.thread(ticket.id)?.composer?.composerText.trim();
        if ([...this.tickets.values()].some(isUnsent)) {
            ev.preventDefault();
        }
    }

    /** @param {number} id of a ticket */
    thread(id) {
        return this.store.Thread.get({ model: TICKET_MODEL, id });
    }

    /** @param {number} id @returns {WhatsappTicket} */
    get(id) {
        if (!this.tickets.has(id)) {
            const onSent = () => this.note({ ticket_id: id, kind: "new", message_ids: [] });
            const shown = () => this.thread(id)?.messages.map(({ wa_body: body }) => body) ?? [];
            const services = { orm: this.orm, onSent, shown };
            this.tickets.set(id, reactive(new WhatsappTicket(id, services)));
        }
        return this.tickets.get(id);
    }

    /** Whether this thread is known to be a WhatsApp ticket. */
    knows(thread) {
        return thread?.model === "helpdesk.ticket" && this.tickets.has(thread.id);
    }

    /** A part of the screen shows this ticket; each `enter` has its `leave`. */
    enter(id) {
        const entry = this.open.get(id);
        if (entry) {
            entry.users++;
            return;
        }
        this.open.set(id, { users: 1, ids: new Set(), fresh: false });
        this.listen(id);
    }

    async listen(id) {
        const ticket = this.get(id);
        const entry = this.open.get(id);
        const wasAway = Boolean(ticket.error);
        await ticket.load();
        // the ticket may have been left, or left and entered again, meanwhile
        if (this.open.get(id) !== entry) {
            return;
        }
        if (ticket.panel?.bus_channel) {
            entry.channel = ticket.panel.bus_channel;
            this.bus.addChannel(entry.channel);
            if (wasAway) {
                this.note({ ticket_id: id, kind: "new", message_ids: [] });
            }
        } else if (ticket.error) {
            entry.retry = browser.setTimeout(() => this.listen(id), RETRY);
        }
    }

    leave(id) {
        const entry = this.open.get(id);
        if (!entry || --entry.users) {
            return;
        }
        browser.clearTimeout(entry.timer);
        browser.clearTimeout(entry.retry);
        this.open.delete(id);
        if (entry.channel) {
            this.bus.deleteChannel(entry.channel);
        }
    }

    /** @param {{ticket_id: number, kind: "new"|"update", message_ids: number[]}} change */
    note({ ticket_id: id, kind, message_ids: ids }) {
        const entry = this.open.get(id);
        if (!entry) {
            return;
        }
        entry.fresh ||= kind === "new";
        ids.forEach((messageId) => entry.ids.add(messageId));
        entry.timer ??= browser.setTimeout(() => this.flush(id, entry), COALESCE);
    }

    flush(id, entry) {
        const { fresh } = entry;
        const ids = [...entry.ids];
        Object.assign(entry, { timer: undefined, fresh: false, ids: new Set() });
        // one at a time: an older answer must not overwrite a newer state
        return this.mutex.exec(() => catchUp(this.get(id), this.store, { fresh, ids }));
    }

    /** After a reconnect nobody knows what was missed. */
    catchUpWithAll() {
        for (const id of this.open.keys()) {
            const ours = this.thread(id)?.messages.filter((message) => message.wa_body) ?? [];
            const ids = ours.map((message) => message.id);
            this.note({ ticket_id: id, kind: "new", message_ids: ids });
        }
    }

    /**
     * Many messages came at once: Odoo told of the first, these are the ones after it.
     * @param {{count: number, after: number}} others
     */
    async noteInbox({ count, after }, notificationId) {
        const { inbox } = this.store;
        if (notificationId > inbox.counter_bus_id) {
            inbox.counter += count;
        }
        let missing = inbox.isLoaded ? count : 0;
        while (missing > 0) {
            // what can't be fetched now is there when the inbox is opened again
            const fetched = await inbox.fetchMessages({ after }).catch(() => []);
            if (!fetched.length) {
                return;
            }
            inbox.messages.add(...fetched);
            after = fetched.at(-1).id;
            missing -= fetched.length;
        }
    }

    noteTyping(signal) {
        if (this.open.has(signal.ticket_id)) {
            this.get(signal.ticket_id).noteTyping(signal);
        }
    }
}

export const whatsappTicketService = {
    dependencies: ["bus_service", "mail.store", "orm"],
    start: (env, services) => new WhatsappTicketService(services),
};

registry.category("services").add("whatsapp_ticket", whatsappTicketService);
