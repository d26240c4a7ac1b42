/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/case_change.h"
#include "data/file.h"
#include "data/synth.h"
#include "tests/data/base.h"
#include "tests/support/same_case.h"

#define REASON "perché \"così\"\n"

/* A case and the text it was read from. */
typedef struct {
    bil_arena *arena;
    bil_faults faults;
    bil_text text;
    bil_case *person;
} written;

static void open_written(written *w, const char *text, size_t size, const bil_catalogue *catalogue)
{
    *w = (written){.arena = bil_arena_new()};
    assert_non_null(w->arena);
    bil_faults_init(&w->faults, w->arena);
    bil_text_init(&w->text);
    bil_text_add_n(&w->text, text, size);
    const bil_status status = bil_case_read(&w->person, "c.json", w->text.bytes, w->text.size,
                                            catalogue, &w->faults, NULL);
    if (status != BIL_OK) {
        fail_msg("%s: expected %s, found %s in\n%s", w->faults.items[0].where,
                 w->faults.items[0].expected.en, w->faults.items[0].found, w->text.bytes);
    }
}

static void close_written(written *w)
{
    bil_case_free(w->person);
    bil_text_release(&w->text);
    bil_arena_free(w->arena);
}

/* The members of the case that a kind of change may touch. */
static bool touches(bil_change_kind kind, const char *member)
{
    static const char *const members[BIL_CHANGE_COUNT][2] = {
        [BIL_CHANGE_BUDGET] = {"budget", "phases"}, [BIL_CHANGE_LIMIT] = {"budget", "phases"},
        [BIL_CHANGE_HOURS] = {"sources", ""},       [BIL_CHANGE_AMOUNT] = {"sources", ""},
        [BIL_CHANGE_PLACE] = {"overrides", ""},     [BIL_CHANGE_WAIVE] = {"overrides", ""},
        [BIL_CHANGE_DROP_MUST] = {"wishes", ""},    [BIL_CHANGE_DROP_MUST_NOT] = {"wishes", ""},
        [BIL_CHANGE_DROP_FIXED] = {"wishes", ""},   [BIL_CHANGE_DROP_KEEP] = {"in_place", ""},
        [BIL_CHANGE_DROP_AT_LEAST] = {"needs", ""}, [BIL_CHANGE_DROP_OVERRIDE] = {"overrides", ""},
        [BIL_CHANGE_MUST] = {"wishes", ""},         [BIL_CHANGE_MUST_NOT] = {"wishes", ""},
        [BIL_CHANGE_FIX] = {"wishes", ""},          [BIL_CHANGE_SET] = {"overrides", ""},
        [BIL_CHANGE_AT_LEAST] = {"needs", ""},
    };
    return strcmp(members[kind][0], member) == 0 || strcmp(members[kind][1], member) == 0;
}

/* The text of a member as written, with what is around it, up to the next; what a change does not
 * touch is the same to the byte. */
static void the_rest_is_as_it_was(const bil_text *before, const bil_text *after,
                                  bil_change_kind kind)
{
    static const char *const members[] = {"format",   "version", "person",  "start",
                                          "phases",   "needs",   "sources", "budget",
                                          "in_place", "wishes",  "profile", "overrides"};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        char key[24];
        (void)snprintf(key, sizeof key, "\n  \"%s\":", members[i]);
        const char *old_member = strstr(before->bytes, key);
        const char *new_member = strstr(after->bytes, key);
        if (old_member == NULL || touches(kind, members[i])) {
            continue;
        }
        assert_non_null(new_member);
        const char *end = strstr(old_member + 1, "\n  \"");
        const size_t size =
            end == NULL ? strcspn(old_member + 1, "\n") : (size_t)(end - old_member);
        assert_memory_equal(old_member, new_member, size);
    }
}

/* Writes the changes, reads what was written and compares with the case changed in memory. */
static void verify(const written *w, const bil_change *changes, size_t count, const char *name)
{
    bil_case *expected = NULL;
    bil_text out;
    written again;
    bil_text_init(&out);
    assert_int_equal(bil_case_changed(&expected, w->person, changes, count, REASON, NULL), BIL_OK);
    assert_int_equal(bil_case_change_text(&out, w->text.bytes, w->text.size, w->person, changes,
                                          count, REASON, NULL),
                     BIL_OK);
    open_written(&again, out.bytes, out.size, w->person->catalogue);
    const char *differs = case_difference(expected, again.person);
    if (differs != NULL) {
        fail_msg("%s, %s: %s differ in\n%s", name, bil_change_kind_name(changes[0].kind), differs,
                 out.bytes);
    }
    if (count == 1) {
        the_rest_is_as_it_was(&w->text, &out, changes[0].kind);
    }
    close_written(&again);
    bil_text_release(&out);
    bil_case_free(expected);
}

/* How many things a kind of change can be about. */
static size_t things(const bil_case *person, bil_change_kind kind)
{
    const bil_catalogue *catalogue = person->catalogue;
    const size_t counts[BIL_CHANGE_COUNT] = {
        [BIL_CHANGE_BUDGET] = 1,
        [BIL_CHANGE_LIMIT] = catalogue->source_count,
        [BIL_CHANGE_HOURS] = catalogue->source_count,
        [BIL_CHANGE_AMOUNT] = catalogue->source_count,
        [BIL_CHANGE_PLACE] = catalogue->provider_count,
        [BIL_CHANGE_WAIVE] = catalogue->rule_count,
        [BIL_CHANGE_DROP_MUST] = person->wishes.must_count,
        [BIL_CHANGE_DROP_MUST_NOT] = person->wishes.must_not_count,
        [BIL_CHANGE_DROP_FIXED] = person->wishes.fixed_count,
        [BIL_CHANGE_DROP_KEEP] = person->in_place_count,
        [BIL_CHANGE_DROP_AT_LEAST] = person->need_count,
        [BIL_CHANGE_DROP_OVERRIDE] = person->override_count,
        [BIL_CHANGE_MUST] = 1,
        [BIL_CHANGE_MUST_NOT] = 1,
        [BIL_CHANGE_FIX] = catalogue->service_count,
        [BIL_CHANGE_SET] = catalogue->service_count,
        [BIL_CHANGE_AT_LEAST] = person->need_count,
    };
    return counts[kind];
}

static bool makes_sense(const bil_case *person, bil_change_kind kind, size_t index)
{
    const bil_source *source = &person->catalogue->sources[index];
    return kind == BIL_CHANGE_HOURS    ? source->form == BIL_FORM_HOURS
           : kind == BIL_CHANGE_AMOUNT ? source->form == BIL_FORM_CASH
                                       : true;
}

static bil_change change_of(const bil_case *person, bil_change_kind kind, size_t index)
{
    bil_change change = {.kind = kind,
                         .index = index,
                         .phase = index % 2 == 0 ? SIZE_MAX : person->phase_count - 1,
                         .amount = 100 + 7 * (int64_t)index,
                         .what = "setting:home"};
    if (kind == BIL_CHANGE_SET) { /* a hand has its measure */
        change.amount = person->catalogue->services[index].continuous ? 1 : (int64_t)(index % 4);
    }
    return change;
}

static void every_change_can_be_written(const written *w, const char *name)
{
    for (int kind = 0; kind < BIL_CHANGE_COUNT; kind++) {
        const size_t count = things(w->person, (bil_change_kind)kind);
        for (size_t i = 0; i < count; i++) {
            if (makes_sense(w->person, (bil_change_kind)kind, i)) {
                const bil_change change = change_of(w->person, (bil_change_kind)kind, i);
                verify(w, &change, 1, name);
            }
        }
    }
}

/* All kinds at once, each about its first thing. */
static void many_changes_can_be_written(const written *w, const char *name)
{
    bil_change changes[BIL_CHANGE_COUNT];
    size_t count = 0;
    for (int kind = 0; kind < BIL_CHANGE_COUNT; kind++) {
        const size_t most = things(w->person, (bil_change_kind)kind);
        for (size_t i = 0; i < most; i++) {
            if (makes_sense(w->person, (bil_change_kind)kind, i)) {
                changes[count++] = change_of(w->person, (bil_change_kind)kind, i);
                break;
            }
        }
    }
    verify(w, changes, count, name);
}

/* The base case with one piece of its text replaced by another. */
static void open_base(written *w, const char *find, const char *replace)
{
    const char *text = base_files.files[BASE_CASE].bytes;
    const char *at = strstr(text, find);
    bil_text changed;
    assert_non_null(at);
    bil_text_init(&changed);
    bil_text_add_n(&changed, text, (size_t)(at - text));
    bil_text_add(&changed, replace);
    bil_text_add(&changed, at + strlen(find));
    open_written(w, changed.bytes, changed.size, base_world.catalogue);
    bil_text_release(&changed);
}

static void becomes(const char *find, const char *replace, bil_change change, const char *expected)
{
    written w;
    bil_text out;
    open_base(&w, find, replace);
    bil_text_init(&out);
    assert_int_equal(
        bil_case_change_text(&out, w.text.bytes, w.text.size, w.person, &change, 1, REASON, NULL),
        BIL_OK);
    if (strstr(out.bytes, expected) == NULL) {
        fail_msg("no %s in\n%s", expected, out.bytes);
    }
    bil_text_release(&out);
    verify(&w, &change, 1, expected);
    close_written(&w);
}

static bil_index service(const char *code)
{
    return bil_catalogue_find_service(base_world.catalogue, code);
}

static bil_index source_of(const char *code)
{
    return bil_catalogue_find_source(base_world.catalogue, code);
}

static void money_and_hours_are_written_where_they_stand(void **state)
{
    (void)state;
    becomes("x", "x", (bil_change){.kind = BIL_CHANGE_BUDGET, .amount = 5000},
            "{ \"public_monthly_cents\": 150000, \"by_source\"");
    becomes("x", "x", (bil_change){.kind = BIL_CHANGE_BUDGET, .amount = 5000},
            "\"budget\": { \"public_monthly_cents\": 95000 } }");
    becomes("x", "x",
            (bil_change){.kind = BIL_CHANGE_LIMIT, .index = source_of("COMUNE"), .amount = 1},
            "\"COMUNE\": 90001, \"ASL\": null");
    becomes("x", "x",
            (bil_change){.kind = BIL_CHANGE_HOURS, .index = source_of("F02"), .amount = 2},
            "\"active\", \"hours\": 42 }");
    becomes("x", "x",
            (bil_change){.kind = BIL_CHANGE_AMOUNT, .index = source_of("P03"), .amount = 12},
            "\"code\": \"P03\", \"status\": \"active\", \"amount_cents\": 55165 }");
    becomes(", \"amount_cents\": null", "",
            (bil_change){.kind = BIL_CHANGE_AMOUNT, .index = source_of("P03"), .amount = 12},
            "\"code\": \"P03\", \"status\": \"active\", \"amount_cents\": 55165 }");
}

static void wishes_are_taken_out_and_added(void **state)
{
    (void)state;
    becomes("x", "x", (bil_change){.kind = BIL_CHANGE_DROP_MUST}, "\"must\": [],\n");
    becomes("[ \"service:S01\" ]", "[ \"tag:adl\", \"service:S01\" ]",
            (bil_change){.kind = BIL_CHANGE_DROP_MUST}, "\"must\": [ \"service:S01\" ],\n");
    becomes("x", "x", (bil_change){.kind = BIL_CHANGE_MUST, .what = "source:P01"},
            "\"must\": [ \"service:S01\", \"source:P01\" ],\n");
    becomes("x", "x", (bil_change){.kind = BIL_CHANGE_FIX, .index = service("S04"), .amount = 9},
            "\"fixed\": [ { \"service\": \"S04\", \"quantity\": 9 } ]\n");
    becomes("x", "x", (bil_change){.kind = BIL_CHANGE_FIX, .index = service("S01"), .amount = 9},
            "\"quantity\": 16 }, { \"service\": \"S01\", \"quantity\": 9 } ]\n");
    becomes("\"must\": [ \"service:S01\" ],\n    ", "",
            (bil_change){.kind = BIL_CHANGE_MUST, .what = "kind:social"},
            "\"quantity\": 16 } ],\n    \"must\": [ \"kind:social\" ]\n  },\n");
    becomes("x", "x", (bil_change){.kind = BIL_CHANGE_DROP_KEEP}, "\"keep\": false }");
    becomes("\"note\": \"mattina\"", "\"at_least\": 70",
            (bil_change){.kind = BIL_CHANGE_DROP_AT_LEAST, .index = 1}, "\"at_least\": null");
    becomes("x", "x", (bil_change){.kind = BIL_CHANGE_AT_LEAST, .index = 0, .amount = 50},
            "\"floor_pct\": null, \"at_least\": 50 }");
}

/* The whole object of wishes is there or not. */
static void wishes_where_there_were_none(void **state)
{
    (void)state;
    const char *text = base_files.files[BASE_CASE].bytes;
    char old[512];
    const char *from = strstr(text, "\"wishes\"");
    const char *to = strstr(text, "\"profile\"");
    (void)snprintf(old, sizeof old, "%.*s", (int)(to - from), from);
    const bil_change must = {.kind = BIL_CHANGE_MUST, .what = "tag:adl"};
    becomes(old, "\"wishes\": null, ", must, "\"wishes\": { \"must\": [ \"tag:adl\" ] }, ");
    becomes(old, "\"wishes\": {}, ", must, "\"wishes\": { \"must\": [ \"tag:adl\" ] }, ");
    becomes(old, "", must, "\"home-first\",\n  \"wishes\": { \"must\": [ \"tag:adl\" ] }\n}");
    written w;
    open_base(&w, old, "");
    const bil_change two[] = {must, {.kind = BIL_CHANGE_FIX, .index = service("S02"), .amount = 3}};
    verify(&w, two, 2, "no wishes");
    close_written(&w);
}

static void what_a_hand_decides_is_written_with_its_reason(void **state)
{
    (void)state;
    becomes("x", "x", (bil_change){.kind = BIL_CHANGE_WAIVE, .index = 0},
            "\"home-first\",\n  \"overrides\": [ { \"rule\": \"D01\", \"reason\": "
            "\"perché \\\"così\\\"\\n\" } ]\n}");
    becomes("x", "x", (bil_change){.kind = BIL_CHANGE_PLACE, .index = 1, .amount = 4},
            "\"provider\": \"COOP1\", \"quantity\": 104, \"reason\"");
    becomes("x", "x",
            (bil_change){.kind = BIL_CHANGE_SET, .index = service("S02"), .phase = 1, .amount = 3},
            "{ \"service\": \"S02\", \"quantity\": 3, \"phase\": 2, \"reason\"");
    becomes("\"profile\"",
            "\"overrides\": [\n    { \"rule\": \"D01\", \"reason\": \"a\", \"by\": \"UVM\" },\n"
            "    { \"by\": null, \"service\": \"S02\", \"quantity\": 3, \"reason\": \"b\" }\n  ],\n"
            "  \"profile\"",
            (bil_change){.kind = BIL_CHANGE_SET, .index = service("S02"), .phase = 0, .amount = 5},
            "\"by\": \"UVM\" },\n"
            "    { \"service\": \"S02\", \"quantity\": 3, \"phase\": 2, \"reason\": \"b\" },\n"
            "    { \"service\": \"S02\", \"quantity\": 5, \"phase\": 1, ");
    becomes("\"profile\"",
            "\"overrides\": [ { \"by\": null, \"rule\": \"D01\", \"reason\": \"a\" },\n"
            "{ \"service\": \"S01\", \"provider\": \"COOP1\", \"quantity\": 120, \"reason\": "
            "\"b\" } ], \"profile\"",
            (bil_change){.kind = BIL_CHANGE_PLACE, .index = 0, .amount = 4},
            "\"overrides\": [ { \"by\": null, \"rule\": \"D01\", \"reason\": \"a\" },\n"
            "{ \"service\": \"S01\", \"provider\": \"COOP1\", \"quantity\": 124, ");
    becomes(
        "\"profile\"",
        "\"overrides\": [ { \"by\": null, \"rule\": \"D01\", \"reason\": \"a\" } ], \"profile\"",
        (bil_change){.kind = BIL_CHANGE_DROP_OVERRIDE}, "\"overrides\": [], ");
}

static void all_kinds_of_changes_to_the_base(void **state)
{
    (void)state;
    written w;
    open_base(&w, "\"note\": \"mattina\"", "\"at_least\": 70");
    every_change_can_be_written(&w, "base");
    many_changes_can_be_written(&w, "base");
    close_written(&w);
    open_base(&w, "\"profile\"",
              "\"overrides\": [ { \"rule\": \"D02\", \"reason\": \"a\", \"by\": \"UVM\" }, "
              "{ \"service\": \"S02\", \"quantity\": 3, \"reason\": \"b\" }, { \"service\": "
              "\"S03\", \"quantity\": 1, \"phase\": 1, \"reason\": \"c\" } ], \"profile\"");
    every_change_can_be_written(&w, "base with overrides");
    many_changes_can_be_written(&w, "base with overrides");
    close_written(&w);
}

static void a_text_on_one_line_stays_on_one_line(void **state)
{
    (void)state;
    written w;
    bil_text line;
    bil_text out;
    bil_text_init(&line);
    bil_text_init(&out);
    for (const char *at = base_files.files[BASE_CASE].bytes; *at != '\0'; at++) {
        bil_text_add_n(&line, at, strchr(" \n", *at) == NULL ? 1 : 0);
    }
    open_written(&w, line.bytes, line.size, base_world.catalogue);
    const bil_change changes[] = {{.kind = BIL_CHANGE_WAIVE},
                                  {.kind = BIL_CHANGE_FIX, .index = service("S01"), .amount = 4}};
    assert_int_equal(
        bil_case_change_text(&out, w.text.bytes, w.text.size, w.person, changes, 2, "sì", NULL),
        BIL_OK);
    assert_null(strchr(out.bytes, '\n'));
    verify(&w, changes, 2, "one line");
    close_written(&w);
    bil_text_release(&line);
    bil_text_release(&out);
}

static void a_file_that_has_changed_is_left_alone(void **state)
{
    (void)state;
    const bil_change change = {.kind = BIL_CHANGE_BUDGET, .amount = 1};
    bil_error err;
    bil_text out;
    bil_text_init(&out);
    assert_int_equal(bil_case_change_text(&out, "{}", 2, base_world.person, &change, 1, "sì", &err),
                     BIL_E_DATA);
    assert_int_equal(out.size, 0);
}

/* The examples, and invented people. */
static void all_kinds_of_changes_to_examples_and_random_people(void **state)
{
    (void)state;
    glob_t cases;
    bil_catalogue *catalogue = NULL;
    bil_synth_profile *profile = NULL;
    bil_arena *arena = bil_arena_new();
    bil_faults faults;
    bil_faults_init(&faults, arena);
    assert_int_equal(bil_catalogue_load(&catalogue, "data/catalogue/lombardia", &faults, NULL),
                     BIL_OK);
    assert_int_equal(bil_synth_profile_load(&profile, "data/profiles/pavia.profile.json", catalogue,
                                            &faults, NULL),
                     BIL_OK);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
    assert_int_equal(glob("data/examples/*.case.json", 0, NULL, &cases), 0);
    for (size_t i = 0; i < cases.gl_pathc + 40; i++) {
        written w;
        bil_text text;
        char name[64] = "person";
        bil_text_init(&text);
        if (i < cases.gl_pathc) {
            bil_text_shorten(name, sizeof name, cases.gl_pathv[i] + strlen("data/examples/"));
            assert_int_equal(bil_file_read(&text, cases.gl_pathv[i], BIL_JSON_SIZE_MAX, NULL),
                             BIL_OK);
        } else {
            bil_synth_case(&text, profile, 77, i, 1 + (int)(i % 3));
        }
        open_written(&w, text.bytes, text.size, catalogue);
        if (i % 8 == 0) {
            every_change_can_be_written(&w, name);
        }
        many_changes_can_be_written(&w, name);
        close_written(&w);
        bil_text_release(&text);
    }
    globfree(&cases);
    bil_synth_profile_free(profile);
    bil_catalogue_free(catalogue);
    bil_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_and_hours_are_written_where_they_stand),
        cmocka_unit_test(wishes_are_taken_out_and_added),
        cmocka_unit_test(wishes_where_there_were_none),
        cmocka_unit_test(what_a_hand_decides_is_written_with_its_reason),
        cmocka_unit_test(all_kinds_of_changes_to_the_base),
        cmocka_unit_test(a_text_on_one_line_stays_on_one_line),
        cmocka_unit_test(a_file_that_has_changed_is_left_alone),
        cmocka_unit_test(all_kinds_of_changes_to_examples_and_random_people),
    };
    return cmocka_run_group_tests(tests, base_world_open, base_world_close);
}
