/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A drawn person as a line of persons.jsonl. What only the line needs is drawn here: a draw depends
 * on its name, not on when it is made. */

#include <inttypes.h>
#include <stdio.h>

#include "data/synth_person_impl.h"
#include "engine/money.h"
#include "engine/random.h"

enum {
    BUDGET_STEP = 5000, /* cents: amounts as people write them */
    SELECTOR_SIZE = 128
};

static void put_person(const bil_drawn *p, bil_json_writer *json)
{
    const bil_synth_profile *profile = p->profile;
    char id[128];
    (void)snprintf(id, sizeof id, "%s-%06" PRIu64, profile->prefix, p->number);
    bil_json_begin_object(json, "person");
    bil_json_put_text(json, "id", id);
    bil_json_put_text(json, "district",
                      profile->zones[bil_synth_pick(p, BIL_TOPIC_ZONE, profile->zone_weights,
                                                    profile->zone_count)]);
    bil_json_put_integer(json, "birth_year", profile->start / 10000 - p->age);
    if (p->isee_cents >= 0) {
        bil_json_put_integer(json, "isee_cents", p->isee_cents);
    }
    bil_json_put_text(json, "living", p->resident ? "residence" : "home");
    bil_json_end_object(json);
}

static void put_needs(const bil_drawn *p, bil_json_writer *json)
{
    bil_json_begin_array(json, "needs");
    for (size_t i = 0; i < p->need_count; i++) {
        const bil_drawn_need *need = &p->needs[i];
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
static void put_targets(const bil_drawn *p, bil_json_writer *json, size_t phase, int64_t *target)
{
    bool any = false;
    for (size_t i = 0; i < p->need_count; i++) {
        const bil_drawn_need *need = &p->needs[i];
        const uint64_t key = need->row->key;
        const bool moves =
            phase > 0 && p->area->course_count > 0 &&
            bil_synth_chance(p, BIL_TOPIC_COURSE + (unsigned)phase, key, p->area->course_bp);
        if (moves) {
            const int64_t last = (int64_t)p->area->course_count - 1;
            const uint64_t random =
                bil_synth_draw(p, BIL_TOPIC_COURSE_PERCENT + (unsigned)phase, key);
            target[i] = bil_synth_rounded(
                target[i] * p->area->course_pct[bil_random_between(random, 0, last)] / 100);
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
static bil_synth_shape shape_of(const bil_drawn *p, int phases)
{
    const bil_synth_profile *profile = p->profile;
    bil_synth_shape shape = {.count = (size_t)phases};
    if (phases == 0) {
        return profile->shapes[bil_synth_pick(p, BIL_TOPIC_SHAPE, profile->shape_weights,
                                              profile->shape_count)];
    }
    for (int t = 0; t < phases; t++) {
        shape.months[t] = 12 / phases > 0 ? 12 / phases : 1;
    }
    return shape;
}

static void put_phases(bil_drawn *p, bil_json_writer *json, int phases)
{
    const bil_synth_shape shape = shape_of(p, phases);
    int64_t target[BIL_DRAWN_NEEDS_MAX];
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

static void put_sources(const bil_drawn *p, bil_json_writer *json)
{
    bil_json_begin_array(json, "sources");
    for (size_t i = 0; i < p->source_count; i++) {
        const bil_drawn_source *drawn = &p->sources[i];
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
static void put_budget(const bil_drawn *p, bil_json_writer *json)
{
    const bil_synth_profile *profile = p->profile;
    const int64_t kept = bil_div_ceil(p->kept_cents, BUDGET_STEP) * BUDGET_STEP;
    const int64_t base =
        bil_synth_stepped(p, BIL_TOPIC_BUDGET, 0, profile->budget[p->intensity], BUDGET_STEP);
    int64_t whole = base + kept;
    whole = whole < BIL_CENTS_MAX ? whole : BIL_CENTS_MAX;
    bil_json_begin_object(json, "budget");
    bil_json_put_integer(json, "public_monthly_cents", whole);
    bool any = false;
    for (size_t i = 0; i < profile->limit_count; i++) {
        const bil_synth_limit *limit = &profile->limits[i];
        if (bil_synth_chance(p, BIL_TOPIC_LIMIT, limit->source, limit->share_bp)) {
            const int64_t pct =
                bil_synth_within(p, BIL_TOPIC_LIMIT_PERCENT, limit->source, limit->pct);
            const int64_t cents =
                bil_div_round(base * pct, INT64_C(100) * BUDGET_STEP) * BUDGET_STEP + kept;
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

static void put_in_place(const bil_drawn *p, bil_json_writer *json)
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

static void put_wishes(const bil_drawn *p, bil_json_writer *json)
{
    const bil_synth_profile *profile = p->profile;
    char selector[SELECTOR_SIZE];
    bil_json_begin_object(json, "wishes");
    bil_json_begin_array(json, "must_not");
    const bool open = bil_synth_chance(p, BIL_TOPIC_OPEN, 0, profile->open_bp);
    for (size_t i = 0; i < profile->particular_count && !open; i++) {
        if (bil_synth_for_others(p, profile->particular[i])) {
            (void)snprintf(selector, sizeof selector, "tag:%s", profile->particular[i]);
            bil_json_put_text(json, NULL, selector);
        }
    }
    if (!p->resident && profile->has_residences &&
        bil_synth_chance(p, BIL_TOPIC_HOME, 0, p->area->home_bp)) {
        bil_json_put_text(json, NULL, BIL_SYNTH_RESIDENCES);
    }
    bil_json_end_array(json);
    bil_json_begin_array(json, "prefer");
    for (size_t i = 0; i < p->area->prefer_count; i++) {
        const bil_synth_wish *wish = &p->area->prefer[i];
        if (bil_synth_chance(p, BIL_TOPIC_PREFER, wish->key, wish->share_bp)) {
            bil_json_put_text(json, NULL, wish->selector);
        }
    }
    bil_json_end_array(json);
    bil_json_end_object(json);
}

/* Days before the start: counted from a day far enough back, since dates only add. */
static bil_date requested_on(const bil_drawn *p)
{
    const bil_synth_profile *profile = p->profile;
    const int64_t days = bil_synth_within(
        p, BIL_TOPIC_WAITING, 0, bil_synth_band(p, BIL_TOPIC_WAITING_BAND, &profile->waiting));
    const bil_date back = (profile->start / 10000 - 11) * 10000 + 101; /* a 1 January */
    return bil_date_add_days(back, bil_date_days_between(back, profile->start) - (int)days);
}

void bil_synth_write(bil_text *out, bil_drawn *p, int phases, bool district)
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
    const size_t criterion =
        bil_synth_pick(p, BIL_TOPIC_CRITERION, p->profile->criteria, BIL_SYNTH_CRITERIA);
    bil_json_put_text(&json, "profile", bil_profile_name((bil_profile)criterion));
    if (district) {
        bil_date_format(date, sizeof date, requested_on(p));
        bil_json_put_text(&json, "requested_on", date);
        bil_json_put_text(&json, "intensity", bil_intensity_name(p->intensity));
    }
    bil_json_end_object(&json);
    bil_json_finish(&json);
}
