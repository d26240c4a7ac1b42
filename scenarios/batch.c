/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a scenario to the list of its cells. */

#include "scenarios/batch.h"

#include <stdio.h>
#include <string.h>

#include "data/digest.h"
#include "data/file.h"
#include "scenarios/batch_impl.h"
#include "solver/rules.h"

enum { PIECE = 8192 };

const char *const *bil_batch_rules(void)
{
    static const char *names[BIL_SHARE_BY_COUNT + 1];
    size_t count = 0;
    for (int i = 0; i < BIL_SHARE_BY_COUNT; i++) {
        names[count++] = bil_share_by_code((bil_share_by)i);
    }
    return names;
}

bool bil_batch_path(bil_text *out, const char *folder, const char *part, const char *id,
                    const char *suffix)
{
    out->size = 0;
    bil_file_join(out, folder, part);
    bil_text_addf(out, "/%s%s", id, suffix);
    return !out->failed;
}

bool bil_batch_district(bil_text *out, const bil_batch *batch, const char *folder,
                        const bil_cell *cell)
{
    char seed[32];
    if (batch->district != NULL) {
        out->size = 0;
        bil_text_add(out, batch->district);
        return !out->failed;
    }
    /* The profile's digest too: another profile is another district. */
    (void)snprintf(seed, sizeof seed, "%lld-%.8s", (long long)cell->seed, batch->sha256);
    return bil_batch_path(out, folder, "districts", seed, "");
}

/* ---- where the district is ---- */

const char *bil_batch_beside(bil_arena *arena, const char *scenario, const char *name)
{
    const char *slash = strrchr(scenario, '/');
    bil_text text;
    bil_text_init(&text);
    if (name[0] != '/' && slash != NULL) {
        bil_text_add_n(&text, scenario, (size_t)(slash - scenario) + 1);
    }
    bil_text_add(&text, name);
    const char *kept = text.failed ? NULL : bil_arena_text(arena, text.bytes);
    bil_text_release(&text);
    return kept;
}

/* Lines that are not empty are added to `*lines`. */
static bil_status digest_file(bil_digest *digest, int64_t *lines, const char *path, bil_error *err)
{
    unsigned char last = '\n';
    unsigned char piece[PIECE];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return bil_fail_with(err, BIL_E_NO_INPUT, path, "«%s» non si può leggere",
                             "\"%s\" cannot be read", path);
    }
    for (size_t size = PIECE; size == PIECE;) {
        size = fread(piece, 1, sizeof piece, file);
        bil_digest_add(digest, piece, size);
        for (size_t i = 0; i < size; i++) {
            *lines += last == '\n' && piece[i] != '\n' ? 1 : 0;
            last = piece[i];
        }
    }
    const bool failed = ferror(file) != 0;
    (void)fclose(file);
    return failed ? bil_fail_with(err, BIL_E_IO, path, "la lettura di «%s» si è interrotta",
                                  "reading \"%s\" broke off", path)
                  : BIL_OK;
}

static bil_status digest_district(bil_batch *batch, bil_error *err)
{
    static const char *const files[] = {BIL_DISTRICT_FILE, BIL_DISTRICT_PERSONS};
    bil_digest digest;
    bil_text path;
    bil_status status = BIL_OK;
    bil_digest_init(&digest);
    bil_text_init(&path);
    if (!bil_file_is_folder(batch->district)) {
        return bil_fail_with(err, BIL_E_NO_INPUT, batch->district,
                             "«%s» non è la cartella di un distretto",
                             "\"%s\" is not a district's folder", batch->district);
    }
    for (size_t i = 0; status == BIL_OK && i < sizeof files / sizeof files[0]; i++) {
        path.size = 0;
        bil_file_join(&path, batch->district, files[i]);
        bil_digest_add(&digest, files[i], strlen(files[i]) + 1);
        batch->persons = 0; /* the last file is theirs, one a line */
        status = path.failed ? bil_fail_nomem(err)
                             : digest_file(&digest, &batch->persons, path.bytes, err);
    }
    bil_digest_hex(batch->sha256, &digest);
    bil_text_release(&path);
    return status;
}

static bil_status find_profile(bil_batch *batch, const char *path, bil_find_profile find,
                               bil_error *err)
{
    bil_digest digest;
    bil_text found;
    bil_text_init(&found);
    bil_digest_init(&digest);
    const char *near = bil_batch_beside(batch->arena, path, batch->scenario->profile);
    bil_status status = near == NULL ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK && bil_file_exists(near)) {
        batch->profile = near;
    } else if (status == BIL_OK) {
        status = find(&found, batch->scenario->profile, err);
        batch->profile = status == BIL_OK ? bil_arena_text(batch->arena, found.bytes) : NULL;
        status = status == BIL_OK && batch->profile == NULL ? bil_fail_nomem(err) : status;
    }
    if (status == BIL_OK) {
        status = digest_file(&digest, &batch->persons, batch->profile, err);
        batch->persons = batch->scenario->persons;
    }
    bil_digest_hex(batch->sha256, &digest);
    bil_text_release(&found);
    return status;
}

/* ---- cells ---- */

/* The same place in the list for rule and seed, whatever the point. */
typedef struct {
    size_t points; /* with the base */
    bool base;     /* is the first of them */
    size_t baseline;
} shape;

static shape shape_of(const bil_scenario *scenario, const char *const *names)
{
    shape s = {.base = false, .baseline = SIZE_MAX};
    s.base = scenario->baseline != NULL && strcmp(scenario->baseline, BIL_SCENARIO_BASE) == 0;
    s.points = scenario->point_count + (s.base ? 1 : 0);
    for (size_t p = 0; scenario->baseline != NULL && p < s.points; p++) {
        if (strcmp(names[p], scenario->baseline) == 0) {
            s.baseline = p;
        }
    }
    return s;
}

static const char **name_points(bil_batch *batch, size_t count, bool base)
{
    bil_text text;
    bil_text_init(&text);
    const char **names = bil_arena_alloc(batch->arena, count, sizeof *names);
    for (size_t p = 0; names != NULL && p < count; p++) {
        text.size = 0;
        if (base && p == 0) {
            bil_text_add(&text, BIL_SCENARIO_BASE);
        } else {
            bil_scenario_point_name(&text, batch->scenario, p - (base ? 1 : 0));
        }
        names[p] = text.failed ? NULL : bil_arena_text(batch->arena, text.bytes);
        names = names[p] == NULL ? NULL : names;
    }
    bil_text_release(&text);
    return names;
}

static size_t baseline_of(const bil_scenario *scenario, const shape *s, size_t point, size_t rule,
                          size_t seed)
{
    if (s->baseline == SIZE_MAX) {
        return SIZE_MAX;
    }
    for (size_t r = 0; scenario->baseline_rule != NULL && r < scenario->rule_count; r++) {
        if (strcmp(scenario->rules[r], scenario->baseline_rule) == 0) {
            if (point == s->baseline && r == rule) {
                return SIZE_MAX;
            }
            return (s->baseline * scenario->rule_count + r) * scenario->seed_count + seed;
        }
    }
    return point == s->baseline
               ? SIZE_MAX
               : (s->baseline * scenario->rule_count + rule) * scenario->seed_count + seed;
}

static bil_status list_cells(bil_batch *batch, bil_error *err)
{
    const bil_scenario *scenario = batch->scenario;
    const bool base =
        scenario->baseline != NULL && strcmp(scenario->baseline, BIL_SCENARIO_BASE) == 0;
    const char **names = name_points(batch, scenario->point_count + (base ? 1 : 0), base);
    if (names == NULL) {
        return bil_fail_nomem(err);
    }
    const shape s = shape_of(scenario, names);
    const size_t count = s.points * scenario->rule_count * scenario->seed_count;
    if (count > BIL_CELLS_MAX) {
        return bil_fail(err, BIL_E_DATA, scenario->name, "i casi da provare sono troppi",
                        "there are too many cells to try");
    }
    bil_cell *cells = bil_arena_alloc(batch->arena, count, sizeof *cells);
    for (size_t i = 0; cells != NULL && i < count; i++) {
        const size_t seed = i % scenario->seed_count;
        const size_t rule = i / scenario->seed_count % scenario->rule_count;
        const size_t point = i / scenario->seed_count / scenario->rule_count;
        const bil_batch_model *model = &batch->models[rule];
        cells[i] = (bil_cell){.name = names[point],
                              .model = model->sha256[0] == '\0' ? NULL : model,
                              .point = base ? (point == 0 ? SIZE_MAX : point - 1) : point,
                              .rule = scenario->rules[rule],
                              .seed = scenario->seeds[seed],
                              .family = SIZE_MAX,
                              .baseline = baseline_of(scenario, &s, point, rule, seed)};
    }
    batch->cells = cells;
    batch->cell_count = count;
    return cells == NULL ? bil_fail_nomem(err) : bil_batch_name_cells(batch, cells, err);
}

/* ---- parts ---- */

/* Digits only: no sign, no space. */
static bool read_count(size_t *out, const char **at)
{
    const char *from = *at;
    size_t count = 0;
    for (; **at >= '0' && **at <= '9' && count <= BIL_CELLS_MAX; (*at)++) {
        count = count * 10 + (size_t)(**at - '0');
    }
    *out = count;
    return *at > from && count >= 1 && count <= BIL_CELLS_MAX;
}

bool bil_batch_shard_parse(bil_batch_shard *out, const char *text)
{
    bil_batch_shard shard = {0};
    if (!read_count(&shard.number, &text) || *text++ != '/' || !read_count(&shard.of, &text) ||
        *text != '\0' || shard.number > shard.of) {
        return false;
    }
    *out = shard;
    return true;
}

void bil_batch_shard_turns(size_t *first, size_t *count, const bil_batch *batch,
                           const bil_batch_shard *shard)
{
    *first = 0;
    *count = batch->cell_count;
    if (shard->of > 0) {
        *first = batch->cell_count * (shard->number - 1) / shard->of;
        *count = batch->cell_count * shard->number / shard->of - *first;
    }
}

bil_status bil_batch_open(bil_batch **out, const char *path, const bil_catalogue *catalogue,
                          bil_find_profile find, bil_faults *faults, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    bil_batch *batch = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *batch);
    if (batch == NULL) {
        bil_arena_free(arena);
        return bil_fail_nomem(err);
    }
    *batch = (bil_batch){.arena = arena, .catalogue = catalogue};
    bil_status status =
        bil_scenario_load(&batch->scenario, path, catalogue, bil_batch_rules(), faults, err);
    if (status == BIL_OK && batch->scenario->folder != NULL) {
        batch->district = bil_batch_beside(arena, path, batch->scenario->folder);
        status = batch->district == NULL ? bil_fail_nomem(err) : digest_district(batch, err);
    } else if (status == BIL_OK) {
        status = find_profile(batch, path, find, err);
    }
    if (status == BIL_OK) {
        status = bil_batch_read_models(batch, path, err);
    }
    if (status == BIL_OK) {
        status = list_cells(batch, err);
    }
    if (status != BIL_OK) {
        bil_batch_close(batch);
        return status;
    }
    *out = batch;
    return BIL_OK;
}

void bil_batch_close(bil_batch *batch)
{
    if (batch != NULL) {
        bil_scenario_free(batch->scenario);
        bil_arena_free(batch->arena);
    }
}
