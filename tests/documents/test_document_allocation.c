/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of an allocation, compared with what people approved by looking at it. */
#include "data/document_allocation.h"
#include "engine/metrics.h"
#include "tests/documents/fixture.h"
#include "tests/documents/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define E9(whole, millionths) (INT64_C(whole) * 1000000000 + INT64_C(millionths) * 1000)

enum { SHARED = 12, PERSONS = 30, LACKING = 4, VALUES = 200, GROUPS = 8 };

/* The catalogue's ASL, COMUNE; S22, S03; the provider COOP1 of S22: positions of fixture.c. */
enum { ASL = 2, COMUNE = 3, EDUCATOR = 1, MEALS = 4 };

typedef struct {
    bil_district district;
    bil_allocation_report r;
    bil_shared_result shared[SHARED];
    bil_allotted_person persons[PERSONS];
    bil_lacking lacking[LACKING];
    char ids[PERSONS][16];
    bil_metrics metrics;
    bil_metric_value values[VALUES];
    bil_metric_group groups[GROUPS];
} sample;

static bil_shared_result pool(const char *code, bil_index source, int64_t limit, int64_t used,
                              int64_t price_e9)
{
    return (bil_shared_result){.code = code,
                               .pool = true,
                               .source = source,
                               .service = BIL_NONE,
                               .months = 12,
                               .limit = limit,
                               .used = used,
                               .price_e9 = price_e9};
}

static bil_shared_result place(const char *code, bil_index service, int from, int64_t limit,
                               int64_t used, int64_t price_e9)
{
    return (bil_shared_result){.code = code,
                               .provider = service == BIL_NONE,
                               .source = BIL_NONE,
                               .service = service,
                               .from = from,
                               .months = 4,
                               .limit = limit,
                               .used = used,
                               .price_e9 = price_e9};
}

static void add_person(sample *s, bil_allotted_status status, int64_t today_e9, int64_t score_e9)
{
    const size_t n = s->r.person_count++;
    (void)snprintf(s->ids[n], sizeof s->ids[n], "PV-%04zu", n + 1);
    s->persons[n] = (bil_allotted_person){.id = s->ids[n],
                                          .status = status,
                                          .today_e9 = today_e9,
                                          .score_e9 = score_e9,
                                          .public_cents = status == BIL_ALLOTTED_PLAN ? 1234567 : 0,
                                          .lines = status == BIL_ALLOTTED_PLAN ? 5 : 1,
                                          .why = ""};
    s->r.by_status[status]++;
}

static void add_persons(sample *s)
{
    for (int i = 0; i < 4; i++) {
        add_person(s, BIL_ALLOTTED_PLAN, E9(0, 400000), E9(0, 915000) + i);
    }
    s->persons[0].kept = true;
    s->persons[1].kept_dropped = true;
    add_person(s, BIL_ALLOTTED_TODAY, E9(1, 0), E9(1, 0));
    for (int i = 0; i < 23; i++) {
        add_person(s, BIL_ALLOTTED_WAITING, E9(0, 421000), E9(0, 421000));
        bil_allotted_person *person = &s->persons[s->r.person_count - 1];
        person->waits = (bil_waits_for)(BIL_WAITS_MONEY + i % 3);
        s->r.by_waits[person->waits]++;
        person->lacking_score_e9 = i == 5 ? -1 : E9(0, 776000);
        if (i < 3) {
            person->lacking = &s->lacking[i == 1 ? 1 : 0];
            person->lacking_count = i == 0 ? 1 : (i == 1 ? 3 : 4);
        }
    }
    add_person(s, BIL_ALLOTTED_NONE, 0, 0);
    add_person(s, BIL_ALLOTTED_FAILED, E9(0, 100000), E9(0, 100000));
    s->persons[s->r.person_count - 1].why = "two answers differ by 1e-3";
}

/* Something for every metric, so that all are seen; not what these persons would give. */
static void add_value(sample *s, int metric, const char *part)
{
    const bil_metric_about about = bil_metric_of((bil_metric)metric);
    bil_metric_value *value = &s->values[s->metrics.count++];
    assert_true(s->metrics.count <= VALUES);
    *value = (bil_metric_value){.metric = (bil_metric)metric, .part = part, .defined = true};
    value->value = bil_metric_unit_decimals(about.unit) > 0 ? E9(0, 300000) + metric : 40 + metric;
}

static void add_parts(sample *s, int metric)
{
    const bil_catalogue *catalogue = s->district.catalogue;
    switch (bil_metric_of((bil_metric)metric).parts) {
    case BIL_METRIC_PARTS_AXES:
        add_value(s, metric, "CASA");
        add_value(s, metric, "LAV");
        s->values[s->metrics.count - 1].defined = false;
        break;
    case BIL_METRIC_PARTS_SOURCES:
        for (size_t i = 0; i < catalogue->source_count; i++) {
            add_value(s, metric, catalogue->sources[i].code);
            s->values[s->metrics.count - 1].value *= i == COMUNE ? 0 : 1; /* pays nothing */
        }
        break;
    case BIL_METRIC_PARTS_POOLS:
        add_value(s, metric, "ASL");
        add_value(s, metric, "COMUNE");
        s->values[s->metrics.count - 1].value = -1;
        break;
    case BIL_METRIC_PARTS_ONE:
        add_value(s, metric, NULL);
        break;
    }
}

static void add_metrics(sample *s)
{
    static const bil_metric_group groups[] = {
        {BIL_METRIC_GROUPS_INTENSITY, "low", 12, 3, 9, E9(0, 512000), E9(0, 401000), 12345},
        {BIL_METRIC_GROUPS_INTENSITY, "high", 16, 1, 14, E9(0, 612000), E9(0, 301000), 112345},
        {BIL_METRIC_GROUPS_AGE, "65-79", 30, 4, 23, E9(0, 512000), E9(0, 401000), 12345},
        {BIL_METRIC_GROUPS_AREA, "comunità montana dell’alta valle", 10, 0, 10, E9(0, 312000),
         E9(0, 312000), 0},
        {BIL_METRIC_GROUPS_AREA, "città", 20, 4, 13, E9(0, 712000), E9(0, 401000), 92345},
    };
    for (int m = 0; m < BIL_METRIC_COUNT; m++) {
        add_parts(s, m);
    }
    s->values[BIL_METRIC_SCORE_MIN].defined = false;
    s->metrics.values = s->values;
    memcpy(s->groups, groups, sizeof groups);
    s->metrics.groups = s->groups;
    s->metrics.group_count = sizeof groups / sizeof groups[0];
    s->metrics.has_lorenz = true;
    for (int k = 0; k <= BIL_METRIC_LORENZ_STEPS; k++) {
        s->metrics.lorenz_e9[k] = E9(0, 2500) * k * k;
    }
    s->r.metrics = &s->metrics;
}

static sample *make(void)
{
    sample *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->district = (bil_district){.name = "pavia & dintorni", .catalogue = fixture_catalogue()};
    memset(s->district.sha256, 'a', 64);
    s->r = (bil_allocation_report){.district = &s->district,
                                   .rule = "utilitarian",
                                   .status = BIL_ALLOCATION_OPTIMAL,
                                   .value_e9 = E9(22, 314949),
                                   .bound_e9 = E9(22, 316100),
                                   .gap_e9 = 51574,
                                   .shortfall_e9 = E9(1, 250000),
                                   .shortfall_bound_e9 = -1,
                                   .level_e9 = -1,
                                   .level_bound_e9 = -1,
                                   .least_bound_e9 = -1,
                                   .places_proven = -1,
                                   .alpha_e3 = -1,
                                   .shift_e9 = -1,
                                   .free_value_e9 = -1,
                                   .free_bound_e9 = -1,
                                   .mean_score_e9 = E9(0, 743831),
                                   .least_score_e9 = E9(0, 42000),
                                   .tenth_score_e9 = E9(0, 421000),
                                   .public_cents = 493827,
                                   .checked = 29,
                                   .rounds = 17,
                                   .packages = 1412,
                                   .priced = 3020,
                                   .by_optimiser = 2,
                                   .unanswered = 1};
    const bil_shared_result shared[] = {
        pool("ASL", ASL, 12345678, 12345600, E9(0, 31234)),
        pool("COMUNE", COMUNE, 9000000, 8000000, 0),
        place("S22", EDUCATOR, 0, 120, 120, E9(0, 1200)),
        place("S22", EDUCATOR, 4, 120, 120, E9(0, 1200)),
        place("S22", EDUCATOR, 8, 120, 110, 0),
        place("S03", MEALS, 0, 400, 20, 0),
        place("S03", MEALS, 4, 400, 20, 0),
        place("S03", MEALS, 8, 400, 20, 0),
        place("COOP1", BIL_NONE, 0, 60, 60, 3),
    };
    s->r.shared_count = sizeof shared / sizeof shared[0];
    memcpy(s->shared, shared, sizeof shared);
    s->lacking[0] = (bil_lacking){.shared = 0, .amount = 120050};
    s->lacking[1] = (bil_lacking){.shared = 2, .amount = 4};
    s->lacking[2] = (bil_lacking){.shared = 3, .amount = 4};
    s->lacking[3] = (bil_lacking){.shared = 8, .amount = 1};
    add_persons(s);
    s->r.shared = s->shared;
    s->r.persons = s->persons;
    add_metrics(s);
    return s;
}

static void print(bil_text *out, const sample *s, bil_lang lang, size_t width, bool all)
{
    bil_document_options options;
    bil_document_options_init(&options);
    options.lang = lang;
    options.width = width;
    bil_text_init(out);
    assert_int_equal(bil_document_allocation_table(out, &s->r, &options, all, NULL), BIL_OK);
}

static void it_reads_as_approved(void **state)
{
    (void)state;
    static const struct {
        bil_lang lang;
        bool all;
        const char *path;
    } cases[] = {
        {BIL_LANG_IT, false, "tests/documents/golden/allocation.it.txt"},
        {BIL_LANG_EN, false, "tests/documents/golden/allocation.en.txt"},
        {BIL_LANG_IT, true, "tests/documents/golden/allocation-all.it.txt"},
    };
    sample *s = make();
    bil_text text;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        print(&text, s, cases[i].lang, 100, cases[i].all);
        golden_compare(&text, cases[i].path);
        bil_text_release(&text);
    }
    assert_int_equal(bil_document_allocation_json(&text, &s->r, NULL), BIL_OK);
    golden_compare(&text, "tests/documents/golden/allocation.json");
    bil_text_release(&text);
    free(s);
}

static void expect(const sample *s, const char *piece, bool there)
{
    bil_text text;
    print(&text, s, BIL_LANG_IT, 200, false);
    if ((strstr(text.bytes, piece) != NULL) != there) {
        fail_msg("«%s» %s: %s", piece, there ? "is missing" : "should not be", text.bytes);
    }
    bil_text_release(&text);
}

static void every_outcome_is_told(void **state)
{
    (void)state;
    sample *s = make();
    s->r.status = BIL_ALLOCATION_FEASIBLE;
    s->r.bound_e9 = -1;
    s->r.gap_e9 = -1;
    expect(s, "Non è dimostrato che sia la migliore", true);
    expect(s, "Non è dimostrato quanto", true);
    s->r.status = BIL_ALLOCATION_STOPPED;
    expect(s, "Fermata prima della fine", true);
    s->r.status = BIL_ALLOCATION_OVER;
    s->shared[1].used = 9000001;
    expect(s, "supera un limite", true);
    expect(s, "-0,01", true);
    s->r.bound_e9 = s->r.value_e9;
    s->r.gap_e9 = 0;
    expect(s, "va oltre questa somma", true);
    s->r.rule = "essential-first";
    s->r.shortfall_bound_e9 = E9(1, 200000);
    expect(s, "in tutto: 1,2500. Nessuna ripartizione può scendere sotto 1,2000", true);
    expect(s, "prima i livelli essenziali", true);
    s->r.free_value_e9 = E9(22, 500000);
    s->r.free_bound_e9 = E9(22, 510000);
    expect(s, "Nessuno ha meno", true);
    expect(s, "la somma sarebbe 22,5000; la differenza è 0,1851", true);
    s->r.less_than_before = 1;
    s->persons[0].less = true;
    s->persons[0].before_e9 = s->persons[0].score_e9 + E9(0, 10000);
    expect(s, "Nessuno ha meno", false);
    expect(s, "non è più un piano possibile", true);
    expect(s, "Chi ha meno di prima", true);
    s->r.less_than_before = 3;
    s->r.former_over = true;
    expect(s, "3 persone hanno meno", true);
    expect(s, "prendono più di quanto c’è", true);
    s->r.free_stopped = true;
    expect(s, "la somma sarebbe", false);
    free(s);
}

static void what_does_not_apply_is_not_said(void **state)
{
    (void)state;
    sample *s = make();
    expect(s, "livelli essenziali", false);
    expect(s, "piani di prima", false);
    s->r.person_count = 5;
    memset(s->r.by_waits, 0, sizeof s->r.by_waits);
    s->r.by_status[BIL_ALLOTTED_WAITING] = 0;
    s->r.by_status[BIL_ALLOTTED_NONE] = 0;
    s->r.by_status[BIL_ALLOTTED_FAILED] = 0;
    expect(s, "Nessuno aspetta", true);
    expect(s, "segnalalo", false);
    expect(s, "--all", false);
    s->r.shared = s->shared + 5; /* meals alone: enough for all */
    s->r.shared_count = 3;
    expect(s, "non ha fondi", true);
    expect(s, "Non manca nessun posto", true);
    expect(s, "C’è 1 altro limite", true);
    free(s);
}

/* Nobody knows yet what those who wait wait for, nor what more of anything would give. */
static void stop_early(sample *s)
{
    s->r.status = BIL_ALLOCATION_STOPPED;
    s->r.shared = s->shared + 4; /* nothing is used up */
    s->r.shared_count = 4;
    for (size_t i = 4; i < 8; i++) {
        s->shared[i].price_e9 = -1;
    }
    memset(s->r.by_waits, 0, sizeof s->r.by_waits);
    s->r.by_waits[BIL_WAITS_STOPPED] = s->r.by_status[BIL_ALLOTTED_WAITING];
    for (size_t i = 0; i < s->r.person_count; i++) {
        if (s->persons[i].status == BIL_ALLOTTED_WAITING) {
            s->persons[i].waits = BIL_WAITS_STOPPED;
            s->persons[i].lacking_count = 0;
            s->persons[i].lacking_score_e9 = -1;
        }
    }
}

static void a_stopped_search_gives_no_reasons(void **state)
{
    (void)state;
    sample *s = make();
    stop_early(s);
    expect(s, "23  aspettano", true);
    expect(s, "23  di cui non raggiunte: la ricerca è stata fermata", true);
    expect(s, "di cui per", false);
    expect(s, "; non raggiunta: la ricerca è stata fermata", true);
    expect(s, "manca il denaro", false);
    expect(s, "Che cosa mancherebbe non si sa", true);
    expect(s, "Non manca nessun posto", false);
    bil_text text;
    bil_text_init(&text);
    assert_int_equal(bil_document_allocation_json(&text, &s->r, NULL), BIL_OK);
    assert_non_null(strstr(text.bytes, "\"score_for_one_unit\": null"));
    assert_non_null(strstr(text.bytes, "\"not-reached\": 23 }"));
    assert_non_null(strstr(text.bytes, "\"waits_for\": \"not-reached\" }"));
    assert_null(strstr(text.bytes, "\"lacking"));
    bil_text_release(&text);
    free(s);
}

static void groups_are_told_where_there_are_some(void **state)
{
    (void)state;
    sample *s = make();
    expect(s, "Per intensità", true);
    expect(s, "Per età", false); /* all of one age */
    expect(s, "Per sesso", false);
    s->metrics.group_count = 0;
    expect(s, "Per intensità", false);
    expect(s, "Chi guadagna", true);
    s->r.metrics = NULL;
    expect(s, "Chi guadagna", false);
    free(s);
}

static void a_gain_too_small_to_show_is_not_nothing(void **state)
{
    (void)state;
    sample *s = make();
    s->r.gap_e9 = 1;
    expect(s, "al massimo 0,0001", true);
    free(s);
}

static void expect_width(const bil_text *text, size_t width)
{
    char line[1024];
    for (const char *at = text->bytes; *at != '\0';) {
        const size_t size = strcspn(at, "\n");
        assert_true(size < sizeof line);
        (void)snprintf(line, sizeof line, "%.*s", (int)size, at);
        if (bil_utf8_length(line) > width) {
            fail_msg("wider than %zu: %s", width, line);
        }
        at += size + (at[size] == '\n' ? 1 : 0);
    }
}

static void it_fits_the_terminal(void **state)
{
    (void)state;
    sample *s = make();
    for (size_t width = 80; width <= 120; width += 20) {
        bil_text text;
        print(&text, s, BIL_LANG_IT, width, true);
        expect_width(&text, width);
        bil_text_release(&text);
    }
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_reads_as_approved),
        cmocka_unit_test(every_outcome_is_told),
        cmocka_unit_test(what_does_not_apply_is_not_said),
        cmocka_unit_test(a_stopped_search_gives_no_reasons),
        cmocka_unit_test(groups_are_told_where_there_are_some),
        cmocka_unit_test(a_gain_too_small_to_show_is_not_nothing),
        cmocka_unit_test(it_fits_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
