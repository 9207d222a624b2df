import { Message } from "@mail/core/common/message_model";
import { fields } from "@mail/core/common/record";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Message} */
const messagePatch = {
    setup() {
        super.setup(...arguments);
        /** Readable text and state; given to authorised readers only, never by the bus. */
        this.wa_body = fields.Attr();
    },
    get editable() {
        return !this.wa_body && super.editable;
    },
};
patch(Message.prototype, messagePatch);
