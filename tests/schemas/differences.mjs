// SPDX-License-Identifier: GPL-3.0-or-later
// Where the program may refuse what the schema accepts: what a schema cannot say. It must never
// be the other way round. The same list, in words, is in docs/schemas/README.md.
const list = [
    ['a key twice', /u0069le": null/],
    ['integers with a point or an exponent', / (1\.0|6e5|1450\.00|384\.00|60000\.0)$/],
    ['too many decimals', /6500001|62\.555/],
    ['days that do not exist', /2027-02-(29|30)/],
    ['codes the catalogue does not have',
        /"curaa"|"P0l"|"COMUN"|"S20"|\/(domain|code|service|source|unless\/0): text$|by_source: more$/],
    ['levels the catalogue does not have', /"lavoro", "level": 2/],
    ['targets of needs that are not there', /"n9"|targets: more$|\/needs(: list|\/1: gone|\/1\/id: text)$/],
    ['ids and codes twice',
        /"id": "n2"|"code": "P03"|"S04", "quantity": 1|\/(needs|sources|in_place|fixed): twice$/],
    ['rows of a profile that are not there',
        /^profile.json: .*(\/basis\/0: text|\/isee(\/0\/id)?: text|\/areas\/0(\/id)?: text|tags(\/items)?(\/0)?: (text|gone|list)|\/basis(\/0)?(\/id)?: (list|gone|text))$/],
    ['rows of a profile twice', /^profile.json: \/(basis|areas|pools|capacities|prices|intensity\/limits): twice$/],
    ['a span that goes backwards', /^profile.json: .*\/1: (zero|one)$/],
    ['weights that are all 0',
        /^profile.json: .*(by_severity\/[03]\/[02]: zero|\/criteria\/items(\/balanced)?: (object|null|zero|gone))$/],
    ['another catalogue than the district’s', /^district.json: \/catalogue\/name: (text|empty text|spaced)$/],
    ['what a district does not have, or has twice',
        /^district.json: (\/persons: zero|\/(pools|capacities): more|\/prices: twice|\/prices\/1\/provider: text)$/],
    ['hours of a source of money, money of a source of hours',
        /"hours": 10|"amount_cents": 40|"hours": 40|"F02"|\/sources\/[12]\/hours: (null|gone)$/],
    ['decisions by hand about what is not there, or taken twice',
        /"D99"|"S0l"|"COOP9", "quantity"|"phase": 3|"quantity": (2|4001), "reason"|"reason": "a" }, {/],
    ['a curve that does not rise and bend to [1, 1]', /^catalogue.json: \/value_curve|\[0\.[589], [01.]|\[1, 0\.99\]|\[0\.9, 1\]/],
];

const seen = new Set();

export function mayDiffer(label, programReads) {
    if (programReads) return false;
    const rule = list.find(([, pattern]) => pattern.test(label));
    if (rule) seen.add(rule[0]);
    return rule !== undefined;
}

export const unused = () => list.map(([name]) => name).filter((name) => !seen.has(name));
