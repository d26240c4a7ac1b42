/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <signal.h>

#include "app/cli/progress_batch.h"
#include "app/cli/progress_impl.h"
#include "app/cli/run.h"
#include "app/cli/run_report.h"
#include "app/cli/say.h"
#include "app/cli/slurm.h"
#include "app/cli/spare.h"
#include "app/cli/stop.h"
#include "app/cli/terminal.h"
#include "engine/money.h"
#include "scenarios/batch.h"
#include "scenarios/found.h"

enum { EXIT_INTERRUPTED = 130, LABEL_WIDTH = 30 };

#define PROGRAM "/proc/self/exe"

/* One run of the command. */
typedef struct {
    const cli_call *call;
    bil_pipeline run; /* the catalogue */
    bil_faults faults;
    bil_batch *batch;
    bil_found_state found; /* the figures its conclusion tells */
    cli_progress progress;
    bil_batch_order order;
} simulating;

static bool step(const bil_batch_progress *now, void *payload)
{
    simulating *s = payload;
    return cli_progress_batch(now, &s->progress);
}

/* ---- answers ---- */

static void put_row(bil_text *out, const simulating *s, cli_word label, const char *value)
{
    cli_pad(out, cli_say(s->call->lang, label), LABEL_WIDTH);
    bil_text_addf(out, "%s\n", value);
}

static void put_number(bil_text *out, const simulating *s, cli_word label, size_t value)
{
    char number[48];
    bil_integer_format(number, sizeof number, (int64_t)value, s->call->lang);
    put_row(out, s, label, number);
}

static void put_words(bil_text *out, const char *words)
{
    if (words[0] != '\0') {
        bil_text_addf(out, "\n%s\n", words);
    }
}

static void put_table(bil_text *out, const simulating *s, const bil_batch_progress *now, bool dry)
{
    const bil_lang lang = s->call->lang;
    const bil_scenario *scenario = s->batch->scenario;
    const char *title = bil_words_in(scenario->title, lang);
    bil_text_addf(out, "%s\n", title[0] == '\0' ? scenario->name : title);
    put_words(out, bil_words_in(scenario->question, lang));
    bil_text_add(out, "\n");
    put_number(out, s, CLI_W_BATCH_POINTS, scenario->point_count);
    put_number(out, s, CLI_W_BATCH_RULES, scenario->rule_count);
    put_number(out, s, CLI_W_BATCH_SEEDS, scenario->seed_count);
    size_t as_is = 0;
    for (size_t k = 0; k < s->batch->cell_count; k++) {
        as_is += s->batch->cells[k].point == SIZE_MAX ? 1 : 0;
    }
    if (as_is > 0) {
        put_number(out, s, CLI_W_BATCH_AS_IS, as_is);
    }
    put_number(out, s, CLI_W_BATCH_TO_TRY, now->cells);
    put_number(out, s, CLI_W_BATCH_DONE, now->done);
    if (!dry) {
        put_number(out, s, CLI_W_BATCH_FAILED, now->failed);
        if (now->done == 0 || s->order.shard.of > 0) {
            return; /* nothing to conclude from, or not all of it */
        }
        put_words(out, bil_words_in(scenario->conclusion, lang));
        if (s->found.count > 0) {
            bil_text_add(out, "\n");
            put_number(out, s, CLI_W_BATCH_FOUND, s->found.count);
            put_number(out, s, CLI_W_BATCH_FOUND_SAME, s->found.same);
        }
        return;
    }
    bil_text time;
    bil_text_init(&time);
    cli_put_time(&time, now->left_ms);
    if (now->guessed) {
        bil_text_addf(&time, " (%s)", cli_say(lang, CLI_W_BATCH_GUESSED));
    }
    put_row(out, s, CLI_W_BATCH_TIME, time.bytes == NULL ? "" : time.bytes);
    bil_text_release(&time);
}

static void put_json(bil_text *out, const simulating *s, const bil_batch_progress *now, bool dry)
{
    bil_json_writer json;
    bil_json_writer_init(&json, out, false);
    bil_json_begin_object(&json, NULL);
    bil_json_put_text(&json, "format", "bilancia-batch");
    bil_json_put_integer(&json, "version", 1);
    bil_json_put_text(&json, "scenario", s->batch->scenario->name);
    bil_json_put_bool(&json, "dry_run", dry);
    bil_json_put_integer(&json, "cells", (int64_t)now->cells);
    bil_json_put_integer(&json, "done", (int64_t)now->done);
    bil_json_put_integer(&json, "failed", (int64_t)now->failed);
    if (!dry && s->found.count > 0) {
        bil_json_put_integer(&json, "figures", (int64_t)s->found.count);
        bil_json_put_integer(&json, "figures_same", (int64_t)s->found.same);
    }
    if (dry) {
        bil_json_put_integer(&json, "left_ms", now->left_ms);
        bil_json_put_bool(&json, "guessed", now->guessed);
    }
    bil_json_end_object(&json);
    bil_json_finish(&json);
}

static int answer(const simulating *s, const bil_batch_progress *now, bool dry)
{
    bil_text text;
    bil_text_init(&text);
    if (cli_is(s->call, CLI_FORMAT, "json", false)) {
        put_json(&text, s, now, dry);
    } else {
        put_table(&text, s, now, dry);
    }
    return cli_deliver(s->call->lang, NULL, &text);
}

static int fail(const simulating *s, const bil_error *err)
{
    cli_complain_error(s->call->lang, err);
    if (err->status == BIL_E_DATA) {
        cli_tell_faults(s->call, &s->faults);
    }
    return err->status == BIL_E_STOPPED ? EXIT_INTERRUPTED : bil_status_exit_code(err->status);
}

/* The report, then the answer. */
static int conclude(const simulating *s, const bil_batch_progress *now)
{
    const bool nothing = now->done == 0 && now->failed > 0;
    int told = 0;
    if (nothing) {
        cli_complain(s->call->lang, CLI_W_BATCH_ALL_FAILED, NULL, NULL);
        told = bil_status_exit_code(BIL_E_DATA);
    } else if (now->done > 0) {
        told = cli_write_report(s->call, s->batch, s->order.folder, &s->found);
    }
    const int answered = answer(s, now, false);
    return told != 0 ? told : answered;
}

/* ---- the work ---- */

static int work(simulating *s)
{
    bil_error err = {0};
    bil_batch_progress now = {0};
    const char *folder = s->order.folder;
    const char *const worker[] = {
        PROGRAM, "simulate", "--cell", s->call->operands[0], s->run.catalogue->folder,
        folder,  NULL};
    s->order.worker = worker;
    s->order.progress = step;
    s->order.payload = s;
    cli_progress_init(&s->progress, s->call);
    cli_stop_work_begins();
    const bool whole = s->order.shard.of == 0;
    bil_status status = bil_batch_run(&now, s->batch, &s->order, &err);
    if (status == BIL_OK && whole && s->batch->scenario->found_count > 0) {
        status = bil_batch_found(&s->found, s->batch, folder, &err);
    }
    cli_stop_work_ends();
    cli_progress_end(&s->progress);
    if (status != BIL_OK) {
        return fail(s, &err);
    }
    if (now.failed > 0) {
        cli_complain(s->call->lang, whole ? CLI_W_BATCH_SOME_FAILED : CLI_W_BATCH_SHARD_FAILED,
                     folder, NULL);
    }
    if (whole && !cli_given(s->call, CLI_QUIET)) {
        cli_complain(s->call->lang, CLI_W_BATCH_WRITTEN, folder, NULL);
    }
    return whole ? conclude(s, &now) : answer(s, &now, false);
}

static int look(simulating *s)
{
    bil_error err = {0};
    bil_batch_progress now = {0};
    const bil_status status = bil_batch_look(&now, s->batch, &s->order, &err);
    return status == BIL_OK ? answer(s, &now, true) : fail(s, &err);
}

/* What the parts of a batch have left becomes the tables. */
static int merge(simulating *s)
{
    bil_error err = {0};
    bil_batch_progress now = {0};
    bil_status status = bil_batch_merge(s->batch, s->order.folder, &err);
    if (status == BIL_OK) {
        status = bil_batch_look(&now, s->batch, &s->order, &err);
    }
    if (status == BIL_OK && s->batch->scenario->found_count > 0) {
        status = bil_batch_found(&s->found, s->batch, s->order.folder, &err);
    }
    if (status != BIL_OK) {
        return fail(s, &err);
    }
    now.failed = now.cells - now.done;
    if (now.failed > 0) {
        cli_complain(s->call->lang, CLI_W_BATCH_SOME_FAILED, s->order.folder, NULL);
    }
    if (!cli_given(s->call, CLI_QUIET)) {
        cli_complain(s->call->lang, CLI_W_BATCH_WRITTEN, s->order.folder, NULL);
    }
    return conclude(s, &now);
}

/* ---- for other machines ---- */

static int prepare(simulating *s)
{
    bil_error err = {0};
    const bil_status status = bil_batch_prepare(s->batch, s->order.folder, &err);
    return status == BIL_OK ? look(s) : fail(s, &err);
}

static int hand_to_slurm(simulating *s)
{
    bil_error err = {0};
    const int64_t most = s->batch->cell_count < 1 ? 1 : (int64_t)s->batch->cell_count;
    const int64_t asked = cli_number(s->call, CLI_SLURM, 1);
    const cli_slurm order = {
        .scenario = s->call->operands[0],
        .name = s->batch->scenario->name,
        .catalogue = s->run.catalogue->folder,
        .folder = s->order.folder,
        .parts = asked < most ? asked : most,
        .at_once = cli_number(s->call, CLI_AT_ONCE, 0),
        .jobs = cli_number(s->call, CLI_JOBS, 1), /* processors here say nothing of those there */
        .lang = s->call->lang,
    };
    bil_status status = bil_batch_prepare(s->batch, order.folder, &err);
    if (status == BIL_OK) {
        status = cli_slurm_write(&order, &err);
    }
    if (status != BIL_OK) {
        return fail(s, &err);
    }
    if (!cli_given(s->call, CLI_QUIET)) {
        cli_complain(s->call->lang, CLI_W_SLURM_WRITTEN, order.folder, NULL);
    }
    return look(s);
}

static int carry_out(simulating *s)
{
    if (cli_given(s->call, CLI_DRY_RUN)) {
        return look(s);
    }
    if (cli_given(s->call, CLI_PREPARE)) {
        return prepare(s);
    }
    if (cli_given(s->call, CLI_SLURM)) {
        return hand_to_slurm(s);
    }
    return cli_given(s->call, CLI_MERGE) ? merge(s) : work(s);
}

static int simulate(simulating *s)
{
    bil_error err = {0};
    const int processors = cli_processors();
    s->order.folder = cli_text(s->call, CLI_OUTPUT, NULL);
    s->order.jobs =
        (int)cli_number(s->call, CLI_JOBS, processors > CLI_JOBS_MAX ? CLI_JOBS_MAX : processors);
    bil_faults_init(&s->faults, s->run.arena); /* the catalogue's own were told already */
    const bil_status status = bil_batch_open(&s->batch, s->call->operands[0], s->run.catalogue,
                                             cli_find_profile, &s->faults, &err);
    if (status != BIL_OK) {
        return fail(s, &err);
    }
    if (!cli_spares(s->call, CLI_FOLDER, s->batch->district) ||
        !cli_spares(s->call, CLI_FILE, s->batch->profile)) {
        return bil_status_exit_code(BIL_E_USAGE);
    }
    cli_tell_faults(s->call, &s->faults);
    return carry_out(s);
}

/* Of these only one can be done at a time. */
static bool asks_one_thing(const cli_call *call)
{
    static const cli_option_id things[] = {CLI_PREPARE, CLI_SHARD, CLI_MERGE, CLI_SLURM};
    int asked = 0;
    for (size_t i = 0; i < sizeof things / sizeof things[0]; i++) {
        asked += cli_given(call, things[i]) ? 1 : 0;
    }
    return asked <= 1;
}

static int refuse(const cli_call *call, cli_word why, const char *what)
{
    cli_complain(call->lang, why, what, NULL);
    cli_complain(call->lang, CLI_W_SEE_HELP, "bilancia simulate", NULL);
    return bil_status_exit_code(BIL_E_USAGE);
}

int cli_run_simulate(const cli_call *call)
{
    const char *folder = cli_text(call, CLI_OUTPUT, NULL);
    const char *part = cli_text(call, CLI_SHARD, NULL);
    simulating s = {.call = call};
    if ((folder == NULL && !cli_given(call, CLI_DRY_RUN)) ||
        (folder != NULL && strcmp(folder, "-") == 0)) {
        return refuse(call, CLI_W_MISSING_OPTION, "-o");
    }
    if (!asks_one_thing(call)) {
        return refuse(call, CLI_W_ONE_THING, NULL);
    }
    if (cli_given(call, CLI_AT_ONCE) && !cli_given(call, CLI_SLURM)) {
        return refuse(call, CLI_W_AT_ONCE_ALONE, NULL);
    }
    if (part != NULL && !bil_batch_shard_parse(&s.order.shard, part)) {
        return refuse(call, CLI_W_BATCH_NO_SHARD, part);
    }
    const bil_status status = cli_read(&s.run, call, NULL);
    const int code = status == BIL_OK ? simulate(&s) : bil_status_exit_code(status);
    bil_batch_close(s.batch);
    bil_pipeline_close(&s.run);
    return code;
}

/* ---- one cell, in a process of its own ---- */

/* It ends with the program that started it, and leaves no image of persons behind. */
static void settle_in(void)
{
    const struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == 1) {
        _exit(EXIT_INTERRUPTED); /* too late to be told */
    }
#endif
}

int cli_run_cell(const char *scenario, const char *catalogue, const char *folder, const char *id)
{
    bil_error err = {0};
    bil_pipeline run = {0};
    bil_batch *batch = NULL;
    settle_in();
    bil_status status = bil_pipeline_open(&run, &err);
    if (status == BIL_OK) {
        status = bil_pipeline_catalogue(&run, catalogue, &err);
    }
    if (status == BIL_OK) {
        status =
            bil_batch_open(&batch, scenario, run.catalogue, cli_find_profile, &run.faults, &err);
    }
    if (status == BIL_OK) {
        status = bil_batch_cell(batch, folder, id, &err);
    }
    if (status != BIL_OK) {
        cli_complain_error(BIL_LANG_EN, &err);
    }
    bil_batch_close(batch);
    bil_pipeline_close(&run);
    return bil_status_exit_code(status);
}
