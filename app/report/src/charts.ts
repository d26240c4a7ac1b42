// SPDX-License-Identifier: GPL-3.0-or-later
// One kind of chart a function: from a section's table to what ECharts draws. Colours are told apart
// by patterns and symbols too, and every chart has its table beside it.
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, registerLocale, use, type ECharts, type EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import langIT from "echarts/i18n/langIT-obj.js";
import { figure, format, read, text, type Lang, type Section, type Unit } from "./model";

use([BarChart, LineChart, ScatterChart, GridComponent, LegendComponent, TooltipComponent,
     AriaComponent, SVGRenderer]);
registerLocale("IT", langIT);

const report = read();
const pieceMost = 12; // bars
const placesMost = 12;
const colours = ["#0066cc", "#d9822b", "#008055", "#a6243c", "#7a5cc0", "#5b6f82", "#00788a", "#b0791c"];
const symbols = ["circle", "rect", "triangle", "diamond", "pin", "arrow", "roundRect"];
const dashes = ["solid", "dashed", "dotted"] as const;
const ink = "#17324d";
const font = '"Titillium Web", "Liberation Sans", Arial, sans-serif';

interface Drawn {
    option: EChartsCoreOption;
    height: number;
}

interface About {
    section: Section;
    lang: Lang;
    width: number;
    paper: boolean;
    rows: number[]; // of the table, those that are drawn here
}

const narrow = (about: About): boolean => about.width < 520;

// Of a chart with two axes: less where there is less room.
const high = (about: About, wide: number): number => about.paper || narrow(about) ? wide * 0.72 : wide;

function name(about: About, column: number): string {
    return about.section.columns[column]?.name[about.lang] ?? "";
}

function unit(about: About, column: number): Unit {
    return about.section.columns[column]?.unit ?? "number";
}

// Rules in the order of the trials, so that each has its colour in every chart.
function rulesOf(about: About, column: number): string[] {
    const here = new Set(about.section.rows.map((row) => text(row[column], about.lang)));
    const all = (report.sections.people?.rows ?? []).map((row) => text(row[1], about.lang));
    return [...new Set([...all, ...here])].filter((rule) => here.has(rule));
}

// Long names break where there is a space.
function wrap(words: string, most: number): string {
    const lines: string[] = [];
    for (const word of words.split(" ")) {
        const last = lines.at(-1);
        if (last !== undefined && last.length + word.length < most) {
            lines[lines.length - 1] = `${last} ${word}`;
        } else {
            lines.push(word);
        }
    }
    return lines.join("\n");
}

// What names a row: its columns of text that are not the same in all rows drawn.
function label(about: About, row: number): string {
    const { section, lang } = about;
    const parts: string[] = [];
    for (let c = 0; c < section.from; c++) {
        const here = text(section.rows[row]?.[c], lang);
        const several = about.rows.some((other) => text(section.rows[other]?.[c], lang) !== here);
        if (here !== "" && several) {
            parts.push(here);
        }
    }
    return parts.join("\n") || text(section.rows[row]?.[0], lang);
}

function labels(about: About): string[] {
    const most = nameMost(about);
    return about.rows.map((row) => label(about, row).split("\n").map((line) => wrap(line, most)).join("\n"));
}

// How many letters a bar's name has in a line; on paper letters are smaller.
function nameMost(about: About): number {
    return about.paper ? 44 : narrow(about) ? 20 : 34;
}

function barNames(about: About, names: string[]): object {
    return { type: "category", data: names, inverse: true, ...axisLook,
             axisLabel: { ...axisLook.axisLabel, interval: 0, ...about.paper ? { fontSize: 10, lineHeight: 11 } : { lineHeight: 16 } } };
}

// How high a bar with its name is.
function barHeight(about: About, bars: string[]): number {
    const lines = Math.max(...bars.map((one) => one.split("\n").length));
    return about.paper ? Math.max(18, lines * 11 + 4) : Math.max(26, lines * 16 + 6);
}

// A round figure at or above: where an axis ends that several charts share.
function roundUp(most: number): number {
    const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
    return power * ([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * power >= most) ?? 10);
}

// Each name has a place of its own, a new line where there is no more room: long names wrap, and
// ECharts lays such lines over each other.
function legend(about: About, names: string[]): { option: object[]; height: number } {
    const letter = 6.9;
    const line = 18;
    const symbol = 30;
    const most = Math.floor((about.width - symbol - 8) / letter);
    let [left, top, high] = [0, 0, 0];
    const option = names.map((one) => {
        const written = wrap(one, most);
        const lines = written.split("\n");
        const wide = symbol + Math.max(...lines.map((part) => part.length)) * letter + 16;
        if (left > 0 && left + wide > about.width) {
            [left, top, high] = [0, top + high, 0];
        }
        const place = { left, top };
        left += wide;
        high = Math.max(high, lines.length * line + 6);
        return {
            data: [one], ...place, padding: 2, itemWidth: 22, itemHeight: 13,
            textStyle: { color: ink, fontSize: 13, lineHeight: line },
            formatter: () => written, selectedMode: false,
        };
    });
    return { option, height: top + high + 10 };
}

const axisLook = {
    axisLabel: { color: ink, fontSize: 12, margin: 12 },
    nameTextStyle: { color: ink, fontSize: 13 },
    axisLine: { lineStyle: { color: "#5b6f82" } },
    splitLine: { lineStyle: { color: "#e3e8ed" } },
};

// Ticks no closer than what their labels can tell apart.
function ticks(of: "index" | "points"): object {
    return { minInterval: of === "index" ? 0.001 : 0.1 };
}

function common(about: About, names: string[], top: number, bottom = 34): object {
    return {
        animation: false,
        color: colours,
        textStyle: { fontFamily: font, color: ink },
        legend: names.length > 0 ? legend(about, names).option : undefined,
        grid: { left: 4, right: narrow(about) ? 18 : 30, top, bottom, containLabel: true },
        aria: { enabled: false, decal: { show: false } },
    };
}

const decals = [
    undefined,
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [3, 5], rotation: -0.8, color: "rgba(255,255,255,.55)" },
    { symbol: "circle", symbolSize: 0.8, dashArrayX: [[8, 8], [0, 8, 8, 0]], dashArrayY: [6, 0], color: "rgba(255,255,255,.6)" },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 7], rotation: 0.8, color: "rgba(255,255,255,.6)" },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [4, 4], rotation: 1.57, color: "rgba(255,255,255,.5)" },
    { symbol: "triangle", symbolSize: 0.8, dashArrayX: [[10, 10], [0, 10, 10, 0]], dashArrayY: [9, 0], color: "rgba(255,255,255,.6)" },
];

function look(index: number): object {
    return { color: colours[index % colours.length], decal: decals[index % decals.length] };
}

// Parts of a whole, a bar for each row.
function stack(about: About): Drawn {
    const { section, lang } = about;
    const columns = Array.from({ length: section.to - section.from }, (_, i) => section.from + i)
        .filter((c) => section.rows.some((_, r) => figure(section, r, c) !== 0));
    const whole = section.rows.map((_, r) => columns.reduce((sum, c) => sum + (figure(section, r, c) ?? 0), 0));
    const names = columns.map((c) => name(about, c));
    const of = unit(about, section.from);
    const head = legend(about, names).height;
    const bars = labels(about);
    return {
        height: head + bars.length * barHeight(about, bars) + 32,
        option: {
            ...common(about, names, head, 8),
            tooltip: {
                trigger: "item", confine: true,
                formatter: (p: { name: string; seriesName: string; value: number }) =>
                    `${p.name.replaceAll("\n", " ")}: ${p.seriesName}, ${format(p.value, of, lang)}`,
            },
            xAxis: { type: "value", ...axisLook, max: roundUp(Math.max(...whole)), splitNumber: narrow(about) ? 3 : 6,
                     axisLabel: { ...axisLook.axisLabel, hideOverlap: true,
                                  formatter: (v: number) => format(v, of, lang, true) } },
            yAxis: barNames(about, bars),
            series: columns.map((c, i) => ({
                type: "bar", stack: "all", name: name(about, c), barMaxWidth: 26,
                itemStyle: { ...look(i), borderColor: "#fff", borderWidth: 1 },
                data: about.rows.map((r) => figure(section, r, c)),
            })),
        },
    };
}

// Who gains to the right, who loses to the left.
function winners(about: About): Drawn {
    const { section, lang } = about;
    const names = [name(about, section.from), name(about, section.from + 1)];
    const head = legend(about, names).height;
    const bars = labels(about);
    const side = (column: number, sign: number, colour: number) => ({
        type: "bar", stack: "all", name: name(about, column), barMaxWidth: 26,
        itemStyle: look(colour),
        label: { show: true, position: sign > 0 ? "right" : "left", color: ink,
                 formatter: (p: { value: number }) =>
                     p.value === 0 ? "" : format(Math.abs(p.value), "persons", lang) },
        data: about.rows.map((r) => sign * (figure(section, r, column) ?? 0)),
    });
    const values = section.rows.flatMap((_, r) => [figure(section, r, section.from) ?? 0,
                                           figure(section, r, section.from + 1) ?? 0]);
    const most = Math.max(1, ...values) * 1.12;
    return {
        height: head + bars.length * barHeight(about, bars) + 32,
        option: {
            ...common(about, names, head, 8),
            tooltip: { trigger: "item", confine: true,
                       formatter: (p: { name: string; seriesName: string; value: number }) =>
                           `${p.name.replaceAll("\n", " ")}: ${p.seriesName}, ` +
                           format(Math.abs(p.value), "persons", lang) },
            xAxis: { type: "value", ...axisLook, min: -Math.ceil(most), max: Math.ceil(most),
                     splitNumber: narrow(about) ? 3 : 6,
                     axisLabel: { ...axisLook.axisLabel, hideOverlap: true, showMinLabel: false, showMaxLabel: false,
                                  formatter: (v: number) => format(Math.abs(v), "persons", lang) } },
            yAxis: barNames(about, bars),
            series: [side(section.from, 1, 2), side(section.from + 1, -1, 3)],
        },
    };
}

// What a little more is worth.
function bars(about: About): Drawn {
    const { section, lang } = about;
    const kept = about.rows;
    const rules = rulesOf(about, 1).filter((rule) => kept.some((r) => text(section.rows[r]?.[1], lang) === rule));
    const places = [...new Set(kept.map((r) => text(section.rows[r]?.[0], lang)))];
    const names = places.map((one) => wrap(one, nameMost(about)));
    const each = Math.max(barHeight(about, names), rules.length * (about.paper ? 14 : 18) + 8);
    const head = rules.length > 1 ? legend(about, rules).height : 10;
    const value = (rule: string, place: string): number | null => {
        const row = kept.find((r) => text(section.rows[r]?.[0], lang) === place &&
                                     text(section.rows[r]?.[1], lang) === rule);
        return row === undefined ? null : figure(section, row, section.from);
    };
    return {
        height: head + Math.max(1, places.length) * each + 64,
        option: {
            ...common(about, rules.length > 1 ? rules : [], head),
            tooltip: { trigger: "item", confine: true,
                       formatter: (p: { name: string; seriesName: string; value: number }) =>
                           `${p.name.replaceAll("\n", " ")}: ${format(p.value, "points", lang)}` },
            xAxis: { type: "value", ...axisLook, name: wrap(name(about, section.from), 40), nameLocation: "middle",
                     nameGap: 32, axisLabel: { ...axisLook.axisLabel, hideOverlap: true,
                         formatter: (v: number) => format(v, "points", lang, true) } },
            yAxis: barNames(about, names),
            series: rules.map((rule, i) => ({
                type: "bar", name: rule, barMaxWidth: 22, itemStyle: look(i),
                label: { show: true, position: "right", color: ink,
                         formatter: (p: { value: number }) => format(p.value, "points", lang) },
                data: places.map((place) => value(rule, place)),
            })),
        },
    };
}

// The mean score along an axis: against money, or against the axis's own values.
function curve(about: About): Drawn {
    const { section, lang } = about;
    const byMoney = section.chart === "curve";
    const rules = rulesOf(about, 0);
    const steps = [...new Set(section.rows.map((row) => text(row[1], lang)))];
    const head = legend(about, rules).height + 24;
    const points = (rule: string) => section.rows.flatMap((row, r) => text(row[0], lang) === rule
        ? [{ name: text(row[1], lang),
             value: [byMoney ? figure(section, r, 2) : wrap(text(row[1], lang), 16),
                     figure(section, r, section.from)] }]
        : []);
    return {
        height: head + high(about, 340),
        option: {
            ...common(about, rules, head),
            grid: { left: 4, right: narrow(about) ? 26 : 40, top: head, bottom: byMoney ? 44 : 10, containLabel: true },
            tooltip: { trigger: "item", confine: true,
                       formatter: (p: { data: { name: string; value: [unknown, number] }; seriesName: string }) =>
                           `${p.data.name}, ${p.seriesName}: ${format(p.data.value[1], "points", lang)}` },
            xAxis: byMoney
                ? { type: "value", scale: true, ...axisLook, name: name(about, 2), nameLocation: "middle", nameGap: 36,
                    splitNumber: narrow(about) ? 2 : 6,
                    axisLabel: { ...axisLook.axisLabel, hideOverlap: true,
                                 formatter: (v: number) => format(v, "cents", lang, true) } }
                : { type: "category", data: steps.map((one) => wrap(one, 16)), ...axisLook,
                    axisLabel: { ...axisLook.axisLabel, hideOverlap: true } },
            yAxis: { type: "value", scale: true, ...ticks("points"), ...axisLook, name: name(about, section.from),
                     nameTextStyle: { ...axisLook.nameTextStyle, align: "left" },
                     axisLabel: { ...axisLook.axisLabel, formatter: (v: number) => format(v, "points", lang) } },
            series: rules.map((rule, i) => ({
                type: "line", name: rule, symbol: symbols[i % symbols.length], symbolSize: 10,
                lineStyle: { width: 2.5, type: dashes[i % dashes.length] }, data: points(rule),
            })),
        },
    };
}

// Score upwards, inequality to the right.
function frontier(about: About): Drawn {
    const { section, lang } = about;
    const rules = rulesOf(about, 1);
    const head = legend(about, rules).height + 24;
    return {
        height: head + high(about, 400),
        option: {
            ...common(about, rules, head),
            grid: { left: 4, right: 34, top: head, bottom: 44, containLabel: true },
            tooltip: { trigger: "item", confine: true,
                       formatter: (p: { data: { name: string; value: number[] }; seriesName: string }) =>
                           `${p.data.name}, ${p.seriesName}: ${name(about, section.from)} ` +
                           `${format(p.data.value[1] ?? null, "points", lang)}, Gini ` +
                           format(p.data.value[0] ?? null, "index", lang) },
            xAxis: { type: "value", scale: true, ...ticks("index"), ...axisLook, name: name(about, section.from + 1),
                     nameLocation: "middle", nameGap: 36, splitNumber: narrow(about) ? 3 : 6,
                     axisLabel: { ...axisLook.axisLabel, hideOverlap: true,
                                  formatter: (v: number) => format(v, "index", lang) } },
            yAxis: { type: "value", scale: true, ...ticks("points"), ...axisLook, name: name(about, section.from),
                     nameTextStyle: { ...axisLook.nameTextStyle, align: "left" },
                     axisLabel: { ...axisLook.axisLabel, formatter: (v: number) => format(v, "points", lang) } },
            series: rules.map((rule, i) => ({
                type: "scatter", name: rule, symbol: symbols[i % symbols.length], symbolSize: 15,
                itemStyle: { color: colours[i % colours.length], opacity: 0.85, borderColor: "#fff", borderWidth: 1 },
                data: section.rows.flatMap((row, r) => text(row[1], lang) === rule
                    ? [{ name: text(row[0], lang),
                         value: [figure(section, r, section.from + 1), figure(section, r, section.from)] }]
                    : []),
            })),
        },
    };
}

function lorenz(about: About): Drawn {
    const { section, lang } = about;
    const columns = Array.from({ length: section.to - section.from }, (_, i) => section.from + i);
    const equality = report.equality[lang];
    const names = [...columns.map((c) => name(about, c)), equality];
    const head = legend(about, names).height;
    const per = (v: number) => format(v, "share", lang);
    return {
        height: head + high(about, 400),
        option: {
            ...common(about, names, head + 10),
            grid: { left: 4, right: 34, top: head + 10, bottom: 44, containLabel: true },
            tooltip: { trigger: "item", confine: true,
                       formatter: (p: { seriesName: string; value: [number, number] }) =>
                           `${p.seriesName}: ${per(p.value[0])} → ${per(p.value[1])}` },
            xAxis: { type: "value", min: 0, max: 100, ...axisLook, name: name(about, 0),
                     nameLocation: "middle", nameGap: 36,
                     axisLabel: { ...axisLook.axisLabel, hideOverlap: true, formatter: per } },
            yAxis: { type: "value", min: 0, max: 100, ...axisLook,
                     axisLabel: { ...axisLook.axisLabel, formatter: per } },
            series: [
                ...columns.map((c, i) => ({
                    type: "line", name: name(about, c), symbol: symbols[i % symbols.length], symbolSize: 7,
                    lineStyle: { width: 2.5, type: dashes[i % dashes.length] },
                    itemStyle: { color: colours[i % colours.length] },
                    data: section.rows.map((_, r) => [figure(section, r, 0), figure(section, r, c)]),
                })),
                { type: "line", name: equality, symbol: "none", color: "#8c9ba8",
                  itemStyle: { color: "#8c9ba8" },
                  lineStyle: { width: 1.5, color: "#8c9ba8" }, data: [[0, 0], [100, 100]] },
            ],
        },
    };
}

const kinds: Record<string, (about: About) => Drawn> = {
    stack, winners, bars, curve, steps: curve, frontier, lorenz,
};

// The rows a chart shows, in pieces no higher than a page of paper: bars of the same situation, or of
// the same place, stay together.
function pieces(section: Section, lang: Lang): number[][] {
    const all = section.rows.map((_, r) => r);
    if (section.chart !== "stack" && section.chart !== "winners" && section.chart !== "bars") {
        return [all];
    }
    const rows = section.chart === "bars" ? all.filter((r) => (figure(section, r, section.from) ?? 0) > 0) : all;
    const groups = new Map<string, number[]>();
    for (const row of rows) {
        const key = text(section.rows[row]?.[0], lang);
        groups.set(key, [...groups.get(key) ?? [], row]);
    }
    if (section.chart === "bars") {
        return [[...groups.values()].slice(0, placesMost).flat()];
    }
    const made: number[][] = [];
    for (const group of groups.values()) {
        for (let at = 0; at < group.length; at += pieceMost) {
            const part = group.slice(at, at + pieceMost);
            const last = made.at(-1);
            if (last !== undefined && last.length + part.length <= pieceMost) {
                last.push(...part);
            } else {
                made.push(part);
            }
        }
    }
    return made;
}

const drawn = new Map<HTMLElement, ECharts>();
let shown: Lang = "it";

// What stands above a piece: the situation that all its rows share, where others follow.
function heading(section: Section, rows: number[], lang: Lang, alone: boolean): string {
    const names = new Set(rows.map((row) => text(section.rows[row]?.[0], lang)));
    return alone || names.size > 1 ? "" : [...names].join("");
}

function frames(place: HTMLElement, section: Section, parts: number[][], lang: Lang): HTMLElement[] {
    if (place.childElementCount !== parts.length) {
        place.replaceChildren(...parts.map((rows) => {
            const piece = document.createElement("div");
            piece.className = "piece";
            const title = heading(section, rows, lang, parts.length === 1);
            if (title !== "") {
                piece.append(Object.assign(document.createElement("p"), { textContent: title }));
            }
            piece.append(document.createElement("div"));
            return piece;
        }));
        const left = section.rows.length - parts.flat().length;
        const caption = place.nextElementSibling;
        if (caption !== null && left > 0 && section.chart === "bars") {
            caption.append(` ${report.first_rows[lang]}`);
        }
    }
    return [...place.children].map((piece) => piece.lastElementChild as HTMLElement);
}

function render(place: HTMLElement, lang: Lang, paper?: number): void {
    const section = report.sections[place.dataset.section ?? ""];
    const make = kinds[section?.chart ?? ""];
    if (section === undefined || make === undefined) {
        return;
    }
    const width = paper ?? place.clientWidth;
    const parts = pieces(section, lang);
    frames(place, section, parts, lang).forEach((frame, i) => {
        const { option, height } = make({ section, lang, width, paper: paper !== undefined, rows: parts[i] ?? [] });
        frame.style.height = `${height}px`;
        const chart = drawn.get(frame) ??
            init(frame, null, { renderer: "svg", locale: lang === "it" ? "IT" : "EN", width, height });
        drawn.set(frame, chart);
        chart.resize({ width, height });
        chart.setOption(option, { notMerge: true });
        // The figure has its own words; what is drawn adds nothing for a screen reader.
        frame.querySelector("svg")?.setAttribute("aria-hidden", "true");
    });
}

export function draw(lang: Lang, width?: number): void {
    shown = lang;
    for (const place of document.querySelectorAll<HTMLElement>(`.page[lang="${lang}"] .chart`)) {
        render(place, lang, width);
    }
}

export function forget(): void {
    for (const chart of drawn.values()) {
        chart.dispose();
    }
    drawn.clear();
}

export function resize(width?: number): void {
    draw(shown, width);
}
