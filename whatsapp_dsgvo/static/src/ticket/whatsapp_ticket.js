import { markRaw } from "@odoo/owl";

import { user } from "@web/core/user";
import { browser } from "@web/core/browser/browser";
import { Mutex } from "@web/core/utils/concurrency";
import { uuid } from "@web/core/utils/strings";

import { FileDraft } from "../media/file_draft";
import { sentenceOf } from "./sentence";
import { noteArrived, takeBack } from "./unsent";

export const TICKET_MODEL = "helpdesk.ticket";
/** What becomes a message to the customer, and only once. */
const SENDING = [
    "whatsapp_react",
    "whatsapp_send_buttons",
    "whatsapp_send_list",
    "whatsapp_send_location",
];
/** One signal in this time, and a signal is believed for twice as long; milliseconds. */
export const TYPING_EVERY = 3000;
export const TYPING_LASTS = 6000;

/**
 * What the web client knows of one WhatsApp ticket. In memory only: neither the draft nor
 * anything a customer wrote is ever put into the browser's storage.
 */
export class WhatsappTicket {
    /** Answer of `whatsapp_panel`; undefined until it is there. */
    panel = undefined;
    /** Why the panel can't be shown, in the server's words. */
    error = "";
    draft = "";
    /** Files of the next answer, as `FileDraft`. */
    files = [];
    /** `wa_body` of the message the next answer quotes. */
    quote = null;
    sendError = "";
    /** Rises whenever the composer should take the focus. */
    focus = 0;
    /** Rises with what is written here: the chatter shows it, wherever it was. */
    answers = 0;
    /** {uuid: text} of waiting answers that are being changed. */
    edits = {};
    /** {user id: name} of colleagues who are answering. */
    typists = {};

    /**
     * @param {number} id
     * @param {{orm: Object, onSent: (ticket: WhatsappTicket) => void,
     *     shown: () => Array<Object>}} services `shown`: the `wa_body` of what is on screen
     */
    constructor(id, { orm, onSent, shown = () => [] }) {
        this.id = id;
        this.orm = orm;
        this.onSent = onSent;
        this.shown = shown;
        this.sending = new Mutex();
        /** What left the composer and is not with the server yet, in order. */
        this.outgoing = markRaw([]);
        /** {answer: key} of those we heard nothing of; the server knows each key once. */
        this.unheard = new Map();
        this.signalledAt = -TYPING_EVERY;
    }

    call(method, args = [], kwargs = {}) {
        return this.orm.silent.call(TICKET_MODEL, method, [[this.id], ...args], kwargs);
    }

    /**
     * The same call again after an answer that never came is still one message.
     *
     * @param {string} method that takes a `client_key`
     */
    async callOnce(method, args, kwargs) {
        const known = JSON.stringify([method, args, kwargs]);
        const client_key = this.unheard.get(known) ?? uuid();
        this.unheard.delete(known);
        try {
            return await this.call(method, args, { ...kwargs, client_key });
        } catch (error) {
            this.unheard.set(known, client_key);
            throw error;
        }
    }

    async load() {
        try {
            this.panel = await this.call("whatsapp_panel");
            this.error = "";
        } catch (error) {
            this.error = sentenceOf(error);
        }
    }

    /** @param {string} text */
    write(text) {
        this.draft = text;
        if (text) {
            this.signalTyping();
        }
    }

    /** @param {Iterable<File>} files each is sealed on the server while it is uploaded */
    addFiles(files) {
        for (const file of files) {
            this.files.push(new FileDraft(file));
            this.files.at(-1).upload(this.id);
        }
    }

    /** @param {FileDraft} draft */
    removeFile(draft) {
        draft.abort();
        this.files = this.files.filter((other) => other !== draft);
        if (draft.id) {
            // what is not dropped now is swept after a day
            this.call("whatsapp_drop_file", [draft.id]).catch(sentenceOf);
        }
    }

    signalTyping() {
        const now = Date.now();
        if (now - this.signalledAt < TYPING_EVERY) {
            return;
        }
        this.signalledAt = now;
        // nobody is told twice: a lost signal is followed by the next key
        this.call("whatsapp_typing").catch(sentenceOf);
    }

    /** Clears at once; what the server refuses comes back into the composer. */
    async send() {
        const { draft: body, files, quote } = this;
        const answer = { body, files, quote };
        this.outgoing.push(answer);
        Object.assign(this, { draft: "", files: [], quote: null, sendError: "" });
        // one after the other: answers arrive in the order they were written
        await this.sending.exec(() => this.deliver(answer));
    }

    async deliver(answer) {
        if (!this.outgoing.includes(answer)) {
            // it came back with the one before it
            return;
        }
        const { body, files, quote } = answer;
        const values = { body, reply_to_id: quote?.uuid || false };
        if (files.length) {
            values.attachment_ids = files.map(({ id }) => id);
        }
        try {
            await this.callOnce("whatsapp_send", [], values);
            this.outgoing.shift();
            this.answers++;
            this.onSent(this);
        } catch (error) {
            takeBack(this);
            this.sendError = sentenceOf(error);
            // the bus may have been faster than the failure
            noteArrived(this, this.shown());
        }
    }

    /** @param {string} uuid of a message that failed */
    async retry(uuid) {
        this.sendError = "";
        try {
            await this.callOnce("whatsapp_retry", [uuid], {});
            this.onSent(this);
        } catch (error) {
            this.sendError = sentenceOf(error);
        }
    }

    /** @param {string} uuid of a file that was put off */
    async fetchFile(uuid) {
        this.sendError = "";
        try {
            await this.call("whatsapp_fetch_file", [uuid]);
        } catch (error) {
            this.sendError = sentenceOf(error);
        }
    }

    /**
     * What an agent decides about a message, or sends besides text and files.
     *
     * @param {string} method of the ticket
     * @param {Array} args
     * @param {Object} [kwargs]
     * @returns {Promise<boolean>} whether the server did it
     */
    async decide(method, args, kwargs = {}) {
        this.sendError = "";
        const call = SENDING.includes(method) ? this.callOnce : this.call;
        try {
            await call.call(this, method, args, kwargs);
            this.onSent(this);
            return true;
        } catch (error) {
            this.sendError = sentenceOf(error);
            return false;
        }
    }

    /** @param {Object} body `wa_body` of the message to quote */
    reply(body) {
        this.quote = body;
        this.focus++;
    }

    /** @param {{user_id: number, name: string}} signal */
    noteTyping({ user_id: userId, name }) {
        if (userId === user.userId) {
            return;
        }
        browser.clearTimeout(this.typists[userId]?.timer);
        const timer = browser.setTimeout(() => delete this.typists[userId], TYPING_LASTS);
        this.typists[userId] = { name, timer };
    }

    /** Who has just been read has finished typing. */
    noteWritten(names) {
        for (const [userId, { name, timer }] of Object.entries(this.typists)) {
            if (names.includes(name)) {
                browser.clearTimeout(timer);
                delete this.typists[userId];
            }
        }
    }
}
