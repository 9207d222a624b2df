import { Component, useEffect, useRef, useState } from "@odoo/owl";

import { MailAttachmentDropzone } from "@mail/core/common/mail_attachment_dropzone";

import { browser } from "@web/core/browser/browser";
import { useCustomDropzone } from "@web/core/dropzone/dropzone_hook";
import { useEmojiPicker } from "@web/core/emoji_picker/emoji_picker";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";

import { pickerPlace } from "../mail/picker_place";
import { FileDrafts } from "../media/file_drafts";
import { CannedReplies } from "./canned_replies";
import { MoreKinds } from "./more_kinds";

/** Meta's limit if the server has not told it yet; characters are code points. */
const LIMIT = 4096;
const MAX_HEIGHT = 240;

/**
 * Writes to the customer. Not Odoo's composer: that one keeps drafts in the browser's
 * storage and posts to a route that would store the text in the clear.
 */
export class WhatsappComposer extends Component {
    static template = "whatsapp_dsgvo.Composer";
    static components = { CannedReplies, FileDrafts, MoreKinds };
    static props = { ticket: Object, dropzoneRef: { type: Object, optional: true } };

    setup() {
        this.notification = useService("notification");
        this.ticket = useState(this.props.ticket);
        this.input = useRef("input");
        this.picker = useRef("picker");
        this.emojiButton = useRef("emoji");
        this.ui = useService("ui");
        this.emojiPicker = useEmojiPicker(undefined, {
            onSelect: (emoji) => this.insert(emoji),
        });
        useEffect(
            () => this.grow(),
            () => [this.ticket.draft, this.input.el]
        );
        useEffect(
            (wanted) => {
                if (wanted !== this.focused) {
                    this.input.el?.focus();
                }
                this.focused = wanted;
            },
            () => [this.ticket.focus]
        );
        this.focused = this.ticket.focus;
        if (this.props.dropzoneRef) {
            useCustomDropzone(this.props.dropzoneRef, MailAttachmentDropzone, {
                extraClass: "o-wa-Composer-dropzone",
                onDrop: (ev) => this.onDrop(ev),
            });
        }
    }

    get sending() {
        return this.ticket.panel?.sending;
    }

    /** Why nothing may be written just now; "" if it may. */
    get refusal() {
        return this.ticket.panel ? (this.sending.ok ? "" : this.sending.text) : this.ticket.error;
    }

    get placeholder() {
        const { name, profile_name: profile, masked } = this.ticket.panel?.person || {};
        return _t("Message to %(name)s …", { name: name || profile || masked || _t("customer") });
    }

    get limit() {
        return this.ticket.panel?.limit || LIMIT;
    }

    get length() {
        return [...this.ticket.draft.trim()].length;
    }

    get counter() {
        return `${formatInteger(this.length)} / ${formatInteger(this.limit)}`;
    }

    get isTooLong() {
        return this.length > this.limit;
    }

    get canSend() {
        const { files } = this.ticket;
        const isReady = files.every((file) => file.id) && !this.isTooLong;
        return Boolean(this.sending?.ok && isReady && (this.length || files.length));
    }

    onClickEmoji() {
        if (this.emojiPicker.isOpen) {
            this.emojiPicker.close();
        } else {
            this.emojiPicker.open(pickerPlace(this.ui, this.emojiButton.el));
        }
    }

    onPickFiles(ev) {
        this.ticket.addFiles(ev.target.files);
        // the same file may be chosen again
        ev.target.value = "";
        this.input.el?.focus();
    }

    onPaste(ev) {
        const { files } = ev.clipboardData;
        if (files.length) {
            ev.preventDefault();
            this.ticket.addFiles(files);
        }
    }

    onDrop(ev) {
        if (this.sending?.ok) {
            this.ticket.addFiles(ev.dataTransfer.files);
        }
    }

    /** After 24 hours nothing is sent at once; the button must not say it is. */
    get sendLabel() {
        const labels = { ask: _t("Note down and ask"), asked: _t("Note down") };
        return labels[this.sending?.code] || _t("Send");
    }

    get quoteAuthor() {
        const { direction, author } = this.ticket.quote;
        return direction === "in" ? author || _t("Customer") : _t("We");
    }

    get typing() {
        const names = Object.values(this.ticket.typists).map(({ name }) => name);
        if (names.length > 1) {
            return _t("%(names)s are typing …", { names: names.join(", ") });
        }
        return names.length ? _t("%(name)s is typing …", { name: names[0] }) : "";
    }

    grow() {
        const { el } = this.input;
        if (el) {
            el.style.height = "auto";
            el.style.height = `${Math.min(el.scrollHeight + 2, MAX_HEIGHT)}px`;
        }
    }

    onInput(ev) {
        this.ticket.write(ev.target.value);
    }

    onKeydown(ev) {
        // while an input method composes, Enter chooses a character
        if (ev.key === "Enter" && !ev.shiftKey && !ev.isComposing) {
            ev.preventDefault();
            this.send();
        } else if (ev.key === "Escape" && this.ticket.quote) {
            ev.stopPropagation();
            this.ticket.quote = null;
        }
    }

    send() {
        if (this.canSend) {
            this.ticket.send();
            // whoever types on before the next frame would begin with the sent text
            this.input.el.value = "";
            this.input.el.focus();
        }
    }

    /** @param {string} text goes to where the cursor is */
    insert(text) {
        const { el } = this.input;
        const { selectionStart: start, selectionEnd: end } = el;
        const { draft } = this.ticket;
        this.ticket.write(draft.slice(0, start) + text + draft.slice(end));
        el.value = this.ticket.draft;
        el.setSelectionRange(start + text.length, start + text.length);
        el.focus();
    }

    async onClickCopy() {
        await browser.navigator.clipboard.writeText(this.ticket.draft);
        this.notification.add(_t("Text copied."), { type: "info" });
    }
}
