// SPDX-License-Identifier: GPL-3.0-or-later
// report.mjs CHROMIUM OUT PAGE…: opens every page in both languages on a desk, a phone and paper: no
// word on the console, nothing asked of the network, every chart drawn, every table filled, nothing
// for axe-core to complain about. Leaves pictures in OUT. Exits 1 when something is wrong.
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const [executablePath, out, ...pages] = process.argv.slice(2);
const sizes = { desk: 1280, phone: 320 };
const must = ["people", "winners", "curve-1", "curve-2", "fairness", "lorenz", "spending", "pools"];
let faults = 0;

function wrong(where, what) {
    faults++;
    console.log(`${where}: ${what}`);
}

// What the page shows in a language: sections, sizes of charts, cells of tables.
function look(lang) {
    const page = document.querySelector(`.page[lang="${lang}"]`);
    const shown = [...document.querySelectorAll(".page")].filter((one) => !one.hidden);
    return {
        lang: document.documentElement.lang,
        alone: shown.length === 1 && shown[0] === page,
        title: document.title,
        heading: page.querySelector("h1").textContent,
        sideways: document.documentElement.scrollWidth > document.documentElement.clientWidth,
        charts: [...page.querySelectorAll(".chart")].map((chart) => ({
            section: chart.dataset.section,
            label: chart.getAttribute("aria-label"),
            // What shows the figures: in the colours of the series, not axes and letters.
            shapes: [...chart.querySelectorAll("svg path")].filter((path) =>
                /^(#|rgb|url)/.test(path.getAttribute("fill") ?? "") || path.getAttribute("stroke-width") > 2).length,
            wide: chart.querySelector("svg")?.getBoundingClientRect().width ?? 0,
            room: chart.getBoundingClientRect().width,
        })),
        tables: [...page.querySelectorAll("table")].map((table) => ({
            caption: table.caption?.textContent ?? "",
            section: table.closest("section").id,
            cells: [...table.tBodies[0].rows].slice(0, 2).map((row) => [...row.cells].map((cell) => cell.textContent)),
            rows: table.tBodies[0].rows.length,
            even: [...table.rows].every((row) => row.cells.length === table.rows[0].cells.length),
            heads: [...table.tHead.rows[0].cells].every((cell) => cell.textContent !== "" && cell.scope === "col"),
        })),
        // Where the letters of a chart stand; none may lie over others.
        letters: [...page.querySelectorAll(".piece")].map((piece) => [...piece.querySelectorAll("svg text")]
            .filter((one) => one.textContent !== "").map((one) => {
                const { left, right, top, bottom } = one.getBoundingClientRect();
                return { left, right, top, bottom, text: one.textContent };
            })),
        top: ["h1", ".question", "blockquote"].map((one) => page.querySelector(one)?.textContent ?? ""),
        text: page.textContent,
        says: [...page.querySelectorAll(".says li")].map((item) => item.textContent),
        sections: [...page.querySelectorAll("section")].map((section) => ({
            id: section.id, says: section.querySelectorAll(".says li").length,
            chart: section.querySelector(".chart") !== null, table: section.querySelector("table") !== null,
        })),
    };
}

function judge(where, seen, lang) {
    if (seen.lang !== lang || !seen.alone) {
        wrong(where, `shows the language ${seen.lang}`);
    }
    if (!seen.title.includes(seen.heading) || !seen.heading.includes("<")) {
        wrong(where, `title "${seen.title}", heading "${seen.heading}"`);
    }
    if (seen.sideways) {
        wrong(where, "wider than the window");
    }
    const asked = lang === "it" ? ["Quale regola regge <meglio>?", "Nessuna lo sa."]
        : ["Which rule stands it <best>?", "Nobody knows."];
    if (seen.top[1] !== asked[0] || seen.top[2] !== asked[1]) {
        wrong(where, `question and conclusion: ${JSON.stringify(seen.top)}`);
    }
    const told = seen.tables.find((table) => table.section.endsWith("conclusion"));
    const same = lang === "it" ? [["0,0", "0,0", "sì"], ["-1,5", null, "no"]] : [["0.0", "0.0", "yes"], ["-1.5", null, "no"]];
    if (told === undefined || same.some((row, r) => row.some((cell, c) => cell !== null && told.cells[r]?.[c + 2] !== cell))) {
        wrong(where, `the figures of the conclusion: ${JSON.stringify(told)}`);
    }
    if (/alpha=/.test(seen.text) || !seen.text.includes(lang === "it" ? "α = 0,5" : "α = 0.5")) {
        wrong(where, "a rule without words");
    }
    for (const piece of seen.letters) {
        for (const [i, a] of piece.entries()) {
            const over = piece.slice(i + 1).find((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
                Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6);
            if (over !== undefined) {
                wrong(where, `"${a.text}" lies over "${over.text}"`);
            }
        }
    }
    for (const section of must) {
        const chart = seen.charts.find((one) => one.section === section);
        if (chart === undefined || chart.shapes < 1 || chart.label.length < 20) {
            wrong(where, `the chart of ${section} is not drawn: ${JSON.stringify(chart)}`);
        } else if (chart.wide > chart.room + 1) {
            wrong(where, `the chart of ${section} is wider than its room`);
        }
    }
    for (const table of seen.tables) {
        if (table.caption === "" || table.rows < 1 || !table.even || !table.heads) {
            wrong(where, `a table is not filled: ${JSON.stringify(table)}`);
        }
    }
    for (const section of seen.sections) {
        if (section.chart && (!section.table || section.says < 1)) {
            wrong(where, `${section.id}: a chart without its table or sentence`);
        }
    }
    for (const sentence of seen.says) {
        if (/%|\$s|undefined|\bnull\b|NaN/.test(sentence.replace(/\d(\u00a0)?%/g, "").replace(/1 %/g, ""))) {
            wrong(where, `a sentence with a hole: ${sentence}`);
        }
    }
}

async function complain(page, where) {
    await page.addScriptTag({ path: axe });
    const found = await page.evaluate(() => window.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }));
    for (const violation of found.violations) {
        wrong(where, `${violation.id} (${violation.impact}): ${violation.help}`);
        for (const node of violation.nodes.slice(0, 3)) {
            console.log(`    ${node.html}\n    ${node.failureSummary}`);
        }
    }
}

// First as people open it, with its policy in force; then once more for axe, which must get past it.
async function open(path, size, bypassCSP) {
    const context = await browser.newContext({ bypassCSP, viewport: { width: sizes[size], height: 900 } });
    const page = await context.newPage();
    const where = `${basename(path)} on a ${size}`;
    page.on("console", (message) => wrong(where, `console: ${message.text()}`));
    page.on("pageerror", (error) => wrong(where, `error: ${error.message}`));
    page.on("request", (request) => {
        if (!/^(file|data):/.test(request.url())) {
            wrong(where, `asks for ${request.url()}`);
        }
    });
    await page.goto(pathToFileURL(path).href);
    await page.evaluate(() => document.fonts.ready);
    return { context, page, where };
}

const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
           "--disable-background-networking", "--disable-component-update"],
});
for (const path of pages) {
    for (const size of Object.keys(sizes)) {
        const { context, page, where } = await open(path, size, false);
        const first = await page.evaluate(() => document.documentElement.lang);
        for (const lang of [first, first === "it" ? "en" : "it"]) {
            await page.click(`.langs button[data-lang="${lang}"]`);
            judge(`${where}, ${lang}`, await page.evaluate(look, lang), lang);
            await page.screenshot({ path: join(out, `report.${first}.${lang}.${size}.png`), fullPage: true });
        }
        await context.close();
        const again = await open(path, size, true);
        await complain(again.page, again.where);
        await again.context.close();
    }
    const { context, page, where } = await open(path, "desk", false);
    const lang = await page.evaluate(() => document.documentElement.lang);
    await page.emulateMedia({ media: "print" });
    const flat = await page.evaluate(() => [...document.querySelectorAll(".page:not([hidden]) .chart")]
        .filter((chart) => (chart.querySelector("svg")?.getBoundingClientRect().height ?? 0) < 60).length);
    if (flat !== 0) {
        wrong(where, `${flat} charts are not there on paper`);
    }
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const high = await page.evaluate(() => Math.max(...[...document.querySelectorAll(".page:not([hidden]) .piece")]
        .map((piece) => piece.getBoundingClientRect().height)));
    if (high > 960) { // of an A4 without its margins 1001 are left
        wrong(where, `a piece of a chart ${high} high does not go on a page`);
    }
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await page.emulateMedia({ media: "screen" });
    await page.pdf({ path: join(out, `report.${lang}.pdf`), format: "A4", preferCSSPageSize: true, tagged: true });
    const folded = await page.evaluate(() => document.querySelectorAll("details[open]").length);
    if (folded !== 0) {
        wrong(where, "details stay open after printing");
    }
    await context.close();
}
await browser.close();
console.log(`${pages.length} pages, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
