import { MessageAction, registerMessageAction } from "@mail/core/common/message_actions";

import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

/**
 * All others would act on the stub, or carry it away: edit, delete, react, translate,
 * forward, … A list of the allowed ones also keeps out what other addons bring.
 */
const ALLOWED = ["wa-reply", "wa-copy", "toggle-star", "mark-as-read"];
/** WhatsApp can only quote what it has. */
const QUOTABLE = ["sent", "delivered", "read", "played"];

patch(MessageAction.prototype, {
    get condition() {
        const { message } = this.params;
        return message?.wa_body && !ALLOWED.includes(this.id) ? false : super.condition;
    },
});

function isQuotable({ direction, state, uuid }) {
    return Boolean(uuid) && (direction === "in" || QUOTABLE.includes(state));
}

registerMessageAction("wa-reply", {
    condition: ({ message, thread }) =>
        thread?.model === "helpdesk.ticket" &&
        Boolean(message.wa_body) &&
        isQuotable(message.wa_body),
    icon: "fa fa-reply",
    name: _t("Reply"),
    onSelected: ({ message, owner, store }) => {
        store.env.services.whatsapp_ticket.get(message.thread.id).reply({ ...message.wa_body });
        owner.env.inChatter?.toggleComposer("whatsapp", { force: true });
    },
    sequence: 10,
});

registerMessageAction("wa-copy", {
    condition: ({ message }) => Boolean(message.wa_body?.text),
    icon: "fa fa-copy",
    name: _t("Copy text"),
    onSelected: async ({ message, store }) => {
        await browser.navigator.clipboard.writeText(message.wa_body.text);
        store.env.services.notification.add(_t("Text copied."), { type: "info" });
    },
    sequence: 20,
});
