/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which names a model has statements of, and in which line. GLPK's translator alone judges the
 * text; this only tells what to give it, and where to look for what it did not take. */
#include <string.h>

#include "solver/gmpl_impl.h"

typedef struct {
    const char *at;
    const char *end;
} cursor;

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Over spaces and comments. */
static void skip_blank(cursor *c)
{
    while (c->at < c->end) {
        if (*c->at == '#') {
            while (c->at < c->end && *c->at != '\n') {
                c->at++;
            }
        } else if (c->at + 1 < c->end && c->at[0] == '/' && c->at[1] == '*') {
            c->at += 2;
            while (c->at < c->end && !(c->at[0] == '*' && c->at + 1 < c->end && c->at[1] == '/')) {
                c->at++;
            }
            c->at += c->at < c->end ? 2 : 0; /* past the closing sign, if there is one */
        } else if (strchr(" \t\r\n\f\v", *c->at) != NULL && *c->at != '\0') {
            c->at++;
        } else {
            return;
        }
    }
}

/* To behind the next ";" outside quotes and comments. */
static void skip_statement(cursor *c)
{
    while (c->at < c->end && *c->at != ';') {
        const char *before = c->at;
        skip_blank(c);
        if (c->at != before) {
            continue;
        }
        if (*c->at == '\'' || *c->at == '"') {
            const char quote = *c->at++;
            while (c->at < c->end && *c->at != quote) {
                c->at++;
            }
        }
        c->at += c->at < c->end ? 1 : 0;
    }
    c->at += c->at < c->end ? 1 : 0;
}

static bool take_word(cursor *c, const char *word)
{
    const size_t size = strlen(word);
    if ((size_t)(c->end - c->at) < size || memcmp(c->at, word, size) != 0 ||
        (c->at + size < c->end && is_name(c->at[size]))) {
        return false;
    }
    c->at += size;
    return true;
}

/* The last statement "how name" of the text; NULL = none. */
static const char *last_of(const bil_gmpl *model, const char *how, const char *name)
{
    const char *found = NULL;
    cursor c = {model->text, model->text + model->size};
    while (c.at < c.end) {
        skip_blank(&c);
        const char *from = c.at;
        if (take_word(&c, how)) {
            skip_blank(&c);
            found = take_word(&c, name) ? from : found;
        }
        skip_statement(&c);
    }
    return found;
}

bool bil_gmpl_declares(const bil_gmpl *model, const char *how, const char *name)
{
    return last_of(model, how, name) != NULL;
}

size_t bil_gmpl_line(const bil_gmpl *model, const char *how, const char *name)
{
    const char *at = last_of(model, how, name);
    size_t line = at == NULL ? 0 : 1;
    for (; at != NULL && at > model->text; at--) {
        line += at[-1] == '\n' ? 1 : 0;
    }
    return line;
}
