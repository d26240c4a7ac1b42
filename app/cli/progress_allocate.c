/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/progress_allocate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/cli/progress_impl.h"
#include "app/cli/terminal.h"
#include "engine/money.h"

enum { CELLS = 10, ROUND_LEAST_MS = 1000 };

#define PRICE_LEAST 0.00005

void cli_watch_init(cli_watch *watch, const cli_call *call, bool essential)
{
    *watch = (cli_watch){.essential = essential, .round = -1};
    watch->limit_ms = cli_number(call, CLI_TIME_LIMIT, 0);
    cli_progress_init(&watch->progress, call);
}

static const char *stage_name(bil_allocate_stage stage)
{
    static const char *const names[] = {"start", "sample", "prices", "choice"};
    return names[stage];
}

static cli_word stage_word(bil_allocate_stage stage)
{
    static const cli_word words[] = {CLI_W_STAGE_TODAY, CLI_W_STAGE_SAMPLE, CLI_W_STAGE_PRICES,
                                     CLI_W_STAGE_CHOICE};
    return words[stage];
}

/* The first pass of "essential levels first" counts what is missing, as a negative sum. */
static bool counts_missing(const cli_watch *watch, const bil_allocate_progress *now)
{
    return watch->essential && now->pass == 0;
}

static bool has_both(const bil_allocate_progress *now)
{
    return now->has_value && now->has_bound && isfinite(now->value) && isfinite(now->bound) &&
           fabs(now->value) > 0 && now->bound >= now->value;
}

/* Milliseconds to the end of the round, told from its own pace; negative = it cannot be told. */
static int64_t round_left_ms(const cli_watch *watch, const bil_allocate_progress *now,
                             int64_t elapsed)
{
    const int64_t spent = elapsed - watch->round_ms;
    if (now->done == 0 || now->done > now->persons || spent < ROUND_LEAST_MS) {
        return -1;
    }
    return spent * (int64_t)(now->persons - now->done) / (int64_t)now->done;
}

/* The program never follows the system's locale: the point is always a point. */
static void add_figure(bil_text *out, bil_lang lang, const char *written)
{
    char text[64];
    (void)snprintf(text, sizeof text, "%s", written);
    char *point = strchr(text, '.');
    if (point != NULL && lang == BIL_LANG_IT) {
        *point = ',';
    }
    bil_text_add(out, text);
}

static void add_value(bil_text *out, const cli_watch *watch, const bil_allocate_progress *now)
{
    const bil_lang lang = watch->progress.lang;
    const int sign = counts_missing(watch, now) ? -1 : 1;
    char text[64];
    if (counts_missing(watch, now)) {
        bil_text_addf(out, " · %s", cli_say(lang, CLI_W_STAGE_SHORTFALL));
    }
    if (now->has_value) {
        (void)snprintf(text, sizeof text, "%.4f", sign * now->value);
        bil_text_add(out, " · ");
        add_figure(out, lang, text);
    }
    if (has_both(now)) {
        (void)snprintf(text, sizeof text, "%.4f", sign * now->bound);
        bil_text_add(out, sign < 0 ? " ≥ " : " ≤ ");
        add_figure(out, lang, text);
        (void)snprintf(text, sizeof text, "%.4f",
                       100 * (now->bound - now->value) / fabs(now->value));
        bil_text_add(out, " (");
        add_figure(out, lang, text);
        bil_text_add(out, "\xC2\xA0%)");
    }
}

/* What 1,000 € more of each pool would give; a line has no room for what is worth nothing. */
static void add_prices(bil_text *out, bil_lang lang, const bil_allocate_progress *now)
{
    const char *before = lang == BIL_LANG_IT ? " · 1.000\xC2\xA0€: " : " · €1,000: ";
    for (size_t k = 0; k < now->pool_count; k++) {
        char text[64];
        if (now->pools[k].worth < PRICE_LEAST) {
            continue;
        }
        (void)snprintf(text, sizeof text, "%.4f", now->pools[k].worth);
        bil_text_addf(out, "%s%s +", before, now->pools[k].source);
        add_figure(out, lang, text);
        before = ", ";
    }
}

static void add_state(bil_text *out, const cli_watch *watch, const bil_allocate_progress *now,
                      int64_t elapsed)
{
    const bil_lang lang = watch->progress.lang;
    const int64_t left = round_left_ms(watch, now, elapsed);
    char number[48];
    bil_text_add(out, cli_say(lang, stage_word(now->stage)));
    if (now->round > 0) {
        bil_text_addf(out, " %d", now->round);
    }
    add_value(out, watch, now);
    bil_integer_format(number, sizeof number, (int64_t)now->packages, lang);
    bil_text_addf(out, " · %s %s", number, cli_say(lang, CLI_W_PACKAGES));
    add_prices(out, lang, now);
    if (left >= ROUND_LEAST_MS) {
        bil_text_addf(out, " · ~%d s", (int)((left + 999) / 1000));
    }
}

static int64_t done_e3(const bil_allocate_progress *now)
{
    if (now->persons == 0 || now->done >= now->persons) {
        return now->persons == 0 ? 0 : 1000;
    }
    return (int64_t)now->done * 1000 / (int64_t)now->persons;
}

static void add_json(bil_text *out, const cli_watch *watch, const bil_allocate_progress *now,
                     int64_t elapsed)
{
    const int64_t left = round_left_ms(watch, now, elapsed);
    const int sign = counts_missing(watch, now) ? -1 : 1;
    bil_text_addf(out,
                  "{\"stage\":\"%s\",\"counts\":\"%s\",\"pass\":%d,\"round\":%d,\"done\":%zu,"
                  "\"persons\":%zu,\"packages\":%zu",
                  stage_name(now->stage), sign < 0 ? "essential_shortfall" : "value", now->pass + 1,
                  now->round, now->done, now->persons, now->packages);
    if (now->has_value && isfinite(now->value)) {
        bil_text_addf(out, ",\"value\":%.9g", sign * now->value);
    }
    if (now->has_bound && isfinite(now->bound)) {
        bil_text_addf(out, ",\"bound\":%.9g", sign * now->bound);
    }
    if (has_both(now)) {
        bil_text_addf(out, ",\"gap\":%.9g", (now->bound - now->value) / fabs(now->value));
    }
    bil_text_add(out, now->pool_count > 0 ? ",\"score_for_1000_euro\":{" : "");
    for (size_t k = 0; k < now->pool_count; k++) {
        bil_text_addf(out, "%s\"%s\":%.6g", k > 0 ? "," : "", now->pools[k].source,
                      now->pools[k].worth);
    }
    bil_text_add(out, now->pool_count > 0 ? "}" : "");
    if (left >= 0) {
        bil_text_addf(out, ",\"round_left_ms\":%lld", (long long)left);
    }
    bil_text_addf(out, ",\"elapsed_ms\":%lld}\n", (long long)elapsed);
}

static void speak(cli_watch *watch, const bil_allocate_progress *now, int64_t elapsed)
{
    cli_progress *progress = &watch->progress;
    bil_text text;
    bil_text_init(&text);
    switch (progress->how) {
    case CLI_PROGRESS_NONE:
        break;
    case CLI_PROGRESS_BAR:
        cli_progress_bar(&text, done_e3(now), CELLS);
        add_state(&text, watch, now, elapsed);
        bil_text_add(&text, "\x1b[K");
        progress->drawn = true;
        break;
    case CLI_PROGRESS_PLAIN:
        bil_text_addf(&text, "bilancia: %d s, %d%%, ", (int)(elapsed / 1000),
                      (int)(done_e3(now) / 10));
        add_state(&text, watch, now, elapsed);
        bil_text_add(&text, "\n");
        break;
    case CLI_PROGRESS_JSON:
        add_json(&text, watch, now, elapsed);
        break;
    }
    cli_progress_say(progress, &text, elapsed);
}

bool cli_watch_step(const bil_allocate_progress *now, void *payload)
{
    cli_watch *watch = payload;
    const int64_t elapsed = cli_clock_ms() - watch->progress.started_ms;
    const bool news =
        now->stage != watch->stage || now->pass != watch->pass || now->round != watch->round;
    if (news) {
        watch->stage = now->stage;
        watch->pass = now->pass;
        watch->round = now->round;
        watch->round_ms = elapsed;
    }
    if (cli_progress_due(&watch->progress, news, elapsed)) {
        speak(watch, now, elapsed);
    }
    const bool in_time = watch->limit_ms <= 0 || elapsed < watch->limit_ms;
    return cli_progress_goes_on(&watch->progress, CLI_W_STOPPING_ALLOCATION) && in_time;
}
