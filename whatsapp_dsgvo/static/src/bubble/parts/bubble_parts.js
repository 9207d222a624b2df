import { registry } from "@web/core/registry";

/**
 * {`kind` of a `wa_body`: the component that draws what is particular to it}. Each gets
 * `body` and `message`; text, marks, reactions and ticks are drawn by the bubble around it.
 * A kind without a component says it all with its text or its `placeholder`.
 */
export const bubbleParts = registry.category("whatsapp_dsgvo.bubble_parts");

export const partProps = { body: Object, message: Object };
