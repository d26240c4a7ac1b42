/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/build.h"

#include <stdlib.h>
#include <string.h>

#include "engine/money.h"
#include "engine/outcome.h"

static const bil_curve_point usual_curve[] = {
    {0, 0}, {500000, 650000}, {800000, 900000}, {1000000, 1000000}};

/* The next free row of a table. */
static size_t next_row(size_t *count, size_t room)
{
    BIL_ASSERT(*count < room);
    return (*count)++;
}

world *world_new(void)
{
    world *w = calloc(1, sizeof *w);
    BIL_ASSERT(w != NULL);
    w->arena = bil_arena_new();
    BIL_ASSERT(w->arena != NULL);

    bil_catalogue *c = &w->catalogue;
    c->arena = w->arena;
    c->folder = c->region = c->language = c->month_convention = "";
    c->name = "prova";
    c->version = "2027-01-01";
    c->curve = usual_curve;
    c->curve_count = sizeof usual_curve / sizeof usual_curve[0];
    c->domains = w->domains;
    c->levels = w->levels;
    c->services = w->services;
    c->effects = w->effects;
    c->sources = w->sources;
    c->eligibility = w->eligibility;
    c->rules = w->rules;
    c->providers = w->providers;
    c->copay = w->copay;
    c->uncertainty = w->uncertainty;

    bil_case *p = &w->person;
    p->arena = w->arena;
    p->catalogue = c;
    p->id = "P1";
    p->district = "pavia";
    p->isee_cents = 600000;
    p->living = "home";
    p->start = 20270101;
    p->phases = w->phases;
    p->needs = w->needs;
    p->sources = w->has;
    p->in_place = w->in_place;
    p->wishes.fixed = w->fixed;
    p->wishes.must = w->must;
    p->wishes.must_not = w->must_not;
    p->wishes.prefer = w->prefer;
    p->overrides = w->overrides;
    p->budget.public_monthly_cents = BIL_UNLIMITED;

    bil_plan *plan = &w->plan;
    plan->arena = w->arena;
    plan->case_id = p->id;
    plan->catalogue_name = c->name;
    plan->catalogue_version = c->version;
    plan->catalogue_sha256 = plan->case_sha256 = "";
    plan->engine = "0";
    plan->profile = "balanced";
    plan->status = BIL_PLAN_OPTIMAL;
    plan->proven = true;
    plan->phases = w->plan_phases;
    return w;
}

void world_free(world *w)
{
    if (w != NULL) {
        bil_arena_free(w->arena);
        free(w);
    }
}

/* ---- catalogue ---- */

static bil_index domain_index(const world *w, const char *code)
{
    bil_index index = bil_catalogue_find_domain(&w->catalogue, code);
    BIL_ASSERT(index != BIL_NONE);
    return index;
}

static bil_index service_index(const world *w, const char *code)
{
    bil_index index = bil_catalogue_find_service(&w->catalogue, code);
    BIL_ASSERT(index != BIL_NONE);
    return index;
}

static bil_index source_index(const world *w, const char *code)
{
    bil_index index = bil_catalogue_find_source(&w->catalogue, code);
    BIL_ASSERT(index != BIL_NONE);
    return index;
}

bil_domain *world_domain(world *w, const char *code, const char *axis)
{
    bil_domain *row = &w->domains[next_row(&w->catalogue.domain_count, WORLD_ROOM)];
    *row = (bil_domain){.code = code, .axis = axis, .name = {code, code}, .unit = "ore", .icf = ""};
    return row;
}

bil_level *world_level(world *w, const char *domain, int level, int64_t target, int64_t floor_bp)
{
    bil_level *row = &w->levels[next_row(&w->catalogue.level_count, WORLD_ROOM)];
    *row = (bil_level){.domain = domain_index(w, domain),
                       .level = level,
                       .target = target,
                       .floor_bp = floor_bp,
                       .weight_e4 = 10000};
    return row;
}

bil_service *world_service(world *w, const char *code, int64_t price_cents)
{
    bil_service *row = &w->services[next_row(&w->catalogue.service_count, WORLD_ROOM)];
    *row = (bil_service){
        .code = code,
        .name = {code, code},
        .kind = BIL_KIND_SOCIAL,
        .setting = BIL_SETTING_HOME,
        .unit = "hour",
        .price_cents = price_cents,
        .step = 1,
        .min_month = 1,
        .max_month = 100,
        .lea_ref = "",
        .exclusive_group = "",
        .copay_class = "",
        .niss = "",
        .source = "",
        .confidence = 'S',
        .effects = &w->effects[w->catalogue.effect_count],
    };
    return row;
}

bil_effect *world_effect(world *w, const char *domain, int64_t hundredths)
{
    BIL_ASSERT(w->catalogue.service_count > 0);
    bil_service *service = &w->services[w->catalogue.service_count - 1];
    bil_effect *row = &w->effects[next_row(&w->catalogue.effect_count, WORLD_EFFECTS)];
    *row = (bil_effect){.service = (bil_index)(w->catalogue.service_count - 1),
                        .domain = domain_index(w, domain),
                        .hundredths = hundredths,
                        .source = "",
                        .confidence = 'S'};
    service->effect_count++;
    return row;
}

bil_service *world_place(world *w, bil_setting setting)
{
    BIL_ASSERT(w->catalogue.service_count > 0);
    bil_service *service = &w->services[w->catalogue.service_count - 1];
    service->setting = setting;
    service->continuous = true;
    service->unit = "month";
    service->max_month = 1;
    return service;
}

static bil_source *new_source(world *w, const char *code, bil_source_kind kind)
{
    bil_source *row = &w->sources[next_row(&w->catalogue.source_count, WORLD_ROOM)];
    *row = (bil_source){.code = code,
                        .name = {code, code},
                        .kind = kind,
                        .payer = "",
                        .side = BIL_SIDE_PERSON,
                        .holder = BIL_HOLDER_PERSON,
                        .form = BIL_FORM_CASH,
                        .payments_per_year = 12,
                        .means_test = "",
                        .source = "",
                        .confidence = 'S'};
    return row;
}

bil_source *world_pool(world *w, const char *code, bil_source_kind kind, bil_side side)
{
    bil_source *row = new_source(w, code, kind);
    row->holder = BIL_HOLDER_POOL;
    row->side = side;
    row->is_public = true;
    return row;
}

bil_source *world_held(world *w, const char *code, bil_source_kind kind)
{
    return new_source(w, code, kind);
}

bil_source *world_hours(world *w, const char *code)
{
    bil_source *row = new_source(w, code, BIL_SOURCE_FAMILY);
    row->form = BIL_FORM_HOURS;
    return row;
}

bil_selector world_selector(world *w, const char *text)
{
    bil_selector selector;
    bool known = bil_selector_parse(&selector, text);
    BIL_ASSERT(known);
    if (selector.kind == BIL_SELECT_SERVICE) {
        selector.index = service_index(w, selector.value);
    } else if (selector.kind == BIL_SELECT_SOURCE) {
        selector.index = source_index(w, selector.value);
    }
    return selector;
}

/* The selectors of "a;b;c". */
static const bil_selector *selectors_of(world *w, const char *list, size_t *count)
{
    bil_selector *items = bil_arena_alloc(w->arena, strlen(list) + 1, sizeof *items);
    BIL_ASSERT(items != NULL);
    *count = 0;
    while (*list != '\0') {
        size_t length = strcspn(list, ";");
        char *text = bil_arena_text_n(w->arena, list, length);
        BIL_ASSERT(text != NULL);
        items[(*count)++] = world_selector(w, text);
        list += length + (list[length] == ';' ? 1 : 0);
    }
    return items;
}

static void add_eligibility(world *w, const char *source, const char *selectors, bool allow)
{
    size_t count = 0;
    const bil_selector *items = selectors_of(w, selectors, &count);
    for (size_t i = 0; i < count; i++) {
        w->eligibility[next_row(&w->catalogue.eligibility_count, WORLD_EFFECTS)] =
            (bil_eligibility){source_index(w, source), items[i], allow};
    }
}

void world_may(world *w, const char *source, const char *selectors)
{
    add_eligibility(w, source, selectors, true);
}

void world_may_not(world *w, const char *source, const char *selectors)
{
    add_eligibility(w, source, selectors, false);
}

bil_rule *world_rule(world *w, const char *id, bil_rule_form form, const char *a, const char *b,
                     int64_t parameter)
{
    bil_rule *row = &w->rules[next_row(&w->catalogue.rule_count, WORLD_ROOM)];
    *row = (bil_rule){.id = id,
                      .form = form,
                      .has_parameter = parameter >= 0,
                      .parameter_e4 = parameter >= 0 ? parameter * 10000 : 0,
                      .unit = "",
                      .legal_ref = "",
                      .text = {id, id},
                      .confidence = 'S'};
    row->a = selectors_of(w, a, &row->a_count);
    row->b = selectors_of(w, b, &row->b_count);
    return row;
}

bil_provider *world_provider(world *w, const char *code, const char *service, int64_t price_cents)
{
    bil_provider *row = &w->providers[next_row(&w->catalogue.provider_count, WORLD_ROOM)];
    *row = (bil_provider){.code = code,
                          .name = code,
                          .service = service_index(w, service),
                          .zone = "*",
                          .price_cents = price_cents,
                          .capacity_month = 1000};
    return row;
}

bil_copay_row *world_copay(world *w, const char *copay_class, int64_t isee_from, int64_t isee_to,
                           int64_t user_from, int64_t user_to)
{
    bil_copay_row *row = &w->copay[next_row(&w->catalogue.copay_count, WORLD_ROOM)];
    *row = (bil_copay_row){.copay_class = copay_class,
                           .isee_from_cents = isee_from,
                           .isee_to_cents = isee_to,
                           .user_from_cents = user_from,
                           .user_to_cents = user_to,
                           .source = ""};
    return row;
}

bil_uncertainty *world_varies(world *w, bil_varies what, const char *selector, int64_t low_bp,
                              int64_t high_bp)
{
    bil_uncertainty *row = &w->uncertainty[next_row(&w->catalogue.uncertainty_count, WORLD_ROOM)];
    *row = (bil_uncertainty){.what = what,
                             .selector = world_selector(w, selector),
                             .low_bp = low_bp,
                             .mode_bp = -1,
                             .high_bp = high_bp,
                             .source = "",
                             .confidence = 'G'};
    return row;
}

/* ---- case ---- */

bil_phase *world_phase(world *w, int months)
{
    bil_date start = w->person.start;
    for (size_t t = 0; t < w->person.phase_count; t++) {
        start = bil_date_add_months(start, w->phases[t].months);
    }
    size_t number = next_row(&w->person.phase_count, BIL_PHASES_MAX);
    bil_phase *row = &w->phases[number];
    *row = (bil_phase){
        .months = months,
        .start = start,
        .targets = w->targets[number],
        .budget = {.public_monthly_cents = BIL_UNLIMITED, .by_source = w->limits[number]}};
    w->plan_phases[number].months = months;
    w->plan_phases[number].lines = w->lines[number];
    w->plan_phases[number].sources_used = w->used[number];
    w->plan.phase_count = w->person.phase_count;
    return row;
}

bil_need *world_need(world *w, const char *id, const char *domain, int64_t target)
{
    size_t number = next_row(&w->person.need_count, WORLD_ROOM);
    bil_need *row = &w->needs[number];
    *row = (bil_need){.id = id,
                      .domain = domain_index(w, domain),
                      .level = 2,
                      .priority = 1,
                      .target = target,
                      .weight_e4 = 10000,
                      .note = "",
                      .file_order = number};
    for (size_t t = 0; t < w->person.phase_count; t++) {
        w->targets[t][number] = target;
    }
    return row;
}

void world_target(world *w, size_t phase, const char *need, int64_t target)
{
    bil_index index = bil_case_find_need(&w->person, need);
    BIL_ASSERT(index != BIL_NONE && phase < w->person.phase_count);
    w->targets[phase][index] = target;
}

bil_case_source *world_has(world *w, const char *source, bil_source_status status, int64_t amount)
{
    bil_index index = source_index(w, source);
    bool hours = w->sources[index].form == BIL_FORM_HOURS;
    bil_case_source *row = &w->has[next_row(&w->person.source_count, WORLD_ROOM)];
    *row = (bil_case_source){.source = index,
                             .status = status,
                             .amount_cents = hours ? 0 : amount,
                             .amount_given = true,
                             .hours_month = hours ? amount : 0};
    return row;
}

void world_limit(world *w, const char *source, int64_t monthly_cents)
{
    for (size_t t = 0; t < w->person.phase_count; t++) {
        size_t row = next_row(&w->phases[t].budget.by_source_count, WORLD_ROOM);
        w->limits[t][row] = (bil_source_limit){source_index(w, source), monthly_cents};
    }
}

void world_budget(world *w, int64_t monthly_cents)
{
    w->person.budget.public_monthly_cents = monthly_cents;
    for (size_t t = 0; t < w->person.phase_count; t++) {
        w->phases[t].budget.public_monthly_cents = monthly_cents;
    }
}

void world_today(world *w, const char *service, int64_t quantity, bool keep)
{
    w->in_place[next_row(&w->person.in_place_count, WORLD_ROOM)] =
        (bil_in_place){service_index(w, service), quantity, keep};
}

void world_fix(world *w, const char *service, int64_t quantity)
{
    w->fixed[next_row(&w->person.wishes.fixed_count, WORLD_ROOM)] =
        (bil_fixed){service_index(w, service), quantity};
}

static bil_override *override_row(world *w, bil_override_kind kind)
{
    bil_override *row = &w->overrides[next_row(&w->person.override_count, WORLD_ROOM)];
    *row = (bil_override){.kind = kind,
                          .service = BIL_NONE,
                          .provider = BIL_NONE,
                          .rule = BIL_NONE,
                          .phase = SIZE_MAX,
                          .reason = "perché",
                          .by = ""};
    return row;
}

bil_override *world_by_hand(world *w, const char *service, int64_t quantity, size_t phase)
{
    bil_override *row = override_row(w, BIL_OVERRIDE_LINE);
    row->service = service_index(w, service);
    row->quantity = quantity;
    row->phase = phase;
    return row;
}

bil_override *world_waive(world *w, const char *rule)
{
    bil_override *row = override_row(w, BIL_OVERRIDE_RULE);
    row->rule = bil_catalogue_find_rule(&w->catalogue, rule);
    BIL_ASSERT(row->rule != BIL_NONE);
    return row;
}

bil_override *world_grant(world *w, const char *provider, const char *service, int64_t quantity)
{
    bil_override *row = override_row(w, BIL_OVERRIDE_PLACE);
    row->service = service_index(w, service);
    row->provider = bil_catalogue_find_provider(&w->catalogue, provider, row->service);
    row->quantity = quantity;
    BIL_ASSERT(row->provider != BIL_NONE);
    return row;
}

void world_must(world *w, const char *selector)
{
    w->must[next_row(&w->person.wishes.must_count, WORLD_ROOM)] = world_selector(w, selector);
}

void world_must_not(world *w, const char *selector)
{
    w->must_not[next_row(&w->person.wishes.must_not_count, WORLD_ROOM)] =
        world_selector(w, selector);
}

void world_prefer(world *w, const char *selector)
{
    w->prefer[next_row(&w->person.wishes.prefer_count, WORLD_ROOM)] = world_selector(w, selector);
}

/* ---- plan ---- */

bil_line *world_line(world *w, size_t phase, const char *service, int64_t quantity)
{
    BIL_ASSERT(phase < w->plan.phase_count);
    size_t length = strcspn(service, "@");
    const char *code = bil_arena_text_n(w->arena, service, length);
    const char *provider = service[length] == '@' ? service + length + 1 : NULL;
    BIL_ASSERT(code != NULL);
    bil_index index = bil_catalogue_find_service(&w->catalogue, code);
    bil_line *line = &w->lines[phase][next_row(&w->plan_phases[phase].line_count, WORLD_ROOM)];
    *line = (bil_line){
        .code = code,
        .service = index,
        .provider_code = provider,
        .provider = provider == NULL ? BIL_NONE
                                     : bil_catalogue_find_provider(&w->catalogue, provider, index),
        .quantity = quantity,
        .funding = bil_arena_alloc(w->arena, WORLD_ROOM, sizeof *line->funding),
    };
    BIL_ASSERT(line->funding != NULL);
    return line;
}

bil_line *world_line_of(world *w, size_t phase, const char *service)
{
    for (size_t i = 0; i < w->plan_phases[phase].line_count; i++) {
        if (strcmp(w->lines[phase][i].code, service) == 0) {
            return &w->lines[phase][i];
        }
    }
    return NULL;
}

bil_funding *world_pays(world *w, bil_line *line, const char *source, int64_t cents)
{
    size_t count = line->funding_count;
    bil_funding *grown = bil_arena_alloc(w->arena, count + 1, sizeof *grown);
    BIL_ASSERT(grown != NULL);
    if (count > 0) {
        memcpy(grown, line->funding, count * sizeof *grown);
    }
    grown[count] = (bil_funding){source, bil_catalogue_find_source(&w->catalogue, source), cents};
    line->funding = grown;
    line->funding_count = count + 1;
    return &grown[count];
}

void world_uses(world *w, size_t phase, const char *source)
{
    BIL_ASSERT(phase < w->plan.phase_count);
    w->used[phase][next_row(&w->plan_phases[phase].sources_used_count, WORLD_ROOM)] = source;
}

void world_finish(world *w)
{
    bil_error err = {0};
    bil_status status = bil_outcome_fill(&w->plan, &w->person, &err);
    BIL_ASSERT(status == BIL_OK);
    BIL_ASSERT(w->plan.phase_count <= BIL_PHASES_MAX && w->plan.unmet_count <= WORLD_ROOM);
    for (size_t t = 0; t < w->plan.phase_count; t++) {
        bil_plan_phase *phase = &w->plan_phases[t];
        *phase = w->plan.phases[t];
        memmove(w->lines[t], phase->lines, phase->line_count * sizeof *phase->lines);
        memmove(w->coverage[t], phase->coverage, phase->coverage_count * sizeof *phase->coverage);
        memmove(w->by_source[t], phase->totals.by_source,
                phase->totals.by_source_count * sizeof *phase->totals.by_source);
        phase->lines = w->lines[t];
        phase->coverage = w->coverage[t];
        phase->totals.by_source = w->by_source[t];
    }
    memmove(w->unmet, w->plan.unmet, w->plan.unmet_count * sizeof *w->plan.unmet);
    w->plan.phases = w->plan_phases;
    w->plan.unmet = w->unmet;
}
