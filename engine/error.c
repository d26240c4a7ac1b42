/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/arena.h"
#include "engine/text.h"

enum { FOUND_BYTES = 81 };

void bil_assert_failed(const char *condition, const char *file, int line)
{
    (void)fprintf(stderr, "bilancia: %s:%d: broken assumption: %s\n", file, line, condition);
    abort();
}

const char *bil_words_in(bil_words words, bil_lang lang)
{
    const char *text = lang == BIL_LANG_IT ? words.it : words.en;
    return text == NULL ? "" : text;
}

const char *bil_status_name(bil_status status)
{
    switch (status) {
    case BIL_OK:
        return "ok";
    case BIL_E_NOMEM:
        return "memory";
    case BIL_E_USAGE:
        return "usage";
    case BIL_E_DATA:
        return "data";
    case BIL_E_NO_INPUT:
        return "no-input";
    case BIL_E_CANT_WRITE:
        return "cannot-write";
    case BIL_E_IO:
        return "io";
    case BIL_E_LIMIT:
        return "limit";
    case BIL_E_SOLVER:
        return "solver";
    case BIL_E_STOPPED:
        return "stopped";
    case BIL_E_HELPER:
        return "helper";
    case BIL_E_CONFIG:
        return "configuration";
    case BIL_E_INTERNAL:
        return "internal";
    }
    return "unknown";
}

int bil_status_exit_code(bil_status status)
{
    /* The numbers of BSD's sysexits.h, and our own below 64. */
    switch (status) {
    case BIL_OK:
        return 0;
    case BIL_E_LIMIT:
        return 11;
    case BIL_E_USAGE:
        return 64;
    case BIL_E_DATA:
        return 65;
    case BIL_E_NO_INPUT:
        return 66;
    case BIL_E_HELPER:
        return 69;
    case BIL_E_NOMEM:
    case BIL_E_SOLVER:
    case BIL_E_INTERNAL:
        return 70;
    case BIL_E_CANT_WRITE:
        return 73;
    case BIL_E_IO:
        return 74;
    case BIL_E_CONFIG:
        return 78;
    case BIL_E_STOPPED:
        return 130;
    }
    return 70;
}

bil_status bil_fail(bil_error *err, bil_status status, const char *where, const char *message_it,
                    const char *message_en)
{
    if (err != NULL) {
        err->status = status;
        bil_text_shorten(err->where, sizeof err->where, where == NULL ? "" : where);
        bil_text_shorten(err->message_it, sizeof err->message_it, message_it);
        bil_text_shorten(err->message_en, sizeof err->message_en, message_en);
    }
    return status;
}

/* `message` with `text` in place of its first "%s", shortened to fit. Not printf: the message
 * may come from a table, and a stray '%' in it must stay a '%'. */
static void fill_in(char *out, size_t size, const char *message, const char *text)
{
    char whole[1024];
    const char *hole = strstr(message, "%s");
    if (hole == NULL) {
        bil_text_shorten(out, size, message);
        return;
    }
    char middle[512];
    bil_text_shorten(middle, sizeof middle, text);
    char head[256];
    size_t before = (size_t)(hole - message);
    before = before < sizeof head ? before : sizeof head - 1;
    memcpy(head, message, before);
    head[before] = '\0';
    (void)snprintf(whole, sizeof whole, "%s%s%.250s", head, middle, hole + 2);
    bil_text_shorten(out, size, whole);
}

bil_status bil_fail_with(bil_error *err, bil_status status, const char *where,
                         const char *message_it, const char *message_en, const char *text)
{
    if (err != NULL) {
        err->status = status;
        bil_text_shorten(err->where, sizeof err->where, where == NULL ? "" : where);
        fill_in(err->message_it, sizeof err->message_it, message_it, text == NULL ? "" : text);
        fill_in(err->message_en, sizeof err->message_en, message_en, text == NULL ? "" : text);
    }
    return status;
}

void bil_say_nomem(bil_error *err)
{
    (void)bil_fail(err, BIL_E_NOMEM, "", "memoria insufficiente", "not enough memory");
}

void bil_faults_init(bil_faults *faults, struct bil_arena *arena)
{
    *faults = (bil_faults){0};
    faults->arena = arena;
}

/* A copy in the arena; "" stands for a missing text. NULL without memory. */
static const char *kept(bil_faults *faults, const char *text)
{
    return bil_arena_text(faults->arena, text == NULL ? "" : text);
}

static bool fault_make(bil_faults *faults, bil_fault *out, const char *where, const char *found,
                       bil_words expected, bil_words fix)
{
    char shorter[FOUND_BYTES];
    bil_text_shorten(shorter, sizeof shorter, found == NULL ? "" : found);
    out->where = kept(faults, where);
    out->found = kept(faults, shorter);
    out->expected.it = kept(faults, expected.it);
    out->expected.en = kept(faults, expected.en);
    out->fix.it = kept(faults, fix.it);
    out->fix.en = kept(faults, fix.en);
    return out->where != NULL && out->found != NULL && out->expected.it != NULL &&
           out->expected.en != NULL && out->fix.it != NULL && out->fix.en != NULL;
}

static void fault_add(bil_faults *faults, const char *where, const char *found, bil_words expected,
                      bil_words fix, bool warning)
{
    faults->errors += warning ? 0 : 1;
    if (faults->count >= BIL_FAULTS_MAX) {
        faults->dropped++;
        return;
    }
    bil_fault *items = bil_arena_grow(faults->arena, faults->items, faults->count,
                                      &faults->capacity, faults->count + 1, sizeof *items);
    if (items == NULL) {
        faults->out_of_memory = true;
        faults->dropped++;
        return;
    }
    faults->items = items;
    bil_fault fault = {.warning = warning};
    if (!fault_make(faults, &fault, where, found, expected, fix)) {
        faults->out_of_memory = true;
        faults->dropped++;
        return;
    }
    faults->items[faults->count++] = fault;
}

void bil_faults_add(bil_faults *faults, const char *where, const char *found, bil_words expected,
                    bil_words fix)
{
    fault_add(faults, where, found, expected, fix, false);
}

void bil_faults_warn(bil_faults *faults, const char *where, const char *found, bil_words expected,
                     bil_words fix)
{
    fault_add(faults, where, found, expected, fix, true);
}
