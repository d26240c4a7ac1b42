/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The models of the rules that planners wrote ("custom=mio.mod"): read once, when the scenario is,
 * so that what a cell is the digest of is what it is worked out with. */

#include <string.h>

#include "data/digest.h"
#include "data/file.h"
#include "scenarios/batch_impl.h"
#include "solver/rule.h"

static bil_status keep_model(bil_batch_model *out, bil_arena *arena, const char *path,
                             const bil_text *text, bil_error *err)
{
    out->text = (bil_gmpl){
        .name = path, .text = bil_arena_text_n(arena, text->bytes, text->size), .size = text->size};
    if (out->text.text == NULL) {
        return bil_fail_nomem(err);
    }
    bil_sha256_hex(out->sha256, text->bytes, text->size);
    return bil_custom_check(&out->text, err);
}

static bil_status read_model(bil_batch_model *out, bil_batch *batch, const char *scenario,
                             const char *named, bil_error *err)
{
    bil_text text;
    bil_text_init(&text);
    const char *path = bil_batch_beside(batch->arena, scenario, named);
    bil_status status =
        path == NULL ? bil_fail_nomem(err) : bil_file_read(&text, path, BIL_GMPL_SIZE_MAX, err);
    if (status == BIL_OK) {
        status = keep_model(out, batch->arena, path, &text, err);
    }
    bil_text_release(&text);
    return status;
}

bil_status bil_batch_read_models(bil_batch *batch, const char *scenario, bil_error *err)
{
    const bil_scenario *asked = batch->scenario;
    bil_batch_model *models = bil_arena_alloc(batch->arena, asked->rule_count, sizeof *models);
    bil_status status = models == NULL ? bil_fail_nomem(err) : BIL_OK;
    for (size_t i = 0; status == BIL_OK && i < asked->rule_count; i++) {
        const char *named = bil_scenario_model(asked->rules[i]);
        models[i] = (bil_batch_model){.sha256 = ""};
        if (named != NULL) {
            status = read_model(&models[i], batch, scenario, named, err);
        }
    }
    batch->models = models;
    return status;
}
