/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a district shares: limit, used, left, and what a little more would give. */
#include "data/document_allocation_impl.h"

#include <stdio.h>
#include <string.h>

enum { NAME_LEAST = 20, SPAN = 8, MONEY = 17, UNITS = 13, GIVES = 18, MARK = 2, POINT_E9 = 100000 };

const char *bil_allocation_name(const bil_doc *doc, const bil_shared_result *shared)
{
    const bil_catalogue *catalogue = doc->catalogue;
    if (shared->pool) {
        return shared->source == BIL_NONE
                   ? shared->code
                   : bil_doc_text(doc, catalogue->sources[shared->source].name);
    }
    if (!shared->provider) {
        return shared->service == BIL_NONE
                   ? shared->code
                   : bil_doc_text(doc, catalogue->services[shared->service].name);
    }
    for (size_t i = 0; i < catalogue->provider_count; i++) {
        if (strcmp(catalogue->providers[i].code, shared->code) == 0) {
            return catalogue->providers[i].name;
        }
    }
    return shared->code;
}

const char *bil_allocation_unit(const bil_doc *doc, const bil_shared_result *shared)
{
    const bool own = !shared->provider && shared->service != BIL_NONE;
    return own ? doc->catalogue->services[shared->service].unit : "unit";
}

bil_doc_short bil_allocation_months(const bil_doc *doc, int from, int months)
{
    bil_doc_short out = {{0}};
    const bil_doc_short first = bil_doc_number(doc, from + 1);
    const bil_doc_short last = bil_doc_number(doc, from + months);
    if (months <= 1) {
        return first;
    }
    (void)snprintf(out.text, sizeof out.text, "%.20s–%.20s", first.text, last.text);
    return out;
}

bil_doc_short bil_allocation_points(const bil_doc *doc, int64_t e9)
{
    bil_doc_short out = {"–"};
    if (e9 > 0) {
        const int64_t hundredths = bil_div_round(e9, POINT_E9);
        bil_hundredths_format(out.text, sizeof out.text, hundredths == 0 ? 1 : hundredths,
                              doc->options.lang);
    }
    return out;
}

size_t bil_allocation_put_name(bil_text *out, const char *name, size_t column)
{
    size_t skip = 0;
    const size_t size = bil_pen_break(name, column - 1, &skip);
    bil_pen_left_n(out, name, size, column);
    return skip;
}

/* ---- one limit, its periods one after another ---- */

static bool same_limit(const bil_shared_result *a, const bil_shared_result *b)
{
    return a->pool == b->pool && a->provider == b->provider && strcmp(a->code, b->code) == 0;
}

static bool is_first(const bil_allocation_report *r, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (same_limit(&r->shared[i], &r->shared[index])) {
            return false;
        }
    }
    return true;
}

/* The next period of the same limit; `shared_count` when there is none. */
static size_t next_period(const bil_allocation_report *r, size_t index)
{
    for (size_t i = index + 1; i < r->shared_count; i++) {
        if (same_limit(&r->shared[i], &r->shared[index])) {
            return i;
        }
    }
    return r->shared_count;
}

static bool is_over(const bil_shared_result *shared)
{
    return shared->used > shared->limit;
}

static bool is_scarce(const bil_allocation_report *r, size_t index)
{
    for (; index < r->shared_count; index = next_period(r, index)) {
        const bil_shared_result *shared = &r->shared[index];
        if (shared->price_e9 > 0 || shared->used >= shared->limit) {
            return true;
        }
    }
    return false;
}

/* A place's limit is the same month after month: periods alike that follow each other are one row.
 * A pool's limit is of its months, so each of its periods stands by itself. */
static bool goes_on(const bil_shared_result *row, const bil_shared_result *next)
{
    return !row->pool && next->from == row->from + row->months && next->limit == row->limit &&
           next->used == row->used && next->price_e9 == row->price_e9;
}

static void head(bil_text *out, const bil_doc *doc, bil_word name, size_t number, bil_word gives)
{
    const size_t column = doc->options.width - SPAN - 3 * number - GIVES;
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_pen_left(out, column < NAME_LEAST ? "" : bil_doc_word(doc, name), column);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_ALLOC_MONTHS), SPAN);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_ALLOC_LIMIT), number);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_ALLOC_USED), number);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_ALLOC_LEFT), number);
    bil_pen_right(out, bil_doc_word(doc, gives), GIVES - MARK);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_add(out, "\n");
}

static bil_doc_short figure(const bil_doc *doc, const bil_shared_result *row, int64_t value)
{
    return row->pool ? bil_doc_money(doc, value) : bil_doc_number(doc, value);
}

/* `name` is "" from the second row of a limit on. */
static void put_row(bil_text *out, const bil_doc *doc, const bil_shared_result *row,
                    const char *name)
{
    const size_t number = row->pool ? MONEY : UNITS;
    const size_t column = doc->options.width - SPAN - 3 * number - GIVES;
    if (column < NAME_LEAST && name[0] != '\0') { /* a narrow terminal: the name on its own */
        bil_pen_wrap(out, doc, 0, name);
        name = "";
    }
    const size_t skip = bil_allocation_put_name(out, name, column);
    bil_pen_right(out, bil_allocation_months(doc, row->from, row->months).text, SPAN);
    bil_pen_right(out, figure(doc, row, row->limit).text, number);
    bil_pen_right(out, figure(doc, row, row->used).text, number);
    bil_pen_ink(out, doc, is_over(row) ? BIL_INK_BAD : BIL_INK_PLAIN);
    bil_pen_right(out, figure(doc, row, row->limit - row->used).text, number);
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_pen_right(out, bil_allocation_points(doc, row->price_e9).text, GIVES - MARK);
    bil_text_add(out, is_over(row) ? " !\n" : "\n");
    bil_pen_rest(out, 0, column - 1, name, skip);
}

/* All periods of the limit that starts at `index`. */
static void put_limit(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                      size_t index)
{
    bil_text name;
    bil_text_init(&name);
    bil_text_add(&name, bil_allocation_name(doc, &r->shared[index]));
    if (!r->shared[index].pool) {
        bil_text_addf(&name, " (%s)",
                      bil_doc_unit(doc, bil_allocation_unit(doc, &r->shared[index]), false));
    }
    const char *shown = name.failed ? "" : name.bytes;
    while (index < r->shared_count) {
        bil_shared_result row = r->shared[index];
        size_t next = next_period(r, index);
        while (next < r->shared_count && goes_on(&row, &r->shared[next])) {
            row.months += r->shared[next].months;
            next = next_period(r, next);
        }
        put_row(out, doc, &row, shown);
        shown = "";
        index = next;
    }
    out->failed = out->failed || name.failed;
    bil_text_release(&name);
}

void bil_allocation_put_pools(bil_text *out, const bil_doc *doc, const bil_allocation_report *r)
{
    bool any = false;
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ALLOC_POOLS));
    for (size_t i = 0; i < r->shared_count; i++) {
        if (!r->shared[i].pool || !is_first(r, i)) {
            continue;
        }
        if (!any) {
            bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_ALLOC_POOLS_LEAD));
            bil_text_add(out, "\n");
            head(out, doc, BIL_W_PAYER, MONEY, BIL_W_ALLOC_WITH_1000);
        }
        any = true;
        put_limit(out, doc, r, i);
    }
    if (!any) {
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_ALLOC_POOLS_NONE));
    }
}

void bil_allocation_put_places(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                               bool all)
{
    size_t shown = 0;
    size_t rest = 0;
    bil_pen_heading(out, doc, bil_doc_word(doc, all ? BIL_W_ALLOC_PLACES_ALL : BIL_W_ALLOC_PLACES));
    for (size_t i = 0; i < r->shared_count; i++) {
        if (r->shared[i].pool || !is_first(r, i)) {
            continue;
        }
        if (!all && !is_scarce(r, i)) {
            rest++;
            continue;
        }
        if (shown == 0) {
            bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_ALLOC_PLACES_LEAD));
            bil_text_add(out, "\n");
            head(out, doc, BIL_W_SUPPORT, UNITS, BIL_W_ALLOC_WITH_ONE);
        }
        shown++;
        put_limit(out, doc, r, i);
    }
    if (shown == 0) {
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_ALLOC_PLACES_NONE));
    }
    if (rest > 0) {
        bil_pen_wrap(
            out, doc, 0,
            bil_doc_sentence(doc,
                             rest == 1 ? BIL_W_ALLOC_PLACES_REST_ONE : BIL_W_ALLOC_PLACES_REST_MANY,
                             bil_doc_number(doc, (int64_t)rest).text, NULL)
                .text);
    }
}
