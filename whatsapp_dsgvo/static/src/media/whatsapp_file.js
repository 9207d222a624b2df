import { Component, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { FileModel } from "@web/core/file_viewer/file_model";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { useService } from "@web/core/utils/hooks";

import { sizeOf } from "./file_size";

const ICONS = {
    pending: "fa fa-spinner",
    on_demand: "fa fa-download",
    refused: "fa fa-ban",
    quarantined: "fa fa-lock",
    expired: "fa fa-calendar-times-o",
};
const TYPE_ICONS = {
    pdf: "fa fa-file-pdf-o",
    image: "fa fa-file-image-o",
    audio: "fa fa-file-audio-o",
    video: "fa fa-file-video-o",
    file: "fa fa-file-o",
};

/** For Odoo's viewer: the address holds neither name nor type of the file. */
export class ViewedFile extends FileModel {
    get urlRoute() {
        return `/whatsapp/media/${this.uuid}`;
    }
    get urlQueryParams() {
        return {};
    }
    /** Odoo leaves out the films of older phones, and shows nothing in their place. */
    get isVideo() {
        return super.isVideo || this.mimetype === "video/3gpp";
    }
}

/** @param {Object} file as the server describes it @returns {ViewedFile} */
export function viewed(file) {
    const { attachment_id: id, mime_type: mimetype, name, uuid } = file;
    return Object.assign(new ViewedFile(), { id, mimetype, name, uuid, type: "binary" });
}

/** The file of one message: shown if a browser may show it, else a tile. */
export class WhatsappFile extends Component {
    static template = "whatsapp_dsgvo.File";
    static props = { file: Object, ticketId: Number, others: { type: Function, optional: true } };
    static defaultProps = { others: () => [] };

    setup() {
        this.tickets = useService("whatsapp_ticket");
        this.viewer = useFileViewer();
        this.state = useState({ asked: false });
    }

    get file() {
        return this.props.file;
    }

    get isReady() {
        return this.file.state === "ready";
    }

    get url() {
        return `/whatsapp/media/${this.file.uuid}`;
    }

    get downloadUrl() {
        return `${this.url}?download=1`;
    }

    get thumbnailUrl() {
        return `/web/image/${this.file.attachment_id}/480x480`;
    }

    get icon() {
        return this.isReady ? TYPE_ICONS[this.file.look] : ICONS[this.file.state];
    }

    get isViewable() {
        return this.isReady && ["image", "pdf"].includes(this.file.look);
    }

    get size() {
        return this.file.size ? sizeOf(this.file.size) : "";
    }

    get viewLabel() {
        return _t("View %(name)s", { name: this.file.name });
    }

    get downloadLabel() {
        return _t("Download %(name)s", { name: this.file.name });
    }

    onClickView() {
        const files = this.props.others().map(viewed);
        const file = files.find(({ uuid }) => uuid === this.file.uuid) ?? viewed(this.file);
        this.viewer.open(file, files.includes(file) ? files : [file]);
    }

    async onClickFetch() {
        this.state.asked = true;
        await this.tickets.get(this.props.ticketId).fetchFile(this.file.uuid);
        this.state.asked = false;
    }
}
