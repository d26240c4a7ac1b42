/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/answer.h"
#include "tests/support/build.h"

/* Services S22, S05 and one whose code holds a colon; a provider of two services; a source; two
 * needs, one of which is called as a service is. */
static int build(void **state)
{
    world *w = world_new();
    world_domain(w, "casa", "CASA");
    world_service(w, "S05", 1000);
    world_service(w, "S22", 1000);
    world_service(w, "A:7", 1000);
    world_pool(w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    world_provider(w, "COOP", "S05", 1000);
    world_provider(w, "COOP", "S22", 900);
    world_phase(w, 12);
    world_need(w, "n1", "casa", 1000);
    world_need(w, "S05", "casa", 1000);
    *state = w;
    return 0;
}

static int drop(void **state)
{
    world_free(*state);
    return 0;
}

static bil_subject read(world *w, const char *text)
{
    bil_subject subject;
    bil_error err = {0};
    if (bil_subject_parse(&subject, text, &w->person, w->arena, &err) != BIL_OK) {
        fail_msg("%s: %s", text, err.message_en);
    }
    return subject;
}

static void is(world *w, const char *text, bil_subject_kind kind, const char *code, int64_t amount)
{
    const bil_subject subject = read(w, text);
    assert_int_equal(subject.kind, kind);
    assert_string_equal(subject.code, code);
    assert_int_equal(subject.amount, amount);
}

/* The message holds these words, in each language. */
static void refuses(world *w, const char *text, const char *it, const char *en)
{
    bil_subject subject;
    bil_error err = {0};
    assert_int_equal(bil_subject_parse(&subject, text, &w->person, w->arena, &err), BIL_E_USAGE);
    if (strstr(err.message_it, it) == NULL || strstr(err.message_en, en) == NULL) {
        fail_msg("%s: %s / %s", text, err.message_it, err.message_en);
    }
    assert_null(strstr(err.message_it, "%%"));
    assert_null(strstr(err.message_en, "%%"));
}

static void a_service_is_named_with_or_without_its_kind_and_quantity(void **state)
{
    world *w = *state;
    is(w, "S22", BIL_SUBJECT_SERVICE, "S22", 0);
    is(w, "service:S22", BIL_SUBJECT_SERVICE, "S22", 0);
    is(w, "S22:20", BIL_SUBJECT_SERVICE, "S22", 20);
    is(w, "service:S22:1", BIL_SUBJECT_SERVICE, "S22", 1);
    assert_int_equal(read(w, "S22").index, 1);
    refuses(w, "S22:", "numero intero", "whole number");
    refuses(w, "S22:0", "numero intero", "whole number");
    refuses(w, "S22:1.5", "numero intero", "whole number");
    refuses(w, "S22:-1", "numero intero", "whole number");
    refuses(w, "S22:1000001", "numero intero", "whole number");
    refuses(w, "S22:99999999999999999999", "numero intero", "whole number");
}

static void a_code_may_hold_a_colon(void **state)
{
    world *w = *state;
    is(w, "A:7", BIL_SUBJECT_SERVICE, "A:7", 0);
    is(w, "service:A:7:3", BIL_SUBJECT_SERVICE, "A:7", 3);
}

static void providers_and_sources_have_no_amount(void **state)
{
    world *w = *state;
    is(w, "provider:COOP", BIL_SUBJECT_PROVIDER, "COOP", 0);
    assert_int_equal(read(w, "provider:COOP").index, 0);
    is(w, "source:COM", BIL_SUBJECT_SOURCE, "COM", 0);
    refuses(w, "source:COM:3", "non va altro", "nothing may follow");
    refuses(w, "provider:COOP:3", "non va altro", "nothing may follow");
    refuses(w, "provider:ROSA", "providers.csv", "providers.csv");
    refuses(w, "source:ASL", "sources.csv", "sources.csv");
}

static void a_need_is_meant_wholly_or_in_part(void **state)
{
    world *w = *state;
    is(w, "need:n1", BIL_SUBJECT_NEED, "n1", 10000);
    is(w, "need:n1:80%", BIL_SUBJECT_NEED, "n1", 8000);
    is(w, "need:n1:66.67%", BIL_SUBJECT_NEED, "n1", 6667);
    is(w, "need:n1:0,01%", BIL_SUBJECT_NEED, "n1", 1);
    is(w, "need:S05", BIL_SUBJECT_NEED, "S05", 10000);
    refuses(w, "need:n1:80", "parte", "a part");
    refuses(w, "need:n1:%", "parte", "a part");
    refuses(w, "need:n1:0%", "parte", "a part");
    refuses(w, "need:n1:100.01%", "parte", "a part");
    refuses(w, "need:n1:66.667%", "parte", "a part");
}

static void a_score_goes_from_0_to_1(void **state)
{
    world *w = *state;
    is(w, "score:0.85", BIL_SUBJECT_SCORE, "0.85", 850000000);
    is(w, "score:0,9", BIL_SUBJECT_SCORE, "0,9", 900000000);
    is(w, "score:1", BIL_SUBJECT_SCORE, "1", 1000000000);
    is(w, "score:0", BIL_SUBJECT_SCORE, "0", 0);
    refuses(w, "score:1.1", "da 0 a 1", "from 0 to 1");
    refuses(w, "score:", "da 0 a 1", "from 0 to 1");
    refuses(w, "score:85%", "da 0 a 1", "from 0 to 1");
    refuses(w, "score:0.1234567891", "da 0 a 1", "from 0 to 1");
    refuses(w, "score:.", "da 0 a 1", "from 0 to 1");
}

static void what_is_not_there_is_told_from_what_is_not_understood(void **state)
{
    world *w = *state;
    refuses(w, "S99", "services.csv", "services.csv");
    refuses(w, "service:S99", "services.csv", "services.csv");
    refuses(w, "service:", "services.csv", "services.csv");
    refuses(w, "need:n9", "ha: n1, S05", "it has: n1, S05");
    refuses(w, "n1", "need: davanti", "need: before");
    refuses(w, "COM", "source: davanti", "source: before");
    refuses(w, "COOP", "provider: davanti", "provider: before");
    refuses(w, "", "non si capisce", "not clear");
    refuses(w, ":", "non si capisce", "not clear");
    refuses(w, "thing:S22", "non si capisce", "not clear");
}

static void many_needs_are_named_as_far_as_there_is_room(void **state)
{
    (void)state;
    static char ids[40][32];
    world *w = world_new();
    bil_subject subject;
    bil_error err = {0};
    world_domain(w, "casa", "CASA");
    world_phase(w, 12);
    for (int i = 0; i < 40; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "a-need-no-%02d", i);
        world_need(w, ids[i], "casa", 1000);
    }
    assert_int_equal(bil_subject_parse(&subject, "need:x", &w->person, w->arena, &err),
                     BIL_E_USAGE);
    assert_non_null(strstr(err.message_en, "a-need-no-00, a-need-no-01"));
    assert_non_null(strstr(err.message_en, "…"));
    world_free(w);
}

static void names_are_as_the_files_write_them(void **state)
{
    (void)state;
    assert_string_equal(bil_ask_name(BIL_ASK_WHY_NOT), "why-not");
    assert_string_equal(bil_ask_name(BIL_ASK_NEXT), "next-euro");
    assert_null(bil_ask_name((bil_ask)4));
    assert_string_equal(bil_verdict_name(BIL_ANSWER_LOCKED), "locked");
    assert_string_equal(bil_verdict_name(BIL_ANSWER_NOTHING), "nothing");
    assert_null(bil_verdict_name((bil_verdict_kind)10));
    assert_null(bil_never_name(BIL_NEVER_NO));
    assert_string_equal(bil_never_name(BIL_NEVER_OFFER), "offer");
    assert_null(bil_never_name((bil_never)7));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_service_is_named_with_or_without_its_kind_and_quantity,
                                        build, drop),
        cmocka_unit_test_setup_teardown(a_code_may_hold_a_colon, build, drop),
        cmocka_unit_test_setup_teardown(providers_and_sources_have_no_amount, build, drop),
        cmocka_unit_test_setup_teardown(a_need_is_meant_wholly_or_in_part, build, drop),
        cmocka_unit_test_setup_teardown(a_score_goes_from_0_to_1, build, drop),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_told_from_what_is_not_understood,
                                        build, drop),
        cmocka_unit_test(many_needs_are_named_as_far_as_there_is_room),
        cmocka_unit_test(names_are_as_the_files_write_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
