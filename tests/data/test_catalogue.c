/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/digest.h"
#include "engine/money.h"
#include "tests/data/base.h"

static base_reading reading;

static int read_base(void **state)
{
    (void)state;
    base b;
    base_open(&b);
    base_read(&reading, &b, 0);
    base_close(&b);
    return reading.status == BIL_OK ? 0 : -1;
}

static int close_base(void **state)
{
    (void)state;
    base_reading_close(&reading);
    return 0;
}

static const bil_service *service(const char *code)
{
    bil_index index = bil_catalogue_find_service(reading.catalogue, code);
    assert_true(index != BIL_NONE);
    return &reading.catalogue->services[index];
}

static void settings_are_read(void **state)
{
    (void)state;
    const bil_catalogue *c = reading.catalogue;
    assert_string_equal(c->folder, "prova");
    assert_string_equal(c->name, "prova");
    assert_string_equal(c->version, "2026-11-01");
    assert_string_equal(c->region, "Prova");
    assert_string_equal(c->month_convention, "365/12");
    assert_int_equal(c->curve_count, 4);
    assert_int_equal(c->curve[1].share_e6, 500000);
    assert_int_equal(c->curve[1].value_e6, 650000);
    assert_int_equal(c->allowance_home_cents, 60000);
    assert_int_equal(c->allowance_residence_cents, 12000);
    assert_int_equal(c->score_tolerance_e6, 5000);
    assert_int_equal(c->policy_count, 3);
    assert_string_equal(c->policy[0].key, "allowance_home_cents");
    assert_string_equal(c->policy[0].source, "CONV");
    assert_string_equal(c->policy[1].source, "");
    assert_string_equal(c->policy[2].key, "respite_days");
    assert_int_equal(c->policy[2].value, 60);
}

static void services_are_read_with_their_defaults(void **state)
{
    (void)state;
    const bil_service *full = service("S01");
    const bil_service *bare = service("S02");
    const bil_service *place = service("R01");
    assert_string_equal(full->name.it, "Assistenza domiciliare, OSS");
    assert_int_equal(full->step, 2);
    assert_int_equal(full->activation_days, 30);
    assert_int_equal(full->tag_count, 2);
    assert_string_equal(full->tags[1], "personal");
    assert_int_equal(full->validity.from, 20260101);
    assert_int_equal(full->validity.to, 0);
    assert_int_equal(full->confidence, 'S');
    assert_int_equal(bare->step, 1);
    assert_int_equal(bare->activation_days, 0);
    assert_int_equal(bare->tag_count, 0);
    assert_string_equal(bare->copay_class, "");
    assert_string_equal(bare->exclusive_group, "");
    assert_true(place->continuous);
    assert_int_equal(place->kind, BIL_KIND_SOCIOSANITARIO);
    assert_int_equal(place->setting, BIL_SETTING_RESIDENTIAL);
    assert_int_equal(place->health_share_bp, 4000);
    assert_int_equal(bil_service_month_price(place, place->price_cents), 273750);
    assert_true(service("S03")->one_off);
}

static void effects_stand_by_service_in_file_order(void **state)
{
    (void)state;
    const bil_catalogue *c = reading.catalogue;
    const bil_service *place = service("R01");
    assert_int_equal(c->effect_count, 7);
    assert_int_equal(place->effect_count, 2);
    assert_int_equal(place->effects[0].hundredths, 3042);
    assert_int_equal(place->effects[1].hundredths, 2000);
    for (size_t i = 0; i < c->service_count; i++) {
        for (size_t k = 0; k < c->services[i].effect_count; k++) {
            const bil_effect *effect = &c->services[i].effects[k];
            assert_int_equal(effect->service, i);
            assert_true(effect >= c->effects && effect < c->effects + c->effect_count);
        }
    }
}

static void levels_sources_and_money_are_read(void **state)
{
    (void)state;
    const bil_catalogue *c = reading.catalogue;
    const bil_level *level = bil_catalogue_level(c, bil_catalogue_find_domain(c, "abitare"), 3);
    assert_int_equal(level->floor_bp, 6250);
    assert_int_equal(level->weight_e4, 40000);
    assert_int_equal(bil_catalogue_level(c, level->domain, 0)->weight_e4, 5000);
    const bil_source *pension = &c->sources[bil_catalogue_find_source(c, "P01")];
    assert_int_equal(pension->payments_per_year, 13);
    assert_int_equal(pension->kind, BIL_SOURCE_PENSION);
    assert_int_equal(pension->side, BIL_SIDE_PERSON);
    assert_int_equal(pension->holder, BIL_HOLDER_PERSON);
    const bil_source *allowance = &c->sources[bil_catalogue_find_source(c, "P03")];
    assert_int_equal(allowance->payments_per_year, 12);
    const bil_source *health = &c->sources[bil_catalogue_find_source(c, "ASL")];
    assert_int_equal(health->typical_cents, 0);
    assert_true(health->is_public);
    assert_int_equal(c->sources[bil_catalogue_find_source(c, "F02")].form, BIL_FORM_HOURS);
    assert_int_equal(c->provider_count, 3);
    assert_int_equal(c->providers[2].capacity_month, BIL_QUANTITY_MAX);
    assert_string_equal(c->providers[2].zone, "");
    assert_int_equal(bil_copay_per_unit(c, "sad", 600000, 20270101), 0);
    assert_int_equal(bil_copay_per_unit(c, "sad", 1800000, 20270101), 600);
    assert_int_equal(bil_copay_per_unit(c, "rsa", 0, 20261231), 1000);
    assert_int_equal(bil_copay_per_unit(c, "rsa", 0, 20270101), 1100);
}

static void the_last_matching_row_of_eligibility_wins(void **state)
{
    (void)state;
    const bil_catalogue *c = reading.catalogue;
    bil_index town = bil_catalogue_find_source(c, "COMUNE");
    bil_index family = bil_catalogue_find_source(c, "F01");
    assert_true(bil_source_may_pay(c, town, bil_catalogue_find_service(c, "S01")));
    assert_true(bil_source_may_pay(c, town, bil_catalogue_find_service(c, "H01")));
    assert_false(bil_source_may_pay(c, town, bil_catalogue_find_service(c, "S04")));
    assert_true(bil_source_may_pay(c, family, bil_catalogue_find_service(c, "R01")));
    assert_false(bil_source_may_pay(c, family, bil_catalogue_find_service(c, "H01")));
}

static void what_is_worked_out_beforehand_is_what_the_rows_say(void **state)
{
    (void)state;
    const bil_catalogue *c = reading.catalogue;
    bil_catalogue rows = *c;
    bil_rule rules[16];
    assert_in_range(c->rule_count, 1, 16);
    for (size_t i = 0; i < c->rule_count; i++) {
        assert_non_null(c->rules[i].names);
        rules[i] = c->rules[i];
        rules[i].names = NULL;
    }
    assert_non_null(c->may_pay);
    rows.may_pay = NULL;
    rows.rules = rules;
    for (bil_index s = 0; s < rows.service_count + 1; s++) {
        for (bil_index r = 0; r < rows.source_count + 1; r++) {
            assert_int_equal(bil_source_may_pay(c, r, s), bil_source_may_pay(&rows, r, s));
        }
        for (bil_index i = 0; i < rows.rule_count; i++) {
            assert_int_equal(bil_rule_names_service(c, i, BIL_RULE_A, s),
                             bil_rule_names_service(&rows, i, BIL_RULE_A, s));
            assert_int_equal(bil_rule_names_service(c, i, BIL_RULE_B, s),
                             bil_rule_names_service(&rows, i, BIL_RULE_B, s));
        }
    }
}

static void rules_keep_their_parts(void **state)
{
    (void)state;
    const bil_catalogue *c = reading.catalogue;
    assert_int_equal(c->rule_count, 7);
    const bil_rule *rule = &c->rules[bil_catalogue_find_rule(c, "D06")];
    assert_int_equal(rule->form, BIL_RULE_ABSORBS);
    assert_true(rule->has_parameter);
    assert_int_equal(rule->parameter_e4, 1005000);
    assert_int_equal(rule->a[0].kind, BIL_SELECT_SOURCE);
    assert_int_equal(rule->a[0].index, bil_catalogue_find_source(c, "P03"));
    assert_string_equal(rule->a[0].text, "source:P03");
    assert_string_equal(rule->a[0].value, "P03");
    rule = &c->rules[bil_catalogue_find_rule(c, "D02")];
    assert_int_equal(rule->period, BIL_PERIOD_WEEK);
    assert_int_equal(rule->b[0].index, bil_catalogue_find_service(c, "H01"));
    rule = &c->rules[bil_catalogue_find_rule(c, "D04")];
    assert_int_equal(rule->a_count, 2);
    assert_false(rule->has_parameter);
    rule = &c->rules[bil_catalogue_find_rule(c, "D07")];
    assert_int_equal(rule->a_count, 2);
    assert_int_equal(rule->b_count, 0);
}

static void the_last_row_of_uncertainty_that_matches_wins(void **state)
{
    (void)state;
    const bil_catalogue *c = reading.catalogue;
    bil_index s01 = bil_catalogue_find_service(c, "S01");
    bil_index s02 = bil_catalogue_find_service(c, "S02");
    bil_index h01 = bil_catalogue_find_service(c, "H01");
    assert_int_equal(bil_varies_service(c, BIL_VARIES_PRICE, s01)->low_bp, 10000);
    assert_int_equal(bil_varies_service(c, BIL_VARIES_PRICE, s01)->mode_bp, -1);
    assert_int_equal(bil_varies_service(c, BIL_VARIES_PRICE, s02)->low_bp, 9500);
    assert_int_equal(bil_varies_service(c, BIL_VARIES_PRICE, s02)->mode_bp, 10000);
    assert_int_equal(bil_varies_service(c, BIL_VARIES_PRICE, s02)->high_bp, 11500);
    assert_non_null(bil_varies_service(c, BIL_VARIES_DELAY, s02));
    assert_null(bil_varies_service(c, BIL_VARIES_DELAY, h01));
    assert_int_equal(bil_varies_service(c, BIL_VARIES_ATTENDANCE, h01)->confidence, 'S');
    assert_non_null(bil_varies_hours(c, bil_catalogue_find_source(c, "F02")));
    assert_null(bil_varies_hours(c, bil_catalogue_find_source(c, "F01")));
    assert_non_null(bil_varies_need(c, bil_catalogue_find_domain(c, "cura")));
    assert_null(bil_varies_need(c, bil_catalogue_find_domain(c, "abitare")));
}

static void uncertainty_bears_on_no_plan_so_it_has_a_digest_of_its_own(void **state)
{
    (void)state;
    base b;
    base_reading other;
    base_open(&b);
    bil_text_add(&b.files[BIL_CATALOGUE_UNCERTAINTY], "price,*,1,,2,CONV,G\n");
    base_read(&other, &b, 0);
    assert_int_equal(other.status, BIL_OK);
    assert_string_equal(other.catalogue->sha256, reading.catalogue->sha256);
    assert_string_not_equal(other.catalogue->uncertainty_sha256,
                            reading.catalogue->uncertainty_sha256);
    base_reading_close(&other);
    base_close(&b);
}

static void the_summary_counts_rows_and_confidence(void **state)
{
    (void)state;
    bil_catalogue_count counts[BIL_CATALOGUE_TABLES];
    bil_catalogue_summary(counts, reading.catalogue);
    assert_string_equal(counts[0].file, "domains.csv");
    assert_int_equal(counts[0].rows, 3);
    assert_false(counts[0].has_confidence);
    assert_string_equal(counts[2].file, "services.csv");
    assert_int_equal(counts[2].rows, 6);
    assert_int_equal(counts[2].read_in_source, 3);
    assert_int_equal(counts[2].partly, 1);
    assert_int_equal(counts[2].general, 2);
    assert_int_equal(counts[2].unstated, 0);
    assert_string_equal(counts[BIL_CATALOGUE_TABLES - 2].file, "copay.csv");
    assert_int_equal(counts[BIL_CATALOGUE_TABLES - 2].rows, 5);
    assert_string_equal(counts[BIL_CATALOGUE_TABLES - 1].file, "uncertainty.csv");
    assert_int_equal(counts[BIL_CATALOGUE_TABLES - 1].rows, 6);
    assert_int_equal(counts[BIL_CATALOGUE_TABLES - 1].general, 4);
}

/* --- digest ---------------------------------------------------------------------------------- */

static void the_digest_is_the_documented_one(void **state)
{
    (void)state;
    static const char *const order[] = {
        "catalogue.json", "domains.csv",     "levels.csv", "services.csv",  "effects.csv",
        "sources.csv",    "eligibility.csv", "rules.csv",  "providers.csv", "copay.csv"};
    char hex[BIL_SHA256_HEX_SIZE];
    bil_digest digest;
    base b;
    base_open(&b);
    bil_digest_init(&digest);
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        unsigned char size[8] = {0};
        const bil_text *text = &b.files[base_file(order[i])];
        size[0] = (unsigned char)(text->size % 256);
        size[1] = (unsigned char)(text->size / 256);
        bil_digest_add(&digest, order[i], strlen(order[i]) + 1);
        bil_digest_add(&digest, size, 8);
        bil_digest_add(&digest, text->bytes, text->size);
    }
    bil_digest_hex(hex, &digest);
    assert_string_equal(reading.catalogue->sha256, hex);
    base_close(&b);
}

/* --- forms of the same files ----------------------------------------------------------------- */

static void replace_text(bil_text *text, const char *find, const char *replace)
{
    bil_text changed;
    bil_text_init(&changed);
    for (const char *at = text->bytes; *at != '\0';) {
        if (strncmp(at, find, strlen(find)) == 0) {
            bil_text_add(&changed, replace);
            at += strlen(find);
        } else {
            bil_text_add_n(&changed, at, 1);
            at++;
        }
    }
    bil_text_release(text);
    *text = changed;
}

static void line_ends_marks_and_column_order_do_not_matter(void **state)
{
    (void)state;
    base b;
    base_reading other;
    base_open(&b);
    for (size_t i = 1; i < BIL_CATALOGUE_FILES; i++) {
        bil_text marked;
        bil_text_init(&marked);
        bil_text_add(&marked, "\xEF\xBB\xBF");
        replace_text(&b.files[i], "\n", "\r\n");
        bil_text_add(&marked, b.files[i].bytes);
        bil_text_release(&b.files[i]);
        b.files[i] = marked;
    }
    bil_text *levels = &b.files[BIL_CATALOGUE_LEVELS];
    bil_text_release(levels);
    bil_text_add(levels, "weight,level,floor_pct,domain,monthly_target\n2,2,50,abitare,2000\n");
    base_read(&other, &b, 0);
    assert_int_equal(other.status, BIL_OK);
    assert_int_equal(other.faults.count, 0);
    assert_int_equal(other.catalogue->level_count, 1);
    assert_int_equal(other.catalogue->levels[0].target, 2000);
    assert_int_equal(other.catalogue->service_count, reading.catalogue->service_count);
    assert_string_equal(other.catalogue->services[5].code, "R01");
    assert_string_not_equal(other.catalogue->sha256, reading.catalogue->sha256);
    base_reading_close(&other);
    base_close(&b);
}

static void providers_copay_and_most_settings_may_be_absent(void **state)
{
    (void)state;
    base b;
    base_reading other;
    base_open(&b);
    b.missing[BIL_CATALOGUE_PROVIDERS] = true;
    b.missing[BIL_CATALOGUE_COPAY] = true;
    b.missing[BIL_CATALOGUE_UNCERTAINTY] = true;
    bil_text_release(&b.files[BIL_CATALOGUE_JSON]);
    bil_text_add(&b.files[BIL_CATALOGUE_JSON], "{\"name\":\"x\",\"version\":\"1\"}");
    base_read(&other, &b, 0);
    assert_int_equal(other.status, BIL_OK);
    assert_int_equal(other.faults.count, 2); /* services name copay classes: worth a word */
    assert_int_equal(other.catalogue->provider_count, 0);
    assert_int_equal(other.catalogue->copay_count, 0);
    assert_int_equal(other.catalogue->uncertainty_count, 0);
    assert_string_equal(other.catalogue->uncertainty_sha256, "");
    assert_int_equal(other.catalogue->curve_count, 4);
    assert_int_equal(other.catalogue->curve[2].value_e6, 900000);
    assert_int_equal(other.catalogue->allowance_home_cents, 0);
    assert_int_equal(other.catalogue->score_tolerance_e6, 0);
    assert_int_equal(other.catalogue->policy_count, 0);
    assert_string_equal(other.catalogue->language, "it");
    base_reading_close(&other);
    base_close(&b);
}

static void policy_sources_may_stand_inside_policy(void **state)
{
    (void)state;
    base b;
    base_reading other;
    base_open(&b);
    bil_text_release(&b.files[BIL_CATALOGUE_JSON]);
    bil_text_add(&b.files[BIL_CATALOGUE_JSON],
                 "{\"name\":\"x\",\"version\":\"1\",\"policy\":{\"sources\":{\"days\":\"legge\"},"
                 "\"days\":-3}}");
    base_read(&other, &b, 0);
    assert_int_equal(other.status, BIL_OK);
    assert_int_equal(other.catalogue->policy_count, 1);
    assert_int_equal(other.catalogue->policy[0].value, -3);
    assert_string_equal(other.catalogue->policy[0].source, "legge");
    base_reading_close(&other);
    base_close(&b);
}

static void a_broken_table_does_not_blame_those_that_refer_to_it(void **state)
{
    (void)state;
    base b;
    base_reading other;
    base_open(&b);
    b.missing[BIL_CATALOGUE_SERVICES] = true;
    b.missing[BIL_CATALOGUE_SOURCES] = true;
    b.missing[BIL_CATALOGUE_DOMAINS] = true;
    base_read(&other, &b, 0);
    assert_int_equal(other.status, BIL_E_DATA);
    assert_int_equal(other.faults.count, 3);
    base_reading_close(&other);
    base_close(&b);
}

static void a_missing_column_is_told_once(void **state)
{
    (void)state;
    base b;
    base_reading other;
    base_open(&b);
    replace_text(&b.files[BIL_CATALOGUE_SERVICES], "price_cents", "price");
    base_read(&other, &b, 0);
    assert_int_equal(other.status, BIL_E_DATA);
    assert_int_equal(other.faults.count, 2);
    assert_string_equal(other.faults.items[0].where, "services.csv:1:7");
    assert_string_equal(other.faults.items[1].expected.it, "la colonna «price_cents»");
    base_reading_close(&other);
    base_close(&b);
}

/* --- folders --------------------------------------------------------------------------------- */

static void a_folder_is_loaded_as_its_bytes(void **state)
{
    (void)state;
    bil_catalogue *catalogue = NULL;
    bil_faults faults;
    bil_error err;
    bil_faults_init(&faults, reading.arena);
    assert_int_equal(bil_catalogue_load(&catalogue, "tests/data/broken/base", &faults, &err),
                     BIL_OK);
    assert_string_equal(catalogue->sha256, reading.catalogue->sha256);
    bil_catalogue_free(catalogue);
    catalogue = NULL;
    assert_int_equal(bil_catalogue_load(&catalogue, "tests/data/broken/base/", &faults, &err),
                     BIL_OK);
    bil_catalogue_free(catalogue);
}

static void what_is_no_catalogue_is_said(void **state)
{
    (void)state;
    bil_catalogue *catalogue = NULL;
    bil_faults faults;
    bil_error err;
    bil_faults_init(&faults, reading.arena);
    assert_int_equal(bil_catalogue_load(&catalogue, "tests/data/none", &faults, &err),
                     BIL_E_NO_INPUT);
    assert_non_null(strstr(err.message_it, "tests/data/none"));
    assert_int_equal(bil_catalogue_load(&catalogue, "README.md", &faults, &err), BIL_E_NO_INPUT);
    assert_int_equal(bil_catalogue_load(&catalogue, "tests/data", &faults, &err), BIL_E_DATA);
    assert_int_equal(faults.errors, 8); /* every required file is missing */
    assert_null(catalogue);
}

static void the_shipped_catalogue_has_no_fault(void **state)
{
    (void)state;
    bil_catalogue *catalogue = NULL;
    bil_faults faults;
    bil_error err;
    bil_faults_init(&faults, reading.arena);
    bil_status status = bil_catalogue_load(&catalogue, "data/catalogue/lombardia", &faults, &err);
    for (size_t i = 0; i < faults.count; i++) {
        print_message("%s: %s; %s\n", faults.items[i].where, faults.items[i].found,
                      faults.items[i].expected.en);
    }
    assert_int_equal(status, BIL_OK);
    assert_int_equal(faults.errors, 0);
    bil_catalogue_free(catalogue);
}

/* --- size ------------------------------------------------------------------------------------ */

/* Twenty thousand services with an effect each: no step may be quadratic. */
static void a_large_catalogue_is_read_quickly(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    base b;
    base_reading other;
    base_open(&b);
    for (int i = 0; i < MANY; i++) {
        bil_text_addf(&b.files[BIL_CATALOGUE_SERVICES],
                      "X%d,n,n,social,home,hour,1,0,0,1,1,9,0,,G%d,,,t%d,,,,CONV,G\n", i, i, i);
        bil_text_addf(&b.files[BIL_CATALOGUE_EFFECTS], "X%d,cura,1,CONV,G\n", MANY - 1 - i);
        bil_text_addf(&b.files[BIL_CATALOGUE_ELIGIBILITY], "P01,tag:t%d,1\n", i);
        bil_text_addf(&b.files[BIL_CATALOGUE_PROVIDERS], "PP,n,X%d,,1,,,\n", i);
    }
    base_read(&other, &b, 0);
    assert_int_equal(other.status, BIL_OK);
    assert_int_equal(other.faults.count, 0);
    assert_int_equal(other.catalogue->service_count, MANY + 6);
    assert_int_equal(other.catalogue->services[MANY + 5].effects[0].hundredths, 1);
    base_reading_close(&other);
    base_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_are_read),
        cmocka_unit_test(services_are_read_with_their_defaults),
        cmocka_unit_test(effects_stand_by_service_in_file_order),
        cmocka_unit_test(levels_sources_and_money_are_read),
        cmocka_unit_test(the_last_matching_row_of_eligibility_wins),
        cmocka_unit_test(what_is_worked_out_beforehand_is_what_the_rows_say),
        cmocka_unit_test(rules_keep_their_parts),
        cmocka_unit_test(the_last_row_of_uncertainty_that_matches_wins),
        cmocka_unit_test(uncertainty_bears_on_no_plan_so_it_has_a_digest_of_its_own),
        cmocka_unit_test(the_summary_counts_rows_and_confidence),
        cmocka_unit_test(the_digest_is_the_documented_one),
        cmocka_unit_test(line_ends_marks_and_column_order_do_not_matter),
        cmocka_unit_test(providers_copay_and_most_settings_may_be_absent),
        cmocka_unit_test(policy_sources_may_stand_inside_policy),
        cmocka_unit_test(a_broken_table_does_not_blame_those_that_refer_to_it),
        cmocka_unit_test(a_missing_column_is_told_once),
        cmocka_unit_test(a_folder_is_loaded_as_its_bytes),
        cmocka_unit_test(what_is_no_catalogue_is_said),
        cmocka_unit_test(the_shipped_catalogue_has_no_fault),
        cmocka_unit_test(a_large_catalogue_is_read_quickly),
    };
    return cmocka_run_group_tests(tests, read_base, close_base);
}
