import { useHotkey } from "@web/core/hotkeys/hotkey_hook";

/** {key: button of the question that is asked once a ticket is closed} */
const BUTTONS = {
    1: "action_whatsapp_keep",
    2: "action_whatsapp_dont_keep",
    3: "action_whatsapp_keep_voucher",
};

/**
 * Answers by the number on the button, except while one writes.
 * Not by Alt and the key, as buttons usually are: those open the menus of the app.
 */
export function useKeepKeys() {
    for (const [key, name] of Object.entries(BUTTONS)) {
        const button = () => document.querySelector(`.o_form_view button[name='${name}']`);
        useHotkey(key, () => button().click(), { isAvailable: () => Boolean(button()) });
    }
}
