import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

import { TICKET_MODEL } from "../ticket/whatsapp_ticket";

const OURS = ["whatsapp_conversation_id", "!=", false];
const OPEN = ["closed", "=", false];
const UNANSWERED = ["whatsapp_unanswered_since", "!=", false];
const HELD = [
    ["direction", "=", "in"],
    ["state", "=", "held"],
    ["triage_decision", "=", false],
];
const SERIOUS = ["legal", "urgent"];
const UNCLEAR = "answered_unclearly";
/** A manager of the help desk alone may not read consents. */
const LEAD = ["helpdesk_mgmt.group_helpdesk_manager", "whatsapp_dsgvo.group_agent"];
const PRIVACY = ["whatsapp_dsgvo.group_privacy_coordinator", "whatsapp_dsgvo.group_dpo"];

/** The service consents that changed to this state within 7 days. */
function changedTo(state, more) {
    return (now) => [
        ["purpose", "=", "service"],
        ["state", "=", state],
        ["since", ">=", serializeDateTime(now.minus({ days: 7 }))],
        ...more,
    ];
}

function ticket(line) {
    return { model: TICKET_MODEL, action: "helpdesk_ticket_action_whatsapp", ...line };
}

/** The open tickets its figure counts. */
export function openOfTeam({ id, name }) {
    return ticket({ label: name, domain: [OURS, OPEN, ["team_id", "=", id]] });
}

function consent(label, state, ...more) {
    const domain = changedTo(state, more);
    return { model: "wa.consent", action: "wa_consent_action", label, domain };
}

function number(label, domain) {
    return { model: "wa.channel", action: "wa_channel_action", label, domain };
}

/** What nobody has looked at for longer than a day is not known any more. */
function isUnknown(now) {
    const lately = serializeDateTime(now.minus({ hours: 26 }));
    return [
        "|",
        "|",
        ["check_ids", "=", false],
        ["check_ids.found", "=", "grey"],
        ["check_ids.checked_at", "<", lately],
    ];
}

/** A light of the checked facts, as the settings show it. */
const KEY_BACKUP = {
    model: "wa.check",
    action: "wa_check_action",
    label: _t("Last backup of the key store"),
    domain: () => [["code", "=", "key_backup"]],
};

/**
 * What the start page counts, for members of one of the groups, or of all of a list. The
 * browser asks for each number with the user's own rights, so nobody learns of more than
 * their lists show.
 *
 * A line is {model, domain(now), label, action}, `alarm` if any of it is bad, `always` if
 * its 0 is to be seen and looked into, and `oldest` the field whose smallest value says
 * since when somebody waits. Without any of what a section `needs`, nothing is fine
 * there; without any of its `proof`, less is said to be. One with `doneSince` says when
 * the last answer went out. A section of `lights` shows them too, one with a `funnel` how
 * many agreed and how soon, one of `teams` their figures instead.
 */
export const SECTIONS = [
    {
        id: "desk",
        title: _t("To do now"),
        done: _t("Nobody is waiting."),
        doneSince: true,
        groups: ["whatsapp_dsgvo.group_agent"],
        lines: [
            ticket({
                label: _t("unanswered"),
                domain: () => [OURS, OPEN, UNANSWERED],
                oldest: "whatsapp_unanswered_since",
            }),
            ticket({
                label: _t("unanswered, free answer ends within 2 hours"),
                alarm: true,
                domain: (now) => [
                    OURS,
                    OPEN,
                    UNANSWERED,
                    ["whatsapp_window_expires_at", ">", serializeDateTime(now)],
                    ["whatsapp_window_expires_at", "<", serializeDateTime(now.plus({ hours: 2 }))],
                ],
            }),
            ticket({
                label: _t("unanswered, nobody in charge"),
                domain: () => [OURS, OPEN, UNANSWERED, ["user_id", "=", false]],
            }),
            ticket({
                label: _t("answer noted down, the customer has not tapped yet"),
                domain: () => [OURS, OPEN, ["whatsapp_waiting", "=", true]],
            }),
            ticket({
                label: _t("not delivered"),
                alarm: true,
                domain: () => [OURS, OPEN, ["whatsapp_not_delivered", "=", true]],
            }),
            ticket({
                label: _t("closed, keep or delete not decided"),
                action: "helpdesk_ticket_action_undecided",
                domain: () => [
                    OURS,
                    ["stage_id.closed", "=", true],
                    ["whatsapp_keep", "=", false],
                    ["whatsapp_restricted", "=", false],
                ],
            }),
        ],
    },
    {
        id: "triage",
        title: _t("Triage"),
        done: _t("Nobody waits for a decision."),
        groups: ["whatsapp_dsgvo.group_triage"],
        lines: [
            {
                model: "wa.message",
                action: "wa_message_action_triage",
                label: _t("perhaps legal or urgent"),
                alarm: true,
                domain: () => [...HELD, ["triage_label", "in", SERIOUS]],
                oldest: "event_at",
            },
            {
                model: "wa.message",
                action: "wa_message_action_triage",
                label: _t("other messages"),
                domain: () => [...HELD, ["triage_label", "not in", SERIOUS]],
                oldest: "event_at",
            },
        ],
    },
    {
        id: "privacy",
        title: _t("Data protection"),
        done: _t("No request is open, nothing was overdue at the last run."),
        proof: {
            model: "wa.retention.run",
            domain: () => [["state", "!=", "running"]],
            missing: _t("No request is open; no deletion run has ended yet."),
        },
        groups: PRIVACY,
        lines: [
            {
                model: "wa.request",
                action: "wa_request_action",
                label: _t("open requests"),
                domain: () => [["state", "!=", "done"]],
            },
            {
                model: "wa.request",
                action: "wa_request_action",
                label: _t("requests beyond the internal date"),
                alarm: true,
                domain: () => [["urgency", "in", ["overdue"]]],
            },
            {
                model: "wa.erasure",
                action: "wa_erasure_action",
                label: _t("erasures that are not finished"),
                domain: () => [["state", "not in", ["done", "cancelled"]]],
            },
            {
                model: "wa.retention.line",
                action: "wa_retention_line_action_overdue",
                label: _t("classes with overdue deletions"),
                alarm: true,
                domain: () => [
                    ["is_latest", "=", true],
                    ["overdue", ">", 0],
                ],
            },
            {
                // without a run nothing is found overdue, so nobody would hear of it
                model: "wa.retention.rule",
                action: "wa_retention_rule_action",
                label: _t("periods whose deletion is stopped"),
                alarm: true,
                domain: () => [
                    ["is_current", "=", true],
                    ["company_id.whatsapp_retention_paused_at", "!=", false],
                ],
            },
            {
                model: "wa.hold",
                action: "wa_hold_action",
                label: _t("legal holds to be confirmed"),
                domain: (now) => [
                    ["confirmed_at", "=", false],
                    ["released_at", "=", false],
                    ["until", ">=", serializeDate(now)],
                ],
            },
            {
                model: "wa.message",
                action: "wa_message_action_without_basis",
                label: _t("sent messages without a basis"),
                alarm: true,
                always: true,
                domain: () => [["without_basis", "=", true]],
            },
        ],
        lights: [KEY_BACKUP],
    },
    {
        id: "consent",
        title: _t("May we answer? The last 7 days"),
        done: _t("No consent has changed."),
        groups: [LEAD, ...PRIVACY],
        lines: [
            consent(_t("said yes"), "given"),
            consent(_t("said no or withdrew"), "withdrawn"),
            consent(_t("were asked and are silent"), "pending", [UNCLEAR, "=", false]),
            consent(_t("wrote on, neither yes nor no"), "pending", [UNCLEAR, "=", true]),
        ],
        funnel: true,
    },
    {
        id: "teams",
        title: _t("Teams, the last 7 days"),
        groups: [LEAD],
        lines: [],
        teams: true,
    },
    {
        id: "operation",
        title: _t("Operation"),
        done: _t("All numbers are connected; no event and no message is left undone."),
        needs: {
            ...number("", () => []),
            missing: _t("No number connected yet"),
        },
        groups: ["whatsapp_dsgvo.group_channel_admin"],
        lines: [
            {
                ...number(_t("numbers not connected"), () => [["state", "!=", "connected"]]),
                alarm: true,
            },
            {
                ...number(_t("numbers with a wrong fact"), () => [["check_ids.found", "=", "red"]]),
                alarm: true,
            },
            number(_t("numbers with a fact to look at"), () => [
                ["check_ids.found", "=", "yellow"],
            ]),
            number(_t("numbers with an unknown fact"), isUnknown),
            {
                model: "wa.event",
                action: "wa_event_action",
                label: _t("received events that fit nowhere"),
                alarm: true,
                domain: () => [["state", "=", "parked"]],
            },
            {
                model: "wa.message",
                action: "wa_message_action_parked",
                label: _t("messages not worked off"),
                alarm: true,
                domain: () => [...HELD, ["parked_at", "!=", false]],
            },
        ],
        lights: [KEY_BACKUP],
    },
];
