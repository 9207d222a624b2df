import { Component, useState } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** As in the model: no free text, which would say what was locked. */
export const REASONS = {
    special: _t("Special category (health, belief …)"),
    document: _t("ID, card or bank data"),
    other_person: _t("About another person"),
    other: _t("Other"),
};

/** Asks why; afterwards no agent can read the message. */
export class LockDialog extends Component {
    static template = "whatsapp_dsgvo.LockDialog";
    static components = { Dialog };
    static props = { onLock: Function, close: Function };

    setup() {
        this.state = useState({ reason: "special" });
    }

    get reasons() {
        return Object.entries(REASONS);
    }

    async onClickLock() {
        await this.props.onLock(this.state.reason);
        this.props.close();
    }
}
