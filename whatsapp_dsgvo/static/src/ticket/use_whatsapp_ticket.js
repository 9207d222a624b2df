import { onMounted, onWillUnmount, onWillUpdateProps, useState } from "@odoo/owl";

import { useService } from "@web/core/utils/hooks";

/**
 * Follows the ticket a component shows, and only while it is on screen.
 *
 * @param {Component} component
 * @param {(props: Object) => number|false} idOf id of the WhatsApp ticket, or false
 * @returns {{current: import("./whatsapp_ticket").WhatsappTicket|null}}
 */
export function useWhatsappTicket(component, idOf) {
    const service = useService("whatsapp_ticket");
    const state = useState({ current: null });
    let entered = false;
    const follow = (id) => {
        if (id === entered) {
            return;
        }
        if (entered) {
            service.leave(entered);
        }
        entered = id;
        state.current = id ? service.get(id) : null;
        if (id) {
            service.enter(id);
        }
    };
    onMounted(() => follow(idOf(component.props)));
    onWillUpdateProps((nextProps) => follow(idOf(nextProps)));
    onWillUnmount(() => follow(false));
    return state;
}
