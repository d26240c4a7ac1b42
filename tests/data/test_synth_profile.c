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
#include "tests/data/base.h"

static bil_arena *arena;
static bil_catalogue *catalogue;
static bil_text shipped;

static int read_world(void **state)
{
    (void)state;
    bil_faults faults;
    arena = bil_arena_new();
    bil_faults_init(&faults, arena);
    bil_text_init(&shipped);
    return bil_catalogue_load(&catalogue, "data/catalogue/lombardia", &faults, NULL) == BIL_OK &&
                   bil_file_read(&shipped, "data/profiles/pavia.profile.json", SIZE_MAX, NULL) ==
                       BIL_OK
               ? 0
               : -1;
}

static int close_world(void **state)
{
    (void)state;
    bil_text_release(&shipped);
    bil_catalogue_free(catalogue);
    bil_arena_free(arena);
    return 0;
}

/* The shipped profile with the first `find` replaced. */
static void spoil(bil_text *out, const char *find, const char *replace)
{
    const char *at = strstr(shipped.bytes, find);
    if (at == NULL) {
        fail_msg("the shipped profile has no %s", find);
        return;
    }
    bil_text_init(out);
    bil_text_add_n(out, shipped.bytes, (size_t)(at - shipped.bytes));
    bil_text_add(out, replace);
    bil_text_add(out, at + strlen(find));
}

static const struct {
    const char *find;
    const char *replace;
    const char *words; /* of the fault: found, expected or advised, in Italian */
} damages[] = {
    {"\"bilancia-profile\"", "\"bilancia-case\"", "«bilancia-profile»"},
    {"\"version\": 1", "\"version\": 2", "da 1 a 1"},
    {"\"name\": \"pavia\"", "\"name\": \"pa via\"", "un codice"},
    {"\"start\": \"2027-01-01\"", "\"start\": \"2027-02-30\"", "una data vera"},
    {"\"start\": \"2027-01-01\"", "\"start\": \"2019-01-01\"", "dal 2020"},
    {"\"source\": \"COMUNE\", \"share\": 0.15", "\"source\": \"T-VOL\", \"share\": 0.15",
     "una fonte in denaro"},
    {"\"id_prefix\": \"PV\"", "\"id_prefix\": \"PPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPP\"",
     "32 byte"},
    {"\"id_prefix\": \"PV\"", "\"id_prefix\": \"PV\", \"extra\": 1", "una chiave conosciuta"},
    {"\"confidence\": \"S\"", "\"confidence\": \"X\"", "S (letto in una fonte)"},
    {"\"says\": \"Età nelle altre aree: scelta nostra.\"", "\"says\": \"\"", "non vuoto"},
    {"{ \"id\": \"eta\"", "{ \"id\": \"eta-bds\"", "un id non già usato"},
    {"\"basis\": [\"zone-pavia\"]", "\"basis\": [\"zone-pavi\"]", "forse volevi «zone-pavia»?"},
    {"\"basis\": [\"zone-pavia\"]", "\"basis\": []", "almeno una riga di «basis»"},
    {"\"basis\": [\"zone-pavia\"],", "", "la chiave «basis»"},
    {"\"weight\": 333", "\"weight\": 0", "da 1 a"},
    {"\"items\": [\n", "\"items\": 3, \"x\": [\n", "un elenco"},
    {"\"between\": [0, 30]", "\"between\": [30, 0]", "non oltre"},
    {"\"between\": [0, 30]", "\"between\": [0]", "due numeri interi"},
    {"\"between\": [0, 30]", "\"between\": [0, 99999]", "da 0 a 3650"},
    {"[90, 10, 0]", "[0, 0, 0]", "maggiore di 0"},
    {"[90, 10, 0]", "[90, 10]", "3 pesi"},
    {"[[90, 10, 0], ", "[", "quattro righe"},
    {"\"low\": [50000, 110000], ", "", "la chiave «low»"},
    {"\"source\": \"COMUNE\", \"share\": 0.15", "\"source\": \"COMUN\", \"share\": 0.15",
     "forse volevi «COMUNE»?"},
    {"\"months\": [12]", "\"months\": []", "da 1 a 6 fasi"},
    {"\"months\": [12]", "\"months\": [0]", "da 1 a 120"},
    {"\"balanced\": 70", "\"balancd\": 70", "forse volevi «balanced»?"},
    {"\"level_steps\": [25, 50, 25]", "\"level_steps\": [25, 50]", "3 pesi"},
    {"\"own_target_share\": 0.15", "\"own_target_share\": 1.5", "da 0 a 1"},
    {"\"own_target_share\": 0.15", "\"own_target_share\": 0.12345", "4 decimali"},
    {"\"unknown_share\": 0.15", "\"unknown_share\": null", "da 0 a 1"},
    {"\"isee\": \"basso\"", "\"isee\": \"bass\"", "forse volevi «basso»?"},
    {"\"tags\": [\"psychiatric\"]", "\"tags\": [\"psychiatri\"]", "forse volevi «psychiatric»?"},
    {"\"severity\": [13, 40, 32, 15]", "\"severity\": [13, 40, 32]", "4 pesi"},
    {"\"need_count\": [3, 7]", "\"need_count\": [3, 70]", "da 1 a 20"},
    {"\"domain\": \"abitare\"", "\"domain\": \"abitar\"", "forse volevi «abitare»?"},
    {"\"domain\": \"abitare\"", "\"domain\": \"salute_mentale\"", "una volta sola"},
    {"\"service\": \"H16\"", "\"service\": \"S22\"", "un servizio residenziale"},
    {"\"service\": \"S22\"", "\"service\": \"S2Z\"", "il codice di un servizio"},
    {"\"service\": \"S22\"", "\"service\": \"S41\"", "si compra una volta sola"},
    {"\"quantity\": [8, 16]", "\"quantity\": [0, 16]", "da 1 a"},
    {"\"selector\": \"service:SS13\"", "\"selector\": \"service:SS99\"", "che trova un servizio"},
    {"\"selector\": \"service:SS13\"", "\"selector\": \"source:P01\"", "che trova un servizio"},
    {"\"when\": { \"carer\": true }", "\"when\": { \"carer\": 1 }", "true o false"},
    {"\"when\": { \"carer\": true }", "\"when\": { \"areas\": [\"minori\"] }", "conosciuta"},
    {"\"areas\": [\"marginalita\",", "\"areas\": [\"marginalit\",", "forse volevi «marginalita»?"},
    {"\"invalidity\": [\"partial\"]", "\"invalidity\": [\"part\"]", "none, partial, total"},
    {"\"code\": \"P03\"", "\"code\": \"COMUNE\"", "questa è un fondo"},
    {"\"code\": \"P03\"", "\"code\": \"Q03\"", "il codice di una fonte"},
    {"\"status\": \"available\"", "\"status\": \"disponibile\"", "active o available"},
    {"\"hours\": [4, 12]", "\"amount_cents\": [4, 12]", "questa fonte è in ore"},
    {"\"unless\": [\"P12\"]", "\"unless\": [\"P1Z\"]", "il codice di una fonte"},
    {"\"source\": \"FNA\"", "\"source\": \"ASL\"", "una volta sola"},
    {"\"source\": \"FNA\"", "\"source\": \"T-VOL\"", "una fonte in denaro"},
    {"\"yearly_cents_per_person\": 450000", "\"yearly_cents_per_person\": -1", "da 0 a"},
    {"{ \"code\": \"S02\", \"basis\"", "{ \"code\": \"S01\", \"basis\"", "una volta sola"},
    {"{ \"code\": \"S02\", \"basis\"", "{ \"code\": \"S0Z\", \"basis\"", "servizio o di un ente"},
    {"\"per_1000_persons\": 780", "\"per_1000_persons\": 780.123", "2 decimali"},
    {"\"prices\": []",
     "\"prices\": [{ \"service\": \"S01\", \"basis\": [\"fondi\"], \"price_cents\": -5 }]",
     "da 0 a"},
    {"\"prices\": []",
     "\"prices\": [{ \"service\": \"S01\", \"basis\": [\"fondi\"], \"price_cents\": 5 }, "
     "{ \"service\": \"S01\", \"basis\": [\"fondi\"], \"price_cents\": 6 }]",
     "una volta sola"},
};

static void each_damage_is_a_fault_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        bil_text text = {0};
        bil_faults faults;
        bil_synth_profile *profile = NULL;
        bil_error err = {0};
        bil_faults_init(&faults, arena);
        spoil(&text, damages[i].find, damages[i].replace);
        const bil_status status = bil_synth_profile_read(&profile, "p.json", text.bytes, text.size,
                                                         catalogue, &faults, &err);
        if (status != BIL_E_DATA ||
            base_fault(&faults, "p.json:", damages[i].words, false) == NULL) {
            for (size_t k = 0; k < faults.count; k++) {
                print_message("%s: %s, %s\n", faults.items[k].where, faults.items[k].found,
                              faults.items[k].expected.it);
            }
            fail_msg("%s -> %s: no fault \"%s\"", damages[i].find, damages[i].replace,
                     damages[i].words);
        }
        bil_text_release(&text);
    }
}

static void all_faults_are_found_in_one_pass(void **state)
{
    (void)state;
    bil_faults faults;
    bil_synth_profile *profile = NULL;
    static const char text[] =
        "{\"format\":\"bilancia-profile\",\"version\":1,\"name\":\"x\",\"name_it\":3,"
        "\"catalogue\":\"lombardia\",\"start\":\"x\",\"basis\":[{\"id\":\"a\"}],\"zones\":{},"
        "\"areas\":[{\"id\":\"b\"}],\"pools\":[{\"source\":\"Z\"}],\"wrong\":1}";
    static const char *const wanted[] = {"name_it",         "/start",      "/basis/0", "/zones",
                                         "«name_en»",       "«intensity»", "«says»",   "/areas/0",
                                         "/pools/0/source", "wrong"};
    bil_faults_init(&faults, arena);
    assert_int_equal(
        bil_synth_profile_read(&profile, "p.json", text, strlen(text), catalogue, &faults, NULL),
        BIL_E_DATA);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        bool found = false;
        for (size_t k = 0; k < faults.count; k++) {
            found = found || strstr(faults.items[k].where, wanted[i]) != NULL ||
                    strstr(faults.items[k].expected.it, wanted[i]) != NULL ||
                    strstr(faults.items[k].found, wanted[i]) != NULL;
        }
        if (!found) {
            fail_msg("nothing said of %s", wanted[i]);
        }
    }
}

static void a_basis_that_nothing_uses_is_a_warning(void **state)
{
    (void)state;
    bil_faults faults;
    bil_text text = {0};
    bil_synth_profile *profile = NULL;
    bil_faults_init(&faults, arena);
    spoil(&text, "\"basis\": [\n",
          "\"basis\": [ { \"id\": \"idle\", \"says\": \"x\", \"source\": \"CONV\", "
          "\"confidence\": \"G\" },\n");
    assert_int_equal(
        bil_synth_profile_read(&profile, "p.json", text.bytes, text.size, catalogue, &faults, NULL),
        BIL_OK);
    assert_int_equal(faults.errors, 0);
    assert_non_null(base_fault(&faults, "p.json:", "idle", true));
    bil_synth_profile_free(profile);
    bil_text_release(&text);
}

static void what_is_no_json_or_no_file_is_told(void **state)
{
    (void)state;
    bil_faults faults;
    bil_synth_profile *profile = NULL;
    bil_faults_init(&faults, arena);
    assert_int_equal(bil_synth_profile_read(&profile, "p.json", "[]", 2, catalogue, &faults, NULL),
                     BIL_E_DATA);
    assert_int_equal(bil_synth_profile_read(&profile, "p.json", "{", 1, catalogue, &faults, NULL),
                     BIL_E_DATA);
    assert_int_equal(bil_synth_profile_load(&profile, "no-such-file", catalogue, &faults, NULL),
                     BIL_E_NO_INPUT);
    bil_synth_profile_free(NULL);
}

/* What must stay is paid: the budget of who has such a service is larger by what it costs. */
static void kept_services_are_costed_in_the_budget(void **state)
{
    (void)state;
    bil_faults faults;
    bil_synth_profile *profile = NULL;
    size_t with = 0;
    bil_faults_init(&faults, arena);
    assert_int_equal(bil_synth_profile_read(&profile, "p.json", shipped.bytes, shipped.size,
                                            catalogue, &faults, NULL),
                     BIL_OK);
    bil_synth_totals *totals = bil_synth_totals_new(profile, arena);
    assert_non_null(totals);
    for (uint64_t k = 1; k <= 200; k++) {
        bil_text line;
        bil_text_init(&line);
        const int64_t before = totals->kept_year_cents[0] + totals->kept_year_cents[1];
        bil_synth_person(&line, totals, profile, 1, k);
        const int64_t after = totals->kept_year_cents[0] + totals->kept_year_cents[1];
        const char *budget = strstr(line.bytes, "\"public_monthly_cents\":");
        assert_non_null(budget);
        const int64_t cents = strtoll(strchr(budget, ':') + 1, NULL, 10);
        assert_true(cents >= 50000 + (after - before) / 12);
        with += after > before;
        bil_text_release(&line);
    }
    assert_int_equal(totals->persons, 200);
    assert_true(with > 30);
    bil_synth_profile_free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_damage_is_a_fault_with_its_place),
        cmocka_unit_test(all_faults_are_found_in_one_pass),
        cmocka_unit_test(a_basis_that_nothing_uses_is_a_warning),
        cmocka_unit_test(what_is_no_json_or_no_file_is_told),
        cmocka_unit_test(kept_services_are_costed_in_the_budget),
    };
    return cmocka_run_group_tests(tests, read_world, close_world);
}
