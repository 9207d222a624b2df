import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { uniqueId } from "@web/core/utils/functions";

/** Meta's limit for the largest kind; the server knows the others. */
const LARGEST = 100 * 1024 * 1024;

/**
 * A file on its way to the server, which seals it while it arrives. The body is the file
 * and nothing else: a form would be spooled to disk in the clear.
 */
export class FileDraft {
    /** Its row in the composer stays its own when others go. */
    key = uniqueId("draft");
    /** Id of the attachment once it is there. */
    id = false;
    /** 0 to 1. */
    progress = 0;
    /** Why it can't be sent, in words for the agent. */
    error = "";

    /** @param {File} file */
    constructor(file) {
        this.file = file;
        this.name = file.name;
        this.size = file.size;
    }

    get isUploading() {
        return !this.id && !this.error;
    }

    /** @param {number} ticketId */
    upload(ticketId) {
        if (this.size > LARGEST) {
            this.error = _t("This file is too large: WhatsApp takes up to 100 MB.");
            return;
        }
        const xhr = new browser.XMLHttpRequest();
        this.xhr = xhr;
        xhr.open("POST", `/whatsapp/upload/${ticketId}`);
        xhr.setRequestHeader("Content-Type", "application/octet-stream");
        xhr.setRequestHeader("X-CSRF-Token", odoo.csrf_token);
        xhr.setRequestHeader("X-File-Name", encodeURIComponent(this.name));
        xhr.upload.addEventListener("progress", (ev) => {
            this.progress = ev.lengthComputable ? ev.loaded / ev.total : 0;
        });
        xhr.addEventListener("load", () => this.note(xhr));
        xhr.addEventListener("error", () => this.fail());
        xhr.send(this.file);
    }

    note(xhr) {
        let answer = {};
        try {
            answer = JSON.parse(xhr.responseText);
        } catch {
            // a proxy's page, or the login's
        }
        if (answer.id) {
            Object.assign(this, { ...answer, progress: 1, file: null });
        } else {
            this.fail(answer.error);
        }
    }

    fail(sentence) {
        this.error = sentence || _t("The file did not reach the server. Please try again.");
    }

    abort() {
        if (this.isUploading) {
            this.xhr?.abort();
        }
    }
}
