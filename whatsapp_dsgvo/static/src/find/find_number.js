import { Component, useState } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";
import { useAutofocus, useService } from "@web/core/utils/hooks";

import { sentenceOf } from "../ticket/sentence";
import { TICKET_MODEL } from "../ticket/whatsapp_ticket";

/** Looks up a whole number. It stays in this dialog: no address, no filter, no storage. */
export class FindNumber extends Component {
    static template = "whatsapp_dsgvo.FindNumber";
    static components = { Dialog };
    static props = { close: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ number: "", sentence: "", searching: false });
        useAutofocus({ refName: "number" });
    }

    get canFind() {
        return Boolean(this.state.number.trim()) && !this.state.searching;
    }

    async find() {
        if (!this.canFind) {
            return;
        }
        Object.assign(this.state, { searching: true, sentence: "" });
        try {
            await this.show(await this.ask());
        } catch (error) {
            this.state.sentence = sentenceOf(error);
        } finally {
            this.state.searching = false;
        }
    }

    ask() {
        return this.orm.silent.call(TICKET_MODEL, "whatsapp_find_number", [this.state.number]);
    }

    async show({ action, sentence }) {
        if (action) {
            this.props.close();
            await this.action.doAction(action);
        } else {
            this.state.sentence = sentence;
        }
    }
}

registry.category("actions").add("whatsapp_dsgvo.find_number", (env) => {
    env.services.dialog.add(FindNumber);
});
