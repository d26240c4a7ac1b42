// SPDX-License-Identifier: GPL-3.0-or-later
// The schemas of docs/schemas against the program's own readers:
//   1. each schema is a valid one, and every member has a title;
//   2. every example, and what the program writes, is valid;
//   3. on damaged files, schema and reader say the same: the damages of tests/data/broken, and one
//      of each kind at every member of its three files. Where they may differ is in differences.mjs.
// Run from the root: node schemas.mjs PROGRAM
import { execFile } from 'node:child_process';
import { mkdtempSync, mkdirSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Ajv2020 from 'ajv/dist/2020.js';
import { mayDiffer, unused } from './differences.mjs';
import { readMutations, spoil } from './mutations.mjs';

const run = promisify(execFile);
const program = process.argv[2];
const base = 'tests/data/broken/base';
const small = 'tests/schemas/district'; // of the same catalogue
const faults = [];
const fault = (text) => faults.push(text);
const text = (path) => readFileSync(path, 'utf8');

// --- 1. the schemas themselves -------------------------------------------------------------------

const ajv = new Ajv2020.default({ strict: true, strictTypes: false, strictTuples: false,
    strictRequired: false, formats: { date: true } });
const names = ['case', 'plan', 'proposals', 'robustness', 'difference', 'explanation', 'amendment',
    'catalogue', 'profile', 'district', 'district-person', 'allocation', 'comparison', 'mmkp', 'scenario',
    'pabulib', 'rules', 'batch-manifest', 'batch-cell'];
const schemas = Object.fromEntries(
    names.map((name) => [name, JSON.parse(text(`docs/schemas/${name}.schema.json`))]));
const validators = {};
for (const name of names) ajv.addSchema(schemas[name]);
for (const name of names) validators[name] = ajv.getSchema(schemas[name].$id);

function wantTitles(schema, root, where) {
    for (const [key, member] of Object.entries(schema.properties ?? {})) {
        const at = `${where}/${key}`;
        const target = member.$ref?.startsWith('#/$defs/') ? root.$defs[member.$ref.slice(8)] : member;
        if (!member.title && !target.title) fault(`${at}: no title`);
        wantTitles(member, root, at);
    }
    for (const inner of [schema.items, schema.additionalProperties, ...(schema.anyOf ?? [])])
        if (inner && typeof inner === 'object') wantTitles(inner, root, `${where}/*`);
}
for (const name of names) {
    wantTitles(schemas[name], schemas[name], name);
    for (const [key, part] of Object.entries(schemas[name].$defs ?? {}))
        wantTitles(part, schemas[name], `${name}#${key}`);
}

// --- 2. what is shipped and what is written ------------------------------------------------------

let shipped = 0;
function wantValid(name, path, value) {
    shipped++;
    if (!validators[name](value)) fault(`${path}: ${ajv.errorsText(validators[name].errors)}`);
}
for (const file of readdirSync('data/examples')) {
    const path = `data/examples/${file}`;
    if (file.endsWith('.case.json')) wantValid('case', path, JSON.parse(text(path)));
    if (file.endsWith('.plan.json')) wantValid('plan', path, JSON.parse(text(path)));
}
for (const file of readdirSync('data/profiles'))
    wantValid('profile', `data/profiles/${file}`, JSON.parse(text(`data/profiles/${file}`)));
// A scenario's conclusion tells its figures, in both languages, and the list of scenarios tells it.
const list = text('scenarios/examples/README.md').replace(/\s+/g, ' ');
for (const file of readdirSync('scenarios/examples').filter((name) => name.endsWith('.json'))) {
    const scenario = JSON.parse(text(`scenarios/examples/${file}`));
    wantValid('scenario', file, scenario);
    for (const member of ['title', 'context', 'question', 'conclusion'])
        if (!scenario[member]?.it || !scenario[member]?.en) fault(`${file}: no ${member}`);
    if (!scenario.found?.length) fault(`${file}: a conclusion without figures`);
    for (const { value } of scenario.found ?? []) {
        const size = value.replace('-', '');
        const told = (words, figure) =>
            new RegExp(`(^|[^0-9.,])${figure.replace('.', '\\.')}($|[^0-9.,]|[.,]($|[^0-9]))`).test(words);
        if (!told(scenario.conclusion?.it ?? '', size.replace('.', ','))) fault(`${file}: ${size} is not told`);
        if (!told(scenario.conclusion?.en ?? '', size)) fault(`${file}: ${size} is not told in English`);
    }
    for (const words of [scenario.question?.it, scenario.conclusion?.it, file])
        if (!list.includes(words)) fault(`scenarios/examples/README.md lacks "${words}"`);
}
wantValid('district', 'the kept district', JSON.parse(text('tests/golden/district/district.json')));
for (const line of text('tests/golden/district/persons.jsonl').trim().split('\n'))
    wantValid('district-person', 'a kept person', JSON.parse(line));
wantValid('catalogue', 'lombardia', JSON.parse(text('data/catalogue/lombardia/catalogue.json')));
for (const name of ['case', 'plan', 'catalogue'])
    wantValid(name, `${base}/${name}.json`, JSON.parse(text(`${base}/${name}.json`)));
const plan = JSON.parse(text(`${base}/plan.json`));
wantValid('proposals', 'two plans', { format: 'bilancia-proposals', version: 1, plans: [plan, plan] });

const { stdout: tried_out } = await run(program, ['propose', 'tests/app/world/caso.case.json', '--catalogue',
    'tests/app/world/catalogue', '--robust', '4', '--format', 'json', '--quiet'], { maxBuffer: 1 << 24 });
const robustness = JSON.parse(tried_out);
wantValid('robustness', 'propose --robust', robustness);

const { stdout: side_by_side } = await run(program, ['propose',
    'data/examples/serd-tirocinio-cooperativa.case.json', '--catalogue', 'data/catalogue/lombardia',
    '--alternatives', '--format', 'json', '--quiet'], { maxBuffer: 1 << 24 });
const { stdout: knapsack } = await run(program, ['bench', 'mmkp', 'tests/app/mmkp/tre.txt', '--format', 'json', '--quiet']);
wantValid('mmkp', 'bench mmkp', JSON.parse(knapsack));
const { stdout: votes } = await run(program, ['bench', 'pabulib', 'tests/app/pabulib/quartiere.pb', '--format', 'json', '--quiet']);
wantValid('pabulib', 'bench pabulib', JSON.parse(votes));
const benched = mkdtempSync(join(tmpdir(), 'bil-rules-'));
const { stdout: compared } = await run(program, ['bench', 'rules', '--districts', '1', '--persons', '2', '-o', benched, '--format', 'json', '--quiet'], { maxBuffer: 1 << 26 });
wantValid('rules', 'bench rules', JSON.parse(compared));
rmSync(benched, { recursive: true });
const proposals = JSON.parse(side_by_side);
wantValid('proposals', 'propose --alternatives', proposals);

// One answer of each kind, and of each way to say no.
const questions = [
    ['dimissione-comunita-psichiatrica', '--why', 'SS13'],
    ['dimissione-comunita-psichiatrica', '--why-not', 'S22'],
    ['adolescente-neuropsichiatria', '--why-not', 'source:P07'],
    ['adolescente-neuropsichiatria', '--what-if', 'need:scuola'],
    ['adolescente-neuropsichiatria', '--what-if', 'score:0.9'],
    ['adolescente-neuropsichiatria', '--next-euro'],
];
const answers = [];
for (const [name, ...question] of questions) {
    const { stdout } = await run(program, ['explain', `data/examples/${name}.case.json`, ...question,
        '--format', 'json', '--quiet'], { maxBuffer: 1 << 24 });
    answers.push(JSON.parse(stdout));
    wantValid('explanation', `explain ${name} ${question.join(' ')}`, answers.at(-1));
}

// An amendment with something of everything: a case with less money and a lower goal.
const work_case = JSON.parse(text('data/examples/dimissione-comunita-psichiatrica.case.json'));
work_case.budget.public_monthly_cents = 170000;
const amended = mkdtempSync(join(tmpdir(), 'bil-amended-'));
writeFileSync(`${amended}/case.json`, JSON.stringify(work_case));
const { stdout: amendment_text } = await run(program, ['replan', `${amended}/case.json`, '--plan',
    'data/examples/dimissione-comunita-psichiatrica.plan.json', '--format', 'json', '--quiet'],
    { maxBuffer: 1 << 24 });
rmSync(amended, { recursive: true });
const amendment = JSON.parse(amendment_text);
wantValid('amendment', 'replan', amendment);

// A district shared out, and the report with something of everything that the documents' tests have.
let level = {};
let nested = {};
let followed = [];
const shared_out = mkdtempSync(join(tmpdir(), 'bil-shared-'));
for (const more of [[], ...schemas.allocation.properties.rule.enum.slice(1).filter((rule) => rule !== 'custom').map((rule) => ['--rule', rule]), ['--nested', `${shared_out}/plans.jsonl`]]) {
    const { stdout } = await run(program, ['allocate', 'tests/golden/district', '--gap', '0.01', ...more,
        ...(more.length ? [] : ['--plans', `${shared_out}/plans.jsonl`]), '--format', 'json', '--quiet'],
        { maxBuffer: 1 << 24 });
    const shared = JSON.parse(stdout);
    wantValid('allocation', `allocate ${more}`, shared);
    level = { ...level, ...shared.level };
    if (shared.nested) {
        nested = shared.nested;
        followed = shared.persons.filter((person) => 'score_before' in person).slice(0, 1);
    }
    if (more.length === 0) writeFileSync(`${shared_out}/first.json`, stdout);
    if (more.includes('max-min')) writeFileSync(`${shared_out}/second.json`, stdout);
}
const { stdout: two_shared } = await run(program, ['compare', `${shared_out}/first.json`, `${shared_out}/second.json`,
    '--district', 'tests/golden/district', '--format', 'json', '--quiet'], { maxBuffer: 1 << 24 });
wantValid('comparison', 'compare', JSON.parse(two_shared));
for (const line of text(`${shared_out}/plans.jsonl`).trim().split('\n'))
    wantValid('plan', 'a plan of a district', JSON.parse(line));
rmSync(shared_out, { recursive: true });
const kept_report = JSON.parse(text('tests/documents/golden/allocation.json'));
const allocation = { ...kept_report, level, nested, persons: [...kept_report.persons, ...followed] };
wantValid('allocation', 'the kept report', allocation);

// A batch with a family of cells and one that fails.
const batch = mkdtempSync(join(tmpdir(), 'bil-batch-'));
const tried_scenario = { format: 'bilancia-scenario', version: 1, name: 'prova', rules: ['utilitarian'], gap: 0.5,
    district: join(process.cwd(), 'tests/golden/district'), baseline: { scenario: 'base' }, reuse: true,
    sweep: { comune: { path: '/pools/COMUNE', op: 'add', values: [-9000000000000, -1000000] } } };
wantValid('scenario', 'a scenario', tried_scenario);
writeFileSync(`${batch}/prova.scenario.json`, JSON.stringify(tried_scenario));
await run(program, ['simulate', `${batch}/prova.scenario.json`, '-o', `${batch}/out`, '--quiet']);
const manifest = JSON.parse(text(`${batch}/out/manifest.json`));
wantValid('batch-manifest', 'a manifest', manifest);
const cells = manifest.cells.map(({ id }) => JSON.parse(text(`${batch}/out/cells/${id}.json`)));
cells.forEach((cell) => wantValid('batch-cell', 'a cell', cell));
rmSync(batch, { recursive: true });
if (!cells.some((cell) => cell.status === 'failed') || !manifest.cells.some((cell) => cell.family))
    fault('the batch has no cell that failed, or no family');

// The schema that a reference names, in its own file or in another.
function referred(schema, root) {
    if (!schema.$ref) return [schema, root];
    const [file, path] = schema.$ref.split('#');
    const home = file ? schemas[file.replace('.schema.json', '')] : root;
    return [(path ?? '').split('/').slice(1).reduce((at, key) => at[key], home), home];
}

// What the program writes has every member of the schema, so that none is described in vain.
function wantMembers(schema, root, value, where, readOver) {
    const [target, home] = referred(schema.anyOf?.[0] ?? schema, root);
    for (const [key, written] of Object.entries(target.properties ?? {})) {
        if (readOver.includes(key)) continue;
        if (!(key in value)) fault(`${where}/${key}: our plans do not have it`);
        const [member, root] = referred(written.anyOf?.[0] ?? written, home);
        if (Array.isArray(value[key]) && member.items && value[key].length > 0)
            wantMembers(member.items, root, Object.assign({}, ...value[key]), `${where}/${key}/*`, readOver);
        else if (value[key] && typeof value[key] === 'object' && !Array.isArray(value[key]))
            wantMembers(member, root, value[key], `${where}/${key}`, readOver);
    }
}
const readOver = ['$schema', 'note', 'provenance', 'conflict', 'repairs', 'rule', 'waived', 'overrides'];
wantMembers(schemas.plan, schemas.plan,
    JSON.parse(text('data/examples/dimissione-comunita-psichiatrica.plan.json')), 'plan', readOver);
wantMembers(schemas.proposals, schemas.proposals, proposals, 'proposals', readOver);
wantMembers(schemas.allocation, schemas.allocation, allocation, 'allocation', readOver.filter((key) => key !== 'rule'));
wantMembers(schemas.comparison, schemas.comparison, JSON.parse(two_shared), 'comparison', []);
wantMembers(schemas.robustness, schemas.robustness, robustness, 'robustness', readOver);
wantMembers(schemas.amendment, schemas.amendment, amendment, 'amendment', readOver);
const any = (of) => Object.assign({}, ...answers.map((answer) =>
    Object.fromEntries(Object.entries(answer).filter(([, value]) => of(value)))));
wantMembers(schemas.explanation, schemas.explanation,
    { ...any(() => true), ...any((value) => value !== null && (!Array.isArray(value) || value.length > 0)) },
    'explanation', ['$schema', 'note', 'provenance', 'rule', 'waived', 'overrides', 'conflict', 'repairs']);

wantMembers(schemas.plan, schemas.plan,
    JSON.parse(text('data/examples/rsa-con-scelte-a-mano.plan.json')), 'plan',
    ['$schema', 'note', 'provenance', 'conflict', 'repairs', 'provider', 'rule']);

// --- 3. damaged files ----------------------------------------------------------------------------

const work = mkdtempSync(join(tmpdir(), 'bil-schemas-'));

// The program's word on a folder with the three files: true = read.
const commands = {
    'case.json': (d) => ['export-model', `${d}/case.json`, '--catalogue', d, '-o', `${d}/model`, '--quiet'],
    'plan.json': (d) => ['check', `${d}/plan.json`, '--case', `${d}/case.json`, '--catalogue', d, '--quiet'],
    'catalogue.json': (d) => ['catalogue', 'check', d, '--quiet'],
    'profile.json': (d) => {
        rmSync(`${d}/invented`, { recursive: true, force: true });
        return ['synth', '--persons', '1', '--profile', `${d}/profile.json`, '--catalogue', d, '-o', `${d}/invented`, '--quiet'];
    },
    'district.json': district,
    'person.json': district,
};
function district(d) { // as a folder, the person on one line
    mkdirSync(`${d}/district`, { recursive: true });
    cpSync(`${d}/district.json`, `${d}/district/district.json`);
    writeFileSync(`${d}/district/persons.jsonl`, `${JSON.stringify(JSON.parse(text(`${d}/person.json`)))}\n`);
    return ['district', 'check', `${d}/district`, '--catalogue', d, '--quiet'];
}
const origin = (file) => (existsSync(`${base}/${file}`) ? `${base}/${file}` : `${small}/${file}`);
const validator = (file) => validators[file === 'person.json' ? 'district-person' : file.replace('.json', '')];
async function reads(file, folder) {
    try {
        await run(program, commands[file](folder));
        return true;
    } catch (error) {
        if (error.code === 12) return true; // read, then found wrong by the check
        if (error.code === 65) return false;
        throw new Error(`${file}: exit code ${error.code}: ${error.stderr}`);
    }
}

function schemaReads(file, bytes) {
    let value;
    try {
        value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
        return false;
    }
    return validator(file)(value);
}

const tried = { agreed: 0, differed: 0 };
async function compare(folder, { file, bytes, label }) {
    writeFileSync(`${folder}/${file}`, bytes);
    const [ours, schema] = [await reads(file, folder), schemaReads(file, bytes)];
    writeFileSync(`${folder}/${file}`, readFileSync(origin(file)));
    if (ours === schema) tried.agreed++;
    else if (mayDiffer(label, ours)) tried.differed++;
    else fault(`${label}: the program ${ours ? 'reads' : 'refuses'} it, the schema does not agree` +
        (schema ? '' : `: ${ajv.errorsText(validator(file).errors)}`));
}

const damages = [
    ...readMutations('tests/data/broken/mutations.txt', base).filter((m) => m.file in commands),
    ...Object.keys(commands).flatMap((file) => spoil(file, JSON.parse(text(origin(file))))),
];
let next = 0;
async function worker(number) {
    const folder = join(work, String(number));
    cpSync(base, folder, { recursive: true });
    cpSync(small, folder, { recursive: true });
    while (next < damages.length) await compare(folder, damages[next++]);
}
try {
    await Promise.all([0, 1].map(worker));
} finally {
    rmSync(work, { recursive: true });
}
for (const name of unused()) fault(`differences.mjs: «${name}» never happened: take it out`);

faults.slice(0, 60).forEach((line) => console.log(line));
console.log(`${shipped} files valid; ${damages.length} damaged files: ${tried.agreed} judged alike, ` +
    `${tried.differed} differ where they may; ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
