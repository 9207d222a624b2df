import { Component, onWillStart, useState } from "@odoo/owl";

import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { formatInteger } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { usePoll } from "../fresh/poll";
import { SECTIONS, openOfTeam } from "./sections";

const { DateTime, Duration, Settings } = luxon;
const EVERY_MINUTE = 60_000;
const WHILE_WAITING = 5_000;
/** What a light says besides its colour. */
const LIGHTS = { yellow: _t("overdue"), red: _t("overdue"), grey: _t("unknown") };

/** 0.78 as "78 %" in German, "78%" in English. */
function percent(share) {
    return new Intl.NumberFormat(Settings.defaultLocale, { style: "percent" }).format(share);
}

/** What there is to do, for each role on one page; every line opens its list. */
export class Today extends Component {
    static template = "whatsapp_dsgvo.Today";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ heads: [], sections: [], at: DateTime.now(), said: "" });
        onWillStart(async () => {
            this.mine = await this.sectionsOfUser();
            await this.count();
        });
        usePoll(() => this.count(), EVERY_MINUTE);
        /** {id of a number: when it was last heard before somebody waited for it} */
        this.awaited = {};
        usePoll(() => this.isWaiting && this.count(), WHILE_WAITING);
    }

    get day() {
        return this.state.at.toLocaleString(DateTime.DATE_HUGE);
    }

    get counted() {
        const time = this.state.at.toLocaleString(DateTime.TIME_SIMPLE);
        return _t("Counted at %(time)s", { time });
    }

    async sectionsOfUser() {
        const seen = await Promise.all(SECTIONS.map(({ groups }) => this.isMember(groups)));
        return SECTIONS.filter((_section, index) => seen[index]);
    }

    async isMember(groups) {
        const ofAll = async (some) => {
            const has = await Promise.all([some].flat().map((group) => user.hasGroup(group)));
            return has.every(Boolean);
        };
        return (await Promise.all(groups.map(ofAll))).some(Boolean);
    }

    async count() {
        const at = DateTime.now();
        const [heads, ...sections] = await Promise.all([
            this.heads(at),
            ...this.mine.map((one) => this.countSection(one, at)),
        ]);
        const said = this.said(heads);
        Object.assign(this.state, { heads, sections: this.answered(sections, heads), at, said });
    }

    async countAgain() {
        await this.count();
        this.state.said = [this.counted, this.state.said].join(" ");
    }

    /** What a screen reader tells by itself: nothing that changes with each minute. */
    said(heads) {
        const silent = heads.filter((head) => head.silent);
        return silent
            .map(({ number }) => _t("%(number)s: no message for unusually long.", { number }))
            .join(" ");
    }

    /** Where nothing is left to do, when the last answer went out. */
    answered(sections, heads) {
        const last = heads.map(({ answered }) => answered).sort().at(-1);
        const isDone = ({ isDone, doneSince }) => isDone && doneSince && last;
        return sections.map((one) =>
            isDone(one) ? { ...one, done: `${one.done} ${this.lastAnswer(last)}` } : one
        );
    }

    lastAnswer(last) {
        const { day, time } = this.moment(last);
        return day
            ? _t("Last answer on %(day)s at %(time)s.", { day, time })
            : _t("Last answer at %(time)s.", { time });
    }

    stoodSince(since) {
        const { day, time } = this.moment(since);
        return day ? _t("since %(day)s, %(time)s", { day, time }) : _t("since %(time)s", { time });
    }

    /** {time, day}; of today the time says enough. */
    moment(text) {
        const at = deserializeDateTime(text);
        const day = { weekday: "short", day: "numeric", month: "numeric" };
        return {
            time: at.toLocaleString(DateTime.TIME_SIMPLE),
            day: at.hasSame(DateTime.now(), "day") ? "" : at.toLocaleString(day),
        };
    }

    /** Each number: whether anything goes out, and when a customer last wrote. */
    async heads(at) {
        if (!this.mine.length) {
            return [];
        }
        const heads = await this.orm.silent.call("wa.channel", "whatsapp_heads", []);
        return heads.map((head) => ({
            ...head,
            heardAt: head.heard,
            stateName: _t("connected"),
            since: head.since ? this.stoodSince(head.since) : "",
            waits: head.text && head.waiting ? this.waits(head.waiting) : "",
            silent: head.silence && !head.text ? this.silent(head) : "",
            ...this.waitedFor(head),
            heard: head.heard
                ? _t("last message %(ago)s", {
                      ago: deserializeDateTime(head.heard).toRelative({ base: at }),
                  })
                : _t("no message yet"),
        }));
    }

    waits(count) {
        return count === 1
            ? _t("One message waits and goes out by itself afterwards.")
            : _t("%(count)s messages wait and go out by themselves afterwards.", {
                  count: formatInteger(count),
              });
    }

    silent({ silence, usual }) {
        return _t(
            "No message for %(silence)s; usual at this time are %(usual)s at most. Please write “Test” from your own phone: we wait here.",
            {
                silence: this.duration(silence, "long"),
                usual: this.duration(Math.max(1, usual), "long"),
            }
        );
    }

    /** Whether somebody still waits here for a message of their own, or it has come. */
    waitedFor({ id, heard }) {
        const isAwaited = id in this.awaited;
        const isArrived = isAwaited && heard !== this.awaited[id];
        return { isAwaited: isAwaited && !isArrived, isArrived };
    }

    get isWaiting() {
        return this.state.heads.some(({ isAwaited }) => isAwaited);
    }

    waitFor(head) {
        this.awaited[head.id] = head.heardAt;
        head.isAwaited = true;
    }

    async countSection(section, at) {
        const counted = await Promise.all(section.lines.map((line) => this.countLine(line, at)));
        const needed = section.needs && (await this.countLine(section.needs, at));
        const proof = section.proof && (await this.countLine(section.proof, at));
        const done = proof?.count === 0 ? proof.missing : section.done;
        const isMissing = needed?.count === 0;
        const isDone = !isMissing && !section.teams && counted.every(({ count }) => !count);
        const lines = isDone ? counted.filter(({ always }) => always) : counted;
        const lights = await Promise.all((section.lights || []).map((one) => this.light(one)));
        const teams = section.teams && (await this.figures());
        const funnel = section.funnel && (await this.funnel());
        const found = { lines, lights: lights.flat(), teams, funnel };
        return { ...section, ...found, done, needed, isMissing, isDone };
    }

    async countLine(line, at) {
        const domain = line.domain(at);
        const count = await this.orm.silent.searchCount(line.model, domain);
        return { ...line, domain, count, since: count ? await this.since(line, domain) : "" };
    }

    /** A list of it, or an empty one: without a number nothing has been checked. */
    async light(one) {
        const domain = one.domain();
        const fields = ["colour", "finding"];
        const newest = { limit: 1, order: "checked_at desc" };
        const found = await this.orm.silent.searchRead(one.model, domain, fields, newest);
        return found.map((check) => ({
            ...one,
            domain,
            colour: check.colour,
            finding: [LIGHTS[check.colour], check.finding].filter(Boolean).join(" – "),
        }));
    }

    async figures() {
        const teams = await this.orm.silent.call("helpdesk.ticket.team", "whatsapp_figures", []);
        return teams.map((team) => ({ ...team, answered: this.duration(team.minutes) }));
    }

    /** [how many of those asked agreed, how soon], as sentences. */
    async funnel() {
        const found = await this.orm.silent.call("wa.consent", "whatsapp_funnel", []);
        const { asked, yes } = found;
        if (!asked) {
            return [];
        }
        const agreed = _t("%(yes)s of %(asked)s people who were asked said yes (%(share)s).", {
            yes: formatInteger(yes),
            asked: formatInteger(asked),
            share: percent(yes / asked),
        });
        const within = (seconds) =>
            // written out: "Min." would bring a second full stop into the German sentence
            this.duration(Math.max(1, Math.ceil(seconds / 60)), "long");
        const soon = _t("Half of them within %(half)s, nine in ten within %(most)s.", {
            half: within(found.half),
            most: within(found.most),
        });
        return yes ? [agreed, soon] : [agreed];
    }

    /** 125 as "2 hr, 5 min", or written out; a dash where nobody was answered. */
    duration(minutes, unitDisplay = "short") {
        if (minutes === false) {
            return "–";
        }
        const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
        const parts = hours ? { hours, ...(rest && { minutes: rest }) } : { minutes };
        return Duration.fromObject(parts).toHuman({ unitDisplay });
    }

    async since({ model, oldest }, domain) {
        if (!oldest) {
            return "";
        }
        const aggregate = `${oldest}:min`;
        const [group] = await this.orm.silent.formattedReadGroup(model, domain, [], [aggregate]);
        const start = deserializeDateTime(group[aggregate]);
        const day = { weekday: "short", ...(this.isOld(start) && { day: "numeric", month: "numeric" }) };
        const time = start.toLocaleString({ ...day, hour: "numeric", minute: "2-digit" });
        return _t("oldest: %(time)s", { time });
    }

    /** A weekday alone would be read as the last one. */
    isOld(start) {
        return DateTime.now().diff(start).as("days") > 6;
    }

    openTeam(team) {
        return this.open(openOfTeam(team));
    }

    async openRecord({ action, id }) {
        const found = await this.action.loadAction(`whatsapp_dsgvo.${action}`);
        await this.action.doAction({ ...found, res_id: id, views: [[false, "form"]] });
    }

    async open({ action, domain, label }) {
        const found = await this.action.loadAction(`whatsapp_dsgvo.${action}`);
        // what the list's usual filters would hide has been counted, too
        const display_name = label ? `${found.name}: ${label}` : found.name;
        await this.action.doAction({ ...found, display_name, domain, context: {} });
    }
}

registry.category("actions").add("whatsapp_dsgvo.today", Today);
