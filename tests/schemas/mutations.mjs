// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged files: those of a list written by hand, and one of each kind at every member of a file.
import { readFileSync } from 'node:fs';

const escapes = { n: '\n', r: '\r', t: '\t', p: '|', s: ' ', '\\': '\\' };
const unescape = (part) =>
    part.replace(/\\(x([0-9A-F]{2})|.)/g, (_, one, hex) =>
        hex ? String.fromCharCode(parseInt(hex, 16)) : escapes[one]);

// "file | find | replace | place | words" as tests/data/test_broken.c reads it, bytes as latin1.
export function readMutations(path, base) {
    const found = [];
    readFileSync(path, 'latin1').split('\n').forEach((line, index) => {
        if (line.trim() === '' || line.startsWith('#')) return;
        const parts = line.split('|').map((part) => unescape(part.trim()));
        const file = parts[0].replace(/^~/, '');
        const [find, replace] = [parts[1], parts[2]];
        if (!file.endsWith('.json') || replace === '!delete') return;
        const whole = readFileSync(`${base}/${file}`, 'latin1');
        if (find !== '*' && !whole.includes(find)) throw new Error(`line ${index + 1}: not found`);
        const bytes = find === '*' ? replace : whole.replace(find, () => replace);
        found.push({ file, bytes: Buffer.from(bytes, 'latin1'),
            label: `mutations.txt: ${line.split('|').slice(0, 3).join('|').trim()}` });
    });
    return found;
}

const kinds = {
    null: () => null,
    text: () => 'x',
    'empty text': () => '',
    spaced: () => 'x y',
    'long text': () => 'x'.repeat(5000),
    true: () => true,
    zero: () => 0,
    one: () => 1,
    minus: () => -1,
    half: () => 0.5,
    huge: () => 1e12,
    list: () => [],
    'list of list': () => [[]],
    object: () => ({}),
    'object of text': () => ({ x: 'y' }),
    twice: (value) => (Array.isArray(value) ? [...value, ...value] : value),
};

function* members(value, path) {
    if (value === null || typeof value !== 'object') return;
    for (const key of Object.keys(value)) {
        yield { holder: value, key, path: `${path}/${key}` };
        yield* members(value[key], `${path}/${key}`);
    }
}

export function spoil(file, original) {
    const found = [];
    const add = (kind, path, change) => {
        const copy = structuredClone(original);
        const at = [...members(copy, '')].find((member) => member.path === path);
        change(at, copy);
        found.push({ file, bytes: Buffer.from(JSON.stringify(copy, null, 2)),
            label: `${file}: ${path}: ${kind}` });
    };
    for (const { path } of members(original, '')) {
        for (const [kind, make] of Object.entries(kinds))
            add(kind, path, (at) => { at.holder[at.key] = make(at.holder[at.key]); });
        add('gone', path, (at) => {
            if (Array.isArray(at.holder)) at.holder.splice(Number(at.key), 1);
            else delete at.holder[at.key];
        });
        add('more', path, (at) => {
            const value = at.holder[at.key];
            if (value && typeof value === 'object' && !Array.isArray(value)) value.unknown = 1;
        });
    }
    return found;
}
