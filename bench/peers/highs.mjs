// SPDX-License-Identifier: GPL-3.0-or-later
// Solves .lp and .mps files with HiGHS: node highs.mjs [--seconds S] FILE…  (or names on stdin).
// Prints a JSON line for each: model, peer, status (optimal, infeasible, limit, failed), objective
// as the file states it, seconds without start-up.
import { readFileSync } from 'node:fs';
import loadHighs from 'highs';

const names = process.argv.slice(2);
let limit = Infinity;
if (names[0] === '--seconds') {
    limit = Number(names[1]);
    names.splice(0, 2);
}
if (names.length === 0) {
    names.push(...readFileSync(0, 'utf8').split('\n').filter((name) => name !== ''));
}

const highs = await loadHighs();
const { optimal, infeasible, unboundedOrInfeasible, timeLimit } = highs.constants.modelStatus;
const words = new Map([
    [optimal, 'optimal'],
    [infeasible, 'infeasible'],
    [unboundedOrInfeasible, 'infeasible'], // every column of ours has two bounds
    [timeLimit, 'limit'],
]);

function solve(name) {
    const bytes = readFileSync(name);
    const source = name.endsWith('.mps') ?
        { format: 'mps', data: new Uint8Array(bytes) } : { format: 'lp', data: bytes.toString() };
    const start = performance.now();
    const answer = highs.withModel(source, (model) => {
        model.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0 });
        if (Number.isFinite(limit)) {
            model.options.set('time_limit', limit);
        }
        model.run();
        const status = words.get(model.getModelStatus()) ?? 'failed';
        const { feasible } = highs.constants.solutionStatus;
        const found = model.info.get('primal_solution_status') === feasible;
        return { status, objective: found ? model.getObjectiveValue() : null };
    });
    return { ...answer, seconds: (performance.now() - start) / 1000 };
}

for (const model of names) {
    let answer;
    try {
        answer = solve(model);
    } catch (error) {
        answer = { status: 'failed', objective: null, seconds: 0, message: String(error) };
    }
    console.log(JSON.stringify({ model, peer: 'highs', ...answer }));
}
