/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/check_impl.h"

#include "engine/money.h"

const bil_service *bil_check_service(const bil_checking *check, const bil_line *line)
{
    return line->service < check->catalogue->service_count
               ? &check->catalogue->services[line->service]
               : NULL;
}

bool bil_check_is_one_off(const bil_checking *check, const bil_line *line)
{
    const bil_service *service = bil_check_service(check, line);
    return service != NULL ? service->one_off : line->one_off;
}

const bil_provider *bil_check_provider(const bil_checking *check, const bil_line *line)
{
    if (line->provider >= check->catalogue->provider_count) {
        return NULL;
    }
    const bil_provider *provider = &check->catalogue->providers[line->provider];
    return provider->service == line->service ? provider : NULL;
}

bil_big bil_check_price(const bil_checking *check, const bil_line *line)
{
    const bil_service *service = bil_check_service(check, line);
    if (service == NULL) {
        return line->unit_price_cents;
    }
    const bil_provider *provider = bil_check_provider(check, line);
    return bil_service_month_price(service,
                                   provider != NULL ? provider->price_cents : service->price_cents);
}

bil_big bil_check_due(const bil_checking *check, const bil_phase_facts *phase, const bil_line *line,
                      bil_big social)
{
    const bil_service *service = bil_check_service(check, line);
    if (service == NULL) {
        return line->person_due_cents;
    }
    bil_big due = bil_copay_per_unit(check->catalogue, service->copay_class,
                                     check->person->isee_cents, phase->given->start);
    due *= line->quantity;
    return due < social ? due : social;
}

bil_big bil_check_covered(const bil_phase_facts *phase, size_t need)
{
    bil_big target = phase->given->targets[need];
    return phase->reach[need] < target ? phase->reach[need] : target;
}

bool bil_check_is_pension(const bil_source *source)
{
    return source->kind == BIL_SOURCE_PENSION && source->form == BIL_FORM_CASH &&
           source->holder == BIL_HOLDER_PERSON;
}

bool bil_check_any_service(const bil_catalogue *catalogue, const bil_selector *selectors,
                           size_t count, bil_index service)
{
    for (size_t i = 0; i < count; i++) {
        if (bil_selector_matches_service(catalogue, &selectors[i], service)) {
            return true;
        }
    }
    return false;
}

bool bil_check_any_source(const bil_catalogue *catalogue, const bil_selector *selectors,
                          size_t count, bil_index source)
{
    for (size_t i = 0; i < count; i++) {
        if (bil_selector_matches_source(catalogue, &selectors[i], source)) {
            return true;
        }
    }
    return false;
}

bool bil_check_at_work(const bil_checking *check, const bil_phase_facts *phase,
                       const bil_selector *selectors, size_t count)
{
    for (size_t i = 0; i < phase->active_count; i++) {
        if (bil_check_any_service(check->catalogue, selectors, count, phase->active[i])) {
            return true;
        }
    }
    for (size_t s = 0; s < check->catalogue->source_count; s++) {
        if (phase->sources[s].used &&
            bil_check_any_source(check->catalogue, selectors, count, (bil_index)s)) {
            return true;
        }
    }
    return false;
}

bool bil_check_rule_holds(const bil_checking *check, const bil_phase_facts *phase,
                          const bil_rule *rule)
{
    const bool waived =
        bil_case_rule_waived(check->person, (bil_index)(rule - check->catalogue->rules));
    return waived == check->on_waived && bil_validity_holds(rule->validity, phase->given->start);
}

bool bil_check_absorbs(const bil_checking *check, const bil_phase_facts *phase,
                       const bil_rule *rule, bil_index source)
{
    return rule->form == BIL_RULE_ABSORBS && bil_check_rule_holds(check, phase, rule) &&
           bil_check_any_source(check->catalogue, rule->b, rule->b_count, source) &&
           bil_check_at_work(check, phase, rule->a, rule->a_count);
}

static void read_payments(const bil_checking *check, bil_phase_facts *phase, const bil_line *line)
{
    bool once = bil_check_is_one_off(check, line);
    for (size_t i = 0; i < line->funding_count; i++) {
        const bil_funding *piece = &line->funding[i];
        if (piece->source >= check->catalogue->source_count) {
            continue;
        }
        bil_source_facts *source = &phase->sources[piece->source];
        *(once ? &source->paid_once : &source->paid_month) += piece->cents;
        source->pays = source->pays || piece->cents > 0;
    }
}

static void read_lines(const bil_checking *check, bil_phase_facts *phase)
{
    for (size_t i = 0; i < phase->plan->line_count; i++) {
        const bil_line *line = &phase->plan->lines[i];
        const bil_service *service = bil_check_service(check, line);
        if (service != NULL && line->quantity > 0) {
            phase->quantity[line->service] += line->quantity;
        }
        read_payments(check, phase, line);
    }
    for (size_t s = 0; s < check->catalogue->service_count; s++) {
        if (phase->quantity[s] > 0) {
            phase->active[phase->active_count++] = (bil_index)s;
        }
    }
}

static void read_sources(const bil_checking *check, bil_phase_facts *phase)
{
    for (size_t i = 0; i < phase->plan->sources_used_count; i++) {
        const char *code = phase->plan->sources_used[i];
        bil_index source =
            code == NULL ? BIL_NONE : bil_catalogue_find_source(check->catalogue, code);
        if (source != BIL_NONE) {
            phase->sources[source].named = true;
        }
    }
    for (size_t s = 0; s < check->catalogue->source_count; s++) {
        const bil_source *row = &check->catalogue->sources[s];
        bil_source_facts *facts = &phase->sources[s];
        facts->valid = bil_validity_holds(row->validity, phase->given->start);
        facts->list = bil_case_source_of(check->person, (bil_index)s);
        facts->active =
            facts->valid && facts->list != NULL && facts->list->status == BIL_SOURCE_ACTIVE;
        bool hours = row->form == BIL_FORM_HOURS;
        facts->used = facts->active || (!hours && facts->pays) ||
                      (hours && facts->valid && facts->list != NULL && facts->named);
        if (facts->list != NULL && row->holder == BIL_HOLDER_PERSON && !hours) {
            facts->full_month = bil_case_source_month(check->person, facts->list, phase->number);
        }
    }
}

/* Absorption looks at which sources are used, so it comes after all of them are read. */
static void absorb(const bil_checking *check, bil_phase_facts *phase)
{
    for (size_t s = 0; s < check->catalogue->source_count; s++) {
        bil_source_facts *facts = &phase->sources[s];
        bil_big left_e4 = facts->full_month * 10000;
        for (size_t r = 0; r < check->catalogue->rule_count && left_e4 > 0; r++) {
            const bil_rule *rule = &check->catalogue->rules[r];
            if (bil_check_absorbs(check, phase, rule, (bil_index)s)) {
                left_e4 = rule->has_parameter ? left_e4 - rule->parameter_e4 : 0;
            }
        }
        facts->month = left_e4 > 0 ? left_e4 / 10000 : 0;
    }
}

bil_big bil_check_effect(const bil_checking *check, const bil_phase_facts *phase, bil_index service,
                         const bil_need *need)
{
    const bil_service *row = &check->catalogue->services[service];
    bil_big sum = 0;
    for (size_t e = 0; e < row->effect_count; e++) {
        if (row->effects[e].domain == need->domain) {
            sum += bil_phase_effect(phase->given, service, row->effects[e].hundredths);
        }
    }
    return sum;
}

static void read_needs(const bil_checking *check, bil_phase_facts *phase)
{
    for (size_t n = 0; n < check->person->need_count; n++) {
        const bil_need *need = &check->person->needs[n];
        phase->reach[n] = need->already_covered;
        for (size_t i = 0; i < phase->active_count; i++) {
            bil_index service = phase->active[i];
            phase->reach[n] +=
                bil_check_effect(check, phase, service, need) * phase->quantity[service];
        }
    }
}

bool bil_check_facts(bil_checking *check)
{
    const bil_catalogue *catalogue = check->catalogue;
    size_t count = check->plan->phase_count < check->person->phase_count
                       ? check->plan->phase_count
                       : check->person->phase_count;
    check->phases = bil_arena_alloc(check->scratch, count, sizeof *check->phases);
    if (check->phases == NULL) {
        return false;
    }
    for (size_t t = 0; t < count; t++) {
        bil_phase_facts *phase = &check->phases[t];
        phase->number = t;
        phase->plan = &check->plan->phases[t];
        phase->given = &check->person->phases[t];
        phase->quantity =
            bil_arena_alloc(check->scratch, catalogue->service_count, sizeof *phase->quantity);
        phase->active =
            bil_arena_alloc(check->scratch, catalogue->service_count, sizeof *phase->active);
        phase->sources =
            bil_arena_alloc(check->scratch, catalogue->source_count, sizeof *phase->sources);
        phase->reach =
            bil_arena_alloc(check->scratch, check->person->need_count, sizeof *phase->reach);
        if (phase->quantity == NULL || phase->active == NULL || phase->sources == NULL ||
            phase->reach == NULL) {
            return false;
        }
        read_lines(check, phase);
        read_sources(check, phase);
        absorb(check, phase);
        read_needs(check, phase);
    }
    check->phase_count = count;
    return true;
}
