// SPDX-License-Identifier: GPL-3.0-or-later
// build.mjs MODULES OUT: bundles script and looks, puts them into the frame with a policy that lets
// only this script run and nothing be fetched, writes the frame whole. MODULES is the node_modules
// made from package-lock.json.
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [modules, out] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(modules, "package.json"));
const esbuild = require("esbuild");

async function bundle(entry, more) {
    const result = await esbuild.build({
        entryPoints: [join(here, "src", entry)], bundle: true, minify: true, write: false,
        target: "es2022", charset: "utf8", legalComments: "none", nodePaths: [modules],
        loader: { ".woff2": "dataurl", ".woff": "empty" }, outdir: "out", ...more,
    });
    return result.outputFiles.find((file) => !file.path.endsWith(".map")).text;
}

function version(name) {
    return JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")).version;
}

// Part of what is shipped, so it says whose it is.
const banner = `/*! Bilancia, GPL-3.0-or-later. With Apache ECharts ${version("echarts")} ` +
    `(Apache-2.0, Copyright 2017-2026 The Apache Software Foundation), ` +
    `zrender ${version("zrender")} (BSD-3-Clause, Copyright Baidu Inc.), ` +
    `tslib ${version("tslib")} (0BSD). */`;
const fonts = `/*! Titillium Web ${version("@fontsource/titillium-web")}, OFL-1.1, ` +
    `Copyright Accademia di Belle Arti di Urbino and students of MA course of Visual design. */`;

const script = `${banner}\n${(await bundle("main.ts", { format: "iife" })).replaceAll("</script", "<\\/script")}`;
const style = `${fonts}\n${(await bundle("report.css", {})).replaceAll("</style", "<\\/style")}`;
const hash = createHash("sha256").update(script).digest("base64");
const policy = ["default-src 'none'", `script-src 'sha256-${hash}'`, "style-src 'unsafe-inline'",
                "font-src data:", "img-src data:", "base-uri 'none'", "form-action 'none'"].join("; ");
const parts = { POLICY: policy, STYLE: style, SCRIPT: script };
const frame = readFileSync(join(here, "src", "frame.html"), "utf8")
    .replace(/@@(POLICY|STYLE|SCRIPT)@@/g, (_, part) => parts[part]);
for (const mark of ["LANG", "TITLE", "BODY", "DATA"]) {
    if (frame.split(`@@${mark}@@`).length !== 2) {
        throw new Error(`the frame must have @@${mark}@@ once`);
    }
}
writeFileSync(`${out}.part`, frame);
renameSync(`${out}.part`, out);
