import { Component, useState } from "@odoo/owl";

import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

import { OtherWay } from "./other_way";
import { dayAndClock } from "./ticks";

const { DateTime } = luxon;
const WEEK = 6;

/** @param {string} at UTC @returns {string} "Mon 8:12 AM"; with the date after some days */
export function recently(at, now = DateTime.now()) {
    const moment = deserializeDateTime(at);
    if (now.diff(moment, "days").days >= WEEK) {
        return dayAndClock(at);
    }
    return `${moment.toFormat("ccc")} ${moment.toLocaleString(DateTime.TIME_SIMPLE)}`;
}

/** An answer that waits until the customer lets it come: how it stands, what to decide. */
export class WaitingAnswer extends Component {
    static template = "whatsapp_dsgvo.WaitingAnswer";
    static components = { OtherWay };
    static props = { body: Object, ticketId: Number };

    setup() {
        this.ticket = useState(useService("whatsapp_ticket").get(this.props.ticketId));
        this.state = useState({ busy: false });
    }

    get waiting() {
        return this.props.body.waiting;
    }

    get line() {
        const { asked_at: askedAt } = this.waiting;
        return askedAt
            ? _t("Noted down – asked on %(time)s, not tapped yet.", { time: recently(askedAt) })
            : _t("Noted down – not asked yet.");
    }

    /** What is being written instead; undefined while nothing is. */
    get text() {
        return this.ticket.edits[this.props.body.uuid];
    }

    get canSave() {
        const text = this.text.trim();
        return text && text !== this.props.body.text && !this.state.busy;
    }

    /** Kept with the ticket: this bubble is gone once the answer is. */
    onInput(text) {
        this.ticket.edits[this.props.body.uuid] = text;
    }

    onClickDiscard() {
        delete this.ticket.edits[this.props.body.uuid];
    }

    onClickSave() {
        return this.decide("whatsapp_change_waiting", this.text);
    }

    async decide(method, ...values) {
        this.state.busy = true;
        if (await this.ticket.decide(method, [this.props.body.uuid, ...values])) {
            this.onClickDiscard();
        }
        this.state.busy = false;
    }
}
