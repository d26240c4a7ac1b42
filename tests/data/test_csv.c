/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data/csv.h"
#include "engine/arena.h"
#include "engine/text.h"

typedef struct {
    bil_arena *arena;
    bil_faults faults;
    bil_csv *table;
    bil_status status;
} reading;

static void read_bytes(reading *r, const char *bytes, size_t size, bil_csv_options options)
{
    *r = (reading){.arena = bil_arena_new()};
    options.file = "t.csv";
    bil_faults_init(&r->faults, r->arena);
    r->status = bil_csv_read(&r->table, bytes, size, options, &r->faults, NULL);
}

static void read_text(reading *r, const char *text)
{
    read_bytes(r, text, strlen(text), (bil_csv_options){0});
}

static void close_reading(reading *r)
{
    bil_csv_free(r->table);
    bil_arena_free(r->arena);
}

static void one_fault(const char *text, const char *where, const char *found)
{
    reading r;
    read_text(&r, text);
    assert_int_equal(r.faults.errors, 1);
    assert_string_equal(r.faults.items[0].where, where);
    assert_string_equal(r.faults.items[0].found, found);
    assert_true(r.faults.items[0].expected.it[0] != '\0');
    assert_true(r.faults.items[0].expected.en[0] != '\0');
    close_reading(&r);
}

static void quotes_commas_and_line_ends_follow_the_standard(void **state)
{
    (void)state;
    static const char *const forms[] = {
        "a,b\n1,\"x, \"\"y\"\"\nz\"\n,\n",
        "a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n,\r\n",
        "a,b\n1,\"x, \"\"y\"\"\nz\"\n,",
        "\xEF\xBB\xBF\"a\",b\n1,\"x, \"\"y\"\"\nz\"\n\"\",\"\"\n",
        "\"a\",\"b\"\n\"1\",\"x, \"\"y\"\"\nz\"\n,\n\n\n",
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        reading r;
        read_text(&r, forms[i]);
        assert_int_equal(r.status, BIL_OK);
        assert_int_equal(r.faults.count, 0);
        assert_int_equal(bil_csv_column_count(r.table), 2);
        assert_int_equal(bil_csv_row_count(r.table), 2);
        assert_string_equal(bil_csv_column(r.table, 0), "a");
        assert_string_equal(bil_csv_column(r.table, 1), "b");
        assert_string_equal(bil_csv_cell(r.table, 0, 0), "1");
        assert_string_equal(bil_csv_cell(r.table, 0, 1), "x, \"y\"\nz");
        assert_string_equal(bil_csv_cell(r.table, 1, 0), "");
        assert_string_equal(bil_csv_cell(r.table, 1, 1), "");
        close_reading(&r);
    }
}

static void spaces_belong_to_the_field(void **state)
{
    (void)state;
    reading r;
    read_text(&r, "a,b\n x , y\n");
    assert_string_equal(bil_csv_cell(r.table, 0, 0), " x ");
    assert_string_equal(bil_csv_cell(r.table, 0, 1), " y");
    close_reading(&r);
}

static void rows_are_numbered_as_a_spreadsheet_does(void **state)
{
    (void)state;
    reading r;
    read_text(&r, "\na,b\n\n1,\"two\nlines\"\n\n\n2,x\n");
    assert_int_equal(r.faults.count, 0);
    assert_int_equal(bil_csv_row_count(r.table), 2);
    assert_int_equal(bil_csv_row_number(r.table, 0), 4);
    assert_int_equal(bil_csv_row_number(r.table, 1), 7);
    close_reading(&r);
}

static void a_quoted_empty_line_of_one_column_is_a_row(void **state)
{
    (void)state;
    reading r;
    read_text(&r, "a\n\"\"\n\nx\n");
    assert_int_equal(bil_csv_row_count(r.table), 2);
    assert_string_equal(bil_csv_cell(r.table, 0, 0), "");
    close_reading(&r);
}

static void faults_of_form_tell_row_and_column(void **state)
{
    (void)state;
    one_fault("a,b\n1,x\"y\n", "t.csv:2:b", "x\"y");
    one_fault("a,b\n1,\"x\"y\n", "t.csv:2:b", "y");
    one_fault("a,b\n1,\"x\" \n", "t.csv:2:b", " ");
    one_fault("a,b\n1,\"xy\n", "t.csv:2:b", "\"xy?");
    one_fault("a,b\n1,2\n1,2,3\n", "t.csv:3", "3");
    one_fault("a,b\n1\n", "t.csv:2", "1");
    one_fault("a,b\n1,x\ry\n", "t.csv:2:b", "x?y");
    one_fault("a,b\n1,x\xE8\n", "t.csv:2:b", "x?");
    one_fault("a,b\n1,\"\xED\xA0\x80\"\n", "t.csv:2:b", "???");
    one_fault("a,\xFF\n1,2\n", "t.csv:1:2", "?");
    one_fault("", "t.csv:1", "EOF");
    one_fault("\n\r\n", "t.csv:1", "EOF");
    one_fault("\xEF\xBB\xBF", "t.csv:1", "EOF");
}

static void a_null_byte_is_a_fault(void **state)
{
    (void)state;
    reading r;
    static const char text[] = "a,b\n1,x\0y\n\"\0\",2\n";
    read_bytes(&r, text, sizeof text - 1, (bil_csv_options){0});
    assert_int_equal(r.faults.errors, 2);
    assert_string_equal(r.faults.items[0].where, "t.csv:2:b");
    assert_string_equal(r.faults.items[1].where, "t.csv:3:a");
    close_reading(&r);
}

static void all_faults_come_in_one_pass(void **state)
{
    (void)state;
    reading r;
    read_text(&r, "a,b\n1,x\"y\n1\n\"z\"z,\xFF\n1,2\n1,2,3\n\"end,2\n");
    assert_int_equal(r.status, BIL_OK);
    assert_string_equal(r.faults.items[0].where, "t.csv:2:b");
    assert_string_equal(r.faults.items[1].where, "t.csv:3");
    assert_string_equal(r.faults.items[2].where, "t.csv:4:a");
    assert_string_equal(r.faults.items[3].where, "t.csv:4:b");
    assert_string_equal(r.faults.items[4].where, "t.csv:6");
    assert_string_equal(r.faults.items[5].where, "t.csv:7:a");
    assert_string_equal(r.faults.items[6].where, "t.csv:7");
    assert_int_equal(r.faults.count, 7);
    assert_int_equal(bil_csv_row_count(r.table), 3);
    close_reading(&r);
}

static void columns_are_found_by_name_in_any_order(void **state)
{
    (void)state;
    static const char *const names[] = {"code", "name", "price"};
    size_t places[3];
    reading r;
    read_text(&r, "price,code,name\n1,2,3\n");
    assert_true(bil_csv_find_columns(places, r.table, names, 3, &r.faults));
    assert_int_equal(places[0], 1);
    assert_int_equal(places[1], 2);
    assert_int_equal(places[2], 0);
    close_reading(&r);
    read_text(&r, "prices,code,code\n1,2,3\n");
    assert_false(bil_csv_find_columns(places, r.table, names, 3, &r.faults));
    assert_int_equal(places[0], 1);
    assert_true(places[1] == BIL_CSV_NO_COLUMN);
    assert_int_equal(r.faults.errors, 4);
    assert_string_equal(r.faults.items[0].where, "t.csv:1:1");
    assert_string_equal(r.faults.items[0].fix.it, "forse volevi «price»?");
    assert_string_equal(r.faults.items[1].where, "t.csv:1:3");
    assert_string_equal(r.faults.items[2].expected.it, "la colonna «name»");
    assert_string_equal(r.faults.items[3].expected.en, "the column \"price\"");
    close_reading(&r);
    read_text(&r, "code;name;price\n1;2;3\n");
    assert_false(bil_csv_find_columns(places, r.table, names, 3, &r.faults));
    assert_int_equal(r.faults.errors, 1);
    assert_non_null(strstr(r.faults.items[0].fix.en, "comma"));
    close_reading(&r);
}

static void limits_are_faults_too(void **state)
{
    (void)state;
    bil_text text;
    reading r;
    read_bytes(&r, "a,b\n1,2\n", 8, (bil_csv_options){.size_max = 7});
    assert_int_equal(r.status, BIL_E_DATA);
    assert_string_equal(r.faults.items[0].found, "8 bytes");
    close_reading(&r);
    read_bytes(&r, "a\n1\n2\n3\n", 8, (bil_csv_options){.rows_max = 2});
    assert_int_equal(r.status, BIL_OK);
    assert_string_equal(r.faults.items[0].where, "t.csv:4");
    assert_int_equal(bil_csv_row_count(r.table), 2);
    close_reading(&r);

    bil_text_init(&text);
    for (int i = 0; i < BIL_CSV_COLUMNS_MAX; i++) {
        bil_text_add(&text, i == 0 ? "a" : ",a");
    }
    read_text(&r, text.bytes);
    assert_int_equal(r.status, BIL_OK);
    close_reading(&r);
    bil_text_add(&text, ",a");
    read_text(&r, text.bytes);
    assert_int_equal(r.status, BIL_E_DATA);
    assert_string_equal(r.faults.items[0].found, "65");
    close_reading(&r);
    bil_text_release(&text);

    bil_text_add(&text, "a\n");
    for (int i = 0; i < BIL_CSV_FIELD_MAX; i++) {
        bil_text_add(&text, "x");
    }
    read_text(&r, text.bytes);
    assert_int_equal(r.faults.count, 0);
    close_reading(&r);
    bil_text_add(&text, "x");
    read_text(&r, text.bytes);
    assert_int_equal(r.faults.errors, 1);
    assert_string_equal(r.faults.items[0].where, "t.csv:2:a");
    assert_string_equal(r.faults.items[0].found, "16385 bytes");
    close_reading(&r);
    bil_text_release(&text);
}

static void a_hundred_thousand_rows_are_read(void **state)
{
    (void)state;
    bil_text text;
    reading r;
    bil_text_init(&text);
    bil_text_add(&text, "a,b\n");
    for (int i = 0; i < BIL_CSV_ROWS_MAX; i++) {
        bil_text_addf(&text, "%d,x\n", i);
    }
    read_text(&r, text.bytes);
    assert_int_equal(r.faults.count, 0);
    assert_int_equal(bil_csv_row_count(r.table), BIL_CSV_ROWS_MAX);
    assert_string_equal(bil_csv_cell(r.table, BIL_CSV_ROWS_MAX - 1, 0), "99999");
    close_reading(&r);
    bil_text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_commas_and_line_ends_follow_the_standard),
        cmocka_unit_test(spaces_belong_to_the_field),
        cmocka_unit_test(rows_are_numbered_as_a_spreadsheet_does),
        cmocka_unit_test(a_quoted_empty_line_of_one_column_is_a_row),
        cmocka_unit_test(faults_of_form_tell_row_and_column),
        cmocka_unit_test(a_null_byte_is_a_fault),
        cmocka_unit_test(all_faults_come_in_one_pass),
        cmocka_unit_test(columns_are_found_by_name_in_any_order),
        cmocka_unit_test(limits_are_faults_too),
        cmocka_unit_test(a_hundred_thousand_rows_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
