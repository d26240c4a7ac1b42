/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/documents/golden.h"

#include "data/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void golden_compare(const bil_text *text, const char *path)
{
    assert_false(text->failed);
    assert_true(bil_utf8_valid(text->bytes, text->size));
    if (getenv("BIL_GOLDEN_UPDATE") != NULL) { /* NOLINT(concurrency-mt-unsafe) */
        assert_int_equal(bil_file_write(path, text->bytes, text->size, NULL), BIL_OK);
    }
    bil_text golden;
    bil_text_init(&golden);
    assert_int_equal(bil_file_read(&golden, path, 1 << 20, NULL), BIL_OK);
    if (golden.size != text->size || memcmp(golden.bytes, text->bytes, text->size) != 0) {
        print_error("%s differs; look at the difference, then BIL_GOLDEN_UPDATE=1\n", path);
        assert_string_equal(golden.bytes, text->bytes);
    }
    bil_text_release(&golden);
}
