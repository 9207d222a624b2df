import { Component } from "@odoo/owl";

import { bubbleParts, partProps } from "./bubble_parts";

const MAP = "https://www.openstreetmap.org/";
const ZOOM = 17;

/** Name, address and coordinates; no map is loaded, for its server would learn the place. */
export class LocationPart extends Component {
    static template = "whatsapp_dsgvo.LocationPart";
    static props = partProps;

    get place() {
        return this.props.body.location;
    }

    get coordinates() {
        return `${this.place.latitude}, ${this.place.longitude}`;
    }

    get href() {
        const { latitude, longitude } = this.place;
        const query = new URLSearchParams({ mlat: latitude, mlon: longitude });
        return `${MAP}?${query}#map=${ZOOM}/${latitude}/${longitude}`;
    }
}

bubbleParts.add("location", LocationPart);
