/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One person drawn from a profile. */

#include <string.h>

#include "data/synth_person_impl.h"
#include "engine/money.h"
#include "engine/random.h"

enum {
    TARGET_STEP = 50, /* hundredths: figures as people write them */
    AMOUNT_STEP = 1000,
    ISEE_STEP = 1000,
    SHARE_WHOLE = 10000,
    RANK_BITS = 24
};

/* ---- draws ---- */

uint64_t bil_synth_draw(const bil_drawn *p, unsigned what, uint64_t key)
{
    return bil_random(p->seed, p->number, what, key);
}

bool bil_synth_chance(const bil_drawn *p, unsigned what, uint64_t key, int64_t share_bp)
{
    return bil_random_between(bil_synth_draw(p, what, key), 0, SHARE_WHOLE - 1) < share_bp;
}

int64_t bil_synth_within(const bil_drawn *p, unsigned what, uint64_t key, bil_synth_span span)
{
    return bil_random_between(bil_synth_draw(p, what, key), span.low, span.high);
}

int64_t bil_synth_stepped(const bil_drawn *p, unsigned what, uint64_t key, bil_synth_span span,
                          int64_t step)
{
    const int64_t low = bil_div_ceil(span.low, step);
    const int64_t high = bil_div_floor(span.high, step);
    if (low > high) {
        return bil_synth_within(p, what, key, span);
    }
    return bil_synth_within(p, what, key, (bil_synth_span){low, high}) * step;
}

size_t bil_synth_pick(const bil_drawn *p, unsigned what, const int64_t *weights, size_t count)
{
    return bil_random_pick(bil_synth_draw(p, what, 0), weights, count);
}

bil_synth_span bil_synth_band(const bil_drawn *p, unsigned what, const bil_synth_bands *bands)
{
    return bands->spans[bil_synth_pick(p, what, bands->weights, bands->count)];
}

/* ---- who ---- */

static void draw_self(bil_drawn *p)
{
    const bil_synth_profile *profile = p->profile;
    p->area_index = bil_synth_pick(p, BIL_TOPIC_AREA, profile->area_weights, profile->area_count);
    p->area = &profile->areas[p->area_index];
    p->age = bil_synth_within(p, BIL_TOPIC_AGE, 0,
                              bil_synth_band(p, BIL_TOPIC_AGE_BAND, &p->area->ages));
    p->severity =
        1 + (int)bil_synth_pick(p, BIL_TOPIC_SEVERITY, p->area->severity, BIL_SYNTH_LEVELS);
    p->carer = bil_synth_chance(p, BIL_TOPIC_CARER, 0, p->area->carer_bp);
    p->invalidity = (bil_synth_invalidity)bil_synth_pick(
        p, BIL_TOPIC_INVALIDITY, p->area->invalidity, BIL_SYNTH_INVALIDITIES);
    const bil_synth_isee *isee = &profile->isee[p->area->isee];
    p->isee_cents = -1;
    if (!bil_synth_chance(p, BIL_TOPIC_ISEE_KNOWN, 0, isee->unknown_bp)) {
        p->isee_cents = bil_synth_stepped(
            p, BIL_TOPIC_ISEE, 0, bil_synth_band(p, BIL_TOPIC_ISEE_BAND, &isee->bands), ISEE_STEP);
    }
    p->intensity = (bil_intensity)bil_synth_pick(
        p, BIL_TOPIC_INTENSITY, profile->intensity[p->severity - 1], BIL_INTENSITIES);
}

static bool inside(bil_synth_span span, int64_t value)
{
    return value >= span.low && value <= span.high;
}

static bool either(int wanted, bool actual)
{
    return wanted < 0 || (wanted == 1) == actual;
}

static bool is_for(const bil_drawn *p, const bil_synth_when *when)
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
static int draw_level(const bil_drawn *p, uint64_t key)
{
    const int step = (int)bil_random_pick(bil_synth_draw(p, BIL_TOPIC_LEVEL, key),
                                          p->profile->steps, BIL_SYNTH_STEPS) -
                     1;
    const int level = p->severity + step;
    return level < 1 ? 1 : level > BIL_SYNTH_LEVELS ? BIL_SYNTH_LEVELS : level;
}

int64_t bil_synth_rounded(int64_t hundredths)
{
    return bil_div_round(hundredths, TARGET_STEP) * TARGET_STEP;
}

static void fill_need(const bil_drawn *p, bil_drawn_need *need)
{
    const bil_synth_profile *profile = p->profile;
    const uint64_t key = need->row->key;
    need->level = draw_level(p, key);
    need->priority =
        1 + (int)bil_random_pick(bil_synth_draw(p, BIL_TOPIC_PRIORITY, key), profile->priority, 3);
    const bil_level *level = bil_catalogue_level(p->catalogue, need->row->domain, need->level);
    BIL_ASSERT(level != NULL); /* the profile was read against this catalogue */
    need->target = level->target;
    if (bil_synth_chance(p, BIL_TOPIC_OWN_TARGET, key, profile->own_target_bp)) {
        const int64_t pct =
            bil_synth_within(p, BIL_TOPIC_OWN_PERCENT, key, profile->own_target_pct);
        need->target = bil_synth_rounded(need->target * pct / 100);
    }
    if (bil_synth_chance(p, BIL_TOPIC_ALREADY, key, profile->already_bp)) {
        const int64_t pct =
            bil_synth_within(p, BIL_TOPIC_ALREADY_PERCENT, key, profile->already_pct);
        need->already = bil_synth_rounded(need->target * pct / 100);
    }
    need->late = bil_synth_chance(p, BIL_TOPIC_LATE, key, need->row->late_bp);
}

/* Keeps the list in the order of its ranks. */
static void put_need(bil_drawn *p, bil_drawn_need need)
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
static void draw_needs(bil_drawn *p)
{
    size_t count = 0;
    for (size_t i = 0; i < p->area->needs_count; i++) {
        const bil_synth_need *row = &p->area->needs[i];
        const uint64_t u = bil_synth_draw(p, BIL_TOPIC_NEED, row->key) >> (64 - RANK_BITS);
        if (row->share_bp > 0 && is_for(p, &row->when)) {
            const uint64_t rank = u * SHARE_WHOLE / (uint64_t)row->share_bp;
            count += rank < UINT64_C(1) << RANK_BITS ? 1 : 0;
            put_need(p, (bil_drawn_need){.row = row, .rank = rank});
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

static bool clash(const bil_drawn *p, size_t a, size_t b)
{
    return p->profile->clashes[a * (p->catalogue->service_count + p->catalogue->source_count) + b];
}

/* Does a rule forbid it beside what the person has? */
static bool forbidden(const bil_drawn *p, size_t thing)
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

bool bil_synth_for_others(const bil_drawn *p, const char *tag)
{
    for (size_t i = 0; i < p->area->tag_count; i++) {
        if (p->area->tags[i] == tag) {
            return false;
        }
    }
    return true;
}

static bool meant_for(const bil_drawn *p, const bil_service *service)
{
    for (size_t i = 0; i < p->profile->particular_count; i++) {
        if (has_tag(service, p->profile->particular[i]) &&
            bil_synth_for_others(p, p->profile->particular[i])) {
            return false;
        }
    }
    return true;
}

/* Does it cover one of the person's needs? Nobody has a service for nothing. */
static bool serves(const bil_drawn *p, const bil_service *service)
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

static bool has_service(const bil_drawn *p, bil_index service)
{
    for (size_t i = 0; i < p->line_count; i++) {
        if (p->lines[i].service == service) {
            return true;
        }
    }
    return false;
}

static bool may_have(const bil_drawn *p, const bil_synth_in_place *row)
{
    const bil_service *service = &p->catalogue->services[row->service];
    return p->line_count < BIL_DRAWN_LINES_MAX && is_for(p, &row->when) &&
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

static void take_line(bil_drawn *p, const bil_synth_in_place *row)
{
    const bil_service *service = &p->profile->services[row->service];
    bil_drawn_line *line = &p->lines[p->line_count++];
    line->service = row->service;
    line->quantity =
        usual_quantity(service, bil_synth_within(p, BIL_TOPIC_QUANTITY, row->key, row->quantity));
    line->keep = bil_synth_chance(p, BIL_TOPIC_KEEP, row->key, row->keep_bp);
    if (line->keep) {
        p->kept_cents += bil_service_month_price(service, service->price_cents) * line->quantity;
    }
}

static void draw_residence(bil_drawn *p)
{
    for (size_t i = 0; !p->resident && i < p->area->residence_count; i++) {
        const bil_synth_in_place *row = &p->area->residences[i];
        if (bil_synth_chance(p, BIL_TOPIC_RESIDENCE, row->key, row->share_bp) && may_have(p, row)) {
            take_line(p, row);
            p->resident = true;
        }
    }
}

static void draw_in_place(bil_drawn *p)
{
    for (size_t i = 0; i < p->area->in_place_count; i++) {
        const bil_synth_in_place *row = &p->area->in_place[i];
        if (bil_synth_chance(p, BIL_TOPIC_IN_PLACE, row->key, row->share_bp) && may_have(p, row)) {
            take_line(p, row);
        }
    }
}

/* ---- what the person can count on ---- */

static bool has_source(const bil_drawn *p, bil_index source)
{
    for (size_t i = 0; i < p->source_count; i++) {
        if (p->sources[i].row->source == source) {
            return true;
        }
    }
    return false;
}

/* A rule may ask for something else beside it: it is there already, or this is not. */
static bool lacks_another(const bil_drawn *p, bil_index source)
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

static bool has_one_of(const bil_drawn *p, const bil_index *sources, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (has_source(p, sources[i])) {
            return true;
        }
    }
    return false;
}

static bool may_count_on(const bil_drawn *p, const bil_synth_source *row)
{
    const bil_source *source = &p->catalogue->sources[row->source];
    return p->source_count < BIL_DRAWN_SOURCES_MAX && is_for(p, &row->when) &&
           bil_validity_holds(source->validity, p->profile->start) && !has_source(p, row->source) &&
           !has_one_of(p, row->unless, row->unless_count) && !lacks_another(p, row->source) &&
           !forbidden(p, p->catalogue->service_count + row->source);
}

static void draw_sources(bil_drawn *p)
{
    for (size_t i = 0; i < p->profile->source_count; i++) {
        const bil_synth_source *row = &p->profile->sources[i];
        if (!is_for(p, &row->when) ||
            !bil_synth_chance(p, BIL_TOPIC_SOURCE, row->key, row->share_bp) ||
            !may_count_on(p, row)) {
            continue;
        }
        const bool hours = p->catalogue->sources[row->source].form == BIL_FORM_HOURS;
        const int64_t size = bil_synth_stepped(p, BIL_TOPIC_SOURCE_SIZE, row->key, row->size,
                                               hours ? 2 : AMOUNT_STEP);
        p->sources[p->source_count++] = (bil_drawn_source){row, size};
    }
}

/* ---- counting ---- */

/* The first pool of the profile that may pay this part of a line. */
static void count_kept(const bil_drawn *p, bil_synth_totals *totals, bil_index service,
                       bil_side side, int64_t year_cents)
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

static void tally(const bil_drawn *p, bil_synth_totals *totals)
{
    totals->persons++;
    for (size_t i = 0; i < p->line_count; i++) {
        const bil_drawn_line *line = &p->lines[i];
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

static bil_drawn draw_person(const bil_synth_profile *profile, uint64_t seed, uint64_t number)
{
    bil_drawn p = {
        .profile = profile, .catalogue = profile->catalogue, .seed = seed, .number = number};
    draw_self(&p);
    draw_needs(&p);
    draw_residence(&p);
    draw_sources(&p);
    draw_in_place(&p);
    return p;
}

void bil_synth_person(bil_text *out, bil_synth_totals *totals, const bil_synth_profile *profile,
                      uint64_t seed, uint64_t number)
{
    bil_drawn p = draw_person(profile, seed, number);
    bil_synth_write(out, &p, 0, true);
    if (totals != NULL) {
        tally(&p, totals);
    }
}

void bil_synth_case(bil_text *out, const bil_synth_profile *profile, uint64_t seed, uint64_t number,
                    int phases)
{
    bil_drawn p = draw_person(profile, seed, number);
    bil_synth_write(out, &p, phases, false);
}
