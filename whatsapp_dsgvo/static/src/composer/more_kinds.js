import { Component, useState } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** WhatsApp shows so many as buttons; more become a list. */
const MOST_BUTTONS = 3;
/** Characters WhatsApp shows. */
const BUTTON_LENGTH = 20;
const ROW_LENGTH = 24;
const PAIR = /^\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*$/;

/** A form whose values are sent by `method`; what the server refuses is said in it. */
class KindDialog extends Component {
    static components = { Dialog };
    static props = { ticket: Object, close: Function };

    setup() {
        this.state = useState({ busy: false, error: "", ...this.values() });
    }

    async onClickSend() {
        const { ticket, close } = this.props;
        const [method, args] = this.call();
        this.state.busy = true;
        const options = { reply_to_id: ticket.quote?.uuid || false };
        if (await ticket.decide(method, args, options)) {
            this.onSent();
            ticket.answers++;
            ticket.quote = null;
            close();
            return;
        }
        Object.assign(this.state, { busy: false, error: ticket.sendError });
        ticket.sendError = "";
    }

    onSent() {}
}

/** A question and what the customer may tap. */
export class ChoicesDialog extends KindDialog {
    static template = "whatsapp_dsgvo.ChoicesDialog";

    values() {
        return { question: this.props.ticket.draft, answers: "" };
    }

    get answers() {
        const lines = this.state.answers.split("\n").map((line) => line.trim());
        return lines.filter(Boolean);
    }

    get limit() {
        return this.answers.length <= MOST_BUTTONS ? BUTTON_LENGTH : ROW_LENGTH;
    }

    /** Said while one writes: afterwards nobody knows which line was meant. */
    get tooLong() {
        const long = this.answers.filter((answer) => [...answer].length > this.limit);
        return long.map((answer) =>
            _t("%(excess)s characters too many: %(answer)s", {
                excess: [...answer].length - this.limit,
                answer,
            })
        );
    }

    get canSend() {
        const { question, busy } = this.state;
        const fits = this.answers.length && !this.tooLong.length;
        return Boolean(question.trim() && fits) && !busy;
    }

    call() {
        const { answers } = this;
        if (answers.length <= MOST_BUTTONS) {
            return ["whatsapp_send_buttons", [this.state.question, answers]];
        }
        const rows = answers.map((title) => [title]);
        return ["whatsapp_send_list", [this.state.question, _t("Choose"), rows]];
    }

    onSent() {
        this.props.ticket.draft = "";
    }
}

/** A place; nobody is asked for coordinates, as a map service would learn it. */
export class PlaceDialog extends KindDialog {
    static template = "whatsapp_dsgvo.PlaceDialog";

    values() {
        return { latitude: "", longitude: "", name: "", address: "" };
    }

    /** Map services copy both as a pair. */
    onPaste(ev) {
        const pair = ev.clipboardData.getData("text").match(PAIR);
        if (pair) {
            ev.preventDefault();
            [this.state.latitude, this.state.longitude] = pair.slice(1);
        }
    }

    get canSend() {
        const { latitude, longitude, busy } = this.state;
        return Boolean(latitude.trim() && longitude.trim()) && !busy;
    }

    call() {
        const { latitude, longitude, name, address } = this.state;
        return ["whatsapp_send_location", [latitude, longitude, name, address]];
    }
}

/** What can be sent besides text and files; none of it can wait for the customer. */
export class MoreKinds extends Component {
    static template = "whatsapp_dsgvo.MoreKinds";
    static components = { Dropdown, DropdownItem };
    static props = { ticket: Object };

    setup() {
        this.dialog = useService("dialog");
    }

    get canNotWait() {
        return ["ask", "asked"].includes(this.props.ticket.panel?.sending.code);
    }

    onSelectChoices() {
        this.dialog.add(ChoicesDialog, { ticket: this.props.ticket });
    }

    onSelectPlace() {
        this.dialog.add(PlaceDialog, { ticket: this.props.ticket });
    }
}
