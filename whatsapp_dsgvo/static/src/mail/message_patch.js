import { Message } from "@mail/core/common/message";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

import { WhatsappBubble } from "../bubble/bubble";

Object.assign(Message.components, { WhatsappBubble });

/** Accessible name of the group, by direction. */
const NAMES = {
    in: _t("WhatsApp message from the customer"),
    out: _t("WhatsApp message from us"),
    note: _t("Internal note"),
};

patch(Message.prototype, {
    get attClass() {
        return { ...super.attClass, "o-wa-Message": Boolean(this.message.wa_body) };
    },
    get messageTypeText() {
        return NAMES[this.message.wa_body?.direction] ?? super.messageTypeText;
    },
});
