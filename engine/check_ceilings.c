/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ceilings of money, phase by phase: months × recurring + one-offs ≤ months × monthly ceiling. */

#include "engine/check_impl.h"

/* What a source, or several, pay in the whole phase. */
static bil_big whole_phase(const bil_phase_facts *phase, const bil_source_facts *source)
{
    return phase->given->months * source->paid_month + source->paid_once;
}

static void check_public(bil_checking *check, const bil_phase_facts *phase)
{
    if (phase->given->budget.public_monthly_cents == BIL_UNLIMITED) {
        return;
    }
    bil_big paid = 0;
    for (size_t s = 0; s < check->catalogue->source_count; s++) {
        if (check->catalogue->sources[s].is_public) {
            paid += whole_phase(phase, &phase->sources[s]);
        }
    }
    bil_big most = (bil_big)phase->given->budget.public_monthly_cents * phase->given->months;
    if (paid > most) {
        bil_check_numbers(check, bil_check_phase_place(phase), BIL_CHECK_CEILING_PUBLIC, "≤ ", most,
                          paid);
    }
}

/* The rules that took from a source what it now pays too much. */
static void report_absorbers(bil_checking *check, const bil_phase_facts *phase, size_t source,
                             bil_big most, bil_big paid)
{
    const char *code = check->catalogue->sources[source].code;
    for (size_t r = 0; r < check->catalogue->rule_count; r++) {
        const bil_rule *rule = &check->catalogue->rules[r];
        if (bil_check_absorbs(check, phase, rule, (bil_index)source)) {
            bil_check_numbers_rule(check, bil_check_thing_place(phase, "source", code), rule, "≤ ",
                                   most, paid);
        }
    }
}

static void check_source(bil_checking *check, const bil_phase_facts *phase, size_t source)
{
    const bil_source *row = &check->catalogue->sources[source];
    const bil_source_facts *facts = &phase->sources[source];
    bil_big month = facts->month;
    if (row->holder == BIL_HOLDER_POOL) {
        int64_t limit = bil_phase_source_limit(phase->given, (bil_index)source);
        if (limit == BIL_UNLIMITED) {
            return;
        }
        month = limit;
    } else if (facts->list == NULL || row->form == BIL_FORM_HOURS) {
        return; /* paying at all is the fault, and it is said elsewhere */
    }
    bil_big most = month * phase->given->months;
    bil_big paid = whole_phase(phase, facts);
    if (paid <= most) {
        return;
    }
    bil_check_numbers(check, bil_check_thing_place(phase, "source", row->code),
                      BIL_CHECK_CEILING_SOURCE, "≤ ", most, paid);
    if (row->holder == BIL_HOLDER_PERSON && paid <= facts->full_month * phase->given->months) {
        report_absorbers(check, phase, source, most, paid);
    }
}

static bool lives_in_residence(const bil_checking *check, const bil_phase_facts *phase)
{
    for (size_t i = 0; i < phase->active_count; i++) {
        if (check->catalogue->services[phase->active[i]].setting == BIL_SETTING_RESIDENTIAL) {
            return true;
        }
    }
    return false;
}

static void check_allowance(bil_checking *check, const bil_phase_facts *phase)
{
    bil_big income = 0;
    bil_big paid = 0;
    for (size_t s = 0; s < check->catalogue->source_count; s++) {
        if (bil_check_is_pension(&check->catalogue->sources[s])) {
            const bil_source_facts *facts = &phase->sources[s];
            income += facts->used ? facts->month : 0;
            paid += whole_phase(phase, facts);
        }
    }
    bil_big kept = lives_in_residence(check, phase) ? check->catalogue->allowance_residence_cents
                                                    : check->catalogue->allowance_home_cents;
    bil_big free_month = income > kept ? income - kept : 0;
    bil_big most = free_month * phase->given->months;
    if (paid > most) {
        bil_check_numbers(check, bil_check_phase_place(phase), BIL_CHECK_CEILING_ALLOWANCE, "≤ ",
                          most, paid);
    }
}

/* What a source would have left if a rule that was set aside took its part. */
static bil_big month_with(const bil_rule *rule, bil_big month)
{
    const bil_big left_e4 = rule->has_parameter ? month * 10000 - rule->parameter_e4 : 0;
    return left_e4 > 0 ? left_e4 / 10000 : 0;
}

/* Rules set aside that would have taken from a source what it now pays. */
static void tell_absorbers(bil_checking *check, const bil_phase_facts *phase, size_t source)
{
    const bil_source *row = &check->catalogue->sources[source];
    const bil_source_facts *facts = &phase->sources[source];
    const bil_big paid = whole_phase(phase, facts);
    if (facts->list == NULL || row->holder != BIL_HOLDER_PERSON || row->form != BIL_FORM_CASH) {
        return;
    }
    for (size_t r = 0; r < check->catalogue->rule_count; r++) {
        const bil_rule *rule = &check->catalogue->rules[r];
        const bil_big most = month_with(rule, facts->month) * phase->given->months;
        if (paid > most && bil_check_absorbs(check, phase, rule, (bil_index)source)) {
            bil_check_numbers_rule(check, bil_check_thing_place(phase, "source", row->code), rule,
                                   "≤ ", most, paid);
        }
    }
}

void bil_check_absorbed(bil_checking *check)
{
    for (size_t t = 0; t < check->phase_count; t++) {
        for (size_t s = 0; s < check->catalogue->source_count; s++) {
            tell_absorbers(check, &check->phases[t], s);
        }
    }
}

void bil_check_ceilings(bil_checking *check)
{
    for (size_t t = 0; t < check->phase_count; t++) {
        const bil_phase_facts *phase = &check->phases[t];
        check_public(check, phase);
        for (size_t s = 0; s < check->catalogue->source_count; s++) {
            check_source(check, phase, s);
        }
        check_allowance(check, phase);
    }
}
