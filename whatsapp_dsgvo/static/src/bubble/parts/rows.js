import { Component } from "@odoo/owl";

import { bubbleParts, partProps } from "./bubble_parts";

/** Pairs of label and value: an order, the answers to a form. */
export class RowsPart extends Component {
    static template = "whatsapp_dsgvo.RowsPart";
    static props = partProps;
}

bubbleParts.add("rows", RowsPart);
