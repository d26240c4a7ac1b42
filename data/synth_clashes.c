/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the catalogue's rules forbid together, so that nobody invented has it today. The law stays
 * in the catalogue: a profile need not repeat it. */

#include <string.h>

#include "data/synth_impl.h"

/* Services first, then sources. */
static bool stands_in(const bil_catalogue *catalogue, const bil_selector *selectors, size_t count,
                      size_t thing)
{
    for (size_t i = 0; i < count; i++) {
        const bool service = thing < catalogue->service_count;
        if (service && selectors[i].kind != BIL_SELECT_SOURCE &&
            bil_selector_matches_service(catalogue, &selectors[i], (bil_index)thing)) {
            return true;
        }
        if (!service &&
            bil_selector_matches_source(catalogue, &selectors[i],
                                        (bil_index)(thing - catalogue->service_count))) {
            return true;
        }
    }
    return false;
}

static bool forbids(const bil_catalogue *catalogue, const bil_rule *rule, size_t x, size_t y)
{
    if (rule->b_count == 0) {
        return stands_in(catalogue, rule->a, rule->a_count, x) &&
               stands_in(catalogue, rule->a, rule->a_count, y);
    }
    return (stands_in(catalogue, rule->a, rule->a_count, x) &&
            stands_in(catalogue, rule->b, rule->b_count, y)) ||
           (stands_in(catalogue, rule->b, rule->b_count, x) &&
            stands_in(catalogue, rule->a, rule->a_count, y));
}

static bool same_group(const bil_catalogue *catalogue, size_t x, size_t y)
{
    if (x >= catalogue->service_count || y >= catalogue->service_count) {
        return false;
    }
    const char *a = catalogue->services[x].exclusive_group;
    const char *b = catalogue->services[y].exclusive_group;
    return a[0] != '\0' && strcmp(a, b) == 0;
}

void bil_synth_find_clashes(bil_synth_reader *reader)
{
    const bil_catalogue *catalogue = reader->catalogue;
    const size_t things = catalogue->service_count + catalogue->source_count;
    bool *clashes = bil_synth_room(reader, things * things, sizeof *clashes);
    for (size_t x = 0; clashes != NULL && x < things; x++) {
        for (size_t y = 0; y < x; y++) {
            bool found = same_group(catalogue, x, y);
            for (size_t r = 0; !found && r < catalogue->rule_count; r++) {
                const bil_rule *rule = &catalogue->rules[r];
                found = rule->form == BIL_RULE_EXCLUSIVE &&
                        bil_validity_holds(rule->validity, reader->profile->start) &&
                        forbids(catalogue, rule, x, y);
            }
            clashes[x * things + y] = found;
            clashes[y * things + x] = found;
        }
    }
    reader->profile->clashes = clashes;
}
