// SPDX-License-Identifier: GPL-3.0-or-later
// axe.mjs CHROMIUM PAGE…: opens every page at three widths and looks for faults of accessibility;
// also takes a picture of each, beside it. Exits 1 when there is any fault.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const [executablePath, ...pages] = process.argv.slice(2);
const widths = [320, 820, 1366];

const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
           "--disable-background-networking", "--disable-component-update"],
});
let faults = 0;
for (const path of pages) {
    for (const width of widths) {
        // The page forbids scripts; the test's own must get past that.
        const context = await browser.newContext({ bypassCSP: true,
                                                   viewport: { width, height: 900 } });
        const page = await context.newPage();
        const requests = [];
        page.on("request", (request) => requests.push(request.url()));
        await page.goto(pathToFileURL(path).href);
        await page.addScriptTag({ path: axe });
        const found = await page.evaluate(() => window.axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        }));
        for (const violation of found.violations) {
            faults++;
            console.log(`${path} at ${width}: ${violation.id} (${violation.impact}): ` +
                        violation.help);
            for (const node of violation.nodes.slice(0, 3)) {
                console.log(`    ${node.html}\n    ${node.failureSummary}`);
            }
        }
        const sideways = await page.evaluate(
            () => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        if (sideways) {
            faults++;
            console.log(`${path} at ${width}: the page is wider than the window`);
        }
        const outside = requests.filter((url) => !url.startsWith("file:"));
        if (outside.length > 0) {
            faults++;
            console.log(`${path} asks for ${outside.join(", ")}`);
        }
        console.log(`${path} at ${width}: ${found.passes.length} rules passed, ` +
                    `${found.violations.length} violated`);
        await page.screenshot({ path: `${path}.${width}.png`, fullPage: true });
        await context.close();
    }
}
await browser.close();
process.exit(faults === 0 ? 0 : 1);
