/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a plan for the tiny valid case: what can be read is checked without harm, and
 * written, read and written again gives the same bytes. */
#include <stdlib.h>
#include <string.h>

#include "engine/check.h"
#include "tests/data/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bil_status read_plan(bil_plan **out, const char *bytes, size_t size,
                            const base_reading *valid, bil_faults *faults)
{
    bil_plan_file file = {"fuzz", bytes, size, 0};
    return bil_plan_read(out, &file, valid->catalogue, valid->person, faults, NULL);
}

static void use(const bil_plan *plan, const base_reading *valid, bil_faults *faults)
{
    bil_text once;
    bil_text twice;
    bil_plan *again = NULL;
    bil_verdict verdict;
    bil_text_init(&once);
    bil_text_init(&twice);
    BIL_ASSERT(bil_check(&verdict, plan, valid->person, faults->arena, NULL) == BIL_OK);
    BIL_ASSERT(bil_plan_write(&once, plan, NULL, 0, NULL) == BIL_OK);
    if (once.size <= BIL_JSON_SIZE_MAX) {
        BIL_ASSERT(read_plan(&again, once.bytes, once.size, valid, faults) == BIL_OK);
        BIL_ASSERT(bil_plan_write(&twice, again, NULL, 0, NULL) == BIL_OK);
        BIL_ASSERT(strcmp(once.bytes, twice.bytes) == 0);
    }
    bil_plan_free(again);
    bil_text_release(&once);
    bil_text_release(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const base_reading *valid = base_once();
    bil_faults faults;
    bil_plan *plan = NULL;
    bil_arena *arena = bil_arena_new();
    BIL_ASSERT(arena != NULL);
    bil_faults_init(&faults, arena);
    bil_status status = read_plan(&plan, (const char *)bytes, size, valid, &faults);
    BIL_ASSERT(status == BIL_OK || status == BIL_E_DATA);
    BIL_ASSERT((status == BIL_OK) == (faults.errors == 0));
    if (status == BIL_OK) {
        use(plan, valid, &faults);
    }
    bil_plan_free(plan);
    bil_arena_free(arena);
    return 0;
}
