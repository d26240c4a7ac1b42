/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/data/base.h"

typedef struct {
    bil_faults faults;
    bil_plan *plan;
    bil_status status;
} reading;

static void read_plan(reading *r, const char *text, size_t index)
{
    bil_plan_file file = {"p.json", text, strlen(text), index};
    *r = (reading){.plan = NULL};
    bil_faults_init(&r->faults, base_world.arena);
    r->status =
        bil_plan_read(&r->plan, &file, base_world.catalogue, base_world.person, &r->faults, NULL);
}

static void a_full_plan_is_read(void **state)
{
    (void)state;
    const bil_plan *p = base_world.plan;
    assert_string_equal(p->case_id, "PV-0001");
    assert_string_equal(p->catalogue_version, "2026-11-01");
    assert_string_equal(p->engine, "0.1.0");
    assert_int_equal(p->status, BIL_PLAN_FEASIBLE);
    assert_false(p->proven);
    assert_int_equal(p->gap_e9, 10000000);
    assert_int_equal(p->score_e9, 812345678);
    assert_int_equal(p->shortfall_e9, 0);
    const bil_line *line = &p->phases[0].lines[0];
    assert_int_equal(line->service, bil_catalogue_find_service(base_world.catalogue, "S01"));
    assert_string_equal(line->provider_code, "COOP1");
    assert_int_equal(line->provider, 1); /* the row in force on the first day of the phase */
    assert_int_equal(line->starts_on, 20270228);
    assert_int_equal(line->funding[0].cents, 38400);
    assert_int_equal(p->phases[0].coverage[0].need, bil_case_find_need(base_world.person, "n1"));
    assert_int_equal(p->phases[0].sources_used_count, 2);
    assert_int_equal(p->phases[0].totals.by_source[0].cents, 38400);
    assert_int_equal(p->unmet[0].reason, BIL_UNMET_RULE);
    assert_string_equal(p->unmet[0].rule_id, "D01");
    assert_true(p->checked);
    assert_false(p->check_passed);
    assert_string_equal(p->violations[0].text.en, "Only one.");
}

static void writing_what_was_read_changes_nothing(void **state)
{
    (void)state;
    bil_text out;
    bil_text_init(&out);
    assert_int_equal(bil_plan_write(&out, base_world.plan, NULL, 0, NULL), BIL_OK);
    assert_string_equal(out.bytes, base_files.files[BASE_PLAN].bytes);
    bil_text_release(&out);
}

static void write_read_write_is_the_same_to_the_byte(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"format\":\"bilancia-plan\",\"version\":1,\"status\":\"optimal\",\"phases\":[]}",
        "{\"format\":\"bilancia-plan\",\"version\":1,\"status\":\"infeasible\",\"phases\":[],"
        "\"conflict\":[{\"kind\":\"must\",\"what\":\"service:S01\",\"text\":\"una sola lingua\"},"
        "{\"kind\":\"budget\",\"what\":\"\"}],\"repairs\":[{\"price_cents\":53000,\"score\":0."
        "7312345678,"
        "\"essential_shortfall\":0.01,\"public_cents\":1200000,\"changes\":["
        "{\"kind\":\"limit\",\"what\":\"ASL\",\"amount\":53000,\"text\":{\"it\":\"sì\",\"en\":"
        "\"a\"}},"
        "{\"kind\":\"waive\",\"what\":\"D01\"}]},{\"changes\":[]}],\"note\":\"a\",\"gap\":null,"
        "\"provenance\":{\"y\":[]},\"$schema\":\"s\",\"check\":{\"passed\":true,\"waived\":["
        "{\"rule\":\"D01\",\"where\":\"phase 1\",\"expected\":\"1\",\"found\":\"2\"}]}}",
        "{\"format\":\"bilancia-plan\",\"version\":1,\"status\":\"stopped\",\"score\":-1e-3,"
        "\"gap\":12345.678901234567,\"phases\":[{\"months\":2,\"lines\":[{\"service\":\"ZZ\","
        "\"quantity\":-3,\"funding\":[{\"source\":\"YY\",\"cents\":-1}],\"note\":\"a\"},"
        "{\"service\":\"S01\",\"provider\":\"??\",\"quantity\":1}],"
        "\"coverage\":[{\"need\":\"zz\"}],\"totals\":{\"by_source\":{\"è\":1,\"a~b\":2}}}],"
        "\"unmet\":[{\"need\":\"zz\",\"missing\":1,\"reason\":\"altro\"}],\"rules\":[\"X\"]}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        reading first;
        reading second;
        bil_text once;
        bil_text line;
        bil_text twice;
        bil_text_init(&once);
        bil_text_init(&line);
        bil_text_init(&twice);
        read_plan(&first, texts[i], 0);
        assert_int_equal(first.status, BIL_OK);
        assert_int_equal(bil_plan_write(&once, first.plan, NULL, 0, NULL), BIL_OK);
        assert_int_equal(bil_plan_write_line(&line, first.plan, NULL), BIL_OK);
        assert_ptr_equal(strchr(line.bytes, '\n'), line.bytes + line.size - 1);
        read_plan(&second, line.bytes, 0);
        assert_int_equal(second.status, BIL_OK);
        assert_int_equal(bil_plan_write(&twice, second.plan, NULL, 0, NULL), BIL_OK);
        assert_string_equal(once.bytes, twice.bytes);
        bil_plan_free(first.plan);
        bil_plan_free(second.plan);
        bil_text_release(&once);
        bil_text_release(&line);
        bil_text_release(&twice);
    }
}

static void repairs_and_rules_set_aside_are_read(void **state)
{
    (void)state;
    reading r;
    read_plan(
        &r,
        "{\"format\":\"bilancia-plan\",\"version\":1,\"status\":\"infeasible\",\"phases\":[],"
        "\"repairs\":[{\"price_cents\":12300,\"score\":0.5,\"essential_shortfall\":0.25,"
        "\"public_cents\":700,\"changes\":[{\"kind\":\"hours\",\"what\":\"F02\",\"amount\":12,"
        "\"text\":{\"it\":\"Ore\",\"en\":\"Hours\"}}]}],"
        "\"check\":{\"passed\":true,\"waived\":[{\"rule\":\"C02\"}]}}",
        0);
    assert_int_equal(r.status, BIL_OK);
    assert_int_equal(r.plan->repair_count, 1);
    const bil_repair *repair = &r.plan->repairs[0];
    assert_int_equal(repair->price_cents, 12300);
    assert_int_equal(repair->score_e9, 500000000);
    assert_int_equal(repair->shortfall_e9, 250000000);
    assert_int_equal(repair->public_cents, 700);
    assert_int_equal(repair->change_count, 1);
    assert_int_equal(repair->changes[0].kind, BIL_CHANGE_HOURS);
    assert_int_equal(repair->changes[0].amount, 12);
    assert_string_equal(repair->changes[0].what, "F02");
    assert_string_equal(repair->texts[0].en, "Hours");
    assert_int_equal(r.plan->violation_count, 0);
    assert_int_equal(r.plan->waived_count, 1);
    assert_string_equal(r.plan->waived[0].rule, "C02");
    bil_plan_free(r.plan);
}

static void codes_the_catalogue_does_not_have_are_kept(void **state)
{
    (void)state;
    reading r;
    read_plan(&r,
              "{\"format\":\"bilancia-plan\",\"version\":1,\"status\":\"optimal\",\"phases\":["
              "{\"months\":1,\"lines\":[{\"service\":\"ZZ\",\"provider\":\"Q\",\"quantity\":1,"
              "\"funding\":[{\"source\":\"YY\",\"cents\":5}]}],\"coverage\":[{\"need\":\"q\"}]}],"
              "\"unmet\":[{\"need\":\"q\",\"reason\":\"altro\"}]}",
              0);
    assert_int_equal(r.status, BIL_OK);
    const bil_plan_phase *phase = &r.plan->phases[0];
    assert_string_equal(phase->lines[0].code, "ZZ");
    assert_true(phase->lines[0].service == BIL_NONE);
    assert_string_equal(phase->lines[0].provider_code, "Q");
    assert_true(phase->lines[0].provider == BIL_NONE);
    assert_string_equal(phase->lines[0].funding[0].code, "YY");
    assert_true(phase->lines[0].funding[0].source == BIL_NONE);
    assert_true(phase->coverage[0].need == BIL_NONE);
    assert_string_equal(r.plan->unmet[0].reason_code, "altro");
    assert_false(r.plan->checked);
    bil_plan_free(r.plan);
}

static void one_plan_of_several_is_picked(void **state)
{
    (void)state;
    const bil_plan *both[2] = {base_world.plan, base_world.plan};
    bil_text out;
    reading r;
    bil_text_init(&out);
    assert_int_equal(bil_proposals_write(&out, both, 2, NULL), BIL_OK);
    read_plan(&r, out.bytes, 1);
    assert_int_equal(r.status, BIL_OK);
    assert_int_equal(r.plan->score_e9, 812345678);
    bil_plan_free(r.plan);
    read_plan(&r, out.bytes, 2);
    assert_int_equal(r.status, BIL_E_DATA);
    assert_string_equal(r.faults.items[0].found, "2");
    read_plan(&r, base_files.files[BASE_PLAN].bytes, 1);
    assert_int_equal(r.status, BIL_E_DATA);
    bil_text_release(&out);
    assert_int_equal(bil_proposals_write(&out, both, 0, NULL), BIL_OK);
    assert_string_equal(out.bytes, "{\n  \"format\": \"bilancia-proposals\",\n  \"version\": 1,\n"
                                   "  \"plans\": []\n}\n");
    read_plan(&r, out.bytes, 0);
    assert_int_equal(r.status, BIL_E_DATA);
    bil_text_release(&out);
}

static void duplicate_keys_spoil_a_plan(void **state)
{
    (void)state;
    reading r;
    read_plan(&r,
              "{\"format\":\"bilancia-plan\",\"version\":1,\"status\":\"optimal\",\"phases\":[],"
              "\"status\":\"infeasible\"}",
              0);
    assert_int_equal(r.status, BIL_E_DATA);
    assert_int_equal(r.faults.errors, 1);
    assert_string_equal(r.faults.items[0].where, "p.json:1:79 /status");
}

static void figures_are_rounded_to_nine_decimals(void **state)
{
    (void)state;
    reading r;
    read_plan(&r,
              "{\"format\":\"bilancia-plan\",\"version\":1,\"status\":\"optimal\",\"phases\":[],"
              "\"score\":0.81234567850000001,\"gap\":1e-05,\"essential_shortfall\":1e-30}",
              0);
    assert_int_equal(r.status, BIL_OK);
    assert_int_equal(r.plan->score_e9, 812345679);
    assert_int_equal(r.plan->gap_e9, 10000);
    assert_int_equal(r.plan->shortfall_e9, 0);
    bil_plan_free(r.plan);
}

static void conflicts_are_written_only_when_nothing_is_possible(void **state)
{
    (void)state;
    bil_text out;
    bil_text_init(&out);
    bil_plan plan = *base_world.plan;
    assert_int_equal(bil_plan_write(&out, &plan, NULL, 0, NULL), BIL_OK);
    assert_null(strstr(out.bytes, "conflict"));
    assert_null(strstr(out.bytes, "repairs"));
    bil_text_release(&out);
    plan.status = BIL_PLAN_INFEASIBLE;
    plan.phase_count = 0;
    assert_int_equal(bil_plan_write(&out, &plan, NULL, 0, NULL), BIL_OK);
    assert_non_null(strstr(out.bytes, "  \"conflict\": [],\n  \"repairs\": [],\n"));
    bil_text_release(&out);
}

static void provenance_is_written_last_and_read_over(void **state)
{
    (void)state;
    static const bil_provenance notes[] = {{"gap", "0.01"}, {"seed", "7"}};
    bil_text out;
    reading r;
    bil_text_init(&out);
    assert_int_equal(bil_plan_write(&out, base_world.plan, notes, 2, NULL), BIL_OK);
    assert_non_null(strstr(out.bytes, "  \"provenance\": {\n    \"gap\": \"0.01\",\n"
                                      "    \"seed\": \"7\"\n  }\n}\n"));
    read_plan(&r, out.bytes, 0);
    assert_int_equal(r.status, BIL_OK);
    bil_plan_free(r.plan);
    bil_text_release(&out);
}

static void an_empty_plan_can_be_written(void **state)
{
    (void)state;
    bil_text out;
    reading r;
    const bil_plan empty = {.arena = NULL};
    bil_text_init(&out);
    assert_int_equal(bil_plan_write(&out, &empty, NULL, 0, NULL), BIL_OK);
    read_plan(&r, out.bytes, 0);
    assert_int_equal(r.status, BIL_OK);
    bil_plan_free(r.plan);
    bil_text_release(&out);
}

static void a_file_is_loaded_or_said_to_be_missing(void **state)
{
    (void)state;
    bil_plan *plan = NULL;
    bil_faults faults;
    bil_error err;
    bil_faults_init(&faults, base_world.arena);
    assert_int_equal(bil_plan_load(&plan, "tests/data/broken/base/plan.json", 0,
                                   base_world.catalogue, NULL, &faults, &err),
                     BIL_OK);
    assert_true(plan->phases[0].coverage[0].need == BIL_NONE); /* no case to look in */
    bil_plan_free(plan);
    plan = NULL;
    assert_int_equal(
        bil_plan_load(&plan, "tests/data/none.json", 0, base_world.catalogue, NULL, &faults, &err),
        BIL_E_NO_INPUT);
    assert_null(plan);
    assert_int_equal(faults.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_plan_is_read),
        cmocka_unit_test(writing_what_was_read_changes_nothing),
        cmocka_unit_test(write_read_write_is_the_same_to_the_byte),
        cmocka_unit_test(repairs_and_rules_set_aside_are_read),
        cmocka_unit_test(codes_the_catalogue_does_not_have_are_kept),
        cmocka_unit_test(one_plan_of_several_is_picked),
        cmocka_unit_test(duplicate_keys_spoil_a_plan),
        cmocka_unit_test(figures_are_rounded_to_nine_decimals),
        cmocka_unit_test(conflicts_are_written_only_when_nothing_is_possible),
        cmocka_unit_test(provenance_is_written_last_and_read_over),
        cmocka_unit_test(an_empty_plan_can_be_written),
        cmocka_unit_test(a_file_is_loaded_or_said_to_be_missing),
    };
    return cmocka_run_group_tests(tests, base_world_open, base_world_close);
}
