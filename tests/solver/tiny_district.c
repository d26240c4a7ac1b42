/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/solver/tiny_district.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/case.h"
#include "data/catalogue.h"
#include "engine/check.h"
#include "engine/check_district.h"

/* --- worlds ----------------------------------------------------------------------------------- */

static int month_of(ref_date day)
{
    return day / 10000 * 12 + day / 100 % 100 - 1;
}

static int months_of(const ref_world *world)
{
    int months = 0;
    for (int t = 0; t < world->phase_count; t++) {
        months += world->phases[t].months;
    }
    return months;
}

static bool names_source(const ref_world *world, const ref_rule *rule, int source)
{
    for (int i = 0; i < rule->b_count; i++) {
        if (ref_matches_source(world, rule->b[i].text, source)) {
            return true;
        }
    }
    return false;
}

/* No rule may absorb a shared pool's money, nor a pool pay one-offs over several months: what a
 * choice takes at least would not be found by lowering the pool's ceiling. */
static void make_plain(ref_world *world, const ref_sharing *sharing, ref_random *random)
{
    bool once = false;
    for (int s = 0; s < world->service_count; s++) {
        once = once || world->services[s].one_off;
    }
    world->phase_count = world->phase_count > 2 ? 2 : world->phase_count;
    for (int t = 0; t < world->phase_count; t++) {
        world->phases[t].months = once ? 1 : world->phases[t].months;
    }
    for (int i = world->rule_count - 1; i >= 0; i--) {
        bool absorbs = false;
        for (int k = 0; k < REF_SHARED; k++) {
            absorbs = absorbs || (world->rules[i].form == REF_ABSORBS && sharing->pool[k] >= 0 &&
                                  names_source(world, &world->rules[i], sharing->pool[k]));
        }
        if (absorbs) {
            world->rules[i] = world->rules[--world->rule_count];
        }
    }
    for (int i = 0; i < world->in_place_count; i++) {
        world->in_place[i].keep = world->in_place[i].keep && ref_chance(random, 30);
    }
}

/* Another person of the same catalogue. */
static void make_neighbour(ref_world *world, const ref_world *first, ref_random *random)
{
    *world = *first;
    world->need_count = world->in_place_count = world->fixed_count = 0;
    world->must_count = world->must_not_count = world->prefer_count = 0;
    ref_generate_case(world, random);
    world->allowance_home = first->allowance_home;
    world->allowance_residence = first->allowance_residence;
    memcpy(world->sources, first->sources, sizeof world->sources);
    /* Rules may name an hours source only as the first person has it. */
    for (int r = 0; r < world->source_count; r++) {
        if (world->sources[r].hours) {
            world->holdings[r].listed = first->holdings[r].listed;
            world->holdings[r].active = first->holdings[r].active;
        }
    }
    if (ref_chance(random, 40)) {
        world->start = ref_add_months(first->start, (int)ref_between(random, 1, 7));
    }
    world->must_count = ref_chance(random, 80) ? 0 : world->must_count;
    world->fixed_count = ref_chance(random, 80) ? 0 : world->fixed_count;
}

static void choose_shared(ref_sharing *out, const ref_world *world, bool two, ref_random *random)
{
    int found = 0;
    *out = (ref_sharing){{-1, -1}, {-1, -1}, {NULL, NULL}};
    for (int r = 0; r < world->source_count && found < (two ? 2 : 1); r++) {
        if (world->sources[r].pool && world->sources[r].is_public && !world->sources[r].hours &&
            (two || ref_chance(random, 60))) {
            out->pool[found++] = r;
        }
    }
    const int capacities = (int)ref_between(random, found == 0 ? 1 : 0, 2);
    if (capacities > 0) {
        out->service[0] = (int)ref_between(random, 0, world->service_count - 1);
    }
    if (capacities > 1 && world->provider_count > 0) {
        out->place[1] = world->providers[ref_between(random, 0, world->provider_count - 1)].code;
    } else if (capacities > 1) {
        out->service[1] = (out->service[0] + 1) % world->service_count;
    }
}

/* --- every plan of a person ------------------------------------------------------------------- */

static size_t money_at(int k, int year)
{
    return (size_t)k * TINY_YEARS + (size_t)year;
}

static size_t units_at(int k, int point)
{
    return (size_t)REF_SHARED * TINY_YEARS + (size_t)k * TINY_POINTS + (size_t)point;
}

static void add_point(tiny *d, int month)
{
    for (int i = 0; i < d->point_count; i++) {
        if (d->points[i] == month) {
            return;
        }
    }
    assert_true(d->point_count < TINY_POINTS);
    d->points[d->point_count++] = month;
}

/* Money by calendar years from the district's first month; units at each month in which some phase
 * begins, for between those nothing changes. */
static void find_time(tiny *d)
{
    d->first = month_of(d->worlds[0].start);
    d->point_count = 0;
    for (int i = 1; i < d->count; i++) {
        const int start = month_of(d->worlds[i].start);
        d->first = start < d->first ? start : d->first;
    }
    for (int i = 0; i < d->count; i++) {
        int month = month_of(d->worlds[i].start);
        for (int t = 0; t < d->worlds[i].phase_count; t++) {
            add_point(d, month);
            month += d->worlds[i].phases[t].months;
        }
        add_point(d, month);
        assert_true(month - d->first <= TINY_YEARS * 12);
    }
}

static void add_phase(const tiny *d, tiny_option *to, const ref_taking *taking, int from,
                      int months)
{
    for (int k = 0; k < REF_SHARED; k++) {
        for (int month = from; month < from + months; month++) {
            to->uses[money_at(k, (month - d->first) / 12)] += taking->cents[k];
        }
        for (int i = 0; i < d->point_count; i++) {
            if (d->points[i] >= from && d->points[i] < from + months) {
                to->uses[units_at(k, i)] += taking->units[k];
            }
        }
    }
}

static bool no_worse(const tiny_option *a, const tiny_option *b)
{
    if (a->score < b->score || a->shortfall > b->shortfall) {
        return false;
    }
    for (size_t u = 0; u < TINY_USES; u++) {
        if (a->uses[u] > b->uses[u]) {
            return false;
        }
    }
    return true;
}

static bool keep_option(tiny_options *all, const tiny_option *it)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (no_worse(&all->items[i], it)) {
            return true;
        }
    }
    for (size_t i = 0; i < all->count; i++) {
        if (!no_worse(it, &all->items[i])) {
            all->items[kept++] = all->items[i];
        }
    }
    all->count = kept;
    if (all->count == TINY_PLANS) {
        return false;
    }
    all->items[all->count++] = *it;
    return true;
}

static bool combine(const tiny *d, tiny_options *out, const ref_world *world,
                    const ref_view views[], const ref_takings takings[])
{
    const ref_scale scale = ref_scale_of(world);
    size_t at[REF_PHASES] = {0};
    size_t all = 1;
    for (int t = 0; t < world->phase_count; t++) {
        all *= takings[t].count;
    }
    if (all > TINY_COMBINATIONS) {
        return false;
    }
    for (size_t n = 0; n < all; n++) {
        ref_choice choices[REF_PHASES];
        ref_quality sum = {0, 0, 0};
        tiny_option it;
        memset(&it, 0, sizeof it);
        int month = month_of(world->start);
        size_t rest = n;
        for (int t = 0; t < world->phase_count; t++) {
            at[t] = rest % takings[t].count;
            rest /= takings[t].count;
            const ref_taking *taking = &takings[t].items[at[t]];
            choices[t] = taking->choice;
            sum = ref_quality_sum(sum, taking->quality);
            add_phase(d, &it, taking, month, world->phases[t].months);
            month += world->phases[t].months;
        }
        it.score = (long double)sum.score / (long double)scale.score_unit;
        it.shortfall = (long double)sum.shortfall / (long double)scale.shortfall_unit;
        if (ref_phases_agree(views, choices, world->phase_count) && !keep_option(out, &it)) {
            return false;
        }
    }
    return true;
}

/* False when there are too many. */
static bool list_options(const tiny *d, tiny_options *out, const ref_world *world)
{
    static ref_view views[REF_PHASES];
    ref_takings takings[REF_PHASES] = {{NULL, 0, 0}};
    const ref_scale scale = ref_scale_of(world);
    const uint64_t given_up = ref_fund_seen.given_up;
    for (int t = 0; t < world->phase_count; t++) {
        ref_view_build(&views[t], world, t);
        ref_every_taking(&takings[t], &views[t], &scale, &d->sharing);
    }
    const bool good = combine(d, out, world, views, takings);
    for (int t = 0; t < world->phase_count; t++) {
        free(takings[t].items);
    }
    return good && ref_fund_seen.given_up == given_up;
}

/* --- as today --------------------------------------------------------------------------------- */

/* As the program values it: what is kept need not be a plan. */
static bool add_today(const tiny *d, tiny_options *out, const bil_case *person, tiny_option *kept)
{
    static const bil_valued_by valued = {.score = 1.0};
    bil_arena *arena = bil_arena_new();
    bil_shared shared;
    bil_pricer *pricer = NULL;
    bil_priced today;
    tiny_option it;
    memset(&it, 0, sizeof it);
    assert_int_equal(
        bil_shared_build(&shared, &d->district, d->cases, (size_t)d->count, arena, NULL), BIL_OK);
    assert_int_equal(bil_pricer_new(&pricer, &shared, NULL), BIL_OK);
    assert_int_equal(bil_price_waiting(&today, pricer, person, &valued, arena, NULL), BIL_OK);
    it.score = (long double)today.score;
    it.shortfall = (long double)today.shortfall;
    int k_of_pool[REF_SHARED] = {0};
    for (int k = 0, p = 0; k < REF_SHARED; k++) {
        if (d->sharing.pool[k] >= 0) {
            k_of_pool[p++] = k;
        }
    }
    for (size_t u = 0; u < today.use_count; u++) {
        const bil_shared_row *row = &shared.rows[today.uses[u].row];
        const int64_t amount = (int64_t)today.uses[u].amount;
        if (row->kind == BIL_SHARED_POOL) {
            it.uses[money_at(k_of_pool[row->index], row->from / 12)] += amount;
            continue;
        }
        const bool second = d->capacities[row->index].service == BIL_NONE ||
                            (int)d->capacities[row->index].service != d->sharing.service[0];
        for (int i = 0; i < d->point_count; i++) {
            const int month = d->points[i] - d->first;
            if (month >= row->from && month < row->from + row->months) {
                it.uses[units_at(second ? 1 : 0, i)] += amount;
            }
        }
    }
    bil_pricer_free(pricer);
    bil_arena_free(arena);
    *kept = it;
    return keep_option(out, &it);
}

/* --- for the program -------------------------------------------------------------------------- */

static void load(tiny *d)
{
    ref_place place;
    bil_faults faults;
    memset(&place, 0, sizeof place);
    (void)snprintf(place.folder, sizeof place.folder, "/tmp/bilancia-tiny-XXXXXX");
    assert_non_null(mkdtemp(place.folder));
    (void)snprintf(place.case_path, sizeof place.case_path, "%s/case.json", place.folder);
    bil_faults_init(&faults, d->arena);
    assert_true(ref_write_catalogue(&d->worlds[0], place.folder));
    assert_int_equal(bil_catalogue_load(&d->catalogue, place.folder, &faults, NULL), BIL_OK);
    for (int i = 0; i < d->count; i++) {
        assert_true(ref_write_case(&d->worlds[i], place.case_path));
        assert_int_equal(
            bil_case_load(&d->persons[i], place.case_path, d->catalogue, &faults, NULL), BIL_OK);
        d->cases[i] = d->persons[i];
    }
    ref_place_remove(&place);
    d->district = (bil_district){
        .catalogue = d->catalogue, .pools = d->pools, .capacities = d->capacities, .persons = -1};
    for (int k = 0; k < REF_SHARED; k++) {
        const ref_sharing *s = &d->sharing;
        if (s->pool[k] >= 0) {
            d->pools[d->district.pool_count++] = (bil_pool){
                bil_catalogue_find_source(d->catalogue, d->worlds[0].sources[s->pool[k]].code), 0};
        }
        if (s->service[k] >= 0) {
            const char *code = d->worlds[0].services[s->service[k]].code;
            d->capacities[d->district.capacity_count++] =
                (bil_capacity){code, bil_catalogue_find_service(d->catalogue, code), 0};
        } else if (s->place[k] != NULL) {
            d->capacities[d->district.capacity_count++] = (bil_capacity){s->place[k], BIL_NONE, 0};
        }
    }
}

static const tiny_option *best_of(const tiny *d, int person)
{
    const tiny_option *best = &d->options[person].items[0];
    for (size_t n = 1; n < d->options[person].count; n++) {
        const tiny_option *other = &d->options[person].items[n];
        best = other->score > best->score ? other : best;
    }
    return best;
}

static int64_t most_of(const int64_t *uses, int count)
{
    int64_t most = 0;
    for (int u = 0; u < count; u++) {
        most = uses[u] > most ? uses[u] : most;
    }
    return most;
}

/* Limits at a share of what all would take who take what is best for them. */
static void set_limits(tiny *d, ref_random *random)
{
    int64_t money[REF_SHARED] = {0};
    int64_t units[REF_SHARED] = {0};
    for (int i = 0; i < d->count; i++) {
        const int64_t *uses = best_of(d, i)->uses;
        for (int k = 0; k < REF_SHARED; k++) {
            money[k] += most_of(&uses[money_at(k, 0)], TINY_YEARS);
            units[k] += most_of(&uses[units_at(k, 0)], d->point_count);
        }
    }
    size_t pools = 0;
    size_t capacities = 0;
    for (int k = 0; k < REF_SHARED; k++) {
        const int64_t yearly = money[k] * ref_between(random, 20, 95) / 100;
        const int64_t monthly = units[k] * ref_between(random, 20, 95) / 100;
        for (int y = 0; y < TINY_YEARS; y++) {
            d->limit[money_at(k, y)] = d->sharing.pool[k] >= 0 ? yearly : INT64_MAX;
        }
        const bool room = d->sharing.service[k] >= 0 || d->sharing.place[k] != NULL;
        for (int p = 0; p < TINY_POINTS; p++) {
            d->limit[units_at(k, p)] = room ? monthly : INT64_MAX;
        }
        if (d->sharing.pool[k] >= 0) {
            d->pools[pools++].yearly_cents = yearly;
        }
        if (room) {
            d->capacities[capacities++].month_units = monthly;
        }
    }
}

/* Nobody has to give up what they have today, even where that is more than there is. True when it
 * is nowhere. */
static bool raise_limits(tiny *d)
{
    bool fits = true;
    for (size_t u = 0; u < TINY_USES; u++) {
        int64_t today = 0;
        for (int i = 0; i < d->count; i++) {
            today += d->today[i].uses[u];
        }
        fits = fits && today <= d->limit[u];
        d->limit[u] = today > d->limit[u] ? today : d->limit[u];
    }
    return fits;
}

void tiny_free(tiny *d)
{
    for (int i = 0; i < d->count; i++) {
        free(d->options[i].items);
        bil_case_free(d->persons[i]);
    }
    bil_catalogue_free(d->catalogue);
    bil_arena_free(d->arena);
    free(d);
}

tiny *tiny_new(uint64_t seed)
{
    tiny *d = calloc(1, sizeof *d);
    assert_non_null(d);
    ref_random random = {seed * UINT64_C(0x9e3779b97f4a7c15) + 5};
    const bool two = seed % 4 == 3;
    d->arena = bil_arena_new();
    d->count = (int)ref_between(&random, 2, TINY_PERSONS);
    ref_generate(&d->worlds[0], seed, two ? REF_TINY : REF_EDGE);
    choose_shared(&d->sharing, &d->worlds[0], two, &random);
    make_plain(&d->worlds[0], &d->sharing, &random);
    for (int i = 1; i < d->count; i++) {
        make_neighbour(&d->worlds[i], &d->worlds[0], &random);
    }
    for (int i = 1; i < d->count; i++) {
        make_plain(&d->worlds[i], &d->sharing, &random);
    }
    find_time(d);
    load(d);
    bool good = true;
    for (int i = 0; good && i < d->count; i++) {
        d->options[i].items = calloc(TINY_PLANS, sizeof(tiny_option));
        good = list_options(d, &d->options[i], &d->worlds[i]) &&
               add_today(d, &d->options[i], d->cases[i], &d->today[i]);
    }
    if (!good) {
        tiny_free(d);
        return NULL;
    }
    set_limits(d, &random);
    d->fits_today = raise_limits(d);
    return d;
}
/* --- the allocation --------------------------------------------------------------------------- */

void tiny_expect_sound(const tiny *d, const bil_allocation *a, const char *name)
{
    bil_district_sums *sums = NULL;
    bil_district_excess excess;
    int last = 0;
    for (int i = 0; i < d->count; i++) {
        const int end = month_of(d->worlds[i].start) + months_of(&d->worlds[i]) - d->first;
        last = end > last ? end : last;
    }
    const bil_date first = d->first / 12 * 10000 + (d->first % 12 + 1) * 100 + 1;
    assert_int_equal(bil_district_sums_new(&sums, &d->district, first, last, NULL), BIL_OK);
    for (int i = 0; i < d->count; i++) {
        bil_plan *plan = NULL;
        bil_verdict verdict;
        assert_int_equal(bil_package_plan(&plan, d->cases[i], a->persons[i].packed, NULL), BIL_OK);
        assert_int_equal(bil_check(&verdict, plan, d->cases[i], plan->arena, NULL), BIL_OK);
        if (!a->persons[i].waiting && verdict.count > 0) {
            fail_msg("%s: person %d: %s %s", name, i, verdict.items[0].rule,
                     verdict.items[0].where);
        }
        if (fabs((double)plan->score_e9 * 1e-9 - a->persons[i].score) > 2e-9) {
            fail_msg("%s: person %d: score %.12f, plan %.9f", name, i, a->persons[i].score,
                     (double)plan->score_e9 * 1e-9);
        }
        assert_true(bil_district_sums_add(sums, d->cases[i], plan));
        bil_plan_free(plan);
    }
    if (a->within != bil_district_holds(sums, &excess)) {
        fail_msg("%s: limits: within %d, %s", name, (int)a->within, excess.code);
    }
    bil_district_sums_free(sums);
}
