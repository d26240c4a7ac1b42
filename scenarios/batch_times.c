/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is finished of a batch, and how long the rest may take. */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/file.h"
#include "data/lines.h"
#include "scenarios/allocate.h"
#include "scenarios/batch_impl.h"

/* A cell that begins with what another found is so many times as fast. */
enum { TIME_LINE_MAX = 1000, BEGUN_WELL = 3 };

bil_status bil_batch_finished(bool *finished, size_t *done, const bil_batch *batch,
                              const bil_batch_order *order, bil_error *err)
{
    size_t first = 0;
    size_t count = 0;
    bil_status status = BIL_OK;
    bil_batch_shard_turns(&first, &count, batch, &order->shard);
    *done = 0;
    for (size_t k = first; status == BIL_OK && k < first + count; k++) {
        const size_t i = batch->turns[k];
        bil_cell_result *result = NULL;
        status = bil_cell_read(&result, order->folder, &batch->cells[i], err);
        const bool is = result != NULL && !result->failed;
        *done += is ? 1 : 0;
        if (finished != NULL) {
            finished[i] = is;
        }
        bil_cell_result_free(result);
    }
    return status;
}

/* The file of times of a shard. */
static bool times_path(bil_text *out, const bil_batch_order *order)
{
    char name[64] = BIL_BATCH_TIMES;
    if (order->shard.of > 0) {
        (void)snprintf(name, sizeof name, "times-%zu-%zu.jsonl", order->shard.number,
                       order->shard.of);
    }
    out->size = 0;
    bil_file_join(out, order->folder, name);
    return !out->failed;
}

/* The milliseconds of a line; negative when it is none of ours: times decide nothing. */
static int64_t time_of(const bil_text *line)
{
    const char *at = line->bytes == NULL ? NULL : strstr(line->bytes, "\"ms\":");
    const long long ms = at == NULL ? -1 : strtoll(at + 5, NULL, 10);
    return ms < INT64_C(1000000000) ? (int64_t)ms : -1;
}

static bil_status mean_time(int64_t *mean_ms, const bil_batch_order *order, bil_error *err)
{
    bil_text path;
    bil_text line;
    bil_lines *lines = NULL;
    int64_t sum = 0;
    int64_t count = 0;
    bool more = false;
    bool cut = false;
    bil_text_init(&path);
    bil_text_init(&line);
    bil_status status = times_path(&path, order) ? BIL_OK : bil_fail_nomem(err);
    if (status == BIL_OK && bil_file_exists(path.bytes)) {
        status = bil_lines_open(&lines, path.bytes, err);
        more = status == BIL_OK;
    }
    while (more && status == BIL_OK) {
        status = bil_lines_next(&line, &more, &cut, TIME_LINE_MAX, lines, err);
        const int64_t ms = status == BIL_OK && more ? time_of(&line) : -1;
        sum += ms >= 0 ? ms : 0;
        count += ms >= 0 ? 1 : 0;
    }
    bil_lines_close(lines);
    bil_text_release(&path);
    bil_text_release(&line);
    *mean_ms = count > 0 ? sum / count : -1;
    return status;
}

/* A cell's share of what is to be done. Where months go by everybody is looked at again and again;
 * the first of a family works out what they begin with, unless a cell of theirs does. */
static int64_t guess_cell(const bil_batch *batch, size_t i, const bil_lever_change **changes)
{
    const bil_cell *cell = &batch->cells[i];
    const bil_family *family = cell->family == SIZE_MAX ? NULL : &batch->families[cell->family];
    bil_allocate_order order = {0};
    bil_flow flow;
    const bool known = bil_allocate_by(&order, cell->rule);
    BIL_ASSERT(known); /* the scenario was read with these names */
    bil_flow_of(&flow, changes, bil_batch_changes(changes, batch, cell), 1);
    const int moments = flow.months > 0 ? (flow.months + flow.every - 1) / flow.every : 1;
    const int64_t once = bil_share_by_ms(order.rule, batch->persons, batch->scenario->gap_e9);
    const int64_t begun = once * moments / (family != NULL && !cell->leads ? BEGUN_WELL : 1);
    return begun + (family != NULL && family->lead == SIZE_MAX && family->first == i ? once : 0);
}

/* The mean over the batch's cells. */
static bil_status guess_time(int64_t *mean_ms, const bil_batch *batch, bil_error *err)
{
    const bil_lever_change **changes = calloc(BIL_BATCH_CHANGES_MAX, sizeof(bil_lever_change *));
    int64_t sum = 0;
    if (changes == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < batch->cell_count; i++) {
        sum += guess_cell(batch, i, changes);
    }
    free((void *)changes);
    *mean_ms = batch->cell_count > 0 ? sum / (int64_t)batch->cell_count : 0;
    return BIL_OK;
}

bil_status bil_batch_look(bil_batch_progress *out, const bil_batch *batch,
                          const bil_batch_order *order, bil_error *err)
{
    const int jobs = order->jobs < 1 ? 1 : order->jobs;
    bil_batch_progress found = {.left_ms = -1};
    int64_t mean_ms = -1;
    size_t first = 0;
    bil_status status = BIL_OK;
    bil_batch_shard_turns(&first, &found.cells, batch, &order->shard);
    if (order->folder != NULL) {
        status = bil_batch_finished(NULL, &found.done, batch, order, err);
    }
    if (status == BIL_OK && order->folder != NULL) {
        status = mean_time(&mean_ms, order, err);
    }
    found.guessed = mean_ms < 0;
    if (status == BIL_OK && found.guessed) {
        status = guess_time(&mean_ms, batch, err);
    }
    if (status == BIL_OK) {
        const int64_t left = (int64_t)(found.cells - found.done);
        found.left_ms = mean_ms * left / jobs;
        *out = found;
    }
    return status;
}

/* One write, at the end of the file: two lines never mix. */
void bil_batch_note_time(const bil_batch_order *order, const bil_cell *cell, int64_t ms)
{
    char line[128];
    bil_text path;
    bil_text_init(&path);
    const int size =
        snprintf(line, sizeof line, "{\"cell\":\"%s\",\"ms\":%lld}\n", cell->id, (long long)ms);
    const int file = times_path(&path, order)
                         ? open(path.bytes, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666)
                         : -1;
    if (file >= 0 && size > 0) {
        const ssize_t written = write(file, line, (size_t)size);
        (void)written;
        (void)close(file);
    }
    bil_text_release(&path);
}
