import { Component, onMounted, onWillUnmount, useEffect, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { dayAndClock } from "../bubble/ticks";
import { sentenceOf } from "../ticket/sentence";
import { useWhatsappTicket } from "../ticket/use_whatsapp_ticket";
import { useKeepKeys } from "./keep_keys";
import { waitingFor, windowState } from "./live_times";

const TICK = 15000;

/** The head of a WhatsApp ticket: who it is, what was agreed, how long we may answer. */
export class WhatsappPanel extends Component {
    static template = "whatsapp_dsgvo.Panel";
    static props = { ...standardWidgetProps };

    setup() {
        this.ticket = useWhatsappTicket(this, ({ record }) => record.resId);
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ now: luxon.DateTime.now(), busy: false });
        useKeepKeys();
        // a closed ticket waits for nobody, and nobody may be asked about it
        useEffect(
            (at) => {
                if (this.stageSince && at !== this.stageSince) {
                    this.ticket.current?.load();
                }
                this.stageSince = at;
            },
            () => [this.props.record.data.last_stage_update?.toMillis()]
        );
        useEffect(
            () => void this.followHead(),
            () => [this.panel?.head]
        );
        onMounted(() => (this.interval = browser.setInterval(() => this.tick(), TICK)));
        onWillUnmount(() => browser.clearInterval(this.interval));
    }

    get panel() {
        return this.ticket.current?.panel;
    }

    get error() {
        return this.ticket.current?.error;
    }

    get person() {
        return this.panel.person;
    }

    get name() {
        return this.person.name || _t("Unknown");
    }

    /** What the person calls themselves is a claim, not a name we know. */
    get selfDeclared() {
        const { name, profile_name: profile } = this.person;
        return profile && profile !== name
            ? _t("calls themselves “%(name)s”", { name: profile })
            : "";
    }

    get suggestion() {
        const { name, ref } = this.person.suggestion;
        return ref
            ? _t("Probably %(name)s (customer no. %(ref)s)", { name, ref })
            : _t("Probably %(name)s", { name });
    }

    get consent() {
        const { label, since, notice_version: version } = this.panel.consent;
        return {
            text: since
                ? _t("Consent: %(state)s, since %(date)s", { state: label, date: dayAndClock(since) })
                : _t("Consent: %(state)s", { state: label }),
            title: version ? _t("Privacy notice, version %(version)s", { version }) : "",
        };
    }

    get freeTime() {
        return windowState(this.panel.window, this.state.now);
    }

    get waiting() {
        const { waiting_since: since } = this.panel;
        return since ? waitingFor(since, this.state.now) : "";
    }

    tick() {
        const wasOpen = this.panel?.readable && this.freeTime.open;
        this.state.now = luxon.DateTime.now();
        if (wasOpen && !this.freeTime.open) {
            // from now on the composer has to say why
            this.ticket.current.load();
        }
    }

    /** A colleague, or the customer, moved the ticket; what is being edited stays. */
    async followHead() {
        const { record } = this.props;
        const moved = Object.entries(this.panel?.head ?? {}).some(
            ([name, id]) => name in record.data && (record.data[name]?.id ?? false) !== id
        );
        if (moved && !record.dirty) {
            await record.load();
        }
    }

    async onClickEvidence() {
        const consent = [this.panel.consent.id];
        this.action.doAction(await this.orm.call("wa.consent", "action_evidence", [consent]));
    }

    /** On a phone it stands below all fields of the form. */
    onClickToConversation() {
        document.querySelector(".o-wa-Tabs")?.scrollIntoView({ block: "start" });
        this.ticket.current.focus++;
    }

    onClickLink() {
        return this.answer("whatsapp_link_partner");
    }

    onClickRefuse() {
        return this.answer("whatsapp_refuse_partner");
    }

    onClickBlockAgain() {
        return this.answer("whatsapp_block_again", []);
    }

    async answer(method, args = [this.person.suggestion.id]) {
        const ticket = this.ticket.current;
        this.state.busy = true;
        try {
            await ticket.call(method, args);
            await this.props.record.load();
            await ticket.load();
        } catch (error) {
            ticket.error = sentenceOf(error);
        }
        this.state.busy = false;
    }
}

registry.category("view_widgets").add("whatsapp_panel", { component: WhatsappPanel });
