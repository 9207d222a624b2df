import { onMounted, onPatched, useSubEnv } from "@odoo/owl";

import { useHotkey } from "@web/core/hotkeys/hotkey_hook";

/** {key: its button in every line}; the number stands on the button. */
const BUTTONS = {
    1: "action_triage_nothing",
    2: "action_triage_legal",
    3: "action_triage_urgent",
};
const LINE = ".o_data_row, .o_kanban_record:not(.o_kanban_ghost)";

/**
 * Decides the line that has the focus by the number on its button, and goes on to the
 * next one. A decision can't be taken back, so only the line people see marked is
 * decided: if a colleague decided it meanwhile, none is marked until they choose one.
 */
export function useTriageKeys(controller) {
    let marked; // a message's id, as each loading draws the lines anew; null for none

    const lines = () => [...controller.rootRef.el.querySelectorAll(LINE)];
    const messageOf = (line) =>
        controller.model.root.records.find(({ id }) => id === line?.dataset.id)?.resId ?? null;
    const focused = () => document.activeElement.closest(LINE);
    const button = (key) => focused()?.querySelector(`button[name='${BUTTONS[key]}']`);

    function decide(key) {
        const all = lines();
        const place = all.indexOf(focused());
        button(key).click();
        marked = messageOf(all[place + 1] || all[place - 1]);
    }

    /** The first line to begin with, afterwards the marked one, once it is drawn anew. */
    function mark() {
        if (document.activeElement !== document.body) {
            return;
        }
        const all = lines();
        const line = marked === undefined ? all[0] : all.find((one) => messageOf(one) === marked);
        // a card takes the focus, of a line of the list its first cell does
        (line?.querySelector(".o_data_cell") || line)?.focus();
    }

    useSubEnv({ config: { ...controller.env.config, disableSearchBarAutofocus: true } });
    for (const key of Object.keys(BUTTONS)) {
        useHotkey(key, () => decide(key), { isAvailable: () => Boolean(button(key)) });
    }
    onMounted(() => {
        controller.rootRef.el.addEventListener("focusin", ({ target }) => {
            const line = target.closest(LINE);
            marked = line ? messageOf(line) : marked;
        });
        mark();
    });
    onPatched(mark);
}
