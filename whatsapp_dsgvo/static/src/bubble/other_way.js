import { Component, useState } from "@odoo/owl";

import { useService } from "@web/core/utils/hooks";

/** Phone and e-mail of the contact, on request; the default slot says what comes then. */
export class OtherWay extends Component {
    static template = "whatsapp_dsgvo.OtherWay";
    static props = { ticketId: Number, slots: { optional: true } };

    setup() {
        this.ticket = useState(useService("whatsapp_ticket").get(this.props.ticketId));
        this.state = useState({ open: false });
    }

    get person() {
        return this.ticket.panel?.person || {};
    }

    get email() {
        return this.ticket.panel?.email;
    }

    async onClick() {
        if (!this.ticket.panel) {
            // in a mailbox the ticket is not on screen
            await this.ticket.load();
        }
        this.state.open = !this.state.open;
    }
}
