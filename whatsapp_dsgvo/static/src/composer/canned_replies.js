import { Component, useState } from "@odoo/owl";

import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useService } from "@web/core/utils/hooks";

/** Odoo's canned responses, read when they are needed. */
export class CannedReplies extends Component {
    static template = "whatsapp_dsgvo.CannedReplies";
    static components = { Dropdown, DropdownItem };
    static props = { onSelect: Function };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ replies: [] });
    }

    async load() {
        this.state.replies = await this.orm.searchRead(
            "mail.canned.response",
            [],
            ["source", "substitution"],
            { order: "source" }
        );
    }

    /** The closing list gives the focus to its button: the text comes after that. */
    onStateChanged(isOpen) {
        if (!isOpen && this.chosen) {
            this.props.onSelect(this.chosen);
        }
        this.chosen = "";
    }
}
