/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/file.h"
#include "tests/data/base.h"

/* Applies every damage of broken/mutations.txt to the valid files of broken/base and asks for the
 * fault the table tells. */

enum { FIELDS = 5, FIELD_MAX = 1024 };

typedef struct {
    char text[FIELD_MAX];
    size_t size;
} field;

typedef struct {
    bool warning;
    size_t file;
    field find;
    field replace;
    field where;
    field words;
} mutation;

static int hexadecimal(char c)
{
    return c <= '9' ? c - '0' : c - 'A' + 10;
}

/* One field, without the spaces around it, its escapes resolved. */
static void read_field(field *out, const char *text, size_t size)
{
    while (size > 0 && text[0] == ' ') {
        text++;
        size--;
    }
    while (size > 0 && text[size - 1] == ' ') {
        size--;
    }
    out->size = 0;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (c == '\\') {
            i++;
            assert_true(i < size);
            static const char letters[] = "nrtps\\";
            static const char meant[] = "\n\r\t| \\";
            const char *letter = strchr(letters, text[i]);
            if (text[i] == 'x') {
                assert_true(i + 2 < size);
                c = (char)(hexadecimal(text[i + 1]) * 16 + hexadecimal(text[i + 2]));
                i += 2;
            } else {
                assert_non_null(letter);
                c = meant[letter - letters];
            }
        }
        assert_true(out->size + 1 < FIELD_MAX);
        out->text[out->size++] = c;
    }
    out->text[out->size] = '\0';
}

static void read_mutation(mutation *out, const char *line, size_t size)
{
    field fields[FIELDS];
    for (size_t i = 0; i < FIELDS; i++) {
        const char *bar = memchr(line, '|', size);
        size_t length = bar == NULL ? size : (size_t)(bar - line);
        assert_true((bar == NULL) == (i == FIELDS - 1));
        read_field(&fields[i], line, length);
        line += length + 1;
        size -= bar == NULL ? length : length + 1;
    }
    out->warning = fields[0].text[0] == '~';
    out->file = base_file(fields[0].text + (out->warning ? 1 : 0));
    assert_true(out->file < BASE_FILES);
    out->find = fields[1];
    out->replace = fields[2];
    out->where = fields[3];
    out->words = fields[4];
}

/* The first place of some bytes in others; NULL when there is none. */
static const char *find_bytes(const bil_text *text, const field *wanted)
{
    for (size_t i = 0; i + wanted->size <= text->size; i++) {
        if (memcmp(text->bytes + i, wanted->text, wanted->size) == 0) {
            return text->bytes + i;
        }
    }
    return NULL;
}

static void damage(base *b, const mutation *m)
{
    bil_text *text = &b->files[m->file];
    bil_text changed;
    bil_text_init(&changed);
    if (strcmp(m->replace.text, "!delete") == 0) {
        b->missing[m->file] = true;
        return;
    }
    if (strcmp(m->find.text, "*") == 0) {
        bil_text_add_n(&changed, m->replace.text, m->replace.size);
    } else {
        const char *at = find_bytes(text, &m->find);
        if (at == NULL) {
            fail_msg("«%s» is not in %s", m->find.text, base_name(m->file));
            return;
        }
        size_t before = (size_t)(at - text->bytes);
        bil_text_add_n(&changed, text->bytes, before);
        bil_text_add_n(&changed, m->replace.text, m->replace.size);
        bil_text_add_n(&changed, at + m->find.size, text->size - before - m->find.size);
    }
    assert_false(changed.failed);
    bil_text_release(text);
    *text = changed;
}

static void print_faults(const bil_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        const bil_fault *fault = &faults->items[i];
        print_message("    %s%s | %s | %s | %s\n", fault->warning ? "~" : "", fault->where,
                      fault->found, fault->expected.it, fault->fix.it);
    }
}

/* 0 when the damage gave the fault the table tells. */
static int try_mutation(const mutation *m, size_t line)
{
    base b;
    base_reading reading;
    base_open(&b);
    damage(&b, m);
    base_read(&reading, &b, m->file < BASE_CASE ? BASE_CASE - 1 : m->file);
    const bil_fault *fault = base_fault(&reading.faults, m->where.text, m->words.text, m->warning);
    bool fine = fault != NULL && fault->found[0] != '\0' && fault->expected.it[0] != '\0' &&
                fault->expected.en[0] != '\0' &&
                (fault->fix.it[0] == '\0') == (fault->fix.en[0] == '\0') &&
                reading.status == (m->warning ? BIL_OK : BIL_E_DATA) &&
                (m->warning ? reading.faults.errors == 0
                            : reading.faults.errors > 0 && reading.err.message_it[0] != '\0');
    if (!fine) {
        print_message("mutations.txt:%zu: status %s\n", line, bil_status_name(reading.status));
        print_faults(&reading.faults);
    }
    base_reading_close(&reading);
    base_close(&b);
    return fine ? 0 : 1;
}

static void every_damage_gives_its_fault(void **state)
{
    (void)state;
    bil_text table;
    bil_error err;
    size_t line = 0;
    int tried = 0;
    int wrong = 0;
    bil_text_init(&table);
    assert_int_equal(bil_file_read(&table, "tests/data/broken/mutations.txt", 1 << 20, &err),
                     BIL_OK);
    for (const char *at = table.bytes; *at != '\0';) {
        size_t size = strcspn(at, "\n");
        line++;
        if (size > 0 && at[0] != '#') {
            mutation m;
            read_mutation(&m, at, size);
            wrong += try_mutation(&m, line);
            tried++;
        }
        at += size + (at[size] == '\n' ? 1 : 0);
    }
    bil_text_release(&table);
    print_message("%d damages tried\n", tried);
    assert_true(tried >= 300);
    assert_int_equal(wrong, 0);
}

static void the_base_itself_has_no_fault(void **state)
{
    (void)state;
    base b;
    base_reading reading;
    base_open(&b);
    base_read(&reading, &b, BASE_PLAN);
    print_faults(&reading.faults);
    assert_int_equal(reading.status, BIL_OK);
    assert_int_equal(reading.faults.count, 0);
    base_reading_close(&reading);
    base_close(&b);
}

/* Cut short anywhere, a file is either still whole or a fault; never a crash. */
static void files_cut_short_anywhere_are_faults_or_whole(void **state)
{
    (void)state;
    for (size_t file = 0; file < BASE_FILES; file++) {
        base b;
        base_open(&b);
        size_t whole = b.files[file].size;
        for (size_t size = 0; size < whole; size += file >= BASE_CASE ? 7 : 3) {
            base_reading reading;
            char kept = b.files[file].bytes[size];
            b.files[file].size = size;
            b.files[file].bytes[size] = '\0';
            base_read(&reading, &b, file < BASE_CASE ? BASE_CASE - 1 : file);
            assert_true(reading.status == BIL_OK || reading.status == BIL_E_DATA);
            assert_int_equal(reading.status == BIL_OK, reading.faults.errors == 0);
            base_reading_close(&reading);
            b.files[file].bytes[size] = kept;
        }
        base_close(&b);
    }
}

static void many_faults_of_many_files_come_in_one_pass(void **state)
{
    (void)state;
    static const mutation all[] = {
        {false, BIL_CATALOGUE_JSON, {"60000", 5}, {"-6", 2}, {"", 0}, {"", 0}},
        {false, BIL_CATALOGUE_DOMAINS, {"cura,AUT", 8}, {"cura,", 5}, {"", 0}, {"", 0}},
        {false, BIL_CATALOGUE_LEVELS, {"cura,3", 6}, {"cura,9", 6}, {"", 0}, {"", 0}},
        {false, BIL_CATALOGUE_SERVICES, {"hour,2800", 9}, {"hour,x", 6}, {"", 0}, {"", 0}},
        {false, BIL_CATALOGUE_EFFECTS, {"S02,cura", 8}, {"S99,cura", 8}, {"", 0}, {"", 0}},
        {false, BIL_CATALOGUE_SOURCES, {"pool,cash", 9}, {"pool,gold", 9}, {"", 0}, {"", 0}},
        {false, BIL_CATALOGUE_ELIGIBILITY, {"P03,*,1", 7}, {"P99,*,1", 7}, {"", 0}, {"", 0}},
        {false, BIL_CATALOGUE_RULES, {"threshold", 9}, {"limit", 5}, {"", 0}, {"", 0}},
        {false, BIL_CATALOGUE_PROVIDERS, {",2500", 5}, {",-2", 3}, {"", 0}, {"", 0}},
        {false, BIL_CATALOGUE_COPAY, {"sad,0", 5}, {"sad,x", 5}, {"", 0}, {"", 0}},
        {false, BIL_CATALOGUE_UNCERTAINTY, {"9500", 4}, {"-1", 2}, {"", 0}, {"", 0}},
    };
    static const char *const files[] = {
        "catalogue.json:", "domains.csv:", "levels.csv:",      "services.csv:",
        "effects.csv:",    "sources.csv:", "eligibility.csv:", "rules.csv:",
        "providers.csv:",  "copay.csv:",   "uncertainty.csv:"};
    base b;
    base_reading reading;
    base_open(&b);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        damage(&b, &all[i]);
    }
    base_read(&reading, &b, BASE_PLAN);
    assert_int_equal(reading.status, BIL_E_DATA);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        assert_non_null(base_fault(&reading.faults, files[i], "", false));
    }
    base_reading_close(&reading);
    base_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_base_itself_has_no_fault),
        cmocka_unit_test(every_damage_gives_its_fault),
        cmocka_unit_test(files_cut_short_anywhere_are_faults_or_whole),
        cmocka_unit_test(many_faults_of_many_files_come_in_one_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
