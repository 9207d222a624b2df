import { Component, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

import { bubbleParts } from "./parts/bubble_parts";
import { OtherWay } from "./other_way";
import { clock, dayAndClock, ticksOf } from "./ticks";
import { WaitingAnswer } from "./waiting";
import { renderWhatsapp } from "./whatsapp_markup";

/** States whose words stand in the bubble; of the others the sign says enough. */
const SPOKEN = ["queued", "sending", "uncertain", "failed", "cancelled"];

/** {kind of a mark: icon} */
const ICONS = { forwarded: "fa-share", ad: "fa-bullhorn", product: "fa-tag" };

const UNREADABLE = {
    restricted: _t(
        "This message is not readable for you (restricted processing). In charge: data protection coordination."
    ),
    hidden: _t("This message is not readable for you."),
    shredded: _t("The content of this message has been deleted."),
};

/**
 * One WhatsApp message or encrypted note. Replaces Odoo's own rendering, whose text is a
 * neutral stub; the default slot takes the message actions.
 */
export class WhatsappBubble extends Component {
    static template = "whatsapp_dsgvo.Bubble";
    static components = { OtherWay, WaitingAnswer };
    static props = { message: Object, thread: { optional: true }, slots: { optional: true } };

    setup() {
        this.store = useService("mail.store");
        this.tickets = useService("whatsapp_ticket");
        this.state = useState({ open: false, retrying: false });
    }

    get body() {
        return this.props.message.wa_body;
    }

    /** @returns {"grey"|"note"|"system"|"in"|"out"} */
    get look() {
        if (this.body.kind in UNREADABLE) {
            return "grey";
        }
        return this.body.automatic ? "system" : this.body.direction;
    }

    get unreadable() {
        return this.body.placeholder || UNREADABLE[this.body.kind];
    }

    /** What draws the particular of this kind, if there is more than a text. */
    get Part() {
        return bubbleParts.get(this.body.kind, null);
    }

    get marks() {
        return (this.body.marks ?? []).map((mark) => ({ ...mark, icon: ICONS[mark.kind] }));
    }

    /** What the customer did to the message later, in the user's time. */
    get traces() {
        const { edited, revoked } = this.body.times ?? {};
        return [
            edited && _t("changed at %s", clock(edited)),
            revoked && this.tellRevoked(clock(revoked)),
        ].filter(Boolean);
    }

    /** Where the text had to stay, it is said who deleted it. */
    tellRevoked(time) {
        return this.body.kind === "revoked"
            ? _t("deleted at %s", time)
            : _t("deleted by the customer at %s", time);
    }

    get reactions() {
        return (this.body.reactions ?? []).map(({ emoji, direction }) => ({
            emoji,
            title:
                direction === "in"
                    ? _t("Reaction of the customer: %s", emoji)
                    : _t("Our reaction: %s", emoji),
        }));
    }

    get text() {
        return renderWhatsapp(this.body.text);
    }

    get author() {
        return this.body.author || (this.body.direction === "in" ? _t("Customer") : "");
    }

    get label() {
        return this.body.label || this.body.placeholder || this.body.text;
    }

    /** Whether a line hides more than it says; one that does not is never cut. */
    get opens() {
        return Boolean(this.body.text || this.body.footer);
    }

    get quoted() {
        const { quoted } = this.body;
        return quoted && { ...quoted, who: quoted.direction === "in" ? _t("Customer") : _t("We") };
    }

    /** Where there is a conversation to look it up in. */
    get canJump() {
        return Boolean(this.quoted.message_id && this.env.messageHighlight && this.props.thread);
    }

    async onClickQuote() {
        const { thread } = this.props;
        const message = this.store["mail.message"].insert({ id: this.quoted.message_id, thread });
        await this.env.messageHighlight.highlightMessage(message, thread);
    }

    get time() {
        return clock(this.body.at);
    }

    get day() {
        return dayAndClock(this.body.at);
    }

    get ticks() {
        return ticksOf(this.body);
    }

    get stateLabel() {
        return SPOKEN.includes(this.body.state) ? this.body.state_label : "";
    }

    /** In a mailbox or another ticket's chatter: where the message belongs. */
    get origin() {
        const { message, thread } = this.props;
        return message.thread && !message.thread.eq(thread) ? message : null;
    }

    async onClickRetry() {
        this.state.retrying = true;
        const ticketId = this.props.message.thread.id;
        await this.tickets.get(ticketId).retry(this.body.uuid);
        // long enough to see the new message and not to press twice
        browser.setTimeout(() => (this.state.retrying = false), 2000);
    }
}
