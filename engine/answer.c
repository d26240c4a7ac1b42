/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/answer.h"

#include <stdio.h>
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
    static const char *const names[] = {NULL,   "dates",    "payers", "unlisted",
                                        "zone", "quantity", "offer"};
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
    size_t digits = 0;
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
        digits++;
        after += after >= 0 ? 1 : 0;
    }
    for (int k = after < 0 ? 0 : after; k < decimals; k++) {
        value *= 10;
    }
    *out = value;
    return digits > 0;
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

static bil_status unformed(const char *text, bil_error *err)
{
    return bil_fail(err, BIL_E_USAGE, text,
                    "non si capisce di che cosa chiedi: serve un servizio (S22, o S22:20 per 20 al "
                    "mese), provider:CODICE, source:CODICE, need:ID (o need:ID:80% per una parte) "
                    "o score:0.85",
                    "it is not clear what you ask about: give a service (S22, or S22:20 for 20 a "
                    "month), provider:CODE, source:CODE, need:ID (or need:ID:80% for a part) or "
                    "score:0.85");
}

/* The needs of a case are few: they are named. */
static bil_status unknown_need(const char *text, const bil_case *person, bil_error *err)
{
    char ids[200] = "";
    size_t size = 0;
    for (size_t n = 0; n < person->need_count; n++) {
        const int more =
            snprintf(ids + size, sizeof ids - size, "%s%s", n > 0 ? ", " : "", person->needs[n].id);
        if (more < 0 || (size_t)more >= sizeof ids - size) {
            (void)snprintf(ids + size, sizeof ids - size, "%s", size + 4 < sizeof ids ? "…" : "");
            break;
        }
        size += (size_t)more;
    }
    return bil_fail_with(err, BIL_E_USAGE, text, "il caso non ha questo bisogno; ha: %s",
                         "the case does not have this need; it has: %s", ids);
}

/* A bare word that is no service: perhaps it is something else, and only its prefix is missing. */
static bil_status unknown_word(const char *text, const bil_case *person, bil_error *err)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (forms[i].kind != BIL_SUBJECT_SERVICE && find(forms[i].kind, text, person) != BIL_NONE) {
            return bil_fail_with(err, BIL_E_USAGE, text,
                                 "non è un servizio: scrivilo con %s davanti",
                                 "it is not a service: write it with %s before it", forms[i].word);
        }
    }
    return strchr(text, ':') != NULL || text[0] == '\0'
               ? unformed(text, err)
               : bil_fail(err, BIL_E_USAGE, text,
                          "il catalogo non ha questo servizio: i codici sono in services.csv",
                          "the catalogue does not have this service: codes are in services.csv");
}

static bil_status unknown(const bil_subject *s, const char *text, bool prefixed,
                          const bil_case *person, bil_error *err)
{
    switch (s->kind) {
    case BIL_SUBJECT_SERVICE:
        return prefixed ? bil_fail(err, BIL_E_USAGE, text,
                                   "il catalogo non ha questo servizio: i codici sono in "
                                   "services.csv",
                                   "the catalogue does not have this service: codes are in "
                                   "services.csv")
                        : unknown_word(text, person, err);
    case BIL_SUBJECT_PROVIDER:
        return bil_fail(err, BIL_E_USAGE, text,
                        "il catalogo non ha questo ente: i codici sono in providers.csv",
                        "the catalogue does not have this provider: codes are in providers.csv");
    case BIL_SUBJECT_SOURCE:
        return bil_fail(err, BIL_E_USAGE, text,
                        "il catalogo non ha questa fonte: i codici sono in sources.csv",
                        "the catalogue does not have this source: codes are in sources.csv");
    case BIL_SUBJECT_NEED:
        return unknown_need(text, person, err);
    case BIL_SUBJECT_SCORE:
        break;
    }
    return bil_fail(err, BIL_E_USAGE, text, "un punteggio va da 0 a 1, come score:0.85",
                    "a score goes from 0 to 1, such as score:0.85");
}

static bil_status wrong_amount(const bil_subject *s, const char *text, bil_error *err)
{
    if (s->kind == BIL_SUBJECT_SERVICE) {
        return bil_fail(err, BIL_E_USAGE, text,
                        "dopo il servizio va una quantità al mese, un numero intero come S22:20",
                        "after the service comes a quantity a month, a whole number such as "
                        "S22:20");
    }
    if (s->kind == BIL_SUBJECT_NEED) {
        return bil_fail(err, BIL_E_USAGE, text,
                        "dopo il bisogno va una parte fino a 100%, come need:ID:80%",
                        "after the need comes a part up to 100%, such as need:ID:80%");
    }
    return bil_fail(err, BIL_E_USAGE, text, "dopo il codice non va altro",
                    "nothing may follow the code");
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
                   : unknown(out, text, true, person, err);
    }
    if (out->kind == BIL_SUBJECT_NEED) {
        out->amount = 10000;
    }
    out->index = find(out->kind, code, person);
    char *colon = strrchr(code, ':');
    if (out->index != BIL_NONE || colon == NULL) { /* a code may hold a colon: try it whole first */
        return out->index != BIL_NONE ? BIL_OK : unknown(out, text, rest != text, person, err);
    }
    *colon = '\0';
    out->index = find(out->kind, code, person);
    if (out->index == BIL_NONE) {
        return unknown(out, text, rest != text, person, err);
    }
    return read_amount(out, colon + 1) ? BIL_OK : wrong_amount(out, text, err);
}
