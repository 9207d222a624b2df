import { describe, expect, test } from "@odoo/hoot";
import { Component, useState, xml } from "@odoo/owl";
import { contains } from "@mail/../tests/mail_test_helpers";
import { getService, mountWithCleanup } from "@web/../tests/web_test_helpers";

import { useWhatsappTicket } from "@whatsapp_dsgvo/ticket/use_whatsapp_ticket";

import { defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

class Follower extends Component {
    static template = xml`<span class="follower" t-esc="ticket.current ? ticket.current.id : 'none'"/>`;
    static props = { ticketId: [Number, Boolean] };

    setup() {
        this.ticket = useWhatsappTicket(this, (props) => props.ticketId);
    }
}

class Parent extends Component {
    static components = { Follower };
    static template = xml`<Follower t-if="state.shown" ticketId="state.id"/>`;
    static props = {};

    setup() {
        this.state = useState({ id: 8, shown: true });
    }
}

test("it follows the ticket it is given, and only while it is on screen", async () => {
    await openTicket({ isWhatsapp: false });
    const { open } = getService("whatsapp_ticket");
    const parent = await mountWithCleanup(Parent);
    await contains(".follower", { text: "8" });
    expect([...open.keys()]).toEqual([8]);
    parent.state.id = 9;
    await contains(".follower", { text: "9" });
    expect([...open.keys()]).toEqual([9]);
    parent.state.id = false;
    await contains(".follower", { text: "none" });
    expect(open.size).toBe(0);
    parent.state.id = 8;
    await contains(".follower", { text: "8" });
    parent.state.shown = false;
    await contains(".follower", { count: 0 });
    expect(open.size).toBe(0);
});
