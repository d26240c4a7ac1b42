/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data/json.h"
#include "engine/arena.h"

typedef struct {
    bil_arena *arena;
    bil_faults faults;
    bil_json *document;
    bil_status status;
} reading;

static void read_bytes(reading *r, const char *bytes, size_t size, size_t size_max)
{
    *r = (reading){.arena = bil_arena_new()};
    bil_faults_init(&r->faults, r->arena);
    r->status =
        bil_json_read(&r->document, bytes, size,
                      (bil_json_options){.file = "f.json", .size_max = size_max}, &r->faults, NULL);
}

static void close_reading(reading *r)
{
    bil_json_free(r->document);
    bil_arena_free(r->arena);
}

static void accepts(const char *text)
{
    reading r;
    read_bytes(&r, text, strlen(text), 0);
    if (r.status != BIL_OK || r.faults.count > 0) {
        fail_msg("refused: %s", text);
    }
    close_reading(&r);
}

/* Refused with exactly one fault, at this place. */
static void refuses(const char *bytes, size_t size, const char *where)
{
    reading r;
    read_bytes(&r, bytes, size, 0);
    assert_int_equal(r.status, BIL_E_DATA);
    assert_null(r.document);
    assert_int_equal(r.faults.count, 1);
    assert_string_equal(r.faults.items[0].where, where);
    assert_true(r.faults.items[0].expected.it[0] != '\0');
    assert_true(r.faults.items[0].expected.en[0] != '\0');
    close_reading(&r);
}

/* --- what cJSON alone would accept ----------------------------------------------------------- */

static void what_other_readers_let_pass_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *where;
    } all[] = {
        {"[01]", "f.json:1:3 /0"},
        {"[-01]", "f.json:1:4 /0"},
        {"[1.]", "f.json:1:4 /0"},
        {"[.1]", "f.json:1:2"},
        {"[+1]", "f.json:1:2"},
        {"[1e]", "f.json:1:4 /0"},
        {"[1e+]", "f.json:1:5 /0"},
        {"[0x1]", "f.json:1:3"},
        {"[1]x", "f.json:1:4"},
        {"[1] [2]", "f.json:1:5"},
        {"{\"a\":1,}", "f.json:1:8"},
        {"[1,]", "f.json:1:4"},
        {"[,1]", "f.json:1:2"},
        {"{,}", "f.json:1:2"},
        {"[1}", "f.json:1:3"},
        {"{\"a\":1]", "f.json:1:7"},
        {"[\"\\u0000\"]", "f.json:1:4"},
        {"[\"\\ud83d\"]", "f.json:1:4"},
        {"[\"\\ude00\\ud83d\"]", "f.json:1:4"},
        {"[\"\\U0041\"]", "f.json:1:4"},
        {"[\"\\a\"]", "f.json:1:4"},
        {"[\"\t\"]", "f.json:1:3"},
        {"[TRUE]", "f.json:1:2"},
        {"[nul]", "f.json:1:2"},
        {"[nullx]", "f.json:1:6"},
        {"{'a':1}", "f.json:1:2"},
        {"{\"a\"}", "f.json:1:5"},
        {"{1:2}", "f.json:1:2"},
        {"[\"abc", "f.json:1:2"},
        {"[[[", "f.json:1:4"},
        {"", "f.json:1:1"},
        {"  \n ", "f.json:2:2"},
        {"\xEF\xBB\xBF", "f.json:1:1"},
        {"\xEF\xBB\xBF\xEF\xBB\xBF[]", "f.json:1:1"},
        {"\v[]", "f.json:1:1"},
        {"\xC2\xA0[]", "f.json:1:1"},
        {"[1]\f", "f.json:1:4"},
        {"/* */[]", "f.json:1:1"},
        {"[1] // fine", "f.json:1:5"},
        {"{\"é\": {\"b\": [10, 2 3]}}", "f.json:1:20"},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        reading r;
        read_bytes(&r, all[i].text, strlen(all[i].text), 0);
        assert_int_equal(r.status, BIL_E_DATA);
        assert_int_equal(r.faults.count, 1);
        if (strncmp(r.faults.items[0].where, all[i].where, strcspn(all[i].where, " ")) != 0) {
            fail_msg("%s: %s instead of %s", all[i].text, r.faults.items[0].where, all[i].where);
        }
        close_reading(&r);
    }
    refuses("[1]\0", 4, "f.json:1:4");
    refuses("[\"a\0b\"]", 7, "f.json:1:4");
    refuses("\0", 1, "f.json:1:1");
}

static void broken_utf8_is_refused_at_its_place(void **state)
{
    (void)state;
    refuses("[\"\xFF\"]", 5, "f.json:1:3");
    refuses("[\"\xC0\xAF\"]", 6, "f.json:1:3");         /* not the shortest form */
    refuses("[\"\xE0\x80\xAF\"]", 7, "f.json:1:3");     /* not the shortest form */
    refuses("[\"\xED\xA0\x80\"]", 7, "f.json:1:3");     /* a surrogate */
    refuses("[\"\xF4\x90\x80\x80\"]", 8, "f.json:1:3"); /* beyond U+10FFFF */
    refuses("[\"\xE2\x82\"]", 6, "f.json:1:3");         /* cut short */
    refuses("[\"\xC3\xA8\n\xE8\"]", 8, "f.json:2:1");   /* Latin-1 on the second line */
}

static void what_the_standard_allows_is_accepted(void **state)
{
    (void)state;
    accepts("null");
    accepts("\"\"");
    accepts("-0");
    accepts("1E+2");
    accepts("[]");
    accepts("{}");
    accepts(" \t\r\n[ 1 , 2 ]\n ");
    accepts("\xEF\xBB\xBF{}");
    accepts("{\"\":{\"\":[]}}");
    accepts("[\"\\u00e8\\uD83D\\uDE00\\b\\f\\n\\r\\t\\/\\\\\\\"\"]");
    accepts("[\"\x7F \xF0\x9F\x98\x80\"]");
    accepts("[1e999, -1e-999, 9007199254740993]"); /* numbers are judged when they are read */
    accepts("{\"a\":1,\"A\":2}");                  /* letter case matters */
}

/* --- limits ---------------------------------------------------------------------------------- */

static void sixty_four_levels_are_the_most(void **state)
{
    (void)state;
    char text[2 * 65 + 1];
    memset(text, '[', 64);
    memset(text + 64, ']', 64);
    text[128] = '\0';
    accepts(text);
    memset(text, '[', 65);
    memset(text + 65, ']', 65);
    text[130] = '\0';
    reading r;
    read_bytes(&r, text, 130, 0);
    assert_int_equal(r.status, BIL_E_DATA);
    assert_non_null(strstr(r.faults.items[0].where, "f.json:1:65"));
    close_reading(&r);
}

static void size_is_limited(void **state)
{
    (void)state;
    reading r;
    read_bytes(&r, "[1, 2, 3]", 9, 8);
    assert_int_equal(r.status, BIL_E_DATA);
    assert_string_equal(r.faults.items[0].found, "9 bytes");
    close_reading(&r);
    size_t size = (size_t)BIL_JSON_SIZE_MAX + 1;
    char *spaces = malloc(size);
    assert_non_null(spaces);
    memset(spaces, ' ', size);
    spaces[0] = '0';
    read_bytes(&r, spaces, size, 0);
    assert_int_equal(r.status, BIL_E_DATA);
    close_reading(&r);
    read_bytes(&r, spaces, size - 1, 0);
    assert_int_equal(r.status, BIL_OK);
    close_reading(&r);
    free(spaces);
}

static void too_many_values_are_refused(void **state)
{
    (void)state;
    size_t size = 2 * (size_t)BIL_JSON_VALUES_MAX + 1;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, '0', size);
    for (size_t i = 0; i < size; i += 2) {
        text[i] = ',';
    }
    text[0] = '[';
    text[size - 1] = ']';
    reading r;
    read_bytes(&r, text, size, 0); /* an array of BIL_JSON_VALUES_MAX and itself */
    assert_int_equal(r.status, BIL_E_DATA);
    close_reading(&r);
    text[size - 3] = ']';
    read_bytes(&r, text, size - 2, 0);
    assert_int_equal(r.status, BIL_OK);
    size_t count = 0;
    int64_t sum = 0;
    for (const bil_json_value *at = bil_json_first(bil_json_root(r.document)); at != NULL;
         at = bil_json_next(at)) {
        int64_t number = 1;
        assert_true(bil_json_get_integer(&number, at, 0, 0));
        sum += number;
        count++;
    }
    assert_int_equal(count, BIL_JSON_VALUES_MAX - 1);
    assert_int_equal(sum, 0);
    close_reading(&r);
    free(text);
}

static void numbers_of_more_than_forty_characters_are_refused(void **state)
{
    (void)state;
    accepts("[1234567890123456789012345678901234567890]");
    refuses("[12345678901234567890123456789012345678901]", 43, "f.json:1:2");
}

/* --- reading values -------------------------------------------------------------------------- */

static void every_duplicate_key_is_told_and_the_rest_is_read(void **state)
{
    (void)state;
    static const char text[] = "{\"a\":1,\n \"b\":{\"x\":1,\"x\":2,\"\\u0078\":3},\n \"a\":true}";
    reading r;
    read_bytes(&r, text, sizeof text - 1, 0);
    assert_int_equal(r.status, BIL_OK);
    assert_int_equal(r.faults.errors, 3);
    assert_string_equal(r.faults.items[0].where, "f.json:3:6 /a");
    assert_string_equal(r.faults.items[1].where, "f.json:2:17 /b/x");
    assert_string_equal(r.faults.items[2].where, "f.json:2:28 /b/x");
    int64_t first = 0;
    assert_true(
        bil_json_get_integer(&first, bil_json_member(bil_json_root(r.document), "a"), 0, 9));
    assert_int_equal(first, 1);
    close_reading(&r);
}

static void duplicates_are_found_among_very_many_keys(void **state)
{
    (void)state;
    bil_text text;
    bil_text_init(&text);
    bil_text_add(&text, "{");
    for (int i = 0; i < 20000; i++) {
        bil_text_addf(&text, "\"k%d\":0,", i);
    }
    bil_text_add(&text, "\"k777\":1}");
    reading r;
    read_bytes(&r, text.bytes, text.size, 0);
    assert_int_equal(r.faults.errors, 1);
    assert_string_equal(r.faults.items[0].found, "k777");
    close_reading(&r);
    bil_text_release(&text);
}

static void texts_are_decoded(void **state)
{
    (void)state;
    static const char text[] = "[\"\\u00e8\\uD83D\\uDE00\\n\\/\", \"è😀\"]";
    reading r;
    read_bytes(&r, text, sizeof text - 1, 0);
    const char *found = NULL;
    const bil_json_value *at = bil_json_first(bil_json_root(r.document));
    assert_true(bil_json_get_text(&found, at, 100));
    assert_string_equal(found, "è😀\n/");
    assert_true(bil_json_get_text(&found, bil_json_next(at), 100));
    assert_string_equal(found, "è😀");
    assert_false(bil_json_get_text(&found, at, 7));
    close_reading(&r);
}

static void integers_come_from_the_digits_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool fine;
        int64_t value;
    } all[] = {
        {"0", true, 0},
        {"-0", true, 0},
        {"9007199254740992", true, BIL_JSON_INTEGER_MAX},
        {"-9007199254740992", true, -BIL_JSON_INTEGER_MAX},
        {"9007199254740993", false, 0},
        {"-9007199254740993", false, 0},
        {"2147483648", true, INT64_C(2147483648)},
        {"1.0", false, 0},
        {"1e3", false, 0},
        {"1E0", false, 0},
        {"10000000000000000000000", false, 0},
        {"\"5\"", false, 0},
        {"true", false, 0},
        {"null", false, 0},
        {"[5]", false, 0},
        {"{}", false, 0},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        reading r;
        read_bytes(&r, all[i].text, strlen(all[i].text), 0);
        int64_t value = 77;
        assert_int_equal(bil_json_get_integer(&value, bil_json_root(r.document),
                                              -BIL_JSON_INTEGER_MAX, BIL_JSON_INTEGER_MAX),
                         all[i].fine);
        assert_true(value == (all[i].fine ? all[i].value : 77));
        assert_int_equal(r.faults.errors, all[i].fine ? 0 : 1);
        close_reading(&r);
    }
}

static void members_are_told_by_a_table(void **state)
{
    (void)state;
    static const bil_json_field fields[] = {{"needs", true}, {"phases", true}, {"note", false}};
    static const char text[] = "{\n  \"need\": [],\n  \"Note\": 1, \"phases\": []\n}";
    const bil_json_value *found[3];
    reading r;
    read_bytes(&r, text, sizeof text - 1, 0);
    assert_false(bil_json_get_members(found, bil_json_root(r.document), fields, 3));
    assert_null(found[0]);
    assert_non_null(found[1]);
    assert_null(found[2]);
    assert_int_equal(r.faults.errors, 3);
    assert_string_equal(r.faults.items[0].where, "f.json:2:11 /need");
    assert_string_equal(r.faults.items[0].fix.it, "forse volevi «needs»?");
    assert_string_equal(r.faults.items[0].fix.en, "did you mean \"needs\"?");
    assert_string_equal(r.faults.items[1].fix.it, "forse volevi «note»?");
    assert_string_equal(r.faults.items[2].where, "f.json:1:1");
    assert_string_equal(r.faults.items[2].expected.it, "la chiave «needs»");
    close_reading(&r);
}

static void places_are_pointers_with_escapes(void **state)
{
    (void)state;
    static const char text[] = "{\"a/b~c\": [0, {\"è\": \n[7]}]}";
    char where[128];
    char tiny[12];
    reading r;
    read_bytes(&r, text, sizeof text - 1, 0);
    const bil_json_value *at = bil_json_first(bil_json_root(r.document));
    at = bil_json_next(bil_json_first(at));
    at = bil_json_first(bil_json_first(at));
    bil_json_where(where, sizeof where, at);
    assert_string_equal(where, "f.json:2:2 /a~1b~0c/1/è/0");
    bil_json_where(tiny, sizeof tiny, at);
    assert_string_equal(tiny, "f.json:2…");
    close_reading(&r);
}

static void a_line_of_a_longer_file_keeps_its_number(void **state)
{
    (void)state;
    bil_arena *arena = bil_arena_new();
    bil_faults faults;
    bil_json *document = NULL;
    bil_faults_init(&faults, arena);
    assert_int_equal(bil_json_read(&document, "{\"a\":01}", 8,
                                   (bil_json_options){.file = "p.jsonl", .first_line = 42}, &faults,
                                   NULL),
                     BIL_E_DATA);
    assert_string_equal(faults.items[0].where, "p.jsonl:42:7");
    bil_arena_free(arena);
}

static void found_values_are_shown_short_and_harmless(void **state)
{
    (void)state;
    char text[400];
    int64_t number = 0;
    (void)snprintf(text, sizeof text, "\"\\u001b[31m%0300d\"", 1);
    reading r;
    read_bytes(&r, text, strlen(text), 0);
    assert_false(bil_json_get_integer(&number, bil_json_root(r.document), 0, 1));
    assert_true(strlen(r.faults.items[0].found) <= 80);
    assert_null(strchr(r.faults.items[0].found, '\x1B'));
    bil_json_fault(bil_json_root(r.document), "\x1B[31m", (bil_words){"x", "x"},
                   (bil_words){"", ""});
    assert_string_equal(r.faults.items[1].found, "\\x1B[31m");
    close_reading(&r);
}

/* --- writing --------------------------------------------------------------------------------- */

static void write_sample(bil_text *out, bool compact)
{
    bil_json_writer w;
    bil_json_writer_init(&w, out, compact);
    bil_json_begin_object(&w, NULL);
    bil_json_put_text(&w, "testo", "a\"b\\c\n\t\x01\x7F è");
    bil_json_put_text(&w, "niente", NULL);
    bil_json_put_integer(&w, "più", BIL_JSON_INTEGER_MAX);
    bil_json_put_decimal(&w, "gap", 10000000, 9);
    bil_json_put_bool(&w, "vero", true);
    bil_json_put_null(&w, "nullo");
    bil_json_begin_array(&w, "vuoto");
    bil_json_end_array(&w);
    bil_json_inline(&w);
    bil_json_begin_array(&w, "riga");
    bil_json_put_integer(&w, NULL, 1);
    bil_json_begin_object(&w, NULL);
    bil_json_put_integer(&w, "x", -2);
    bil_json_end_object(&w);
    bil_json_end_array(&w);
    bil_json_begin_array(&w, "colonna");
    bil_json_put_integer(&w, NULL, 1);
    bil_json_begin_object(&w, NULL);
    bil_json_end_object(&w);
    bil_json_end_array(&w);
    bil_json_put_words(&w, "parole", (bil_words){"sì", NULL});
    bil_json_end_object(&w);
    bil_json_finish(&w);
}

static void writing_is_pretty_or_on_one_line(void **state)
{
    (void)state;
    bil_text out;
    bil_text_init(&out);
    write_sample(&out, false);
    assert_string_equal(out.bytes, "{\n"
                                   "  \"testo\": \"a\\\"b\\\\c\\n\\t\\u0001\\u007f è\",\n"
                                   "  \"niente\": null,\n"
                                   "  \"più\": 9007199254740992,\n"
                                   "  \"gap\": 0.01,\n"
                                   "  \"vero\": true,\n"
                                   "  \"nullo\": null,\n"
                                   "  \"vuoto\": [],\n"
                                   "  \"riga\": [ 1, { \"x\": -2 } ],\n"
                                   "  \"colonna\": [\n"
                                   "    1,\n"
                                   "    {}\n"
                                   "  ],\n"
                                   "  \"parole\": { \"it\": \"sì\", \"en\": \"\" }\n"
                                   "}\n");
    accepts(out.bytes);
    bil_text_release(&out);
    write_sample(&out, true);
    assert_string_equal(out.bytes,
                        "{\"testo\":\"a\\\"b\\\\c\\n\\t\\u0001\\u007f è\",\"niente\":null,"
                        "\"più\":9007199254740992,\"gap\":0.01,\"vero\":true,\"nullo\":null,"
                        "\"vuoto\":[],\"riga\":[1,{\"x\":-2}],\"colonna\":[1,{}],"
                        "\"parole\":{\"it\":\"sì\",\"en\":\"\"}}\n");
    accepts(out.bytes);
    bil_text_release(&out);
}

static void broken_texts_never_become_broken_files(void **state)
{
    (void)state;
    bil_text out;
    bil_json_writer w;
    bil_text_init(&out);
    bil_json_writer_init(&w, &out, false);
    bil_json_put_text(&w, NULL, "a\xFFz");
    bil_json_finish(&w);
    assert_string_equal(out.bytes, "\"a\xEF\xBF\xBDz\"\n");
    accepts(out.bytes);
    bil_text_release(&out);
}

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed ^ (*seed >> 29);
}

enum { BATCH = 20000, BATCHES = 50 };

/* 10⁶ integers and 10⁶ decimals, by way of the file's own writer and reader. */
static void a_million_numbers_survive_a_file(void **state)
{
    (void)state;
    uint64_t seed = 7;
    static int64_t integers[BATCH];
    static int64_t decimals[BATCH];
    for (int batch = 0; batch < BATCHES; batch++) {
        bil_text out;
        bil_json_writer w;
        bil_text_init(&out);
        bil_json_writer_init(&w, &out, batch % 2 == 0);
        bil_json_begin_array(&w, NULL);
        for (size_t i = 0; i < BATCH; i++) {
            int64_t limit = 2 * BIL_JSON_INTEGER_MAX + 1;
            integers[i] = (int64_t)(next_random(&seed) % (uint64_t)limit) - BIL_JSON_INTEGER_MAX;
            integers[i] >>= next_random(&seed) % 54;
            decimals[i] = (int64_t)(next_random(&seed) % 2000000001) - 1000000000;
            bil_json_put_integer(&w, NULL, integers[i]);
            bil_json_put_decimal(&w, NULL, decimals[i], 9);
        }
        bil_json_end_array(&w);
        bil_json_finish(&w);
        reading r;
        read_bytes(&r, out.bytes, out.size, 0);
        assert_int_equal(r.status, BIL_OK);
        const bil_json_value *at = bil_json_first(bil_json_root(r.document));
        for (size_t i = 0; i < BATCH; i++) {
            int64_t integer = 0;
            int64_t decimal = 0;
            assert_true(
                bil_json_get_integer(&integer, at, -BIL_JSON_INTEGER_MAX, BIL_JSON_INTEGER_MAX));
            at = bil_json_next(at);
            assert_true(bil_json_get_decimal(&decimal, at, 9, -1000000000, 1000000000));
            at = bil_json_next(at);
            assert_true(integer == integers[i] && decimal == decimals[i]);
        }
        close_reading(&r);
        bil_text_release(&out);
    }
}

/* The process may have been given a decimal comma by a program that uses the library. */
static void a_decimal_comma_of_the_host_changes_nothing(void **state)
{
    (void)state;
    locale_t comma = newlocale(LC_NUMERIC_MASK, "it_IT.UTF-8", (locale_t)0);
    if (comma == (locale_t)0) {
        skip();
    }
    locale_t before = uselocale(comma);
    char probe[16];
    (void)snprintf(probe, sizeof probe, "%.1f", 1.5);
    assert_string_equal(probe, "1,5"); /* the comma is really there */
    bil_text out;
    int64_t value = 0;
    bil_text_init(&out);
    write_sample(&out, false);
    assert_non_null(strstr(out.bytes, "\"gap\": 0.01"));
    reading r;
    read_bytes(&r, out.bytes, out.size, 0);
    assert_int_equal(r.status, BIL_OK);
    assert_true(bil_json_get_decimal(&value, bil_json_member(bil_json_root(r.document), "gap"), 9,
                                     0, 1000000000));
    assert_int_equal(value, 10000000);
    close_reading(&r);
    refuses("[1,5.]", 6, "f.json:1:6");
    bil_text_release(&out);
    (void)uselocale(before);
    freelocale(comma);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_other_readers_let_pass_is_refused),
        cmocka_unit_test(broken_utf8_is_refused_at_its_place),
        cmocka_unit_test(what_the_standard_allows_is_accepted),
        cmocka_unit_test(sixty_four_levels_are_the_most),
        cmocka_unit_test(size_is_limited),
        cmocka_unit_test(too_many_values_are_refused),
        cmocka_unit_test(numbers_of_more_than_forty_characters_are_refused),
        cmocka_unit_test(every_duplicate_key_is_told_and_the_rest_is_read),
        cmocka_unit_test(duplicates_are_found_among_very_many_keys),
        cmocka_unit_test(texts_are_decoded),
        cmocka_unit_test(integers_come_from_the_digits_written),
        cmocka_unit_test(members_are_told_by_a_table),
        cmocka_unit_test(places_are_pointers_with_escapes),
        cmocka_unit_test(a_line_of_a_longer_file_keeps_its_number),
        cmocka_unit_test(found_values_are_shown_short_and_harmless),
        cmocka_unit_test(writing_is_pretty_or_on_one_line),
        cmocka_unit_test(broken_texts_never_become_broken_files),
        cmocka_unit_test(a_million_numbers_survive_a_file),
        cmocka_unit_test(a_decimal_comma_of_the_host_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
