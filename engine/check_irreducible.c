/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing in a plan is there for nothing: one step less of any line that is not locked takes
 * coverage away from a need, or leaves a required companion missing. */

#include "engine/check_impl.h"

bil_big bil_check_lowered(const bil_service *service, int64_t quantity)
{
    bil_big lowered = (bil_big)quantity - (service->step > 1 ? service->step : 1);
    return lowered < service->min_month || lowered < 0 ? 0 : lowered;
}

static bool loses_coverage(const bil_checking *check, const bil_phase_facts *phase,
                           bil_index service, bil_big lost)
{
    for (size_t n = 0; n < check->person->need_count; n++) {
        bil_big less = bil_check_effect(check, phase, service, &check->person->needs[n]) * lost;
        if (phase->reach[n] - less < bil_check_covered(phase, n)) {
            return true;
        }
    }
    return false;
}

/* Would the source still be used if the line, and what is paid for it, were not there? */
static bool used_without(const bil_checking *check, const bil_phase_facts *phase, size_t source,
                         const bil_line *without)
{
    const bil_source_facts *facts = &phase->sources[source];
    if (facts->active || check->catalogue->sources[source].form == BIL_FORM_HOURS) {
        return facts->used;
    }
    for (size_t i = 0; i < phase->plan->line_count; i++) {
        const bil_line *line = &phase->plan->lines[i];
        for (size_t k = 0; k < line->funding_count && line != without; k++) {
            if (line->funding[k].source == source && line->funding[k].cents > 0) {
                return true;
            }
        }
    }
    return false;
}

static bool at_work_without(const bil_checking *check, const bil_phase_facts *phase,
                            const bil_selector *selectors, size_t count, const bil_line *without)
{
    for (size_t i = 0; i < phase->active_count; i++) {
        if (phase->active[i] != without->service &&
            bil_check_any_service(check->catalogue, selectors, count, phase->active[i])) {
            return true;
        }
    }
    for (size_t s = 0; s < check->catalogue->source_count; s++) {
        if (phase->sources[s].used &&
            bil_check_any_source(check->catalogue, selectors, count, (bil_index)s) &&
            used_without(check, phase, s, without)) {
            return true;
        }
    }
    return false;
}

/* Does some rule that holds now break when the line goes? */
static bool is_required(const bil_checking *check, const bil_phase_facts *phase,
                        const bil_line *line)
{
    for (size_t r = 0; r < check->catalogue->rule_count; r++) {
        const bil_rule *rule = &check->catalogue->rules[r];
        if (rule->form == BIL_RULE_REQUIRES && bil_check_rule_holds(check, phase, rule) &&
            bil_check_at_work(check, phase, rule->b, rule->b_count) &&
            at_work_without(check, phase, rule->a, rule->a_count, line) &&
            !at_work_without(check, phase, rule->b, rule->b_count, line)) {
            return true;
        }
    }
    return false;
}

void bil_check_irreducible(bil_checking *check)
{
    for (size_t t = 0; t < check->phase_count; t++) {
        const bil_phase_facts *phase = &check->phases[t];
        for (size_t i = 0; i < phase->plan->line_count; i++) {
            const bil_line *line = &phase->plan->lines[i];
            const bil_service *service = bil_check_service(check, line);
            if (service == NULL || line->quantity <= 0) {
                continue;
            }
            bil_big lowered = bil_check_lowered(service, line->quantity);
            if (!bil_check_locked(check, phase, line, lowered) &&
                !loses_coverage(check, phase, line->service, line->quantity - lowered) &&
                !(lowered == 0 && is_required(check, phase, line))) {
                bil_check_numbers(check, bil_check_line_place(check, phase, i),
                                  BIL_CHECK_IRREDUCIBLE, "", lowered, line->quantity);
            }
        }
    }
}
