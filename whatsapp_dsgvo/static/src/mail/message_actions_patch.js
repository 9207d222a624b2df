import { MessageAction, registerMessageAction } from "@mail/core/common/message_actions";

import { browser } from "@web/core/browser/browser";
import { useEmojiPicker } from "@web/core/emoji_picker/emoji_picker";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

import { LockDialog } from "../lock/lock_dialog";
import { pickerPlace } from "./picker_place";

/**
 * All others would act on the stub, or carry it away: edit, delete, react, translate,
 * forward, … A list of the allowed ones also keeps out what other addons bring.
 */
const ALLOWED = [
    "wa-reply",
    "wa-copy",
    "wa-react",
    "wa-unreact",
    "wa-lock",
    "toggle-star",
    "mark-as-read",
];
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

/** A customer's message that is still there; we react to nothing of our own. */
function isReactable({ message, thread }) {
    const { direction, kind, uuid } = message.wa_body || {};
    const isGone = ["revoked", "shredded"].includes(kind);
    return thread?.model === "helpdesk.ticket" && direction === "in" && Boolean(uuid) && !isGone;
}

function react({ message, store }, emoji) {
    const ticket = store.env.services.whatsapp_ticket.get(message.thread.id);
    return ticket.decide("whatsapp_react", [message.wa_body.uuid, emoji]);
}

registerMessageAction("wa-react", {
    condition: isReactable,
    icon: "oi oi-smile-add",
    name: _t("React"),
    onSelected({ owner, store }) {
        const el = owner.root?.el?.querySelector(`[name="${this.id}"]`);
        return owner.whatsappReactionPicker.open(pickerPlace(store.env.services.ui, el));
    },
    setup: (params) =>
        (params.owner.whatsappReactionPicker = useEmojiPicker(undefined, {
            onSelect: (emoji) => react(params, emoji),
        })),
    sequence: 12,
});

registerMessageAction("wa-unreact", {
    condition: (params) =>
        isReactable(params) &&
        params.message.wa_body.reactions?.some(({ direction }) => direction === "out"),
    icon: "fa fa-eraser",
    name: _t("Take our reaction back"),
    onSelected: (params) => react(params, ""),
    sequence: 13,
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

/** What is locked or gone already has no text and no part to lock. */
const UNLOCKABLE = ["restricted", "hidden", "shredded", "revoked"];

registerMessageAction("wa-lock", {
    condition: ({ message, thread }) =>
        thread?.model === "helpdesk.ticket" &&
        Boolean(message.wa_body?.uuid) &&
        !UNLOCKABLE.includes(message.wa_body.kind),
    icon: "fa fa-lock",
    name: _t("Lock the content"),
    onSelected: ({ message, store }) => {
        const ticket = store.env.services.whatsapp_ticket.get(message.thread.id);
        store.env.services.dialog.add(LockDialog, {
            onLock: (reason) => ticket.decide("whatsapp_lock", [message.wa_body.uuid, reason]),
        });
    },
    sequence: 90,
});
