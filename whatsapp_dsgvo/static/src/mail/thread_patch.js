import { Thread } from "@mail/core/common/thread";

import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

/** Who is this close to the newest message, in pixels, wants to see the next one. */
const NEAR = 60;

/**
 * Odoo keeps in its place what is on screen when messages come, which are few in its
 * chatters. A customer's next message would come in above the screen, unseen.
 */
patch(Thread.prototype, {
    setup() {
        super.setup(...arguments);
        this.whatsappTickets = useService("whatsapp_ticket");
    },
    applyScrollContextually(thread) {
        const before = this.snapshot;
        super.applyScrollContextually(thread);
        const hasNewer = thread.newestPersistentMessage?.id > this.newestPersistentMessage?.id;
        const isNear = this.props.order === "desc" && before?.scrollTop < NEAR;
        if (hasNewer && isNear && this.whatsappTickets.knows(thread)) {
            this.setScroll(0);
        }
    },
});
