/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data/catalogue.h"
#include "data/file.h"
#include "data/synth_impl.h"
#include "engine/check.h"
#include "engine/money.h"
#include "scenarios/synth.h"
#include "tests/support/place.h"

enum { PROFILES = 3 };

static const char *const names[PROFILES] = {"pavia", "metropoli", "montagna"};

static bil_arena *arena;
static bil_faults faults;
static bil_catalogue *catalogue;
static bil_synth_profile *profiles[PROFILES];

static int read_world(void **state)
{
    arena = bil_arena_new();
    bil_faults_init(&faults, arena);
    if (place_make(state) != 0 ||
        bil_catalogue_load(&catalogue, "data/catalogue/lombardia", &faults, NULL) != BIL_OK) {
        return -1;
    }
    for (size_t i = 0; i < PROFILES; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "data/profiles/%s.profile.json", names[i]);
        if (bil_synth_profile_load(&profiles[i], path, catalogue, &faults, NULL) != BIL_OK) {
            return -1;
        }
    }
    return 0;
}

static int close_world(void **state)
{
    for (size_t i = 0; i < PROFILES; i++) {
        bil_synth_profile_free(profiles[i]);
    }
    bil_catalogue_free(catalogue);
    bil_arena_free(arena);
    return place_clear(state); /* nothing may be left */
}

static void remove_district(void)
{
    (void)remove(in_place("d/district.json"));
    (void)remove(in_place("d/persons.jsonl"));
    (void)remove(in_place("d"));
}

static void make(const bil_synth_profile *profile, int64_t persons, uint64_t seed)
{
    const bil_synth_settings settings = {.persons = persons, .seed = seed};
    remove_district();
    assert_int_equal(bil_synth(in_place("d"), profile, &settings, NULL), BIL_OK);
}

static void load(bil_population *out)
{
    const size_t before = faults.count;
    const bil_status status = bil_population_load(out, in_place("d"), catalogue, &faults, NULL);
    for (size_t i = before; i < faults.count; i++) {
        print_message("%s: %s, expected %s\n", faults.items[i].where, faults.items[i].found,
                      faults.items[i].expected.en);
    }
    assert_int_equal(faults.count, before); /* not even a warning */
    assert_int_equal(status, BIL_OK);
}

static void the_shipped_profiles_have_no_fault_and_no_figure_without_use(void **state)
{
    (void)state;
    assert_int_equal(faults.count, 0);
    for (size_t i = 0; i < PROFILES; i++) {
        assert_string_equal(bil_synth_profile_name(profiles[i]), names[i]);
        assert_string_not_equal(bil_synth_profile_words(profiles[i]).en, "");
        assert_true(profiles[i]->area_count >= 10);
        assert_true(profiles[i]->pool_count >= 3);
        assert_true(profiles[i]->capacity_count >= 15);
    }
}

static void every_person_is_read_without_a_fault(void **state)
{
    (void)state;
    for (size_t i = 0; i < PROFILES; i++) {
        bil_population all;
        make(profiles[i], 300, 11 + i);
        load(&all);
        assert_int_equal(all.count, 300);
        assert_int_equal(all.district->persons, 300);
        assert_string_equal(all.district->name, names[i]);
        for (size_t k = 0; k < all.count; k++) {
            const bil_applicant *each = &all.persons[k];
            assert_true(each->person->need_count >= 3);
            assert_true(each->intensity_given);
            assert_true(each->requested_on > 20240101 && each->requested_on <= 20270101);
        }
        bil_population_free(&all);
    }
    remove_district();
}

/* What a rule of the catalogue forbids together nobody has today. */
static void nobody_has_today_what_the_law_forbids_together(void **state)
{
    (void)state;
    bil_population all;
    make(profiles[0], 2000, 3);
    load(&all);
    const size_t things = catalogue->service_count + catalogue->source_count;
    const bool *clashes = profiles[0]->clashes;
    size_t today[64];
    size_t pairs = 0;
    for (size_t k = 0; k < all.count; k++) {
        const bil_case *person = all.persons[k].person;
        size_t count = 0;
        for (size_t i = 0; i < person->in_place_count; i++) {
            today[count++] = person->in_place[i].service;
        }
        for (size_t i = 0; i < person->source_count; i++) {
            if (person->sources[i].status == BIL_SOURCE_ACTIVE) {
                today[count++] = catalogue->service_count + person->sources[i].source;
            }
        }
        for (size_t i = 0; i < count * count; i++) {
            pairs++;
            assert_false(clashes[today[i / count] * things + today[i % count]]);
        }
    }
    assert_true(pairs > 1000);
    bil_population_free(&all);
    remove_district();
}

/* ---- near the profile's figures ---- */

/* How many of `n` is far from a share of it by more than five standard deviations. */
static void expect_share(const char *what, size_t i, int64_t seen, int64_t n, double share)
{
    const double far = (double)seen - (double)n * share;
    if (far * far > 25.0 * (double)n * share * (1.0 - share) + 1.0) {
        fail_msg("%s %zu: %lld of %lld, not %.4f", what, i, (long long)seen, (long long)n, share);
    }
}

static double part(const int64_t *weights, size_t count, size_t i)
{
    double total = 0;
    for (size_t k = 0; k < count; k++) {
        total += (double)weights[k];
    }
    return total > 0 ? (double)weights[i] / total : 0;
}

static double area_share(const bil_synth_profile *p, size_t area)
{
    return part(p->area_weights, p->area_count, area);
}

static void zones_and_criteria_are_near(const bil_synth_profile *p, const bil_population *all)
{
    int64_t zones[16] = {0};
    int64_t criteria[BIL_SYNTH_CRITERIA] = {0};
    for (size_t k = 0; k < all->count; k++) {
        const bil_case *person = all->persons[k].person;
        criteria[person->profile]++;
        for (size_t z = 0; z < p->zone_count; z++) {
            zones[z] += strcmp(p->zones[z], person->district) == 0;
        }
    }
    for (size_t z = 0; z < p->zone_count; z++) {
        expect_share("zone", z, zones[z], (int64_t)all->count,
                     part(p->zone_weights, p->zone_count, z));
    }
    for (size_t c = 0; c < BIL_SYNTH_CRITERIA; c++) {
        expect_share("criterion", c, criteria[c], (int64_t)all->count,
                     part(p->criteria, BIL_SYNTH_CRITERIA, c));
    }
}

static void phases_are_near(const bil_synth_profile *p, const bil_population *all)
{
    int64_t seen[32] = {0};
    for (size_t k = 0; k < all->count; k++) {
        const bil_case *person = all->persons[k].person;
        for (size_t s = 0; s < p->shape_count; s++) {
            bool same = p->shapes[s].count == person->phase_count;
            for (size_t t = 0; same && t < person->phase_count; t++) {
                same = p->shapes[s].months[t] == person->phases[t].months;
            }
            seen[s] += same;
        }
    }
    for (size_t s = 0; s < p->shape_count; s++) {
        expect_share("shape", s, seen[s], (int64_t)all->count,
                     part(p->shape_weights, p->shape_count, s));
    }
}

static double intensity_share(const bil_synth_profile *p, size_t intensity)
{
    double share = 0;
    for (size_t a = 0; a < p->area_count; a++) {
        for (size_t s = 0; s < BIL_SYNTH_LEVELS; s++) {
            share += area_share(p, a) * part(p->areas[a].severity, BIL_SYNTH_LEVELS, s) *
                     part(p->intensity[s], BIL_INTENSITIES, intensity);
        }
    }
    return share;
}

static void intensity_and_budget_are_near(const bil_synth_profile *p, const bil_population *all)
{
    int64_t seen[BIL_INTENSITIES] = {0};
    for (size_t k = 0; k < all->count; k++) {
        const bil_applicant *each = &all->persons[k];
        const bil_synth_span span = p->budget[each->intensity];
        int64_t kept = 0;
        seen[each->intensity]++;
        for (size_t i = 0; i < each->person->in_place_count; i++) {
            const bil_in_place *line = &each->person->in_place[i];
            const bil_service *service = &all->district->catalogue->services[line->service];
            kept += line->keep
                        ? bil_service_month_price(service, service->price_cents) * line->quantity
                        : 0;
        }
        const int64_t base = each->person->budget.public_monthly_cents - kept;
        assert_true(base >= span.low && base < span.high + 5000);
    }
    for (size_t i = 0; i < BIL_INTENSITIES; i++) {
        expect_share("intensity", i, seen[i], (int64_t)all->count, intensity_share(p, i));
    }
}

static void ages_are_near(const bil_synth_profile *p, const bil_population *all)
{
    enum { DECADES = 13 };
    int64_t seen[DECADES] = {0};
    double wanted[DECADES] = {0};
    for (size_t k = 0; k < all->count; k++) {
        seen[(p->start / 10000 - all->persons[k].person->birth_year) / 10]++;
    }
    for (size_t a = 0; a < p->area_count; a++) {
        const bil_synth_bands *ages = &p->areas[a].ages;
        for (size_t b = 0; b < ages->count; b++) {
            const bil_synth_span span = ages->spans[b];
            const double each = area_share(p, a) * part(ages->weights, ages->count, b) /
                                (double)(span.high - span.low + 1);
            for (int64_t age = span.low; age <= span.high; age++) {
                wanted[age / 10] += each;
            }
        }
    }
    for (size_t d = 0; d < DECADES; d++) {
        expect_share("decade", d, seen[d], (int64_t)all->count, wanted[d]);
    }
}

static void isee_is_near(const bil_synth_profile *p, const bil_population *all)
{
    int64_t unknown = 0;
    int64_t poor = 0;
    double wanted_unknown = 0;
    double wanted_poor = 0;
    for (size_t k = 0; k < all->count; k++) {
        const int64_t isee = all->persons[k].person->isee_cents;
        unknown += isee < 0;
        poor += isee >= 0 && isee <= 1014000;
    }
    for (size_t a = 0; a < p->area_count; a++) {
        const bil_synth_isee *table = &p->isee[p->areas[a].isee];
        const double none = (double)table->unknown_bp / 10000.0;
        wanted_unknown += area_share(p, a) * none;
        for (size_t b = 0; b < table->bands.count; b++) {
            if (table->bands.spans[b].high <= 1014000) {
                wanted_poor += area_share(p, a) * (1.0 - none) *
                               part(table->bands.weights, table->bands.count, b);
            }
        }
    }
    expect_share("isee unknown", 0, unknown, (int64_t)all->count, wanted_unknown);
    expect_share("isee up to 10,140", 0, poor, (int64_t)all->count, wanted_poor);
}

static void waiting_is_near(const bil_synth_profile *p, const bil_population *all)
{
    int64_t seen[32] = {0};
    for (size_t k = 0; k < all->count; k++) {
        const int days = bil_date_days_between(all->persons[k].requested_on, p->start);
        for (size_t b = 0; b < p->waiting.count; b++) {
            seen[b] += days >= p->waiting.spans[b].low && days <= p->waiting.spans[b].high;
        }
    }
    for (size_t b = 0; b < p->waiting.count; b++) {
        expect_share("waiting", b, seen[b], (int64_t)all->count,
                     part(p->waiting.weights, p->waiting.count, b));
    }
}

static void what_is_drawn_is_near_the_profile(void **state)
{
    (void)state;
    for (size_t i = 0; i < PROFILES; i++) {
        bil_population all;
        make(profiles[i], 4000, 1);
        load(&all);
        zones_and_criteria_are_near(profiles[i], &all);
        phases_are_near(profiles[i], &all);
        intensity_and_budget_are_near(profiles[i], &all);
        ages_are_near(profiles[i], &all);
        isee_is_near(profiles[i], &all);
        waiting_is_near(profiles[i], &all);
        bil_population_free(&all);
    }
    remove_district();
}

/* The figures the domain page gives for a district of health budgets, which the profiles follow. */
static void the_district_is_like_the_ones_described(void **state)
{
    (void)state;
    static const double wanted[BIL_INTENSITIES] = {0.45, 0.35, 0.20};
    for (size_t i = 0; i < PROFILES; i++) {
        int64_t budget = 0;
        for (size_t k = 0; k < BIL_INTENSITIES; k++) {
            const double share = intensity_share(profiles[i], k);
            assert_true(share > wanted[k] - 0.05 && share < wanted[k] + 0.05);
            const bil_synth_span span = profiles[i]->budget[k];
            budget += (int64_t)(share * (double)(span.low + span.high) / 2.0);
        }
        assert_in_range(budget, 130000, 160000); /* 1,450 € a month */
    }
}

/* ---- pools, places, prices ---- */

static void what_is_shared_grows_with_the_persons_and_holds_what_is_there(void **state)
{
    (void)state;
    const bil_synth_profile *p = profiles[1];
    bil_population all;
    make(p, 1000, 2);
    load(&all);
    const bil_district *d = all.district;
    assert_int_equal(d->pool_count, p->pool_count);
    assert_int_equal(d->capacity_count, p->capacity_count);
    for (size_t i = 0; i < p->pool_count; i++) {
        for (size_t k = 0; k < d->pool_count; k++) {
            assert_true(d->pools[k].source != p->pools[i].source ||
                        d->pools[k].yearly_cents == p->pools[i].yearly_cents_per_person * 1000);
        }
    }
    for (size_t k = 0; k < d->capacity_count; k++) {
        int64_t today = 0;
        for (size_t n = 0; n < all.count; n++) {
            const bil_in_place *line =
                bil_case_in_place_of(all.persons[n].person, d->capacities[k].service);
            today += line == NULL ? 0 : line->quantity;
        }
        assert_true(d->capacities[k].month_units >= today);
    }
    const bil_index rsa = bil_catalogue_find_service(catalogue, "SS03");
    assert_int_equal(d->catalogue->services[rsa].price_cents, 14565);
    assert_int_equal(d->catalogue->services[rsa].health_share_bp, 4188);
    assert_int_equal(d->own_prices, p->price_count);
    bil_population_free(&all);
    remove_district();
}

/* ---- the same bytes ---- */

static char *bytes_of(const char *name, size_t *size)
{
    bil_text text;
    bil_text_init(&text);
    assert_int_equal(bil_file_read(&text, in_place(name), SIZE_MAX, NULL), BIL_OK);
    *size = text.size;
    return text.bytes;
}

static void
the_same_seed_gives_the_same_bytes_and_persons_do_not_know_how_many_they_are(void **state)
{
    (void)state;
    size_t few = 0;
    size_t many = 0;
    size_t other = 0;
    make(profiles[0], 40, 7);
    char *first = bytes_of("d/persons.jsonl", &few);
    make(profiles[0], 90, 7);
    char *second = bytes_of("d/persons.jsonl", &many);
    assert_true(many > few);
    assert_memory_equal(first, second, few);
    make(profiles[0], 40, 8);
    char *third = bytes_of("d/persons.jsonl", &other);
    assert_true(other != few || memcmp(first, third, few) != 0);
    free(first);
    free(second);
    free(third);
    remove_district();
}

static void a_row_more_leaves_the_others_draws_as_they_were(void **state)
{
    (void)state;
    bil_text text;
    bil_text more;
    bil_synth_profile *longer = NULL;
    bil_text_init(&text);
    bil_text_init(&more);
    assert_int_equal(bil_file_read(&text, "data/profiles/pavia.profile.json", SIZE_MAX, NULL),
                     BIL_OK);
    const char *place_of_row = strstr(text.bytes, "\"prefer\": [");
    assert_non_null(place_of_row);
    const size_t head = (size_t)(place_of_row - text.bytes) + strlen("\"prefer\": [");
    bil_text_add_n(&more, text.bytes, head);
    bil_text_add(&more, "{ \"selector\": \"service:S20\", \"share\": 1 },");
    bil_text_add(&more, text.bytes + head);
    assert_int_equal(
        bil_synth_profile_read(&longer, "longer", more.bytes, more.size, catalogue, &faults, NULL),
        BIL_OK);
    size_t differ = 0;
    for (uint64_t k = 1; k <= 200; k++) {
        bil_text a;
        bil_text b;
        bil_text_init(&a);
        bil_text_init(&b);
        bil_synth_person(&a, NULL, profiles[0], 1, k);
        bil_synth_person(&b, NULL, longer, 1, k);
        char *found = strstr(b.bytes, "\"service:S20\"");
        if (found != NULL && strstr(a.bytes, "\"service:S20\"") == NULL) {
            differ++;
            size_t size = strlen("\"service:S20\"");
            size += found[size] == ',' ? 1 : 0;
            memmove(found, found + size, strlen(found + size) + 1);
        }
        assert_string_equal(a.bytes, b.bytes);
        bil_text_release(&a);
        bil_text_release(&b);
    }
    assert_true(differ > 20);
    bil_synth_profile_free(longer);
    bil_text_release(&text);
    bil_text_release(&more);
}

static void asked_for_so_many_phases_it_is_the_same_person(void **state)
{
    (void)state;
    for (uint64_t k = 1; k <= 50; k++) {
        bil_text one;
        bil_text four;
        bil_text_init(&one);
        bil_text_init(&four);
        bil_synth_case(&one, profiles[0], 1, k, 1);
        bil_synth_case(&four, profiles[0], 1, k, 4);
        assert_non_null(strstr(one.bytes, "\"phases\":[{\"months\":12}],"));
        assert_non_null(strstr(four.bytes, "\"phases\":[{\"months\":3"));
        assert_string_equal(strstr(one.bytes, "\"needs\":"), strstr(four.bytes, "\"needs\":"));
        bil_text_release(&one);
        bil_text_release(&four);
    }
}

/* ---- plans ---- */

/* A few of each profile: a plan exists, is proven the best, and passes the independent check. */
static void persons_admit_a_plan(void **state)
{
    (void)state;
    enum { EACH = 12 };
    size_t without = 0;
    for (size_t i = 0; i < PROFILES; i++) {
        bil_population all;
        make(profiles[i], EACH, 21);
        load(&all);
        for (size_t k = 0; k < all.count; k++) {
            bil_plan *plan = NULL;
            bil_verdict verdict = {0};
            bil_propose_settings settings;
            bil_propose_settings_init(&settings);
            const bil_case *person = all.persons[k].person;
            assert_int_equal(bil_propose(&plan, person, &settings, NULL), BIL_OK);
            without += plan->phase_count == 0;
            if (plan->phase_count > 0) {
                assert_int_equal(bil_check(&verdict, plan, person, plan->arena, NULL), BIL_OK);
                assert_int_equal(verdict.count, 0);
            }
            bil_plan_free(plan);
        }
        bil_population_free(&all);
    }
    assert_true(without <= 1);
    remove_district();
}

/* ---- stopped ---- */

static bool stop_later(const bil_progress *now, void *payload)
{
    int *steps = payload;
    assert_string_equal(now->stage, "persons");
    assert_int_equal(now->stage_count, 5000);
    return ++*steps < 3;
}

static void stopped_half_way_it_leaves_nothing(void **state)
{
    (void)state;
    int steps = 0;
    const bil_synth_settings settings = {
        .persons = 5000, .seed = 1, .progress = stop_later, .payload = &steps};
    assert_int_equal(bil_synth(in_place("d"), profiles[0], &settings, NULL), BIL_E_STOPPED);
    assert_int_equal(steps, 3);
    assert_false(bil_file_exists(in_place("d")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_profiles_have_no_fault_and_no_figure_without_use),
        cmocka_unit_test(every_person_is_read_without_a_fault),
        cmocka_unit_test(nobody_has_today_what_the_law_forbids_together),
        cmocka_unit_test(what_is_drawn_is_near_the_profile),
        cmocka_unit_test(the_district_is_like_the_ones_described),
        cmocka_unit_test(what_is_shared_grows_with_the_persons_and_holds_what_is_there),
        cmocka_unit_test(
            the_same_seed_gives_the_same_bytes_and_persons_do_not_know_how_many_they_are),
        cmocka_unit_test(a_row_more_leaves_the_others_draws_as_they_were),
        cmocka_unit_test(asked_for_so_many_phases_it_is_the_same_person),
        cmocka_unit_test(persons_admit_a_plan),
        cmocka_unit_test(stopped_half_way_it_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, read_world, close_world);
}
