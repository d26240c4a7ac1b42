/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/synth.h"

#include "data/folder.h"

enum { TELL_EVERY = 256 };

static bool goes_on(const bil_synth_settings *settings, int64_t done)
{
    const bil_progress step = {.stage = "persons",
                               .phase_blocks = 1,
                               .stage_index = (int)done,
                               .stage_count = (int)settings->persons};
    return settings->progress == NULL || settings->progress(&step, settings->payload);
}

static bil_status write_persons(bil_folder *folder, bil_synth_totals *totals,
                                const bil_synth_profile *profile,
                                const bil_synth_settings *settings, bil_error *err)
{
    bil_text line;
    bil_text_init(&line);
    bil_status status = BIL_OK;
    bil_folder_file(folder, BIL_DISTRICT_PERSONS);
    for (int64_t k = 1; k <= settings->persons && status == BIL_OK; k++) {
        if (k % TELL_EVERY == 1 && !goes_on(settings, k - 1)) {
            status =
                bil_fail(err, BIL_E_STOPPED, "", "interrotto: il distretto non è stato scritto",
                         "stopped: the district was not written");
            break;
        }
        line.size = 0; /* its room is kept */
        bil_synth_person(&line, totals, profile, settings->seed, (uint64_t)k);
        if (line.failed) {
            status = bil_fail_nomem(err);
        } else {
            bil_folder_add(folder, line.bytes, line.size);
        }
        if (bil_folder_failed(folder)) {
            break; /* the folder's end will tell why */
        }
    }
    bil_text_release(&line);
    return status;
}

static bil_status write_district(bil_folder *folder, const bil_synth_totals *totals,
                                 const bil_synth_profile *profile, uint64_t seed, bil_error *err)
{
    bil_text text;
    bil_text_init(&text);
    const bil_status status = bil_synth_district(&text, totals, profile, seed, err);
    if (status == BIL_OK) {
        bil_folder_file(folder, BIL_DISTRICT_FILE);
        bil_folder_add(folder, text.bytes, text.size);
    }
    bil_text_release(&text);
    return status;
}

bil_status bil_synth(const char *path, const bil_synth_profile *profile,
                     const bil_synth_settings *settings, bil_error *err)
{
    bil_folder *folder = NULL;
    bil_arena *arena = bil_arena_new();
    bil_synth_totals *totals = arena == NULL ? NULL : bil_synth_totals_new(profile, arena);
    bil_status status = totals == NULL ? bil_fail_nomem(err) : bil_folder_begin(&folder, path, err);
    if (status == BIL_OK) {
        status = write_persons(folder, totals, profile, settings, err);
        if (status == BIL_OK) {
            status = write_district(folder, totals, profile, settings->seed, err);
        }
        if (status == BIL_OK) {
            status = bil_folder_commit(folder, err);
        } else {
            bil_folder_abandon(folder);
        }
    }
    bil_arena_free(arena);
    return status;
}
