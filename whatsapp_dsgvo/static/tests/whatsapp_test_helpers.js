import { mailModels, openFormView, start, startServer } from "@mail/../tests/mail_test_helpers";
import { defineModels, defineParams, fields, models, onRpc } from "@web/../tests/web_test_helpers";

/** {id of a chatter message: `wa_body`} as the server would add it for a reader. */
const readable = new Map();

export class WaConversation extends models.Model {
    _name = "wa.conversation";
    name = fields.Char();
}

export class HelpdeskTicket extends models.Model {
    _name = "helpdesk.ticket";
    _primary_email = "partner_email";
    _views = {
        form: `<form><sheet>
            <field name="name"/><field name="whatsapp_conversation_id" invisible="1"/>
            <widget name="whatsapp_panel" invisible="not whatsapp_conversation_id"/>
        </sheet><chatter/></form>`,
    };

    name = fields.Char();
    partner_email = fields.Char();
    activity_ids = fields.One2many({ relation: "mail.activity" });
    message_ids = fields.One2many({ relation: "mail.message" });
    message_follower_ids = fields.Many2many({ relation: "mail.followers" });
    whatsapp_conversation_id = fields.Many2one({ relation: "wa.conversation" });

    get_views() {
        const result = super.get_views(...arguments);
        result.models[this._name].has_activities = true;
        return result;
    }

    _message_get_suggested_recipients() {
        return [];
    }
}

export class MailMessage extends mailModels.MailMessage {
    _to_store(store) {
        super._to_store(...arguments);
        for (const { id } of this) {
            if (readable.has(id)) {
                store._add_record_fields(this.browse(id), { wa_body: readable.get(id) });
            }
        }
    }
}

/** To be called in each test file, as `defineMailModels`. */
export function defineWhatsappModels() {
    defineParams({ suite: "mail" }, "replace");
    return defineModels({ ...mailModels, HelpdeskTicket, MailMessage, WaConversation });
}

/** What the server knows of Erika's ticket, changed by `values`. */
export function panelOf(values = {}) {
    return {
        is_whatsapp: true,
        readable: true,
        person: {
            name: "Erika Muster",
            partner_id: 7,
            profile_name: "Eri",
            masked: "···· 4711",
            phone: "+49 30 5550 199",
            suggestion: false,
        },
        consent: {
            state: "given",
            label: "Given",
            since: "2026-11-23 08:02:00",
            colour: "green",
            notice_version: 3,
            id: 7,
        },
        window: { open: true, expires_at: "2026-11-24 08:02:00" },
        sending: { ok: true, code: "", text: "" },
        waiting_since: false,
        limit: 4096,
        email: false,
        number: "+49 30 5550 100",
        bus_channel: "whatsapp_dsgvo.ticket_1",
        ...values,
    };
}

/** A message the customer wrote, changed by `values`. */
export function bodyOf(values = {}) {
    return {
        uuid: "0001",
        direction: "in",
        kind: "text",
        text: "My invoice is wrong",
        footer: "",
        placeholder: "",
        author: "Erika Muster",
        automatic: false,
        label: "",
        state: "done",
        state_label: "",
        at: "2026-11-23 08:01:00",
        times: {},
        error: false,
        quoted: false,
        ...values,
    };
}

/** A file as the server describes it, changed by `values`. */
export function fileOf(values = {}) {
    return {
        uuid: "f1",
        attachment_id: 41,
        kind: "document",
        look: "file",
        name: "Invoice.docx",
        mime_type: "application/octet-stream",
        size: 3400,
        voice: false,
        state: "ready",
        text: "",
        can_fetch: false,
        ...values,
    };
}

/** A message with such a file. */
export function fileBody(file = {}, body = {}) {
    return bodyOf({ kind: "file", text: "", file: fileOf(file), ...body });
}

/** Put a stub into the ticket's chatter, readable as `body` unless that is null. */
export function addMessage(pyEnv, ticketId, body = bodyOf(), values = {}) {
    const id = pyEnv["mail.message"].create({
        body: "<p>WhatsApp message received. Please read it in Odoo.</p>",
        date: "2026-11-23 08:01:00",
        message_type: "whatsapp_message",
        model: "helpdesk.ticket",
        res_id: ticketId,
        ...values,
    });
    if (body) {
        readable.set(id, body);
    }
    return id;
}

/** @param {Object} answers {method of the ticket: (args, kwargs) => answer} */
export function answer(answers) {
    for (const [method, reply] of Object.entries(answers)) {
        onRpc("helpdesk.ticket", method, ({ args, kwargs }) => reply(args, kwargs));
    }
}

/** A server, a ticket and its form on screen; `panel` may be a function that throws. */
export async function openTicket({ panel = panelOf(), isWhatsapp = true, bodies = [] } = {}) {
    readable.clear();
    const pyEnv = await startServer();
    const conversationId = pyEnv["wa.conversation"].create({ name: "conversation" });
    const ticketId = pyEnv["helpdesk.ticket"].create({
        name: "WhatsApp enquiry",
        whatsapp_conversation_id: isWhatsapp && conversationId,
    });
    const messageIds = bodies.map((body) => addMessage(pyEnv, ticketId, body));
    answer({
        whatsapp_panel: typeof panel === "function" ? panel : () => panel,
        whatsapp_typing: () => true,
    });
    await start();
    await openFormView("helpdesk.ticket", ticketId);
    return { pyEnv, ticketId, messageIds };
}
