/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a profile against the tiny valid catalogue; whatever it says, the persons drawn from
 * it are read without a fault. */
#include <string.h>

#include "data/synth.h"
#include "tests/data/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void read_again(const bil_text *line, const bil_catalogue *catalogue, bil_faults *faults)
{
    static const char *const more[] = {"requested_on", "intensity"};
    bil_json *document = NULL;
    bil_case *person = NULL;
    BIL_ASSERT(bil_json_read(&document, line->bytes, line->size,
                             (bil_json_options){.file = "person"}, faults, NULL) == BIL_OK);
    BIL_ASSERT(bil_case_read_value(&person, bil_json_root(document), more, 2, NULL, catalogue,
                                   NULL) == BIL_OK);
    bil_case_free(person);
    bil_json_free(document);
}

static void use(const bil_synth_profile *profile, const bil_catalogue *catalogue, bil_arena *arena,
                bil_faults *faults)
{
    bil_text text;
    bil_text_init(&text);
    bil_synth_totals *totals = bil_synth_totals_new(profile, arena);
    BIL_ASSERT(totals != NULL);
    for (uint64_t k = 1; k <= 4; k++) {
        text.size = 0;
        bil_synth_person(&text, totals, profile, 7, k);
        BIL_ASSERT(!text.failed && text.bytes[text.size - 1] == '\n');
        read_again(&text, catalogue, faults);
    }
    text.size = 0;
    BIL_ASSERT(bil_synth_district(&text, totals, profile, 7, NULL) == BIL_OK);
    bil_text_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const base_reading *valid = base_once();
    bil_faults faults;
    bil_synth_profile *profile = NULL;
    bil_arena *arena = bil_arena_new();
    BIL_ASSERT(arena != NULL);
    bil_faults_init(&faults, arena);
    const bil_status status = bil_synth_profile_read(&profile, "fuzz", (const char *)bytes, size,
                                                     valid->catalogue, &faults, NULL);
    BIL_ASSERT(status == BIL_OK || status == BIL_E_DATA);
    BIL_ASSERT((status == BIL_OK) == (faults.errors == 0));
    if (status == BIL_OK) {
        use(profile, valid->catalogue, arena, &faults);
    }
    bil_synth_profile_free(profile);
    bil_arena_free(arena);
    return 0;
}
