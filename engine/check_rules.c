/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue's cumulability rules, one function per form. `absorbs` lowers what a source has,
 * so its violations are found among the ceilings. */

#include <stdio.h>

#include "engine/check_impl.h"
#include "engine/money.h"

typedef struct {
    bil_checking *check;
    const bil_rule *rule;
    const bil_phase_facts *phase;
} rule_view;

/* Something that is at work in a phase: a service or a source. */
typedef struct {
    bool is_source;
    bil_index index;
} subject;

static const char *subject_code(const bil_catalogue *catalogue, subject s)
{
    return s.is_source ? catalogue->sources[s.index].code : catalogue->services[s.index].code;
}

static bool is_chosen(const bil_catalogue *catalogue, const bil_selector *selectors, size_t count,
                      subject s)
{
    return s.is_source ? bil_check_any_source(catalogue, selectors, count, s.index)
                       : bil_check_any_service(catalogue, selectors, count, s.index);
}

/* Everything at work, services first; NULL without memory. */
static subject *all_at_work(const rule_view *v, size_t *count)
{
    const bil_catalogue *catalogue = v->check->catalogue;
    subject *items = bil_arena_alloc(
        v->check->scratch, v->phase->active_count + catalogue->source_count, sizeof *items);
    *count = 0;
    if (items == NULL) {
        v->check->out_of_memory = true;
        return NULL;
    }
    for (size_t i = 0; i < v->phase->active_count; i++) {
        items[(*count)++] = (subject){false, v->phase->active[i]};
    }
    for (size_t s = 0; s < catalogue->source_count; s++) {
        if (v->phase->sources[s].used) {
            items[(*count)++] = (subject){true, (bil_index)s};
        }
    }
    return items;
}

static bil_place rule_place(const rule_view *v)
{
    return bil_check_thing_place(v->phase, "rule", v->rule->id);
}

/* With `b` empty the subjects of `a` exclude each other, so the pairs are a × a. */
static void check_exclusive(const rule_view *v)
{
    const bil_catalogue *catalogue = v->check->catalogue;
    const bil_rule *rule = v->rule;
    const bil_selector *b = rule->b_count > 0 ? rule->b : rule->a;
    size_t b_count = rule->b_count > 0 ? rule->b_count : rule->a_count;
    size_t count = 0;
    const subject *items = all_at_work(v, &count);
    for (size_t i = 0; items != NULL && i < count; i++) {
        bool in_a = is_chosen(catalogue, rule->a, rule->a_count, items[i]);
        bool in_b = is_chosen(catalogue, b, b_count, items[i]);
        for (size_t j = i + 1; (in_a || in_b) && j < count; j++) {
            if ((in_a && is_chosen(catalogue, b, b_count, items[j])) ||
                (in_b && is_chosen(catalogue, rule->a, rule->a_count, items[j]))) {
                char found[192];
                (void)snprintf(found, sizeof found, "%.90s, %.90s",
                               subject_code(catalogue, items[i]),
                               subject_code(catalogue, items[j]));
                bil_check_report_rule(v->check, rule_place(v), rule, "≤ 1", found);
            }
        }
    }
}

static bil_big quantity_of(const rule_view *v, const bil_selector *selectors, size_t count)
{
    bil_big sum = 0;
    for (size_t i = 0; i < v->phase->active_count; i++) {
        bil_index service = v->phase->active[i];
        if (bil_check_any_service(v->check->catalogue, selectors, count, service)) {
            sum += v->phase->quantity[service];
        }
    }
    return sum;
}

/* A monthly quantity and the rule's parameter made comparable, both × 10⁴: by the week q × 12
 * against parameter × 52, by the month q against parameter, by the year q × 12 against it. */
typedef struct {
    bil_big quantity;
    bil_big limit;
    int64_t months; /* what to divide by to speak of a month again */
} scaled;

static scaled scale(const bil_rule *rule, bil_big quantity)
{
    switch (rule->period) {
    case BIL_PERIOD_WEEK:
        return (scaled){quantity * 12 * 10000, (bil_big)rule->parameter_e4 * 52, 12};
    case BIL_PERIOD_YEAR:
        return (scaled){quantity * 12 * 10000, (bil_big)rule->parameter_e4, 12};
    case BIL_PERIOD_NONE:
    case BIL_PERIOD_MONTH:
        break;
    }
    return (scaled){quantity * 10000, (bil_big)rule->parameter_e4, 1};
}

/* The greatest whole monthly quantity that passes. */
static bil_big most_units(scaled s, bool strict)
{
    bil_big unit = (bil_big)10000 * s.months;
    bil_big limit = strict ? s.limit - 1 : s.limit;
    return limit >= 0 ? limit / unit : -1;
}

static void check_threshold(const rule_view *v)
{
    const bil_rule *rule = v->rule;
    bil_big quantity = quantity_of(v, rule->b, rule->b_count);
    scaled s = scale(rule, quantity);
    if (rule->has_parameter && s.quantity >= s.limit &&
        bil_check_at_work(v->check, v->phase, rule->a, rule->a_count)) {
        bil_check_numbers_rule(v->check, rule_place(v), rule, "≤ ", most_units(s, true), quantity);
    }
}

static void check_slot(const rule_view *v)
{
    bil_big quantity = quantity_of(v, v->rule->a, v->rule->a_count);
    scaled s = scale(v->rule, quantity);
    if (v->rule->has_parameter && s.quantity > s.limit) {
        bil_check_numbers_rule(v->check, rule_place(v), v->rule, "≤ ", most_units(s, false),
                               quantity);
    }
}

static void check_requires(const rule_view *v)
{
    const bil_rule *rule = v->rule;
    if (bil_check_at_work(v->check, v->phase, rule->a, rule->a_count) &&
        !bil_check_at_work(v->check, v->phase, rule->b, rule->b_count)) {
        bil_check_report_rule(v->check, rule_place(v), rule, "≥ 1", "0");
    }
}

static void check_joint_cap(const rule_view *v)
{
    const bil_rule *rule = v->rule;
    const bil_catalogue *catalogue = v->check->catalogue;
    bil_big paid = 0;
    bil_big cost = 0;
    for (size_t i = 0; i < v->phase->plan->line_count; i++) {
        const bil_line *line = &v->phase->plan->lines[i];
        if (!bil_check_any_service(catalogue, rule->b, rule->b_count, line->service)) {
            continue;
        }
        int times = bil_check_is_one_off(v->check, line) ? 1 : v->phase->given->months;
        cost += bil_check_price(v->check, line) * (line->quantity > 0 ? line->quantity : 0) * times;
        for (size_t k = 0; k < line->funding_count; k++) {
            const bil_funding *piece = &line->funding[k];
            if (bil_check_any_source(catalogue, rule->a, rule->a_count, piece->source)) {
                paid += (bil_big)piece->cents * times;
            }
        }
    }
    if (paid > cost) {
        bil_check_numbers_rule(v->check, rule_place(v), rule, "≤ ", cost, paid);
    }
}

/* What a rule of form `allowance` counts in one phase. */
typedef struct {
    int first_month; /* of the plan, 0-based */
    int months;
    bil_big recurring; /* of b in a month, 0 while a is not at work */
    bil_big once;      /* one-offs of b */
} counted;

static counted count_phase(bil_checking *check, const bil_rule *rule, size_t number, int month)
{
    const bil_phase_facts *phase = &check->phases[number];
    counted out = {month, phase->given->months, 0, 0};
    if (!bil_check_rule_holds(check, phase, rule) ||
        !bil_check_at_work(check, phase, rule->a, rule->a_count)) {
        return out;
    }
    for (size_t i = 0; i < phase->active_count; i++) {
        bil_index service = phase->active[i];
        if (bil_check_any_service(check->catalogue, rule->b, rule->b_count, service)) {
            bool once = check->catalogue->services[service].one_off;
            *(once ? &out.once : &out.recurring) += phase->quantity[service];
        }
    }
    return out;
}

/* Σ over the months [from, from + 12) of the plan; a one-off counts once in every window that
 * touches its phase. */
static bil_big window_sum(const counted *phases, size_t count, int from)
{
    bil_big sum = 0;
    for (size_t t = 0; t < count; t++) {
        int start = phases[t].first_month > from ? phases[t].first_month : from;
        int stop = phases[t].first_month + phases[t].months;
        stop = stop < from + 12 ? stop : from + 12;
        if (stop > start) {
            sum += (stop - start) * phases[t].recurring + phases[t].once;
        }
    }
    return sum;
}

/* Over all windows of twelve months; the fullest one is reported. */
static void check_allowance(bil_checking *check, const bil_rule *rule)
{
    counted *phases = bil_arena_alloc(check->scratch, check->phase_count, sizeof *phases);
    if (phases == NULL) {
        check->out_of_memory = true;
        return;
    }
    int months = 0;
    for (size_t t = 0; t < check->phase_count; t++) {
        phases[t] = count_phase(check, rule, t, months);
        months += phases[t].months;
    }
    bil_big most = 0;
    int fullest = 0;
    for (int from = 0; from == 0 || from + 12 <= months; from++) {
        bil_big sum = window_sum(phases, check->phase_count, from);
        if (sum > most) {
            most = sum;
            fullest = from;
        }
    }
    if (!rule->has_parameter || most * 10000 <= rule->parameter_e4) {
        return;
    }
    char span[48];
    int last = fullest + 12 < months ? fullest + 12 : months;
    (void)snprintf(span, sizeof span, "%d-%d", fullest + 1, last);
    bil_place place = {BIL_NOWHERE, BIL_NOWHERE, "months", span};
    bil_check_numbers_rule(check, place, rule, "≤ ", bil_div_floor(rule->parameter_e4, 10000),
                           most);
}

static void check_rule(const rule_view *v)
{
    switch (v->rule->form) {
    case BIL_RULE_EXCLUSIVE:
        check_exclusive(v);
        break;
    case BIL_RULE_THRESHOLD:
        check_threshold(v);
        break;
    case BIL_RULE_JOINT_CAP:
        check_joint_cap(v);
        break;
    case BIL_RULE_REQUIRES:
        check_requires(v);
        break;
    case BIL_RULE_SLOT:
        check_slot(v);
        break;
    case BIL_RULE_ALLOWANCE: /* over the whole plan */
    case BIL_RULE_ABSORBS:   /* with the ceilings */
        break;
    }
}

void bil_check_rules(bil_checking *check)
{
    for (size_t r = 0; r < check->catalogue->rule_count; r++) {
        const bil_rule *rule = &check->catalogue->rules[r];
        if (rule->form == BIL_RULE_ALLOWANCE) {
            check_allowance(check, rule);
            continue;
        }
        for (size_t t = 0; t < check->phase_count; t++) {
            rule_view view = {check, rule, &check->phases[t]};
            if (bil_check_rule_holds(check, view.phase, rule)) {
                check_rule(&view);
            }
        }
    }
}
