/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `bench district` and `bench person`: how long the engine takes, and that what it says holds. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/cli/progress_allocate.h"
#include "app/cli/run.h"
#include "app/cli/say.h"
#include "app/cli/stop.h"
#include "app/cli/terminal.h"
#include "data/file.h"
#include "data/number.h"
#include "engine/money.h"
#include "scenarios/speed.h"

enum {
    EXIT_INTERRUPTED = 130,
    DISTRICT_PERSONS = 200,
    PEOPLE = 100,
    MODELLED = 40,
    GAP_E9 = 1000000,
    PROFILES = 3,
    CELL_WIDTH = 12,
    LABEL_WIDTH = 28,
    SLOWEST = 8
};

/* One run of either command. */
typedef struct {
    const cli_call *call;
    bil_pipeline run; /* the catalogue */
    bil_faults faults;
    bil_synth_profile *profiles[PROFILES];
    size_t profile_count;
    cli_watch watch;
} benching;

static int fail(const benching *b, const bil_error *err)
{
    cli_complain_error(b->call->lang, err);
    if (err->status == BIL_E_DATA) {
        cli_tell_faults(b->call, &b->faults);
    }
    if (err->status == BIL_E_INTERNAL) {
        cli_complain(b->call->lang, CLI_W_TELL_US, NULL, NULL);
    }
    return err->status == BIL_E_STOPPED ? EXIT_INTERRUPTED : bil_status_exit_code(err->status);
}

/* The profile asked for, else the first `count` of those that are shipped. BIL_OK, or it has
 * already complained. */
static bil_status open_bench(benching *b, size_t count)
{
    static const char *const shipped[PROFILES] = {"pavia", "metropoli", "montagna"};
    bil_status status = cli_read(&b->run, b->call, NULL);
    b->profile_count = cli_given(b->call, CLI_PROFILE) ? 1 : count;
    for (size_t i = 0; i < b->profile_count && status == BIL_OK; i++) {
        status = cli_read_profile(&b->profiles[i], &b->run, b->call,
                                  cli_text(b->call, CLI_PROFILE, shipped[i]));
    }
    if (status == BIL_OK) {
        bil_faults_init(&b->faults, b->run.arena); /* the catalogue's own were told already */
    }
    return status;
}

static void close_bench(benching *b)
{
    for (size_t i = 0; i < PROFILES; i++) {
        bil_synth_profile_free(b->profiles[i]);
    }
    bil_pipeline_close(&b->run);
}

/* A decimal, or a whole number with no digits. */
static void put_cell(bil_text *out, int64_t value, int digits)
{
    char number[BIL_DECIMAL_SIZE];
    bil_decimal_format(number, sizeof number, value, digits, 0);
    cli_pad(out, number, CELL_WIDTH);
}

static void put_heads(bil_text *out, bil_lang lang, const cli_word *words, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        cli_pad(out, cli_say(lang, words[i]), CELL_WIDTH);
    }
    bil_text_addf(out, "%s\n", cli_say(lang, words[count - 1]));
}

/* ---- bench district -------------------------------------------------------------------------- */

static bil_allocate_order district_order(benching *b)
{
    const cli_call *call = b->call;
    return (bil_allocate_order){.rule = cli_is(call, CLI_RULE, "essential-first", false)
                                            ? BIL_SHARE_BY_ESSENTIAL_FIRST
                                            : BIL_SHARE_BY_UTILITARIAN,
                                .gap_e9 = cli_number(call, CLI_GAP, GAP_E9),
                                .jobs = (int)cli_number(call, CLI_JOBS, 1),
                                .seed = 1,
                                .keep_granted = true,
                                .progress = cli_watch_step,
                                .payload = &b->watch};
}

static void put_percent(bil_text *out, int64_t share_e9)
{
    char number[BIL_DECIMAL_SIZE];
    char cell[BIL_DECIMAL_SIZE + 1];
    bil_decimal_format(number, sizeof number, share_e9 / 100, 5, 0);
    (void)snprintf(cell, sizeof cell, "%s%%", number);
    cli_pad(out, share_e9 < 0 ? "–" : cell, CELL_WIDTH);
}

static void put_district(bil_text *out, const benching *b, const bil_district_speed *speed)
{
    static const cli_word heads[] = {
        CLI_W_SPEED_DISTRICT, CLI_W_SPEED_PERSONS,   CLI_W_SPEED_JOBS,   CLI_W_SPEED_GAP,
        CLI_W_SPEED_SECONDS,  CLI_W_SPEED_PROCESSOR, CLI_W_SPEED_MEMORY, CLI_W_SPEED_VALUE,
        CLI_W_SPEED_PRICED,   CLI_W_SPEED_CHECKED,   CLI_W_SPEED_STATUS};
    put_heads(out, b->call->lang, heads, sizeof heads / sizeof *heads);
    cli_pad(out, bil_synth_profile_name(b->profiles[0]), CELL_WIDTH);
    put_cell(out, cli_number(b->call, CLI_PERSONS, DISTRICT_PERSONS), 0);
    put_cell(out, cli_number(b->call, CLI_JOBS, 1), 0);
    put_percent(out, speed->gap_e9);
    put_cell(out, speed->spent.wall_us / 10000, 2);
    put_cell(out, speed->spent.processor_us / 10000, 2);
    put_cell(out, speed->most_kib / 1024, 0);
    put_cell(out, bil_div_round(speed->value_e9, 100000), 4);
    put_cell(out, (int64_t)speed->priced, 0);
    put_cell(out, (int64_t)speed->checked, 0);
    bil_text_addf(out, "%s\n", bil_allocation_status_name(speed->status));
}

/* The whole model into a file, or the table. */
static bil_status measure_district(benching *b, const char *folder, bil_text *table, bil_error *err)
{
    const char *whole = cli_text(b->call, CLI_WHOLE, NULL);
    const bil_synth_settings settings = {
        .persons = cli_number(b->call, CLI_PERSONS, DISTRICT_PERSONS),
        .seed = (uint64_t)cli_number(b->call, CLI_SEED, 1),
        .progress = cli_progress_step,
        .payload = &b->watch.progress,
    };
    const bil_allocate_order order = district_order(b);
    bil_district_speed speed = {0};
    bil_status status = bil_synth(folder, b->profiles[0], &settings, err);
    if (status == BIL_OK && whole != NULL) {
        return bil_speed_district_model(whole, folder, b->run.catalogue, &b->faults, err);
    }
    if (status == BIL_OK) {
        status = bil_speed_district(&speed, folder, b->run.catalogue->folder, &order,
                                    (int)cli_number(b->call, CLI_REPEAT, 1), &b->faults, err);
    }
    if (status == BIL_OK) {
        put_district(table, b, &speed);
    }
    return status;
}

static void take_away(const char *folder, const char *name)
{
    bil_text path;
    bil_text_init(&path);
    bil_file_join(&path, folder, name);
    if (!path.failed) {
        (void)unlink(path.bytes);
    }
    bil_text_release(&path);
}

/* The district is invented in a folder of its own, which goes away with it. */
static bil_status in_scratch(benching *b, bil_text *table, bil_error *err)
{
    const char *temporary = cli_environment("TMPDIR");
    bil_text parent;
    bil_text folder;
    bil_text_init(&parent);
    bil_text_init(&folder);
    bil_file_join(&parent, temporary == NULL ? "/tmp" : temporary, "bilancia-bench-XXXXXX");
    bil_status status = parent.failed ? bil_fail_nomem(err) : BIL_OK;
    if (status == BIL_OK && mkdtemp(parent.bytes) == NULL) {
        status = bil_fail(err, BIL_E_CANT_WRITE, parent.bytes, "non riesco a creare la cartella",
                          "cannot create the folder");
    }
    if (status == BIL_OK) {
        bil_file_join(&folder, parent.bytes, "district");
        status =
            folder.failed ? bil_fail_nomem(err) : measure_district(b, folder.bytes, table, err);
        if (!folder.failed) {
            take_away(folder.bytes, BIL_DISTRICT_FILE);
            take_away(folder.bytes, BIL_DISTRICT_PERSONS);
            (void)rmdir(folder.bytes);
        }
        (void)rmdir(parent.bytes);
    }
    bil_text_release(&folder);
    bil_text_release(&parent);
    return status;
}

int cli_run_bench_district(const cli_call *call)
{
    benching b = {.call = call};
    bil_error err = {0};
    bil_text table;
    bil_text_init(&table);
    bil_status status = open_bench(&b, 1);
    int code = bil_status_exit_code(status);
    if (status == BIL_OK) {
        cli_watch_init(&b.watch, call, cli_is(call, CLI_RULE, "essential-first", false));
        cli_stop_work_begins();
        status = in_scratch(&b, &table, &err);
        cli_stop_work_ends();
        cli_progress_end(&b.watch.progress);
        code = status == BIL_OK ? 0 : fail(&b, &err);
    }
    if (code == 0 && !cli_given(call, CLI_WHOLE)) {
        code = cli_deliver(call->lang, NULL, &table);
    }
    bil_text_release(&table);
    close_bench(&b);
    return code;
}

/* ---- bench person ---------------------------------------------------------------------------- */

static void put_count(bil_text *out, bil_lang lang, cli_word word, size_t count)
{
    cli_pad(out, cli_say(lang, word), LABEL_WIDTH);
    bil_text_addf(out, "%zu\n", count);
}

/* Nearest rank. */
static const bil_spent *ranked(const bil_person_speed *sorted, size_t count, size_t percent)
{
    static const bil_spent none;
    const size_t rank = (count * percent + 99) / 100;
    return count == 0 ? &none : &sorted[rank - 1].spent;
}

static void put_times(bil_text *out, bil_lang lang, const bil_people_speed *speed, bool wall)
{
    static const size_t percents[] = {50, 90, 99, 100};
    const bil_person_speed *sorted = wall ? speed->by_wall : speed->by_processor;
    int64_t together_us = 0;
    char number[BIL_DECIMAL_SIZE];
    for (size_t i = 0; i < speed->count; i++) {
        together_us += wall ? sorted[i].spent.wall_us : sorted[i].spent.processor_us;
    }
    cli_pad(out, cli_say(lang, wall ? CLI_W_SPEED_ELAPSED : CLI_W_SPEED_PROCESSOR), CELL_WIDTH);
    for (size_t i = 0; i < sizeof percents / sizeof *percents; i++) {
        const bil_spent *at = ranked(sorted, speed->count, percents[i]);
        put_cell(out, (wall ? at->wall_us : at->processor_us) / 100, 1);
    }
    bil_decimal_format(number, sizeof number, together_us / 100, 1, 0);
    bil_text_addf(out, "%s\n", number);
}

static void put_people(bil_text *out, const benching *b, const bil_people_speed *speed)
{
    static const cli_word heads[] = {CLI_W_SPEED_MS,  CLI_W_SPEED_MEDIAN, CLI_W_SPEED_P90,
                                     CLI_W_SPEED_P99, CLI_W_SPEED_WORST,  CLI_W_SPEED_TOGETHER};
    const bil_lang lang = b->call->lang;
    char number[BIL_DECIMAL_SIZE];
    bil_decimal_format(number, sizeof number, cli_number(b->call, CLI_PERSONS, PEOPLE), 0, 0);
    cli_put(out, lang, CLI_W_SPEED_PEOPLE, number, cli_text(b->call, CLI_PHASES, "1"));
    bil_text_add(out, "\n\n");
    put_count(out, lang, CLI_W_SPEED_OPTIMAL, speed->by_status[BIL_PLAN_OPTIMAL]);
    put_count(out, lang, CLI_W_SPEED_FEASIBLE, speed->by_status[BIL_PLAN_FEASIBLE]);
    put_count(out, lang, CLI_W_SPEED_INFEASIBLE, speed->by_status[BIL_PLAN_INFEASIBLE]);
    put_count(out, lang, CLI_W_SPEED_REASON, speed->with_reason);
    put_count(out, lang, CLI_W_SPEED_STOPPED, speed->by_status[BIL_PLAN_STOPPED]);
    put_count(out, lang, CLI_W_SPEED_PASSED, speed->passed);
    put_count(out, lang, CLI_W_SPEED_FAILED, speed->failed);
    bil_text_add(out, "\n");
    put_heads(out, lang, heads, sizeof heads / sizeof *heads);
    put_times(out, lang, speed, true);
    put_times(out, lang, speed, false);
    bil_text_addf(out, "\n%s", cli_say(lang, CLI_W_SPEED_SLOWEST));
    for (size_t i = speed->count; i > 0 && i + SLOWEST > speed->count; i--) {
        const bil_person_speed *one = &speed->by_wall[i - 1];
        bil_text_addf(out, " %" PRIu64 " (%" PRId64 " ms)", one->number, one->spent.wall_us / 1000);
    }
    bil_text_add(out, "\n");
    if (cli_given(b->call, CLI_MODELS)) {
        bil_decimal_format(number, sizeof number, speed->modelled_us / 10000, 2, 0);
        cli_put(out, lang, CLI_W_SPEED_MODELLED, number, NULL);
        bil_text_add(out, "\n");
    }
}

static int measure_people(benching *b, const bil_people_order *order, bil_text *table)
{
    bil_error err = {0};
    bil_people_speed speed = {0};
    cli_progress_init(&b->watch.progress, b->call);
    cli_stop_work_begins();
    const bil_status status = bil_speed_people(&speed, order, b->run.arena, &err);
    cli_stop_work_ends();
    cli_progress_end(&b->watch.progress);
    if (status != BIL_OK) {
        return fail(b, &err);
    }
    put_people(table, b, &speed);
    return speed.failed == 0 ? 0 : fail(b, &speed.first);
}

int cli_run_bench_person(const cli_call *call)
{
    benching b = {.call = call};
    bil_text text;
    const int64_t persons = cli_number(call, CLI_PERSONS, PEOPLE);
    const int64_t modelled = cli_number(call, CLI_MODELLED, MODELLED);
    if (cli_given(call, CLI_MODELLED) && !cli_given(call, CLI_MODELS)) {
        cli_complain(call->lang, CLI_W_MISSING_OPTION, "--models", NULL);
        cli_complain(call->lang, CLI_W_SEE_HELP, "bilancia bench person", NULL);
        return bil_status_exit_code(BIL_E_USAGE);
    }
    bil_text_init(&text);
    const bil_status status = open_bench(&b, PROFILES);
    int code = bil_status_exit_code(status);
    const bil_people_order order = {
        .catalogue = b.run.catalogue,
        .profiles = (const bil_synth_profile *const *)b.profiles,
        .profile_count = b.profile_count,
        .persons = persons,
        .seed = (uint64_t)cli_number(call, CLI_SEED, 1),
        .phases = (int)strtol(cli_text(call, CLI_PHASES, "1"), NULL, 10),
        .models = cli_text(call, CLI_MODELS, NULL),
        .modelled = modelled < persons ? modelled : persons,
        .progress = cli_progress_step,
        .payload = &b.watch.progress,
    };
    if (status == BIL_OK && cli_given(call, CLI_SHOW)) {
        bil_speed_person_case(&text, &order, (uint64_t)cli_number(call, CLI_SHOW, 0));
    } else if (status == BIL_OK) {
        code = measure_people(&b, &order, &text);
    }
    if (text.size > 0) {
        const int written = cli_deliver(call->lang, NULL, &text);
        code = written == 0 ? code : written;
    }
    bil_text_release(&text);
    close_bench(&b);
    return code;
}
