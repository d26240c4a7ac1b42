/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/progress_impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/cli/stop.h"
#include "app/cli/terminal.h"
#include "engine/money.h"

enum { QUIET_MS = 500, BAR_EVERY_MS = 100, LINE_EVERY_MS = 5000, JSON_EVERY_MS = 500, CELLS = 20 };

static cli_word stage_word(const char *stage)
{
    static const struct {
        const char *name;
        cli_word word;
    } rows[] = {
        {"shortfall", CLI_W_STAGE_SHORTFALL},
        {"score", CLI_W_STAGE_SCORE},
        {"preferences", CLI_W_STAGE_PREFERENCES},
        {"outside", CLI_W_STAGE_PREFERENCES},
        {"family-hours", CLI_W_STAGE_PROFILE},
        {"family-money", CLI_W_STAGE_PROFILE},
        {"residential", CLI_W_STAGE_PROFILE},
        {"day", CLI_W_STAGE_PROFILE},
        {"changes", CLI_W_STAGE_PROFILE},
        {"providers", CLI_W_STAGE_PROFILE},
        {"shared", CLI_W_STAGE_PROFILE},
        {"changed-lines", CLI_W_STAGE_CHANGED_LINES},
        {"reduction", CLI_W_STAGE_REDUCTION},
        {"profile", CLI_W_STAGE_PROFILE},
        {"public", CLI_W_STAGE_MONEY},
        {"total", CLI_W_STAGE_MONEY},
        {"lines", CLI_W_STAGE_LINES},
        {"order", CLI_W_STAGE_LINES},
        {"worlds", CLI_W_STAGE_WORLDS},
        {"persons", CLI_W_STAGE_PERSONS},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].name, stage) == 0) {
            return rows[i].word;
        }
    }
    return CLI_W_STAGE_OTHER;
}

void cli_progress_init(cli_progress *progress, const cli_call *call)
{
    *progress = (cli_progress){.lang = call->lang, .last_ms = -1, .phase_block = -1};
    progress->started_ms = cli_clock_ms();
    progress->quiet = cli_given(call, CLI_QUIET);
    const char *how = cli_text(call, CLI_PROGRESS, "auto");
    if (progress->quiet || strcmp(how, "none") == 0) {
        progress->how = CLI_PROGRESS_NONE;
    } else if (strcmp(how, "json") == 0) {
        progress->how = CLI_PROGRESS_JSON;
    } else if (strcmp(how, "bar") == 0) {
        progress->how = CLI_PROGRESS_BAR;
    } else if (strcmp(how, "plain") == 0) {
        progress->how = CLI_PROGRESS_PLAIN;
    } else {
        progress->how = cli_terminal_redraws() ? CLI_PROGRESS_BAR : CLI_PROGRESS_PLAIN;
    }
}

/* Share done, in thousandths: groups of phases, and priorities within a group. */
static int64_t done_e3(const bil_progress *now)
{
    int64_t blocks = now->phase_blocks > 0 ? now->phase_blocks : 1;
    int64_t stages = now->stage_count > 0 ? now->stage_count : 1;
    int64_t done = (now->phase_block * stages + now->stage_index) * 1000 / (blocks * stages);
    return done < 0 ? 0 : (done > 1000 ? 1000 : done);
}

static void put_state(bil_text *out, const cli_progress *progress, const bil_progress *now)
{
    bil_text_add(out, cli_say(progress->lang, stage_word(now->stage)));
    if (now->phase_blocks > 1) {
        bil_text_addf(out, " · %s %d/%d", cli_say(progress->lang, CLI_W_PHASES),
                      now->phase_block + 1, now->phase_blocks);
    }
    if (strcmp(now->stage, "worlds") == 0 || strcmp(now->stage, "persons") == 0) {
        bil_text_addf(out, " · %d/%d", now->stage_index, now->stage_count);
    } else if (now->nodes > 0) {
        char number[48];
        bil_integer_format(number, sizeof number, now->nodes, progress->lang);
        bil_text_addf(out, " · %s %s", number, cli_say(progress->lang, CLI_W_NODES));
    }
}

void cli_progress_bar(bil_text *out, int64_t share_e3, int cells)
{
    const int64_t full = share_e3 * cells / 1000;
    bil_text_add(out, "\r");
    for (int64_t i = 0; i < cells; i++) {
        bil_text_add(out, i < full ? "█" : "░");
    }
    bil_text_addf(out, " %3d%% ", (int)(share_e3 / 10));
}

static void draw_bar(cli_progress *progress, const bil_progress *now, bil_text *out)
{
    cli_progress_bar(out, done_e3(now), CELLS);
    put_state(out, progress, now);
    bil_text_add(out, "\x1b[K");
    progress->drawn = true;
}

static void put_plain(const cli_progress *progress, const bil_progress *now, int64_t elapsed,
                      bil_text *out)
{
    bil_text_addf(out, "bilancia: %d s, %d%%, ", (int)(elapsed / 1000), (int)(done_e3(now) / 10));
    put_state(out, progress, now);
    bil_text_add(out, "\n");
}

static void put_json(const bil_progress *now, int64_t elapsed, bil_text *out)
{
    bil_text_addf(out,
                  "{\"stage\":\"%s\",\"phase_block\":%d,\"phase_blocks\":%d,\"stage_index\":%d,"
                  "\"stage_count\":%d,\"nodes\":%lld",
                  now->stage, now->phase_block, now->phase_blocks, now->stage_index,
                  now->stage_count, (long long)now->nodes);
    if (now->has_value && isfinite(now->value)) {
        bil_text_addf(out, ",\"value\":%.9g", now->value);
    }
    if (now->has_value && isfinite(now->bound)) {
        bil_text_addf(out, ",\"bound\":%.9g", now->bound);
    }
    bil_text_addf(out, ",\"elapsed_ms\":%lld}\n", (long long)elapsed);
}

static bool is_news(const cli_progress *progress, const bil_progress *now)
{
    return progress->phase_block != now->phase_block || strcmp(progress->stage, now->stage) != 0;
}

bool cli_progress_due(const cli_progress *progress, bool news, int64_t elapsed)
{
    int64_t since = progress->last_ms < 0 ? INT64_MAX : elapsed - progress->last_ms;
    switch (progress->how) {
    case CLI_PROGRESS_NONE:
        return false;
    case CLI_PROGRESS_BAR:
        return elapsed >= QUIET_MS && since >= BAR_EVERY_MS;
    case CLI_PROGRESS_PLAIN:
        return elapsed >= QUIET_MS && since >= LINE_EVERY_MS;
    case CLI_PROGRESS_JSON:
        return news || since >= JSON_EVERY_MS;
    }
    return false;
}

void cli_progress_say(cli_progress *progress, bil_text *text, int64_t elapsed)
{
    cli_to_stderr(text);
    progress->last_ms = elapsed;
}

bool cli_progress_goes_on(cli_progress *progress, cli_word word)
{
    if (cli_stop_asked() && !progress->stopping) {
        progress->stopping = true;
        cli_progress_end(progress);
        if (!progress->quiet) {
            cli_complain(progress->lang, word, NULL, NULL);
        }
    }
    return !progress->stopping;
}

static void speak(cli_progress *progress, const bil_progress *now, int64_t elapsed)
{
    bil_text text;
    bil_text_init(&text);
    switch (progress->how) {
    case CLI_PROGRESS_NONE:
        break;
    case CLI_PROGRESS_BAR:
        draw_bar(progress, now, &text);
        break;
    case CLI_PROGRESS_PLAIN:
        put_plain(progress, now, elapsed, &text);
        break;
    case CLI_PROGRESS_JSON:
        put_json(now, elapsed, &text);
        break;
    }
    cli_progress_say(progress, &text, elapsed);
    progress->phase_block = now->phase_block;
    (void)snprintf(progress->stage, sizeof progress->stage, "%s", now->stage);
}

bool cli_progress_step(const bil_progress *now, void *payload)
{
    cli_progress *progress = payload;
    int64_t elapsed = cli_clock_ms() - progress->started_ms;
    if (cli_progress_due(progress, is_news(progress, now), elapsed)) {
        speak(progress, now, elapsed);
    }
    return cli_progress_goes_on(progress, CLI_W_STOPPING);
}

void cli_progress_end(cli_progress *progress)
{
    if (progress->drawn) {
        (void)fputs("\r\x1b[K", stderr);
        (void)fflush(stderr);
        progress->drawn = false;
    }
}
