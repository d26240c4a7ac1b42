// SPDX-License-Identifier: GPL-3.0-or-later
// workbook.mjs ITALIAN ENGLISH: reads the workbooks of a report back, from their bytes: sheets, frozen
// header rows, figures as figures with formats, the same figures in both.
import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import assert from "node:assert/strict";

// The files in a zip, by its central directory.
function unzip(path) {
    const bytes = readFileSync(path);
    const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
    assert.ok(end >= 0, `${path} is no zip`);
    const files = new Map();
    let at = bytes.readUInt32LE(end + 16);
    for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
        const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
        const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place));
        const local = bytes.readUInt32LE(at + 42);
        const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
        const packed = bytes.subarray(start, start + size);
        files.set(bytes.toString("utf8", at + 46, at + 46 + name),
                  (method === 0 ? packed : inflateRawSync(packed)).toString("utf8"));
        at += 46 + name + extra + comment;
    }
    return files;
}

function read(path) {
    const files = unzip(path);
    const strings = [...files.get("xl/sharedStrings.xml").matchAll(/<si><t[^>]*>([^<]*)<\/t><\/si>/g)]
        .map((found) => found[1]);
    const names = [...files.get("xl/workbook.xml").matchAll(/<sheet name="([^"]*)"/g)].map((found) => found[1]);
    const sheets = names.map((name, i) => {
        const xml = files.get(`xl/worksheets/sheet${i + 1}.xml`);
        const rows = [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map((row) =>
            [...row[1].matchAll(/<c r="[A-Z]+\d+"([^>]*?)(?:\/>|>(?:<v>([^<]*)<\/v>)?<\/c>)/g)].map((cell) =>
                cell[1].includes('t="s"') ? strings[Number(cell[2])] : Number(cell[2])));
        return { name, xml, rows };
    });
    return { sheets, styles: files.get("xl/styles.xml"), core: files.get("docProps/core.xml") };
}

const [italian, english] = process.argv.slice(2).map(read);
assert.ok(italian.sheets.length >= 8, `only ${italian.sheets.length} sheets`);
assert.equal(italian.sheets.length, english.sheets.length);
assert.ok(italian.sheets[1].name.includes("La conclusione"), italian.sheets[1].name);
assert.ok(italian.sheets[2].name.includes("Chi riceve sostegno"), italian.sheets[2].name);
assert.ok(english.sheets[2].name.includes("Who gets support"), english.sheets[2].name);
const sentences = italian.sheets[0].rows.flat();
assert.ok(sentences.includes("Quale regola regge &lt;meglio&gt;?"), "no question");
assert.ok(sentences.includes("Nessuna lo sa."), "no conclusion");
assert.deepEqual(italian.sheets[1].rows[1].slice(2), ["0,0", "0,0", "sì"]);
assert.deepEqual(english.sheets[1].rows[2].slice(2, 3), ["-1.5"]);
assert.match(italian.styles, /numFmt [^>]*formatCode="[^"]*€/, "no format for money");
assert.match(italian.core, /2026-01-01/, "the clock is in the file");
for (const [i, sheet] of italian.sheets.entries()) {
    const other = english.sheets[i];
    assert.ok(sheet.name.length <= 31);
    assert.equal(sheet.rows.length, other.rows.length, sheet.name);
    if (i === 0) {
        assert.ok(sheet.rows.length > 10, "no sentences");
        continue;
    }
    assert.match(sheet.xml, /<pane [^>]*ySplit="1"[^>]*state="frozen"/, `${sheet.name}: no frozen row`);
    assert.ok(sheet.rows.length >= 2, `${sheet.name}: an empty table`);
    assert.ok(sheet.rows[0].every((head) => typeof head === "string" && head !== ""), sheet.name);
    const figures = (rows) => rows.flat().filter((cell) => typeof cell === "number");
    assert.ok(i === 1 || figures(sheet.rows).length > 0, `${sheet.name}: no figures`);
    assert.ok(figures(sheet.rows).every((one) => Number.isFinite(one)), sheet.name);
    assert.deepEqual(figures(sheet.rows), figures(other.rows), sheet.name);
}
// Everybody is counted once: each row of persons adds up to the eight of the district.
for (const row of italian.sheets[2].rows.slice(1)) {
    assert.equal(row.slice(2).reduce((sum, one) => sum + one, 0), 16, String(row));
}
console.log(`${italian.sheets.length} sheets, the same figures in both languages`);
