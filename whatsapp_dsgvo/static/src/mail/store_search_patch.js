import { Store } from "@mail/core/common/store_service";

import { rpc } from "@web/core/network/rpc";
import { createDocumentFragmentFromContent } from "@web/core/utils/html";
import { patch } from "@web/core/utils/patch";

/** Messages of one request; the server decrypts each of them. */
const PAGE = 200;

/** All words in it, however deep. */
function wordsOf(value) {
    if (value && typeof value === "object") {
        return Object.values(value).map(wordsOf).join(" ");
    }
    return typeof value === "string" ? value : "";
}

/** What a reader sees of the message, in lower case. */
function shownOf({ wa_body: body, body: html, subject, trackingValues }) {
    if (!body) {
        const { textContent } = createDocumentFragmentFromContent(html ?? "").body;
        return wordsOf([textContent, subject, trackingValues]).toLowerCase();
    }
    const { text, footer, detail, choices, location, cards, title, rows, file } = body;
    const shown = [text, footer, detail, choices, location, cards, title, rows, file?.name];
    return wordsOf(shown).toLowerCase();
}

/**
 * The server has only sealed words and neutral stubs, so it would find nothing, or every
 * message. What the reader may read is fetched and looked through here.
 */
patch(Store.prototype, {
    async searchMessagesInThread(searchTerm, thread, before, isNotification) {
        if (!this.env.services.whatsapp_ticket.knows(thread)) {
            return super.searchMessagesInThread(...arguments);
        }
        const words = searchTerm.toLowerCase().split(/\s+/).filter(Boolean);
        const messages = (await this.fetchWhole(thread, isNotification)).filter((message) => {
            const shown = shownOf(message);
            return words.every((word) => shown.includes(word));
        });
        return { count: messages.length, loadMore: false, messages };
    },

    /** @returns {Promise<import("models").Message[]>} the newest first */
    async fetchWhole(thread, isNotification) {
        const found = [];
        let page;
        do {
            const fetch_params = {
                is_notification: isNotification,
                before: found.at(-1)?.id,
                limit: PAGE,
            };
            const params = { ...thread.getFetchParams(), fetch_params };
            const { data, messages } = await rpc(thread.getFetchRoute(), params);
            this.insert(data);
            page = this["mail.message"].insert(messages);
            found.push(...page);
        } while (page.length === PAGE);
        return found;
    },
});
