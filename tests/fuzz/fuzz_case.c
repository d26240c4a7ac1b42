/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a case against the tiny valid catalogue. */
#include <stdlib.h>
#include <string.h>

#include "engine/money.h"
#include "tests/data/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* What the reader promises to everybody who reads a case. */
static void use(const bil_case *person)
{
    BIL_ASSERT(person->phase_count >= 1 && person->phase_count <= BIL_PHASES_MAX);
    BIL_ASSERT(person->phases[0].start == person->start && person->id[0] != '\0');
    for (size_t i = 0; i < person->need_count; i++) {
        const bil_need *need = &person->needs[i];
        BIL_ASSERT(i == 0 || strcmp(person->needs[i - 1].id, need->id) < 0);
        BIL_ASSERT(need->domain < person->catalogue->domain_count);
        BIL_ASSERT(need->file_order < person->need_count && bil_need_weight(need) > 0);
        BIL_ASSERT(need->floor_bp >= 0 && need->floor_bp <= 10000);
    }
    for (size_t i = 0; i < person->source_count; i++) {
        BIL_ASSERT(i == 0 || person->sources[i - 1].source < person->sources[i].source);
        for (size_t phase = 0; phase < person->phase_count; phase++) {
            BIL_ASSERT(bil_case_source_month(person, &person->sources[i], phase) >= 0);
        }
    }
    for (size_t i = 1; i < person->in_place_count; i++) {
        BIL_ASSERT(person->in_place[i - 1].service < person->in_place[i].service);
    }
    for (size_t i = 1; i < person->wishes.fixed_count; i++) {
        BIL_ASSERT(person->wishes.fixed[i - 1].service < person->wishes.fixed[i].service);
    }
    for (size_t i = 0; i < person->phase_count; i++) {
        const bil_phase *phase = &person->phases[i];
        BIL_ASSERT(phase->months >= 1 && phase->start >= person->start);
        for (size_t k = 0; k < person->need_count; k++) {
            BIL_ASSERT(phase->targets[k] >= 0);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const base_reading *valid = base_once();
    bil_faults faults;
    bil_case *person = NULL;
    bil_arena *arena = bil_arena_new();
    BIL_ASSERT(arena != NULL);
    bil_faults_init(&faults, arena);
    bil_status status =
        bil_case_read(&person, "fuzz", (const char *)bytes, size, valid->catalogue, &faults, NULL);
    BIL_ASSERT(status == BIL_OK || status == BIL_E_DATA);
    BIL_ASSERT((status == BIL_OK) == (faults.errors == 0));
    if (status == BIL_OK) {
        use(person);
    }
    bil_case_free(person);
    bil_arena_free(arena);
    return 0;
}
