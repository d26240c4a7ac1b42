/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes written into any text that is a case: it stays one, and is the case changed in memory. */
#include <stdlib.h>

#include "data/case_change.h"
#include "tests/data/base.h"
#include "tests/support/same_case.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { CHANGES_MAX = 12 };

/* One of each kind that the case has something for, but money: that may be at its most already. */
static size_t changes_for(const bil_case *person, bil_change *out)
{
    const struct {
        bil_change_kind kind;
        size_t count;
    } drops[] = {{BIL_CHANGE_DROP_MUST, person->wishes.must_count},
                 {BIL_CHANGE_DROP_MUST_NOT, person->wishes.must_not_count},
                 {BIL_CHANGE_DROP_FIXED, person->wishes.fixed_count},
                 {BIL_CHANGE_DROP_KEEP, person->in_place_count},
                 {BIL_CHANGE_DROP_AT_LEAST, person->need_count},
                 {BIL_CHANGE_DROP_OVERRIDE, person->override_count}};
    size_t count = 0;
    for (size_t i = 0; i < sizeof drops / sizeof drops[0]; i++) {
        if (drops[i].count > 0) {
            out[count++] = (bil_change){.kind = drops[i].kind, .index = drops[i].count - 1};
        }
    }
    out[count++] = (bil_change){.kind = BIL_CHANGE_WAIVE, .index = 1};
    out[count++] = (bil_change){.kind = BIL_CHANGE_SET, .phase = 0, .amount = 3};
    out[count++] = (bil_change){.kind = BIL_CHANGE_MUST, .what = "setting:home"};
    out[count++] = (bil_change){.kind = BIL_CHANGE_FIX, .index = 1, .amount = 2};
    return count;
}

static bool is_full(const bil_case *person)
{
    const size_t nearly = BIL_CASE_LIST_MAX - BIL_PHASES_MAX - 1;
    return person->wishes.must_count > nearly || person->override_count > nearly;
}

static void change(const bil_case *person, const uint8_t *bytes, size_t size, bil_faults *faults)
{
    bil_change changes[CHANGES_MAX];
    bil_case *expected = NULL;
    bil_case *again = NULL;
    bil_text text;
    const size_t count = changes_for(person, changes);
    bil_text_init(&text);
    BIL_ASSERT(bil_case_changed(&expected, person, changes, count, "perché", NULL) == BIL_OK);
    BIL_ASSERT(bil_case_change_text(&text, (const char *)bytes, size, person, changes, count,
                                    "perché", NULL) == BIL_OK);
    const bil_status status =
        bil_case_read(&again, "again", text.bytes, text.size, person->catalogue, faults, NULL);
    BIL_ASSERT(status == BIL_OK || is_full(person));
    BIL_ASSERT(status != BIL_OK || case_difference(expected, again) == NULL);
    bil_case_free(again);
    bil_case_free(expected);
    bil_text_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const base_reading *valid = base_once();
    bil_faults faults;
    bil_case *person = NULL;
    bil_arena *arena = bil_arena_new();
    BIL_ASSERT(arena != NULL);
    bil_faults_init(&faults, arena);
    if (bil_case_read(&person, "fuzz", (const char *)bytes, size, valid->catalogue, &faults,
                      NULL) == BIL_OK) {
        change(person, bytes, size, &faults);
    }
    bil_case_free(person);
    bil_arena_free(arena);
    return 0;
}
