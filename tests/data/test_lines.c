/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/file.h"
#include "data/lines.h"

typedef struct {
    char path[64];
    bil_lines *lines;
    bil_text line;
    bool more;
    bool cut;
} reading;

static void open_text(reading *r, const char *bytes, size_t size)
{
    *r = (reading){0};
    (void)snprintf(r->path, sizeof r->path, "/tmp/bilancia-test-lines-%ld", (long)getpid());
    assert_int_equal(bil_file_write(r->path, bytes, size, NULL), BIL_OK);
    assert_int_equal(bil_lines_open(&r->lines, r->path, NULL), BIL_OK);
}

static void next(reading *r, size_t size_max)
{
    assert_int_equal(bil_lines_next(&r->line, &r->more, &r->cut, size_max, r->lines, NULL), BIL_OK);
}

static void close_text(reading *r)
{
    bil_lines_close(r->lines);
    bil_text_release(&r->line);
    (void)remove(r->path);
}

/* The lines of a text, parted by '|'. */
static void expect(const char *text, const char *wanted, size_t lines)
{
    reading r;
    char all[256] = "";
    open_text(&r, text, strlen(text));
    for (next(&r, 100); r.more; next(&r, 100)) {
        assert_true(strlen(all) + r.line.size + 2 < sizeof all);
        memcpy(all + strlen(all), r.line.bytes, r.line.size + 1);
        (void)memcpy(all + strlen(all), "|", 2);
        assert_false(r.cut);
    }
    assert_string_equal(all, wanted);
    assert_int_equal(bil_lines_number(r.lines), lines);
    next(&r, 100);
    assert_false(r.more); /* the end stays the end */
    close_text(&r);
}

static void lines_end_as_files_of_both_kinds_end_them(void **state)
{
    (void)state;
    expect("", "", 0);
    expect("one", "one|", 1);
    expect("one\n", "one|", 1);
    expect("one\r\ntwo\n", "one|two|", 2);
    expect("\n\ntwo\r", "||two|", 3);
}

static void a_line_may_be_longer_than_what_is_read_at_once(void **state)
{
    (void)state;
    enum { LONG = 150000 };
    static char text[LONG + 8];
    reading r;
    memset(text, 'x', LONG);
    memcpy(text + LONG, "\nend\n", 6);
    open_text(&r, text, LONG + 5);
    next(&r, LONG);
    assert_int_equal(r.line.size, LONG);
    assert_false(r.cut);
    next(&r, LONG);
    assert_string_equal(r.line.bytes, "end");
    close_text(&r);
    open_text(&r, text, LONG + 5);
    next(&r, 1000); /* too long: cut, and the next one is still the next one */
    assert_int_equal(r.line.size, 1000);
    assert_true(r.cut);
    next(&r, 1000);
    assert_string_equal(r.line.bytes, "end");
    assert_false(r.cut);
    assert_int_equal(bil_lines_number(r.lines), 2);
    close_text(&r);
}

static void what_cannot_be_read_is_told(void **state)
{
    (void)state;
    bil_lines *lines = NULL;
    bil_error err = {0};
    assert_int_equal(bil_lines_open(&lines, "/tmp/bilancia-no-such-file", &err), BIL_E_NO_INPUT);
    assert_non_null(strstr(err.message_it, "non c’è"));
    reading r = {0};
    assert_int_equal(bil_lines_open(&r.lines, "/tmp", NULL), BIL_OK);
    assert_int_equal(bil_lines_next(&r.line, &r.more, &r.cut, 100, r.lines, &err), BIL_E_NO_INPUT);
    bil_lines_close(r.lines);
    bil_text_release(&r.line);
    bil_lines_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_as_files_of_both_kinds_end_them),
        cmocka_unit_test(a_line_may_be_longer_than_what_is_read_at_once),
        cmocka_unit_test(what_cannot_be_read_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
