import { Chatter } from "@mail/chatter/web_portal/chatter";
import "@mail/chatter/web/chatter_patch";

import { useEffect } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

import { WhatsappComposer } from "../composer/whatsapp_composer";
import { TICKET_MODEL } from "../ticket/whatsapp_ticket";
import { useWhatsappTicket } from "../ticket/use_whatsapp_ticket";

Object.assign(Chatter.components, { WhatsappComposer });

/** Id of the ticket if it came in by WhatsApp, else false. */
function whatsappTicketId({ record, threadId, threadModel }) {
    const conversation = threadModel === TICKET_MODEL && record?.data.whatsapp_conversation_id;
    return conversation ? threadId : false;
}

patch(Chatter.prototype, {
    setup() {
        super.setup(...arguments);
        this.whatsapp = useWhatsappTicket(this, whatsappTicketId);
        useEffect(
            (id) => {
                if (id || this.state.composerType === "whatsapp") {
                    this.state.composerType = id ? "whatsapp" : false;
                }
            },
            () => [whatsappTicketId(this.props)]
        );
        let seen = {};
        useEffect(
            (id, answers) => {
                if (seen.id === id && seen.answers < answers) {
                    this.state.jumpThreadPresent++;
                }
                seen = { id, answers };
            },
            () => [this.whatsapp.current?.id, this.whatsapp.current?.answers]
        );
    },
    get isWhatsapp() {
        return Boolean(whatsappTicketId(this.props) && this.whatsapp.current);
    },
    get whatsappTabs() {
        const email = this.whatsapp.current.panel?.email;
        return [
            { type: "whatsapp", name: "WhatsApp", icon: "fa fa-whatsapp", hotkey: "w" },
            { type: "note", name: _t("Internal note"), icon: "fa fa-lock", hotkey: "shift+m" },
            email && {
                type: "message",
                name: _t("E-mail to %(address)s", { address: email }),
                icon: "fa fa-envelope-o",
                hotkey: "m",
            },
        ].filter(Boolean);
    },
    /** Nothing of this customer is there yet, and we may not be the first to write. */
    get whatsappIsEmpty() {
        const { thread } = this.state;
        return (
            thread.isLoaded &&
            !thread.hasLoadingFailed &&
            !thread.loadOlder &&
            !thread.messages.some((message) => message.message_type === "whatsapp_message")
        );
    },
    get whatsappEmptyText() {
        const { number } = this.whatsapp.current.panel ?? {};
        return number
            ? _t("No message yet. Customers write first – to %(number)s.", { number })
            : _t("No message yet. Customers write first.");
    },
    onClickWhatsappTab(type) {
        this.toggleComposer(type, { force: true });
        if (type === "whatsapp") {
            this.whatsapp.current.focus++;
        }
    },
    /** There is always a tab open; closing another one leads back to WhatsApp. */
    toggleComposer(mode = false, options) {
        if (this.isWhatsapp && !mode) {
            return super.toggleComposer("whatsapp", { force: true });
        }
        return super.toggleComposer(mode, options);
    },
    closeSearch() {
        super.closeSearch();
        if (this.isWhatsapp) {
            this.state.composerType ||= "whatsapp";
        }
    },
});
