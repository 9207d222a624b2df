import { Composer } from "@mail/core/common/composer";

import { patch } from "@web/core/utils/patch";

/** Notes and e-mails of a WhatsApp ticket must not lie in the browser's storage. */
patch(Composer.prototype, {
    get isOfWhatsappTicket() {
        return this.env.services.whatsapp_ticket.knows(this.props.composer.thread);
    },
    saveContent() {
        if (!this.isOfWhatsappTicket) {
            super.saveContent();
        }
    },
    restoreContent() {
        if (!this.isOfWhatsappTicket) {
            super.restoreContent();
        }
    },
});
