import { Component } from "@odoo/owl";

import { WhatsappFile } from "../../media/whatsapp_file";
import { bubbleParts, partProps } from "./bubble_parts";

/** The file of a message, and what Odoo's viewer leafs through beside it. */
export class FilePart extends Component {
    static template = "whatsapp_dsgvo.FilePart";
    static components = { WhatsappFile };
    static props = partProps;

    get others() {
        return () => this.viewable();
    }

    /** The pictures and documents of this ticket. */
    viewable() {
        const messages = this.props.message.thread?.messages ?? [];
        return messages
            .map((message) => message.wa_body?.file)
            .filter((file) => file && ["image", "pdf", "video"].includes(file.look));
    }
}

bubbleParts.add("file", FilePart);
