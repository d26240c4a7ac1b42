// SPDX-License-Identifier: GPL-3.0-or-later
// What the program wrote into the page: data/document_report_html.c.
export const langs = ["it", "en"] as const;
export type Lang = (typeof langs)[number];
export type Words = Record<Lang, string>;
export type Unit = "text" | "persons" | "points" | "share" | "index" | "cents" | "number";
export type Cell = Words | number | null;

export interface Column {
    name: Words;
    unit: Unit;
    parts: number;
}

export interface Section {
    chart: string;
    from: number;
    to: number;
    columns: Column[];
    rows: Cell[][];
}

export interface Report {
    title: Words;
    equality: Words;
    first_rows: Words;
    sections: Record<string, Section>;
}

export function read(): Report {
    return JSON.parse(document.getElementById("data")?.textContent ?? "{}") as Report;
}

export function text(cell: Cell | undefined, lang: Lang): string {
    return cell !== null && typeof cell === "object" ? cell[lang] : "";
}

// As people read it: euros, points, per cent.
export function figure(section: Section, row: number, column: number): number | null {
    const cell = section.rows[row]?.[column];
    if (typeof cell !== "number") {
        return null;
    }
    const about = section.columns[column];
    const value = cell / (about?.parts ?? 1);
    return about?.unit === "share" ? value * 100 : value;
}

// As the tables have it; `axis`: as the ticks of an axis need it.
export function format(value: number | null, unit: Unit, lang: Lang, axis = false): string {
    if (value === null) {
        return "–";
    }
    if (axis && unit === "cents" && Math.abs(value) >= 10000) {
        const millions = Math.abs(value) >= 1e6;
        const few = format(value / (millions ? 1e6 : 1000), millions ? "number" : "persons", lang);
        return lang === "it" ? `${few}\u00a0${millions ? "mln" : "mila"}\u00a0€` : `€${few}${millions ? "m" : "k"}`;
    }
    const digits = { text: 0, persons: 1, points: 1, share: 1, index: 3, cents: 0, number: 1 }[unit];
    // Below one point two figures, as in the tables; an axis has round figures, and needs them whole.
    const few = unit === "points" && Math.abs(value) < 1;
    const written = new Intl.NumberFormat(lang === "it" ? "it-IT" : "en-GB", {
        ...few ? { maximumSignificantDigits: axis ? 6 : 2 } : {
            maximumFractionDigits: axis && unit === "points" ? 6 : digits,
            minimumFractionDigits: unit === "index" ? digits : 0,
        },
        useGrouping: "always",
    } as Intl.NumberFormatOptions).format(value);
    if (unit === "cents") {
        return lang === "it" ? `${written}\u00a0€` : `€${written}`;
    }
    return unit === "share" ? (lang === "it" ? `${written}\u00a0%` : `${written}%`) : written;
}
