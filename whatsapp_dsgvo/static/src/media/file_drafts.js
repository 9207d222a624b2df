import { Component, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

import { sizeOf } from "./file_size";

/** The files of the next answer: how far they are, and what is wrong with them. */
export class FileDrafts extends Component {
    static template = "whatsapp_dsgvo.FileDrafts";
    static props = { ticket: Object };

    setup() {
        this.ticket = useState(this.props.ticket);
        this.sizeOf = sizeOf;
    }

    removeLabel({ name }) {
        return _t("Remove %(name)s", { name });
    }

    /**
     * The rows move up when one goes: the second click of a double click would take away
     * the file that has come under the mouse.
     */
    onClickRemove({ detail: clicks }, draft) {
        if (clicks < 2) {
            this.ticket.removeFile(draft);
        }
    }

    percent({ progress }) {
        return Math.round(progress * 100);
    }
}
