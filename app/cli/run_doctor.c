/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `doctor`: what is here, what is missing, what to do about it. */
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/cli/run.h"
#include "app/cli/say.h"
#include "app/cli/terminal.h"
#include "data/digest.h"
#include "data/json.h"
#include "data/store.h"
#include "engine/version.h"

enum { ROWS_MAX = 12, ANSWER_SIZE = 400 };

typedef enum { FINE, NOTE, BAD } judgement;

typedef struct {
    const char *id;
    cli_word what;
    judgement judged;
    char answer[ANSWER_SIZE];
} row;

typedef struct {
    bil_lang lang;
    row rows[ROWS_MAX];
    size_t count;
    int code; /* of the worst thing found */
} examination;

static void add(examination *exam, const char *id, cli_word what, judgement judged,
                const char *answer)
{
    BIL_ASSERT(exam->count < ROWS_MAX);
    row *next = &exam->rows[exam->count++];
    next->id = id;
    next->what = what;
    next->judged = judged;
    bil_text_shorten(next->answer, sizeof next->answer, answer);
}

/* A sentence of the words table with a text in it. */
static void add_said(examination *exam, const char *id, cli_word what, judgement judged,
                     cli_word sentence, const char *text)
{
    bil_text said;
    bil_text_init(&said);
    cli_put(&said, exam->lang, sentence, text, NULL);
    add(exam, id, what, judged, said.failed ? "" : said.bytes);
    bil_text_release(&said);
}

static void look_at_libraries(examination *exam)
{
    char words[ANSWER_SIZE];
    add(exam, "program", CLI_W_DOC_PROGRAM, FINE, "bilancia " BIL_VERSION);
    add(exam, "optimiser", CLI_W_DOC_OPTIMISER, FINE, bil_optimiser_name());
    add(exam, "json", CLI_W_DOC_JSON, FINE, bil_json_library());
    add(exam, "digest", CLI_W_DOC_DIGEST, FINE, bil_digest_library());
    bool safe = bil_store_engine_wal_safe();
    (void)snprintf(words, sizeof words, "SQLite %s: %s", bil_store_engine_version(),
                   cli_say(exam->lang, safe ? CLI_W_DOC_WAL_SAFE : CLI_W_DOC_WAL_RISK));
    add(exam, "store", CLI_W_DOC_STORE, safe ? FINE : NOTE, words);
}

static void look_at_catalogue(examination *exam, const char *named)
{
    bil_error err = {0};
    bil_pipeline run = {0};
    bil_text folder;
    bil_text_init(&folder);
    bil_status status = bil_pipeline_open(&run, &err);
    if (status == BIL_OK) {
        status = cli_find_catalogue(&folder, named, &err);
    }
    if (status == BIL_OK) {
        status = bil_pipeline_catalogue(&run, folder.bytes, &err);
    }
    if (status == BIL_OK) {
        char words[ANSWER_SIZE];
        (void)snprintf(words, sizeof words, "%.60s %.40s (%.250s)", run.catalogue->name,
                       run.catalogue->version, folder.bytes);
        add(exam, "catalogue", CLI_W_DOC_CATALOGUE, FINE, words);
    } else {
        add(exam, "catalogue", CLI_W_DOC_CATALOGUE, BAD,
            exam->lang == BIL_LANG_IT ? err.message_it : err.message_en);
        exam->code = bil_status_exit_code(status);
    }
    bil_pipeline_close(&run);
    bil_text_release(&folder);
}

/* The program never follows the system's locale; a library that did would be seen here. */
static void look_at_locale(examination *exam)
{
    static const char *const names[] = {"LC_ALL", "LC_NUMERIC", "LANG"};
    const char *value = NULL;
    for (size_t i = 0; i < 3 && value == NULL; i++) {
        value = cli_environment(names[i]);
    }
    value = value == NULL ? cli_say(exam->lang, CLI_W_DOC_NO_LOCALE) : value;
    const struct lconv *numbers = localeconv(); /* NOLINT(concurrency-mt-unsafe) */
    bool point = strcmp(numbers->decimal_point, ".") == 0;
    add_said(exam, "locale", CLI_W_DOC_LOCALE, point ? FINE : BAD,
             point ? CLI_W_DOC_LOCALE_FINE : CLI_W_DOC_LOCALE_BAD, value);
    exam->code = point ? exam->code : bil_status_exit_code(BIL_E_CONFIG);
}

static void look_at_surroundings(examination *exam, bool strict)
{
    static const char *const browsers[] = {"chromium", "chromium-browser", "google-chrome"};
    bil_text found;
    bil_text_init(&found);
    if (cli_find_program(&found, browsers, sizeof browsers / sizeof browsers[0])) {
        add(exam, "pdf", CLI_W_DOC_PDF, FINE, found.failed ? "" : found.bytes);
    } else {
        add(exam, "pdf", CLI_W_DOC_PDF, strict ? BAD : NOTE, cli_say(exam->lang, CLI_W_DOC_NO_PDF));
        exam->code = strict ? bil_status_exit_code(BIL_E_HELPER) : exam->code;
    }
    bil_text_release(&found);
    bool can_write = access(".", W_OK) == 0;
    add(exam, "writing", CLI_W_DOC_WRITE, can_write ? FINE : NOTE,
        cli_say(exam->lang, can_write ? CLI_W_DOC_CAN_WRITE : CLI_W_DOC_CANNOT_WRITE));
}

static void put_table(bil_text *out, const examination *exam)
{
    static const cli_word marks[] = {CLI_W_DOC_FINE, CLI_W_DOC_NOTE, CLI_W_DOC_BAD};
    for (size_t i = 0; i < exam->count; i++) {
        const row *at = &exam->rows[i];
        cli_pad(out, cli_say(exam->lang, marks[at->judged]), 7);
        cli_pad(out, cli_say(exam->lang, at->what), 22);
        cli_wrap(out, 29, 29, 100, at->answer);
    }
    bil_text_addf(out, "\n%s\n",
                  cli_say(exam->lang, exam->code == 0 ? CLI_W_DOC_ALL_WELL : CLI_W_DOC_NOT_WELL));
}

static void put_json(bil_text *out, const examination *exam)
{
    static const char *const marks[] = {"fine", "note", "bad"};
    bil_json_writer json;
    bil_json_writer_init(&json, out, false);
    bil_json_begin_object(&json, NULL);
    bil_json_put_text(&json, "format", "bilancia-doctor");
    bil_json_put_integer(&json, "version", 1);
    bil_json_put_bool(&json, "well", exam->code == 0);
    bil_json_begin_object(&json, "findings");
    for (size_t i = 0; i < exam->count; i++) {
        bil_json_inline(&json);
        bil_json_begin_object(&json, exam->rows[i].id);
        bil_json_put_text(&json, "judgement", marks[exam->rows[i].judged]);
        bil_json_put_text(&json, "answer", exam->rows[i].answer);
        bil_json_end_object(&json);
    }
    bil_json_end_object(&json);
    bil_json_end_object(&json);
    bil_json_finish(&json);
}

int cli_run_doctor(const cli_call *call)
{
    examination exam = {.lang = call->lang};
    look_at_libraries(&exam);
    look_at_surroundings(&exam, cli_given(call, CLI_STRICT));
    look_at_locale(&exam);
    look_at_catalogue(&exam, cli_text(call, CLI_CATALOGUE, NULL));
    bil_text text;
    bil_text_init(&text);
    if (cli_is(call, CLI_FORMAT, "json", false)) {
        put_json(&text, &exam);
    } else {
        put_table(&text, &exam);
    }
    int written = cli_deliver(call->lang, NULL, &text);
    return written == 0 ? exam.code : written;
}

int cli_run_version(const cli_call *call)
{
    bil_text text;
    bil_text_init(&text);
    bil_text_add(&text, "bilancia " BIL_VERSION "\n");
    return cli_deliver(call->lang, NULL, &text);
}
