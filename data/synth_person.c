/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One person drawn from a profile, written as a line of persons.jsonl. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "data/synth_impl.h"
#include "engine/money.h"
#include "engine/random.h"

/* What is drawn. The numbers are part of every draw: a new topic is added at the end, and none
 * changes its number, or all invented districts change. */
typedef enum {
    TOPIC_AREA = 1,
    TOPIC_ZONE = 2,
    TOPIC_AGE_BAND = 3,
    TOPIC_AGE = 4,
    TOPIC_SEVERITY = 5,
    TOPIC_CARER = 6,
    TOPIC_INVALIDITY = 7,
    TOPIC_ISEE_KNOWN = 8,
    TOPIC_ISEE_BAND = 9,
    TOPIC_ISEE = 10,
    TOPIC_NEED = 11,
    TOPIC_LEVEL = 12,
    TOPIC_PRIORITY = 13,
    TOPIC_OWN_TARGET = 14,
    TOPIC_OWN_PERCENT = 15,
    TOPIC_ALREADY = 16,
    TOPIC_ALREADY_PERCENT = 17,
    TOPIC_LATE = 18,
    TOPIC_RESIDENCE = 19,
    TOPIC_SOURCE = 20,
    TOPIC_SOURCE_SIZE = 21,
    TOPIC_IN_PLACE = 22,
    TOPIC_QUANTITY = 23,
    TOPIC_KEEP = 24,
    TOPIC_PREFER = 25,
    TOPIC_HOME = 26,
    TOPIC_INTENSITY = 27,
    TOPIC_BUDGET = 28,
    TOPIC_LIMIT = 29,
    TOPIC_LIMIT_PERCENT = 30,
    TOPIC_SHAPE = 31,
    TOPIC_COURSE = 32, /* + the phase */
    TOPIC_COURSE_PERCENT = 40,
    TOPIC_CRITERION = 48,
    TOPIC_WAITING_BAND = 49,
    TOPIC_WAITING = 50
} topic;

enum {
    NEEDS_MAX = 20,
    IN_PLACE_MAX = 64,
    SOURCES_MAX = 64,
    TARGET_STEP = 50,   /* hundredths */
    BUDGET_STEP = 5000, /* cents: amounts as people write them */
    AMOUNT_STEP = 1000,
    ISEE_STEP = 1000,
    SHARE_WHOLE = 10000,
    RANK_BITS = 24
};

typedef struct {
    const bil_synth_need *row;
    uint64_t rank; /* the lower, the likelier to be there */
    int level;
    int priority;
    int64_t target;
    int64_t already;
    bool late;
} drawn_need;

typedef struct {
    bil_index service;
    int64_t quantity;
    bool keep;
} drawn_line;

typedef struct {
    const bil_synth_source *row;
    int64_t size;
} drawn_source;

typedef struct {
    const bil_synth_profile *profile;
    const bil_catalogue *catalogue;
    uint64_t seed;
    uint64_t number;
    size_t area_index;
    const bil_synth_area *area;
    int64_t age;
    int severity;
    bool carer;
    bool resident;
    bil_synth_invalidity invalidity;
    int64_t isee_cents; /* negative = not known */
    bil_intensity intensity;
    drawn_need needs[NEEDS_MAX];
    size_t need_count;
    drawn_line lines[IN_PLACE_MAX];
    size_t line_count;
    drawn_source sources[SOURCES_MAX];
    size_t source_count;
    int64_t kept_cents; /* a month, of lines that must stay */
} person;

/* ---- draws ---- */

static uint64_t draw(const person *p, unsigned what, uint64_t key)
{
    return bil_random(p->seed, p->number, what, key);
}

static bool chance(const person *p, unsigned what, uint64_t key, int64_t share_bp)
{
    return bil_random_between(draw(p, what, key), 0, SHARE_WHOLE - 1) < share_bp;
}

static int64_t within(const person *p, unsigned what, uint64_t key, bil_synth_span span)
{
    return bil_random_between(draw(p, what, key), span.low, span.high);
}

/* The same in whole steps, when the span is wide enough to hold some. */
static int64_t stepped(const person *p, unsigned what, uint64_t key, bil_synth_span span,
                       int64_t step)
{
    const int64_t low = bil_div_ceil(span.low, step);
    const int64_t high = bil_div_floor(span.high, step);
    if (low > high) {
        return within(p, what, key, span);
    }
    return within(p, what, key, (bil_synth_span){low, high}) * step;
}

static size_t pick(const person *p, unsigned what, const int64_t *weights, size_t count)
{
    return bil_random_pick(draw(p, what, 0), weights, count);
}

static bil_synth_span band(const person *p, unsigned what, const bil_synth_bands *bands)
{
    return bands->spans[pick(p, what, bands->weights, bands->count)];
}

/* ---- who ---- */

static void draw_self(person *p)
{
    const bil_synth_profile *profile = p->profile;
    p->area_index = pick(p, TOPIC_AREA, profile->area_weights, profile->area_count);
    p->area = &profile->areas[p->area_index];
    p->age = within(p, TOPIC_AGE, 0, band(p, TOPIC_AGE_BAND, &p->area->ages));
    p->severity = 1 + (int)pick(p, TOPIC_SEVERITY, p->area->severity, BIL_SYNTH_LEVELS);
    p->carer = chance(p, TOPIC_CARER, 0, p->area->carer_bp);
    p->invalidity = (bil_synth_invalidity)pick(p, TOPIC_INVALIDITY, p->area->invalidity,
                                               BIL_SYNTH_INVALIDITIES);
    const bil_synth_isee *isee = &profile->isee[p->area->isee];
    p->isee_cents = -1;
    if (!chance(p, TOPIC_ISEE_KNOWN, 0, isee->unknown_bp)) {
        p->isee_cents =
            stepped(p, TOPIC_ISEE, 0, band(p, TOPIC_ISEE_BAND, &isee->bands), ISEE_STEP);
    }
    p->intensity = (bil_intensity)pick(p, TOPIC_INTENSITY, profile->intensity[p->severity - 1],
                                       BIL_INTENSITIES);
}

static bool inside(bil_synth_span span, int64_t value)
{
    return value >= span.low && value <= span.high;
}

static bool either(int wanted, bool actual)
{
    return wanted < 0 || (wanted == 1) == actual;
}

static bool is_for(const person *p, const bil_synth_when *when)
{
    return inside(when->age, p->age) && inside(when->severity, p->severity) &&
           either(when->carer, p->carer) && either(when->residence, p->resident) &&
           (when->invalidity >> p->invalidity & 1U) != 0 &&
           (when->areas >> p->area_index & 1U) != 0 &&
           (when->isee_max_cents < 0 ||
            (p->isee_cents >= 0 && p->isee_cents <= when->isee_max_cents));
}

/* ---- needs ---- */

/* As severe as the person, or a level more or less. */
static int draw_level(const person *p, uint64_t key)
{
    const int step =
        (int)bil_random_pick(draw(p, TOPIC_LEVEL, key), p->profile->steps, BIL_SYNTH_STEPS) - 1;
    const int level = p->severity + step;
    return level < 1 ? 1 : level > BIL_SYNTH_LEVELS ? BIL_SYNTH_LEVELS : level;
}

static int64_t rounded(int64_t hundredths)
{
    return bil_div_round(hundredths, TARGET_STEP) * TARGET_STEP;
}

static void fill_need(const person *p, drawn_need *need)
{
    const bil_synth_profile *profile = p->profile;
    const uint64_t key = need->row->key;
    need->level = draw_level(p, key);
    need->priority = 1 + (int)bil_random_pick(draw(p, TOPIC_PRIORITY, key), profile->priority, 3);
    const bil_level *level = bil_catalogue_level(p->catalogue, need->row->domain, need->level);
    BIL_ASSERT(level != NULL); /* the profile was read against this catalogue */
    need->target = level->target;
    if (chance(p, TOPIC_OWN_TARGET, key, profile->own_target_bp)) {
        const int64_t pct = within(p, TOPIC_OWN_PERCENT, key, profile->own_target_pct);
        need->target = rounded(need->target * pct / 100);
    }
    if (chance(p, TOPIC_ALREADY, key, profile->already_bp)) {
        const int64_t pct = within(p, TOPIC_ALREADY_PERCENT, key, profile->already_pct);
        need->already = rounded(need->target * pct / 100);
    }
    need->late = chance(p, TOPIC_LATE, key, need->row->late_bp);
}

/* Keeps the list in the order of its ranks. */
static void put_need(person *p, drawn_need need)
{
    size_t at = p->need_count++;
    while (at > 0 && p->needs[at - 1].rank > need.rank) {
        p->needs[at] = p->needs[at - 1];
        at--;
    }
    p->needs[at] = need;
}

/* Each need has its share of the people; but nobody has fewer or more needs than the area's people
 * have, and then the likelier ones go first. */
static void draw_needs(person *p)
{
    size_t count = 0;
    for (size_t i = 0; i < p->area->needs_count; i++) {
        const bil_synth_need *row = &p->area->needs[i];
        const uint64_t u = draw(p, TOPIC_NEED, row->key) >> (64 - RANK_BITS);
        if (row->share_bp > 0 && is_for(p, &row->when)) {
            const uint64_t rank = u * SHARE_WHOLE / (uint64_t)row->share_bp;
            count += rank < UINT64_C(1) << RANK_BITS ? 1 : 0;
            put_need(p, (drawn_need){.row = row, .rank = rank});
        }
    }
    const size_t least = (size_t)p->area->need_count.low;
    const size_t most = (size_t)p->area->need_count.high;
    count = count < least ? least : count > most ? most : count;
    p->need_count = p->need_count < count ? p->need_count : count;
    for (size_t i = 0; i < p->need_count; i++) {
        fill_need(p, &p->needs[i]);
    }
}

/* ---- what is there today ---- */

static bool clash(const person *p, size_t a, size_t b)
{
    return p->profile->clashes[a * (p->catalogue->service_count + p->catalogue->source_count) + b];
}

/* Does a rule forbid it beside what the person has? */
static bool forbidden(const person *p, size_t thing)
{
    for (size_t i = 0; i < p->line_count; i++) {
        if (clash(p, thing, p->lines[i].service)) {
            return true;
        }
    }
    for (size_t i = 0; i < p->source_count; i++) {
        if (!p->sources[i].row->available &&
            clash(p, thing, p->catalogue->service_count + p->sources[i].row->source)) {
            return true;
        }
    }
    return false;
}

static bool has_tag(const bil_service *service, const char *tag)
{
    for (size_t i = 0; i < service->tag_count; i++) {
        if (strcmp(service->tags[i], tag) == 0) {
            return true;
        }
    }
    return false;
}

/* Services for other people are out. */
static bool for_others(const person *p, const char *tag)
{
    for (size_t i = 0; i < p->area->tag_count; i++) {
        if (p->area->tags[i] == tag) {
            return false;
        }
    }
    return true;
}

static bool meant_for(const person *p, const bil_service *service)
{
    for (size_t i = 0; i < p->profile->particular_count; i++) {
        if (has_tag(service, p->profile->particular[i]) &&
            for_others(p, p->profile->particular[i])) {
            return false;
        }
    }
    return true;
}

/* Does it cover one of the person's needs? Nobody has a service for nothing. */
static bool serves(const person *p, const bil_service *service)
{
    for (size_t e = 0; e < service->effect_count; e++) {
        for (size_t n = 0; n < p->need_count; n++) {
            if (service->effects[e].domain == p->needs[n].row->domain) {
                return true;
            }
        }
    }
    return false;
}

static bool has_service(const person *p, bil_index service)
{
    for (size_t i = 0; i < p->line_count; i++) {
        if (p->lines[i].service == service) {
            return true;
        }
    }
    return false;
}

static bool may_have(const person *p, const bil_synth_in_place *row)
{
    const bil_service *service = &p->catalogue->services[row->service];
    return p->line_count < IN_PLACE_MAX && is_for(p, &row->when) &&
           bil_validity_holds(service->validity, p->profile->start) && meant_for(p, service) &&
           serves(p, service) && !has_service(p, row->service) && !forbidden(p, row->service);
}

static int64_t usual_quantity(const bil_service *service, int64_t quantity)
{
    const int64_t step = service->step > 0 ? service->step : 1;
    quantity = bil_div_floor(quantity, step) * step;
    quantity = quantity < service->min_month ? service->min_month : quantity;
    return quantity > service->max_month ? service->max_month : quantity;
}

static void take_line(person *p, const bil_synth_in_place *row)
{
    const bil_service *service = &p->profile->services[row->service];
    drawn_line *line = &p->lines[p->line_count++];
    line->service = row->service;
    line->quantity = usual_quantity(service, within(p, TOPIC_QUANTITY, row->key, row->quantity));
    line->keep = chance(p, TOPIC_KEEP, row->key, row->keep_bp);
    if (line->keep) {
        p->kept_cents += bil_service_month_price(service, service->price_cents) * line->quantity;
    }
}

static void draw_residence(person *p)
{
    for (size_t i = 0; !p->resident && i < p->area->residence_count; i++) {
        const bil_synth_in_place *row = &p->area->residences[i];
        if (chance(p, TOPIC_RESIDENCE, row->key, row->share_bp) && may_have(p, row)) {
            take_line(p, row);
            p->resident = true;
        }
    }
}

static void draw_in_place(person *p)
{
    for (size_t i = 0; i < p->area->in_place_count; i++) {
        const bil_synth_in_place *row = &p->area->in_place[i];
        if (chance(p, TOPIC_IN_PLACE, row->key, row->share_bp) && may_have(p, row)) {
            take_line(p, row);
        }
    }
}

/* ---- what the person can count on ---- */

static bool has_source(const person *p, bil_index source)
{
    for (size_t i = 0; i < p->source_count; i++) {
        if (p->sources[i].row->source == source) {
            return true;
        }
    }
    return false;
}

/* A rule may ask for something else beside it: it is there already, or this is not. */
static bool lacks_another(const person *p, bil_index source)
{
    for (size_t r = 0; r < p->catalogue->rule_count; r++) {
        const bil_rule *rule = &p->catalogue->rules[r];
        bool asks = false;
        bool there = false;
        for (size_t i = 0; rule->form == BIL_RULE_REQUIRES && i < rule->a_count; i++) {
            asks = asks || bil_selector_matches_source(p->catalogue, &rule->a[i], source);
        }
        for (size_t i = 0; asks && i < rule->b_count; i++) {
            there =
                there || (rule->b[i].kind == BIL_SELECT_SOURCE && has_source(p, rule->b[i].index));
        }
        if (asks && !there && bil_validity_holds(rule->validity, p->profile->start)) {
            return true;
        }
    }
    return false;
}

static bool has_one_of(const person *p, const bil_index *sources, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (has_source(p, sources[i])) {
            return true;
        }
    }
    return false;
}

static bool may_count_on(const person *p, const bil_synth_source *row)
{
    const bil_source *source = &p->catalogue->sources[row->source];
    return p->source_count < SOURCES_MAX && is_for(p, &row->when) &&
           bil_validity_holds(source->validity, p->profile->start) && !has_source(p, row->source) &&
           !has_one_of(p, row->unless, row->unless_count) && !lacks_another(p, row->source) &&
           !forbidden(p, p->catalogue->service_count + row->source);
}

static void draw_sources(person *p)
{
    for (size_t i = 0; i < p->profile->source_count; i++) {
        const bil_synth_source *row = &p->profile->sources[i];
        if (!is_for(p, &row->when) || !chance(p, TOPIC_SOURCE, row->key, row->share_bp) ||
            !may_count_on(p, row)) {
            continue;
        }
        const bool hours = p->catalogue->sources[row->source].form == BIL_FORM_HOURS;
        const int64_t size =
            stepped(p, TOPIC_SOURCE_SIZE, row->key, row->size, hours ? 2 : AMOUNT_STEP);
        p->sources[p->source_count++] = (drawn_source){row, size};
    }
}

/* ---- writing ---- */

static void put_person(const person *p, bil_json_writer *json)
{
    const bil_synth_profile *profile = p->profile;
    char id[128];
    (void)snprintf(id, sizeof id, "%s-%06" PRIu64, profile->prefix, p->number);
    bil_json_begin_object(json, "person");
    bil_json_put_text(json, "id", id);
    bil_json_put_text(
        json, "district",
        profile->zones[pick(p, TOPIC_ZONE, profile->zone_weights, profile->zone_count)]);
    bil_json_put_integer(json, "birth_year", profile->start / 10000 - p->age);
    if (p->isee_cents >= 0) {
        bil_json_put_integer(json, "isee_cents", p->isee_cents);
    }
    bil_json_put_text(json, "living", p->resident ? "residence" : "home");
    bil_json_end_object(json);
}

static void put_needs(const person *p, bil_json_writer *json)
{
    bil_json_begin_array(json, "needs");
    for (size_t i = 0; i < p->need_count; i++) {
        const drawn_need *need = &p->needs[i];
        const char *domain = p->catalogue->domains[need->row->domain].code;
        const bil_level *level = bil_catalogue_level(p->catalogue, need->row->domain, need->level);
        bil_json_begin_object(json, NULL);
        bil_json_put_text(json, "id", domain);
        bil_json_put_text(json, "domain", domain);
        bil_json_put_integer(json, "level", need->level);
        bil_json_put_integer(json, "priority", need->priority);
        if (need->target != level->target) {
            bil_json_put_integer(json, "monthly_target", need->target);
        }
        if (need->already > 0) {
            bil_json_put_integer(json, "already_covered", need->already);
        }
        bil_json_end_object(json);
    }
    bil_json_end_array(json);
}

/* Targets as they stand in a phase; the phase before left them in `target`. */
static void put_targets(const person *p, bil_json_writer *json, size_t phase, int64_t *target)
{
    bool any = false;
    for (size_t i = 0; i < p->need_count; i++) {
        const drawn_need *need = &p->needs[i];
        const uint64_t key = need->row->key;
        const bool moves = phase > 0 && p->area->course_count > 0 &&
                           chance(p, TOPIC_COURSE + (unsigned)phase, key, p->area->course_bp);
        if (moves) {
            const int64_t last = (int64_t)p->area->course_count - 1;
            const uint64_t random = draw(p, TOPIC_COURSE_PERCENT + (unsigned)phase, key);
            target[i] =
                rounded(target[i] * p->area->course_pct[bil_random_between(random, 0, last)] / 100);
        }
        const int64_t now = phase == 0 && need->late ? 0 : target[i];
        if (now != need->target) {
            if (!any) {
                bil_json_begin_object(json, "targets");
                any = true;
            }
            bil_json_put_integer(json, p->catalogue->domains[need->row->domain].code, now);
        }
    }
    if (any) {
        bil_json_end_object(json);
    }
}

/* Of the profile's shapes, or, when so many phases are wanted, equal parts of a year. */
static bil_synth_shape shape_of(const person *p, int phases)
{
    const bil_synth_profile *profile = p->profile;
    bil_synth_shape shape = {.count = (size_t)phases};
    if (phases == 0) {
        return profile->shapes[pick(p, TOPIC_SHAPE, profile->shape_weights, profile->shape_count)];
    }
    for (int t = 0; t < phases; t++) {
        shape.months[t] = 12 / phases > 0 ? 12 / phases : 1;
    }
    return shape;
}

static void put_phases(person *p, bil_json_writer *json, int phases)
{
    const bil_synth_shape shape = shape_of(p, phases);
    int64_t target[NEEDS_MAX];
    for (size_t i = 0; i < p->need_count; i++) {
        p->needs[i].late = p->needs[i].late && shape.count > 1;
        target[i] = p->needs[i].target;
    }
    bil_json_begin_array(json, "phases");
    for (size_t t = 0; t < shape.count; t++) {
        bil_json_begin_object(json, NULL);
        bil_json_put_integer(json, "months", shape.months[t]);
        put_targets(p, json, t, target);
        bil_json_end_object(json);
    }
    bil_json_end_array(json);
}

static void put_sources(const person *p, bil_json_writer *json)
{
    bil_json_begin_array(json, "sources");
    for (size_t i = 0; i < p->source_count; i++) {
        const drawn_source *drawn = &p->sources[i];
        const bil_source *source = &p->catalogue->sources[drawn->row->source];
        bil_json_begin_object(json, NULL);
        bil_json_put_text(json, "code", source->code);
        bil_json_put_text(json, "status", drawn->row->available ? "available" : "active");
        if (drawn->row->has_size) {
            bil_json_put_integer(json, source->form == BIL_FORM_HOURS ? "hours" : "amount_cents",
                                 drawn->size);
        }
        bil_json_end_object(json);
    }
    bil_json_end_array(json);
}

/* What the intensity is paid, and beside it what must stay in place. */
static void put_budget(const person *p, bil_json_writer *json)
{
    const bil_synth_profile *profile = p->profile;
    const int64_t kept = bil_div_ceil(p->kept_cents, BUDGET_STEP) * BUDGET_STEP;
    const int64_t base = stepped(p, TOPIC_BUDGET, 0, profile->budget[p->intensity], BUDGET_STEP);
    int64_t whole = base + kept;
    whole = whole < BIL_CENTS_MAX ? whole : BIL_CENTS_MAX;
    bil_json_begin_object(json, "budget");
    bil_json_put_integer(json, "public_monthly_cents", whole);
    bool any = false;
    for (size_t i = 0; i < profile->limit_count; i++) {
        const bil_synth_limit *limit = &profile->limits[i];
        if (chance(p, TOPIC_LIMIT, limit->source, limit->share_bp)) {
            const int64_t pct = within(p, TOPIC_LIMIT_PERCENT, limit->source, limit->pct);
            const int64_t cents = bil_div_round(base * pct, 100 * BUDGET_STEP) * BUDGET_STEP + kept;
            if (!any) {
                bil_json_begin_object(json, "by_source");
                any = true;
            }
            bil_json_put_integer(json, p->catalogue->sources[limit->source].code,
                                 cents < BIL_CENTS_MAX ? cents : BIL_CENTS_MAX);
        }
    }
    if (any) {
        bil_json_end_object(json);
    }
    bil_json_end_object(json);
}

static void put_in_place(const person *p, bil_json_writer *json)
{
    bil_json_begin_array(json, "in_place");
    for (size_t i = 0; i < p->line_count; i++) {
        bil_json_begin_object(json, NULL);
        bil_json_put_text(json, "service", p->catalogue->services[p->lines[i].service].code);
        bil_json_put_integer(json, "quantity", p->lines[i].quantity);
        bil_json_put_bool(json, "keep", p->lines[i].keep);
        bil_json_end_object(json);
    }
    bil_json_end_array(json);
}

static void put_wishes(const person *p, bil_json_writer *json)
{
    const bil_synth_profile *profile = p->profile;
    char selector[BIL_SYNTH_ROWS_MAX];
    bil_json_begin_object(json, "wishes");
    bil_json_begin_array(json, "must_not");
    for (size_t i = 0; i < profile->particular_count; i++) {
        if (for_others(p, profile->particular[i])) {
            (void)snprintf(selector, sizeof selector, "tag:%s", profile->particular[i]);
            bil_json_put_text(json, NULL, selector);
        }
    }
    if (!p->resident && chance(p, TOPIC_HOME, 0, p->area->home_bp)) {
        bil_json_put_text(json, NULL, "group:RES");
    }
    bil_json_end_array(json);
    bil_json_begin_array(json, "prefer");
    for (size_t i = 0; i < p->area->prefer_count; i++) {
        const bil_synth_wish *wish = &p->area->prefer[i];
        if (chance(p, TOPIC_PREFER, wish->key, wish->share_bp)) {
            bil_json_put_text(json, NULL, wish->selector);
        }
    }
    bil_json_end_array(json);
    bil_json_end_object(json);
}

/* Days before the start: counted from a day far enough back, since dates only add. */
static bil_date requested_on(const person *p)
{
    const bil_synth_profile *profile = p->profile;
    const int64_t days =
        within(p, TOPIC_WAITING, 0, band(p, TOPIC_WAITING_BAND, &profile->waiting));
    const bil_date back = (profile->start / 10000 - 11) * 10000 + 101;
    return bil_date_add_days(back, bil_date_days_between(back, profile->start) - (int)days);
}

static void put_case(person *p, bil_text *out, int phases)
{
    bil_json_writer json;
    char date[16];
    bil_json_writer_init(&json, out, true);
    bil_json_begin_object(&json, NULL);
    bil_json_put_text(&json, "format", "bilancia-case");
    bil_json_put_integer(&json, "version", 1);
    put_person(p, &json);
    bil_date_format(date, sizeof date, p->profile->start);
    bil_json_put_text(&json, "start", date);
    put_phases(p, &json, phases);
    put_needs(p, &json);
    put_sources(p, &json);
    put_budget(p, &json);
    put_in_place(p, &json);
    put_wishes(p, &json);
    const size_t criterion = pick(p, TOPIC_CRITERION, p->profile->criteria, BIL_SYNTH_CRITERIA);
    bil_json_put_text(&json, "profile", bil_profile_name((bil_profile)criterion));
    bil_date_format(date, sizeof date, requested_on(p));
    bil_json_put_text(&json, "requested_on", date);
    bil_json_put_text(&json, "intensity", bil_intensity_name(p->intensity));
    bil_json_end_object(&json);
    bil_json_finish(&json);
}

/* ---- counting ---- */

/* The first pool of the profile that may pay this part of a line. */
static void count_kept(const person *p, bil_synth_totals *totals, bil_index service, bil_side side,
                       int64_t year_cents)
{
    for (size_t i = 0; i < p->profile->pool_count; i++) {
        const bil_index source = p->profile->pools[i].source;
        const bil_side own = p->catalogue->sources[source].side;
        if ((own == side || own == BIL_SIDE_ANY) &&
            bil_source_may_pay(p->catalogue, source, service)) {
            totals->kept_year_cents[i] += year_cents;
            return;
        }
    }
}

static void count(const person *p, bil_synth_totals *totals)
{
    totals->persons++;
    for (size_t i = 0; i < p->line_count; i++) {
        const drawn_line *line = &p->lines[i];
        const bil_service *service = &p->profile->services[line->service];
        totals->in_place[line->service] += line->quantity;
        if (line->keep) {
            const int64_t cost =
                bil_service_month_price(service, service->price_cents) * line->quantity * 12;
            const int64_t health = bil_share(cost, service->health_share_bp);
            count_kept(p, totals, line->service, BIL_SIDE_HEALTH, health);
            count_kept(p, totals, line->service, BIL_SIDE_SOCIAL, cost - health);
        }
    }
}

bil_synth_totals *bil_synth_totals_new(const bil_synth_profile *profile, bil_arena *arena)
{
    bil_synth_totals *totals = bil_arena_alloc(arena, 1, sizeof *totals);
    if (totals == NULL) {
        return NULL;
    }
    totals->in_place =
        bil_arena_alloc(arena, profile->catalogue->service_count, sizeof *totals->in_place);
    totals->kept_year_cents =
        bil_arena_alloc(arena, profile->pool_count, sizeof *totals->kept_year_cents);
    return totals->in_place == NULL || totals->kept_year_cents == NULL ? NULL : totals;
}

void bil_synth_person(bil_text *out, bil_synth_totals *totals, const bil_synth_profile *profile,
                      uint64_t seed, uint64_t number, int phases)
{
    person p = {
        .profile = profile, .catalogue = profile->catalogue, .seed = seed, .number = number};
    draw_self(&p);
    draw_needs(&p);
    draw_residence(&p);
    draw_sources(&p);
    draw_in_place(&p);
    put_case(&p, out, phases);
    if (totals != NULL) {
        count(&p, totals);
    }
}
