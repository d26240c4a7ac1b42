// SPDX-License-Identifier: GPL-3.0-or-later
// The page of a batch: everything to read is there already. This script lets people change the
// language, and draws the tables again as charts, from the same figures.
import { langs, type Lang } from "./model";
import { draw, forget, resize } from "./charts";

const root = document.documentElement;

function show(lang: Lang): void {
    for (const page of document.querySelectorAll<HTMLElement>(".page")) {
        page.hidden = page.lang !== lang;
    }
    for (const button of document.querySelectorAll<HTMLButtonElement>(".langs button")) {
        button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
    }
    root.lang = lang;
    const heading = document.querySelector(`.page[lang="${lang}"] h1`);
    document.title = `${heading?.textContent ?? ""} – Bilancia`;
    forget();
    draw(lang);
}

function isLang(text: string | undefined): text is Lang {
    return langs.some((lang) => lang === text);
}

// A place in the page of one language is the same place in the other's.
function change(lang: Lang): void {
    const hash = location.hash.replace(/^#(it|en)-/, `#${lang}-`);
    show(lang);
    if (hash.length > 1 && hash !== location.hash) {
        history.replaceState(null, "", hash);
    }
}

const buttons = document.querySelector<HTMLElement>(".langs");
if (buttons !== null) {
    buttons.hidden = false;
    buttons.addEventListener("click", (event) => {
        const lang = (event.target as HTMLElement).dataset.lang;
        if (isLang(lang)) {
            change(lang);
        }
    });
}

const asked = /^#(it|en)(-|$)/.exec(location.hash)?.[1];
show(isLang(asked) ? asked : isLang(root.lang) ? root.lang : "it");
addEventListener("resize", () => resize());

// On paper nothing stays folded, and charts have the paper's width.
let folded: HTMLDetailsElement[] = [];
addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    for (const details of folded) {
        details.open = true;
    }
    resize(680);
});
addEventListener("afterprint", () => {
    for (const details of folded) {
        details.open = false;
    }
    resize();
});
