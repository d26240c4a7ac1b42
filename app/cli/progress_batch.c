/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/progress_batch.h"

#include "app/cli/progress_impl.h"
#include "app/cli/say.h"

enum { CELLS = 20, SECOND_MS = 1000, MINUTE_S = 60 };

void cli_put_time(bil_text *out, int64_t ms)
{
    const int64_t seconds = (ms + SECOND_MS - 1) / SECOND_MS;
    const int64_t minutes = (seconds + MINUTE_S - 1) / MINUTE_S;
    if (seconds / MINUTE_S < 2) {
        bil_text_addf(out, "~%lld s", (long long)seconds);
    } else if (minutes / MINUTE_S < 2) {
        bil_text_addf(out, "~%lld min", (long long)minutes);
    } else {
        bil_text_addf(out, "~%lld h", (long long)((minutes + MINUTE_S - 1) / MINUTE_S));
    }
}

static void put_state(bil_text *out, const cli_progress *progress, const bil_batch_progress *now)
{
    bil_text_addf(out, "%s %zu/%zu", cli_say(progress->lang, CLI_W_BATCH_CELLS), now->done,
                  now->cells);
    if (now->failed > 0) {
        bil_text_addf(out, " · %s %zu", cli_say(progress->lang, CLI_W_BATCH_FAILED), now->failed);
    }
    if (now->left_ms >= SECOND_MS) {
        bil_text_add(out, " · ");
        cli_put_time(out, now->left_ms);
    }
}

static void speak(cli_progress *progress, const bil_batch_progress *now)
{
    bil_text text;
    bil_text_init(&text);
    const int64_t done_e3 =
        now->cells == 0 ? 1000 : (int64_t)((now->done + now->failed) * 1000 / now->cells);
    switch (progress->how) {
    case CLI_PROGRESS_NONE:
        break;
    case CLI_PROGRESS_BAR:
        cli_progress_bar(&text, done_e3, CELLS);
        put_state(&text, progress, now);
        bil_text_add(&text, "\x1b[K");
        progress->drawn = true;
        break;
    case CLI_PROGRESS_PLAIN:
        bil_text_addf(&text, "bilancia: %d s, %d%%, ", (int)(now->elapsed_ms / SECOND_MS),
                      (int)(done_e3 / 10));
        put_state(&text, progress, now);
        bil_text_add(&text, "\n");
        break;
    case CLI_PROGRESS_JSON:
        bil_text_addf(&text, "{\"cells\":%zu,\"done\":%zu,\"failed\":%zu,\"running\":%zu",
                      now->cells, now->done, now->failed, now->running);
        if (now->left_ms >= 0) {
            bil_text_addf(&text, ",\"left_ms\":%lld", (long long)now->left_ms);
        }
        bil_text_addf(&text, ",\"elapsed_ms\":%lld}\n", (long long)now->elapsed_ms);
        break;
    }
    cli_progress_say(progress, &text, now->elapsed_ms);
}

bool cli_progress_batch(const bil_batch_progress *now, void *payload)
{
    cli_progress *progress = payload;
    const int ended = (int)(now->done + now->failed);
    if (cli_progress_due(progress, ended != progress->phase_block, now->elapsed_ms)) {
        speak(progress, now);
        progress->phase_block = ended;
    }
    return cli_progress_goes_on(progress, CLI_W_STOPPING_BATCH);
}
