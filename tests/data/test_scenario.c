/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/scenario.h"
#include "tests/data/base.h"
#include "tests/support/place.h"

/* With the tiny catalogue of broken/base. */

static const char *const rules[] = {"utilitarian", "essential-first", "alpha", "custom", NULL};

#define HEAD                                                                                       \
    "{\"format\":\"bilancia-scenario\",\"version\":1,\"name\":\"prova\",\"district\":\"d\","
#define LEAST HEAD "\"rules\":[\"utilitarian\"]"

#define DISTRICT                                                                                   \
    "{\"format\":\"bilancia-district\",\"version\":1,\"name\":\"d\",\"catalogue\":{\"name\":"      \
    "\"prova\"},\"pools\":{\"COMUNE\":1000001},\"capacities\":{\"S01\":7,\"COOP1\":10}}"

#define PERSON(id, domain, budget, more)                                                           \
    "{\"format\":\"bilancia-case\",\"version\":1,\"person\":{\"id\":\"" id                         \
    "\",\"district\":\"pavia\"},\"start\":\"2027-01-01\",\"phases\":[{\"months\":1}],\"needs\":["  \
    "{\"id\":\"n\",\"domain\":\"" domain "\",\"level\":2}],\"sources\":[{\"code\":\"F02\","        \
    "\"status\":\"active\",\"hours\":15}],\"budget\":{\"public_monthly_cents\":" budget "}" more   \
    "}\n"

#define PERSONS                                                                                    \
    PERSON("a", "cura", "100000", ",\"intensity\":\"high\"")                                       \
    PERSON("b", "abitare", "null", ",\"intensity\":\"low\"")                                       \
    PERSON("c", "cura", "50001", ",\"intensity\":\"high\"")                                        \
    PERSON("d", "cura", "0", "")

static int make_place(void **state)
{
    if (place_make(state) != 0) {
        return -1;
    }
    place_put("district.json", DISTRICT);
    place_put("persons.jsonl", PERSONS);
    return 0;
}

/* ---- reading ---- */

typedef struct {
    bil_faults faults;
    bil_scenario *scenario;
    bil_status status;
    bil_error err;
} reading;

static void read_text(reading *r, const char *text)
{
    *r = (reading){.status = BIL_OK};
    bil_faults_init(&r->faults, base_world.arena);
    r->status = bil_scenario_read(&r->scenario, "s.json", text, strlen(text), base_world.catalogue,
                                  rules, &r->faults, &r->err);
    if (r->status != BIL_OK) {
        r->scenario = NULL;
    }
}

static void tell(const reading *r)
{
    for (size_t i = 0; i < r->faults.count; i++) {
        const bil_fault *fault = &r->faults.items[i];
        print_message("%s: %s; %s; %s\n", fault->where, fault->found, fault->expected.it,
                      fault->fix.it);
    }
}

static void expect_read(const reading *r)
{
    tell(r);
    assert_int_equal(r->status, BIL_OK);
    BIL_ASSERT(r->scenario != NULL);
}

static void expect_fault(const reading *r, const char *pointer, const char *words)
{
    for (size_t i = 0; i < r->faults.count; i++) {
        const bil_fault *fault = &r->faults.items[i];
        const char *at = strstr(fault->where, pointer);
        if (at != NULL && at[strlen(pointer)] == '\0' &&
            (strstr(fault->expected.it, words) != NULL || strstr(fault->fix.it, words) != NULL)) {
            assert_true(fault->expected.en[0] != '\0');
            return;
        }
    }
    tell(r);
    fail_msg("no fault \"%s\" at %s", words, pointer);
}

static void a_scenario_is_read_with_all_it_says(void **state)
{
    (void)state;
    reading r;
    read_text(&r, HEAD "\"title\":{\"it\":\"Tagli\",\"en\":\"Cuts\"},\"context\":null,"
                       "\"changes\":[{\"path\":\"/hours/*\",\"op\":\"add\",\"value\":-3}],"
                       "\"rules\":[\"essential-first\",\"utilitarian\"],\"seeds\":[7,1],\"sweep\":{"
                       "\"fondi\":{\"path\":\"/pools/COMUNE\",\"op\":\"scale\","
                       "\"values\":[0.90,1]},\"posti\":{\"path\":\"/capacities/S01\",\"op\":"
                       "\"set\",\"values\":[3,4,5]}},\"baseline\":{\"scenario\":\"fondi=1 "
                       "posti=4\",\"rule\":\"utilitarian\"},\"outputs\":{\"metrics\":[\"gini\","
                       "\"score_mean\"],\"plans\":true},\"gap\":0.01,\"free_granted\":true}");
    expect_read(&r);
    const bil_scenario *s = r.scenario;
    assert_string_equal(s->name, "prova");
    assert_string_equal(s->title.en, "Cuts");
    assert_string_equal(s->folder, "d");
    assert_null(s->profile);
    assert_int_equal(s->change_count, 1);
    assert_int_equal(s->changes[0].value, -3);
    assert_string_equal(s->rules[0], "essential-first");
    assert_int_equal(s->seeds[0], 7);
    assert_int_equal(s->axis_count, 2);
    assert_int_equal(s->point_count, 6);
    assert_string_equal(s->axes[0].values[0].written, "0.9");
    assert_int_equal(s->axes[0].values[0].value, 900000);
    assert_string_equal(s->baseline, "fondi=1 posti=4");
    assert_string_equal(s->baseline_rule, "utilitarian");
    assert_int_equal(s->metric_count, 2);
    assert_int_equal(s->metrics[0], BIL_METRIC_SCORE_MEAN); /* the registry's order */
    assert_true(s->plans && s->free_granted);
    assert_int_equal(s->gap_e9, 10000000);
    bil_text name;
    bil_text_init(&name);
    bil_scenario_point_name(&name, s, 4); /* the last axis moves fastest */
    assert_string_equal(name.bytes, "fondi=1 posti=4");
    bil_text_release(&name);
    bil_scenario_free(r.scenario);
}

static void alpha_goes_with_its_number_in_one_way(void **state)
{
    (void)state;
    reading r;
    read_text(&r,
              HEAD "\"rules\":[\"alpha=0.50\",\"alpha\",\"alpha=12\"],\"baseline\":{\"scenario\":"
                   "\"base\",\"rule\":\"alpha=0.5\"}}");
    expect_read(&r);
    assert_string_equal(r.scenario->rules[0], "alpha=0.5");
    assert_string_equal(r.scenario->rules[2], "alpha=12");
    assert_string_equal(r.scenario->baseline_rule, "alpha=0.5");
    bil_scenario_free(r.scenario);
    read_text(&r, HEAD "\"rules\":[\"alpha=1\",\"alpha=1.0\",\"alpha=-1\",\"alpha=0.1234\",\"alpha="
                       "\",\"alpha=100.001\"]}");
    assert_int_equal(r.status, BIL_E_DATA);
    expect_fault(&r, "/rules/1", "");
    expect_fault(&r, "/rules/2", "da 0 a 100");
    expect_fault(&r, "/rules/3", "da 0 a 100");
    expect_fault(&r, "/rules/4", "da 0 a 100");
    expect_fault(&r, "/rules/5", "da 0 a 100");
}

static void a_rule_of_ones_own_names_its_file(void **state)
{
    (void)state;
    reading r;
    read_text(&r, HEAD "\"rules\":[\"custom=a b/mio.mod\",\"utilitarian\"],\"baseline\":"
                       "{\"scenario\":\"base\",\"rule\":\"custom=a b/mio.mod\"}}");
    expect_read(&r);
    assert_string_equal(bil_scenario_model(r.scenario->rules[0]), "a b/mio.mod");
    assert_null(bil_scenario_model(r.scenario->rules[1]));
    assert_string_equal(r.scenario->baseline_rule, r.scenario->rules[0]);
    bil_scenario_free(r.scenario);
    read_text(&r, HEAD "\"rules\":[\"custom\",\"custom=\",\"customs\"]}");
    assert_int_equal(r.status, BIL_E_DATA);
    expect_fault(&r, "/rules/0", "custom=mio.mod");
    expect_fault(&r, "/rules/1", "custom=mio.mod");
    expect_fault(&r, "/rules/2", "utilitarian");
}

static void what_is_not_said_has_a_meaning(void **state)
{
    (void)state;
    reading r;
    read_text(&r, LEAST "}");
    expect_read(&r);
    assert_int_equal(r.scenario->change_count, 0);
    assert_int_equal(r.scenario->seed_count, 1);
    assert_int_equal(r.scenario->seeds[0], 1);
    assert_true(r.scenario->reuse);
    assert_int_equal(r.scenario->point_count, 1);
    assert_null(r.scenario->baseline);
    assert_int_equal(r.scenario->metric_count, BIL_METRIC_COUNT);
    bil_scenario_free(r.scenario);
}

static void every_fault_is_told_at_once(void **state)
{
    (void)state;
    reading r;
    read_text(&r,
              "{\"format\":\"bilancia-scenari\",\"version\":2,\"name\":\"base\",\"district\":3,"
              "\"changes\":[{\"path\":\"/pool/COMUNE\",\"op\":\"scale\",\"value\":1},"
              "{\"path\":\"/pools/COMUN\",\"op\":\"set\",\"value\":1},"
              "{\"path\":\"/pools/F02\",\"op\":\"set\",\"value\":1},"
              "{\"path\":\"/pools/COMUNE\",\"op\":\"times\",\"value\":1},"
              "{\"path\":\"/pools/COMUNE\",\"op\":\"scale\",\"value\":-1},"
              "{\"path\":\"/pools/COMUNE\",\"op\":\"set\",\"value\":0.5},"
              "{\"path\":\"/rules/D03/valid_to\",\"op\":\"set\",\"value\":\"2027-02-29\"},"
              "{\"path\":\"/rules/D03/valid_to\",\"op\":\"scale\",\"value\":1},"
              "{\"path\":\"/copay/sad/0/user_cents\",\"op\":\"set\",\"value\":1},"
              "{\"path\":\"/copay/sad/1/user_cent\",\"op\":\"set\",\"value\":1},"
              "{\"path\":\"/demand/age:80\",\"op\":\"scale\",\"value\":1},"
              "{\"path\":\"/prices/S99\",\"op\":\"scale\",\"value\":1},"
              "{\"path\":\"/capacities/COOP9\",\"op\":\"set\",\"value\":1},"
              "{\"path\":\"/hours/P01\",\"op\":\"set\",\"value\":1},"
              "{\"path\":\"/payers/Comune/late_months\",\"op\":\"set\",\"value\":13}],"
              "\"rules\":[\"utilitarist\",\"utilitarian\",\"utilitarian\"],\"seeds\":[1,1,-1],"
              "\"sweep\":{\"a b\":{\"path\":\"/pools/COMUNE\",\"op\":\"scale\",\"values\":[]}},"
              "\"baseline\":{\"rule\":\"essential-first\"},\"outputs\":{\"metrics\":[\"ginni\"]},"
              "\"gap\":2,\"free_granted\":1,\"more\":1}");
    assert_int_equal(r.status, BIL_E_DATA);
    expect_fault(&r, "/format", "bilancia-scenario");
    expect_fault(&r, "/version", "1");
    expect_fault(&r, "/name", "senza cambiamenti");
    expect_fault(&r, "/district", "cartella");
    expect_fault(&r, "/changes/0/path", "pools");
    expect_fault(&r, "/changes/1/path", "COMUNE");
    expect_fault(&r, "/changes/2/path", "denaro");
    expect_fault(&r, "/changes/3/op", "scale");
    expect_fault(&r, "/changes/4/value", "0");
    expect_fault(&r, "/changes/5/value", "inter");
    expect_fault(&r, "/changes/6/value", "data vera");
    expect_fault(&r, "/changes/7/op", "set");
    expect_fault(&r, "/changes/8/path", "da 1");
    expect_fault(&r, "/changes/9/path", "user_cents");
    expect_fault(&r, "/changes/10/path", "intensity");
    expect_fault(&r, "/changes/11/path", "servizio");
    expect_fault(&r, "/changes/12/path", "ente");
    expect_fault(&r, "/changes/13/path", "ore");
    expect_fault(&r, "/changes/14/path", "chi paga");
    expect_fault(&r, "/rules/0", "utilitarian");
    expect_fault(&r, "/rules/2", "una volta");
    expect_fault(&r, "/seeds/1", "una volta");
    expect_fault(&r, "/seeds/2", "0");
    expect_fault(&r, "/sweep/a b", "senza spazi");
    expect_fault(&r, "/sweep/a b/values", "almeno");
    expect_fault(&r, "/baseline", "scenario");
    expect_fault(&r, "/baseline/rule", "regole");
    expect_fault(&r, "/outputs/metrics/0", "gini");
    expect_fault(&r, "/gap", "1");
    expect_fault(&r, "/free_granted", "");
    expect_fault(&r, "/more", "");
}

static void a_baseline_must_be_one_of_the_combinations(void **state)
{
    (void)state;
    reading r;
    read_text(&r, LEAST ",\"baseline\":{\"scenario\":\"altro\"}}");
    assert_int_equal(r.status, BIL_E_DATA);
    expect_fault(&r, "/baseline/scenario", "«prova»");
    read_text(&r, LEAST ",\"baseline\":{\"scenario\":\"base\"}}");
    assert_int_equal(r.status, BIL_OK);
    bil_scenario_free(r.scenario);
}

/* ---- changes ---- */

typedef struct {
    bil_population all;
    bil_status status;
    bil_error err;
} changed;

/* The district after one change, `op` and `value` as JSON. */
static void change(changed *c, const char *path, const char *op, const char *value, uint64_t seed)
{
    char text[600];
    reading r;
    (void)snprintf(text, sizeof text,
                   LEAST ",\"changes\":[{\"path\":\"%s\",\"op\":\"%s\",\"value\":%s}]}", path, op,
                   value);
    read_text(&r, text);
    expect_read(&r);
    *c = (changed){.status = BIL_OK};
    bil_faults faults;
    bil_faults_init(&faults, base_world.arena);
    assert_int_equal(
        bil_population_load(&c->all, place_path(), base_world.catalogue, &faults, &c->err), BIL_OK);
    const bil_lever_change *changes[] = {&r.scenario->changes[0]};
    c->status = bil_levers_pull(&c->all, changes, 1, seed, &c->err);
    bil_scenario_free(r.scenario);
}

static void refused(const char *path, const char *op, const char *value)
{
    changed c;
    change(&c, path, op, value, 1);
    assert_int_equal(c.status, BIL_E_DATA);
    assert_string_equal(c.err.where, path);
    assert_non_null(strstr(c.err.message_it, path));
    bil_population_free(&c.all);
}

static void pools_are_set_scaled_and_added_to_in_whole_cents(void **state)
{
    (void)state;
    static const struct {
        const char *op;
        const char *value;
        int64_t cents;
    } rows[] = {{"set", "5", 5},
                {"scale", "0.5", 500001},      /* 500 000.5 */
                {"scale", "0.333333", 333333}, /* 333 333.33 */
                {"scale", "0", 0},
                {"add", "-1000001", 0},
                {"add", "99", 1000100}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        changed c;
        change(&c, "/pools/COMUNE", rows[i].op, rows[i].value, 1);
        assert_int_equal(c.status, BIL_OK);
        assert_int_equal(c.all.district->pools[0].yearly_cents, rows[i].cents);
        bil_population_free(&c.all);
    }
    changed c;
    change(&c, "/pools/ASL", "set", "7", 1);
    assert_int_equal(c.all.district->pool_count, 2);
    assert_int_equal(c.all.district->pools[0].yearly_cents, 1000001);
    assert_int_equal(c.all.district->pools[1].yearly_cents, 7);
    bil_population_free(&c.all);
    refused("/pools/COMUNE", "add", "-1000002");
    refused("/pools/ASL", "scale", "2"); /* it has no limit here */
}

static void who_pays_late_gives_so_many_months_less(void **state)
{
    (void)state;
    changed c;
    change(&c, "/payers/Comune~1Ambito/late_months", "set", "1", 1);
    assert_int_equal(c.status, BIL_OK);
    assert_int_equal(c.all.district->pools[0].yearly_cents, 916668); /* × 11/12 = 916 667.58 */
    bil_population_free(&c.all);
    change(&c, "/payers/Comune~1Ambito/late_months", "set", "12", 1);
    assert_int_equal(c.all.district->pools[0].yearly_cents, 0);
    bil_population_free(&c.all);
    refused("/payers/ATS/late_months", "set", "1");
}

static void places_change_and_new_ones_stand_in_their_order(void **state)
{
    (void)state;
    changed c;
    change(&c, "/capacities/S01", "scale", "0.5", 1);
    assert_int_equal(c.all.district->capacities[0].month_units, 4); /* 3.5 */
    assert_int_equal(c.all.district->capacities[1].month_units, 10);
    bil_population_free(&c.all);
    change(&c, "/capacities/R01", "set", "2", 1);
    assert_int_equal(c.all.district->capacity_count, 3);
    assert_string_equal(c.all.district->capacities[1].code, "R01");
    assert_int_equal(c.all.district->capacities[1].month_units, 2);
    assert_string_equal(c.all.district->capacities[2].code, "COOP1");
    bil_population_free(&c.all);
    change(&c, "/capacities/COOP2", "set", "5", 1);
    assert_string_equal(c.all.district->capacities[2].code, "COOP2");
    bil_population_free(&c.all);
    change(&c, "/capacities/COOP1", "set", "0", 1);
    assert_int_equal(c.all.district->capacity_count, 2);
    assert_int_equal(c.all.district->capacities[1].month_units, 0);
    bil_population_free(&c.all);
    refused("/capacities/H01", "add", "1");
    refused("/capacities/S01", "add", "-8");
}

static int64_t price_of(const changed *c, const char *code)
{
    const bil_catalogue *catalogue = c->all.district->catalogue;
    return catalogue->services[bil_catalogue_find_service(catalogue, code)].price_cents;
}

static void prices_rise_for_a_group_and_its_providers(void **state)
{
    (void)state;
    changed c;
    change(&c, "/prices/setting:home", "scale", "1.021", 1);
    assert_int_equal(c.status, BIL_OK);
    const bil_provider *providers = c.all.district->catalogue->providers;
    assert_int_equal(price_of(&c, "S01"), 2501); /* 2 501.45 */
    assert_int_equal(price_of(&c, "S02"), 2859); /* 2 858.8 */
    assert_int_equal(price_of(&c, "H01"), 6200);
    assert_int_equal(providers[0].price_cents, 2348); /* 2 348.3 */
    assert_int_equal(providers[1].price_cents, 2450); /* 2 450.4 */
    assert_int_equal(providers[2].price_cents, 2553); /* 2 552.5 */
    /* The catalogue that was read stays, and persons see the new one. */
    assert_int_equal(base_world.catalogue->services[0].price_cents, 2450);
    assert_ptr_equal(c.all.persons[0].person->catalogue, c.all.district->catalogue);
    bil_population_free(&c.all);
    change(&c, "/prices/S01/COOP1", "set", "2600", 1);
    providers = c.all.district->catalogue->providers;
    assert_int_equal(providers[0].price_cents, 2600);
    assert_int_equal(providers[1].price_cents, 2600);
    assert_int_equal(providers[2].price_cents, 2500);
    assert_int_equal(price_of(&c, "S01"), 2450);
    bil_population_free(&c.all);
    refused("/prices/S02/COOP1", "set", "1");
    refused("/prices/*", "add", "-100"); /* the family carer costs nothing */
}

static void health_shares_stay_between_nothing_and_all(void **state)
{
    (void)state;
    changed c;
    change(&c, "/health_shares/R01", "add", "500", 1);
    const bil_catalogue *own = c.all.district->catalogue;
    assert_int_equal(own->services[bil_catalogue_find_service(own, "R01")].health_share_bp, 4500);
    bil_population_free(&c.all);
    refused("/health_shares/R01", "add", "6001");
}

static void rows_of_the_copay_table_change_by_number_or_all(void **state)
{
    (void)state;
    changed c;
    change(&c, "/copay/sad/2/user_to_cents", "set", "1500", 1);
    /* Half-way from 6,000 € to 30,000 €. */
    assert_int_equal(bil_copay_per_unit(c.all.district->catalogue, "sad", 1800000, 20270101), 750);
    assert_int_equal(bil_copay_per_unit(c.all.district->catalogue, "sad", 4000000, 20270101), 1200);
    bil_population_free(&c.all);
    change(&c, "/copay/rsa/*/user_cents", "scale", "1.1", 1);
    const bil_copay_row *rows = c.all.district->catalogue->copay;
    assert_int_equal(rows[3].user_from_cents, 1100);
    assert_int_equal(rows[3].user_to_cents, 4400);
    assert_int_equal(rows[4].user_from_cents, 1210);
    assert_int_equal(rows[4].user_to_cents, 4510);
    assert_int_equal(rows[1].user_to_cents, 1200);
    bil_population_free(&c.all);
    refused("/copay/sad/4/user_cents", "set", "1");
    refused("/copay/sad/1/isee_from_cents", "set", "600001");
}

static void hours_of_carers_never_fall_below_none(void **state)
{
    (void)state;
    changed c;
    change(&c, "/hours/F02", "scale", "0.5", 1);
    assert_int_equal(c.all.persons[0].person->sources[0].hours_month, 8); /* 7.5 */
    bil_population_free(&c.all);
    change(&c, "/hours/*", "add", "-20", 1);
    assert_int_equal(c.status, BIL_OK);
    assert_int_equal(c.all.persons[3].person->sources[0].hours_month, 0);
    bil_population_free(&c.all);
}

static void budgets_change_for_those_who_are_meant(void **state)
{
    (void)state;
    changed c;
    change(&c, "/budgets/intensity:high", "scale", "0.5", 1);
    const bil_applicant *p = c.all.persons;
    assert_int_equal(p[0].person->budget.public_monthly_cents, 50000);
    assert_int_equal(p[0].person->phases[0].budget.public_monthly_cents, 50000);
    assert_true(p[1].person->budget.public_monthly_cents == BIL_UNLIMITED);
    assert_int_equal(p[2].person->budget.public_monthly_cents, 25001); /* 25 000.5 */
    bil_population_free(&c.all);
    change(&c, "/budgets/axis:casa/COMUNE", "set", "777", 1);
    p = c.all.persons;
    const bil_index comune = bil_catalogue_find_source(c.all.district->catalogue, "COMUNE");
    assert_int_equal(bil_phase_source_limit(&p[1].person->phases[0], comune), 777);
    assert_true(bil_phase_source_limit(&p[0].person->phases[0], comune) == BIL_UNLIMITED);
    bil_population_free(&c.all);
    change(&c, "/budgets/*", "scale", "2", 1);
    assert_true(c.all.persons[1].person->budget.public_monthly_cents == BIL_UNLIMITED);
    bil_population_free(&c.all);
}

static bool is_there(const changed *c, const char *id)
{
    for (size_t i = 0; i < c->all.count; i++) {
        if (strcmp(c->all.persons[i].person->id, id) == 0) {
            return true;
        }
    }
    return false;
}

static void fewer_persons_are_among_those_of_a_milder_cut(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        changed half;
        changed more;
        change(&half, "/demand/*", "scale", "0.5", seed);
        change(&more, "/demand/*", "scale", "0.625", seed); /* 2.5 = 3 */
        assert_int_equal(half.all.count, 2);
        assert_int_equal(more.all.count, 3);
        assert_int_equal(more.all.district->persons, 3);
        for (size_t i = 0; i < half.all.count; i++) {
            assert_true(is_there(&more, half.all.persons[i].person->id));
        }
        bil_population_free(&half.all);
        bil_population_free(&more.all);
    }
}

static void more_persons_are_like_those_who_are_there(void **state)
{
    (void)state;
    changed c;
    change(&c, "/demand/intensity:high", "set", "5", 1); /* two of them: twice and a half */
    assert_int_equal(c.status, BIL_OK);
    assert_int_equal(c.all.count, 7);
    assert_true(is_there(&c, "a") && is_there(&c, "b") && is_there(&c, "c") && is_there(&c, "d"));
    assert_true(is_there(&c, "a+1") && is_there(&c, "c+1"));
    assert_true(is_there(&c, "a+2") != is_there(&c, "c+2"));
    bil_population_free(&c.all);
    change(&c, "/demand/axis:casa", "set", "0", 1);
    assert_int_equal(c.all.count, 3);
    assert_false(is_there(&c, "b"));
    bil_population_free(&c.all);
    change(&c, "/demand/area:pavia", "add", "1", 1);
    assert_int_equal(c.all.count, 5);
    bil_population_free(&c.all);
    refused("/demand/intensity:medium", "scale", "2"); /* there is nobody */
    refused("/demand/*", "add", "-5");
}

static void a_rule_holds_from_and_to_another_day(void **state)
{
    (void)state;
    changed c;
    change(&c, "/rules/D03/valid_from", "set", "\"2027-06-01\"", 1);
    const bil_catalogue *own = c.all.district->catalogue;
    const bil_validity validity = own->rules[bil_catalogue_find_rule(own, "D03")].validity;
    assert_false(bil_validity_holds(validity, 20270531));
    assert_true(bil_validity_holds(validity, 20270601));
    bil_population_free(&c.all);
    change(&c, "/rules/D03/valid_to", "set", "null", 1);
    own = c.all.district->catalogue;
    assert_int_equal(own->rules[bil_catalogue_find_rule(own, "D03")].validity.to, 0);
    bil_population_free(&c.all);
    refused("/rules/D03/valid_from", "set", "\"2028-01-01\"");
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, place_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scenario_is_read_with_all_it_says),
        cmocka_unit_test(alpha_goes_with_its_number_in_one_way),
        cmocka_unit_test(a_rule_of_ones_own_names_its_file),
        cmocka_unit_test(what_is_not_said_has_a_meaning),
        cmocka_unit_test(every_fault_is_told_at_once),
        cmocka_unit_test(a_baseline_must_be_one_of_the_combinations),
        IN_PLACE(pools_are_set_scaled_and_added_to_in_whole_cents),
        IN_PLACE(who_pays_late_gives_so_many_months_less),
        IN_PLACE(places_change_and_new_ones_stand_in_their_order),
        IN_PLACE(prices_rise_for_a_group_and_its_providers),
        IN_PLACE(health_shares_stay_between_nothing_and_all),
        IN_PLACE(rows_of_the_copay_table_change_by_number_or_all),
        IN_PLACE(hours_of_carers_never_fall_below_none),
        IN_PLACE(budgets_change_for_those_who_are_meant),
        IN_PLACE(fewer_persons_are_among_those_of_a_milder_cut),
        IN_PLACE(more_persons_are_like_those_who_are_there),
        IN_PLACE(a_rule_holds_from_and_to_another_day),
    };
    return cmocka_run_group_tests(tests, base_world_open, base_world_close);
}
