import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

import { bubbleParts, partProps } from "./bubble_parts";

/** Address cards; one becomes a contact only if a person saves the form. */
export class ContactsPart extends Component {
    static template = "whatsapp_dsgvo.ContactsPart";
    static props = partProps;

    setup() {
        this.dialog = useService("dialog");
    }

    get cards() {
        return this.props.body.cards;
    }

    isEmpty(card) {
        return !Object.keys(card).length;
    }

    /** In a dialog: an action of its own would be put into the browser's storage. */
    onClickCreate(card) {
        this.dialog.add(FormViewDialog, {
            title: _t("Create contact"),
            resModel: "res.partner",
            context: {
                default_name: card.name || false,
                default_phone: card.phones?.[0] || false,
                default_email: card.emails?.[0] || false,
            },
        });
    }
}

bubbleParts.add("contacts", ContactsPart);
