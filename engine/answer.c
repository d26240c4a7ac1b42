/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/answer.h"

#include <string.h>

#include "engine/money.h"

void bil_answer_free(bil_answer *answer)
{
    if (answer != NULL) {
        bil_plan_free(answer->other);
        bil_arena_free(answer->arena);
    }
}

const char *bil_ask_name(bil_ask ask)
{
    static const char *const names[] = {"why", "why-not", "what-if", "next-euro"};
    return (unsigned)ask < sizeof names / sizeof names[0] ? names[ask] : NULL;
}

const char *bil_verdict_name(bil_verdict_kind verdict)
{
    static const char *const names[] = {"locked",     "replaceable", "worth",    "irreplaceable",
                                        "already",    "useless",     "possible", "takes",
                                        "impossible", "nothing"};
    return (unsigned)verdict < sizeof names / sizeof names[0] ? names[verdict] : NULL;
}

const char *bil_never_name(bil_never never)
{
    static const char *const names[] = {NULL, "dates", "payers", "unlisted", "zone", "quantity"};
    return (unsigned)never < sizeof names / sizeof names[0] ? names[never] : NULL;
}

static const struct {
    const char *word;
    bil_subject_kind kind;
} forms[] = {{"service:", BIL_SUBJECT_SERVICE},
             {"provider:", BIL_SUBJECT_PROVIDER},
             {"source:", BIL_SUBJECT_SOURCE},
             {"need:", BIL_SUBJECT_NEED},
             {"score:", BIL_SUBJECT_SCORE}};

/* Digits with up to `decimals` after a point or comma, × 10^decimals. False when it is no such
 * number. */
static bool read_number(int64_t *out, const char *text, size_t size, int decimals)
{
    int64_t value = 0;
    int after = -1;
    for (size_t i = 0; i < size; i++) {
        if ((text[i] == '.' || text[i] == ',') && after < 0) {
            after = 0;
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || value > INT64_C(100000000000) || after == decimals) {
            return false;
        }
        value = value * 10 + (text[i] - '0');
        after += after >= 0 ? 1 : 0;
    }
    for (int k = after < 0 ? 0 : after; k < decimals; k++) {
        value *= 10;
    }
    *out = value;
    return size > 0;
}

static bil_index provider_row(const bil_catalogue *catalogue, const char *code)
{
    for (size_t i = 0; i < catalogue->provider_count; i++) {
        if (strcmp(catalogue->providers[i].code, code) == 0) {
            return (bil_index)i;
        }
    }
    return BIL_NONE;
}

static bil_index find(bil_subject_kind kind, const char *code, const bil_case *person)
{
    switch (kind) {
    case BIL_SUBJECT_SERVICE:
        return bil_catalogue_find_service(person->catalogue, code);
    case BIL_SUBJECT_PROVIDER:
        return provider_row(person->catalogue, code);
    case BIL_SUBJECT_SOURCE:
        return bil_catalogue_find_source(person->catalogue, code);
    case BIL_SUBJECT_NEED:
        return bil_case_find_need(person, code);
    case BIL_SUBJECT_SCORE:
        break;
    }
    return BIL_NONE;
}

/* What follows the code: a quantity of a service, a share of a need. */
static bool read_amount(bil_subject *out, const char *text)
{
    size_t size = strlen(text);
    if (out->kind == BIL_SUBJECT_SERVICE) {
        return read_number(&out->amount, text, size, 0) && out->amount >= 1 &&
               out->amount <= BIL_QUANTITY_MAX;
    }
    if (out->kind == BIL_SUBJECT_NEED && size > 1 && text[size - 1] == '%') {
        return read_number(&out->amount, text, size - 1, 2) && out->amount >= 1 &&
               out->amount <= 10000;
    }
    return false;
}

static bil_status unknown(const char *text, bil_error *err)
{
    return bil_fail_with(
        err, BIL_E_USAGE, "domanda",
        "non conosco «%s»: serve un servizio (S22 o service:S22:20), provider:…, source:…, need:… "
        "(anche need:n1:80%%) o score:0.85",
        "\"%s\" is not known: give a service (S22 or service:S22:20), provider:…, source:…, need:… "
        "(or need:n1:80%%) or score:0.85",
        text);
}

bil_status bil_subject_parse(bil_subject *out, const char *text, const bil_case *person,
                             bil_arena *arena, bil_error *err)
{
    *out = (bil_subject){.kind = BIL_SUBJECT_SERVICE, .index = BIL_NONE};
    const char *rest = text;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        const size_t size = strlen(forms[i].word);
        if (strncmp(text, forms[i].word, size) == 0) {
            out->kind = forms[i].kind;
            rest = text + size;
        }
    }
    char *code = bil_arena_alloc(arena, strlen(rest) + 1, 1);
    if (code == NULL) {
        return bil_fail_nomem(err);
    }
    memcpy(code, rest, strlen(rest) + 1);
    out->code = code;
    if (out->kind == BIL_SUBJECT_SCORE) {
        return read_number(&out->amount, code, strlen(code), 9) && out->amount <= 1000000000
                   ? BIL_OK
                   : unknown(text, err);
    }
    if (out->kind == BIL_SUBJECT_NEED) {
        out->amount = 10000;
    }
    out->index = find(out->kind, code, person);
    char *colon = strrchr(code, ':');
    if (out->index == BIL_NONE && colon != NULL) { /* a code may hold a colon: try it whole first */
        *colon = '\0';
        out->index = find(out->kind, code, person);
        if (out->index == BIL_NONE || !read_amount(out, colon + 1)) {
            return unknown(text, err);
        }
    }
    return out->index == BIL_NONE ? unknown(text, err) : BIL_OK;
}
