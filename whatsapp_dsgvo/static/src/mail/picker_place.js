import { isMobileOS } from "@web/core/browser/feature_detection";

/**
 * Where Odoo's emoji picker opens. On a small screen it would be squeezed into `el`;
 * without a place of its own it opens as a dialog.
 */
export function pickerPlace(ui, el) {
    return ui.isSmall || isMobileOS() ? undefined : { el };
}
