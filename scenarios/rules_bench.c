/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/rules_bench.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "data/file.h"
#include "data/json.h"
#include "scenarios/batch_impl.h"
#include "solver/rules.h"

enum { FOLDER_MODE = 0777, SCENARIO_MAX = 1 << 20 };

/* --- the scenario ----------------------------------------------------------------------------- */

/* One that needs a planner's file has no place in a comparison that anybody can repeat. */
static bool takes_part(bil_share_by rule)
{
    return strcmp(bil_share_by_code(rule), "custom") != 0;
}

static void put_scenario(bil_text *out, const bil_rules_bench *bench)
{
    bil_json_writer json;
    bil_json_writer_init(&json, out, false);
    bil_json_begin_object(&json, NULL);
    bil_json_put_text(&json, "format", "bilancia-scenario");
    bil_json_put_integer(&json, "version", 1);
    bil_json_put_text(&json, "name", "rules");
    bil_json_begin_object(&json, "district");
    bil_json_put_text(&json, "profile", bench->profile);
    bil_json_put_integer(&json, "persons", bench->persons);
    bil_json_end_object(&json);
    bil_json_begin_array(&json, "rules");
    for (bil_share_by rule = 0; rule < BIL_SHARE_BY_COUNT; rule++) {
        if (takes_part(rule)) {
            bil_json_put_text(&json, NULL, bil_share_by_code(rule));
        }
    }
    bil_json_end_array(&json);
    bil_json_inline(&json);
    bil_json_begin_array(&json, "seeds");
    for (int64_t k = 0; k < bench->districts; k++) {
        bil_json_put_integer(&json, NULL, bench->first_seed + k);
    }
    bil_json_end_array(&json);
    bil_json_put_decimal(&json, "gap", bench->gap_e9, 9);
    bil_json_end_object(&json);
    bil_json_finish(&json);
}

static bil_status write_once(const char *path, const bil_text *text, bil_error *err)
{
    if (!bil_file_exists(path)) {
        return bil_file_write(path, text->bytes, text->size, err);
    }
    bil_text there;
    bil_text_init(&there);
    bil_status status = bil_file_read(&there, path, SCENARIO_MAX, err);
    if (status == BIL_OK &&
        (there.size != text->size || memcmp(there.bytes, text->bytes, text->size) != 0)) {
        status = bil_fail(err, BIL_E_CANT_WRITE, path,
                          "la cartella contiene già un altro confronto: scegline un’altra",
                          "the folder holds another comparison already: choose another");
    }
    bil_text_release(&there);
    return status;
}

bil_status bil_rules_bench_write(const char *folder, const bil_rules_bench *bench, bil_error *err)
{
    bil_text path;
    bil_text text;
    bil_text_init(&path);
    bil_text_init(&text);
    bil_file_join(&path, folder, BIL_RULES_BENCH_SCENARIO);
    put_scenario(&text, bench);
    bil_status status = path.failed || text.failed ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK && mkdir(folder, FOLDER_MODE) != 0 && errno != EEXIST) {
        status = bil_fail_with(err, BIL_E_CANT_WRITE, folder, "non si può creare la cartella «%s»",
                               "the folder \"%s\" cannot be made", folder);
    }
    if (status == BIL_OK) {
        status = write_once(path.bytes, &text, err);
    }
    bil_text_release(&path);
    bil_text_release(&text);
    return status;
}

/* --- the report ------------------------------------------------------------------------------- */

typedef struct {
    const bil_batch *batch;
    const char *folder;
    bil_batch_bounds bounds;
} reporting;

/* The scenario has no combinations: its rules are its groups. */
static bil_status report_rule(bil_rule_report *out, const reporting *r, size_t group,
                              bil_error *err)
{
    bil_seeds seeds;
    const bil_status status =
        bil_seeds_read(&seeds, r->batch, r->folder, group, &r->bounds, 0, err);
    if (status == BIL_OK) {
        out->runs = seeds.done;
        out->failed = seeds.count - seeds.done;
        out->mean = seeds.mean;
        seeds.mean = NULL;
        bil_seeds_free(&seeds);
    }
    return status;
}

static bil_status report_rules(bil_rules_report *out, const reporting *r, bil_error *err)
{
    bil_status status = BIL_OK;
    out->rules = bil_arena_alloc(out->arena, BIL_SHARE_BY_COUNT, sizeof *out->rules);
    if (out->rules == NULL) {
        return bil_fail_nomem(err);
    }
    for (bil_share_by rule = 0; status == BIL_OK && rule < BIL_SHARE_BY_COUNT; rule++) {
        if (takes_part(rule)) {
            bil_rule_report *made = &out->rules[out->rule_count++];
            made->code = bil_share_by_code(rule);
            made->says = bil_share_by_words(rule);
            status = report_rule(made, r, out->rule_count - 1, err);
        }
    }
    return status;
}

static bil_status fill(bil_rules_report *out, reporting *r, const bil_rules_bench *bench,
                       bil_error *err)
{
    out->profile = bil_arena_text(out->arena, bench->profile);
    out->persons = bench->persons;
    out->first_seed = bench->first_seed;
    out->districts = (size_t)bench->districts;
    out->gap_e9 = bench->gap_e9;
    if (out->profile == NULL) {
        return bil_fail_nomem(err);
    }
    const bil_status status = bil_batch_bounds_read(&r->bounds, r->batch, r->folder, err);
    return status == BIL_OK ? report_rules(out, r, err) : status;
}

bil_status bil_rules_bench_report(bil_rules_report **out, const bil_batch *batch,
                                  const char *folder, const bil_rules_bench *bench, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    bil_rules_report *made = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *made);
    reporting r = {.batch = batch, .folder = folder};
    bil_status status = made == NULL ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK) {
        made->arena = arena;
        status = fill(made, &r, bench, err);
    }
    bil_batch_bounds_free(&r.bounds);
    if (status == BIL_OK) {
        *out = made;
    } else if (made != NULL && made->arena != NULL) {
        bil_rules_report_free(made);
    } else {
        bil_arena_free(arena);
    }
    return status;
}
