/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a district shares: limit, used, left, and what a little more would give. */
#include "data/document_allocation_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_LEAST = 20, SPAN = 8, MONEY = 16, UNITS = 12, GIVES = 18, MARK = 2, POINT_E9 = 100000 };

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
    bil_doc_short number = {{0}};
    const int64_t hundredths = e9 <= 0 ? 0 : bil_div_round(e9, POINT_E9);
    bil_hundredths_format(number.text, sizeof number.text, hundredths == 0 ? 1 : hundredths,
                          doc->options.lang);
    if (e9 > 0) {
        (void)snprintf(out.text, sizeof out.text, "%s%.40s", hundredths == 0 ? "< " : "",
                       number.text);
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

/* The rows of a limit, [from, to), and what more of it gives in its best period. */
typedef struct {
    size_t from;
    size_t to;
    int64_t gives_e9;
    bool scarce;
} limit;

static bool same_limit(const bil_shared_result *a, const bil_shared_result *b)
{
    return a->pool == b->pool && a->provider == b->provider && strcmp(a->code, b->code) == 0;
}

static bool is_over(const bil_shared_result *shared)
{
    return shared->used > shared->limit;
}

/* Is more of it worth anything that shows, or is nothing left? */
static bool is_scarce(const bil_shared_result *shared)
{
    return shared->price_e9 >= POINT_E9 / 2 || shared->used >= shared->limit;
}

static limit limit_at(const bil_allocation_report *r, size_t from)
{
    limit out = {.from = from, .to = from};
    for (; out.to < r->shared_count && same_limit(&r->shared[from], &r->shared[out.to]); out.to++) {
        const bil_shared_result *row = &r->shared[out.to];
        out.gives_e9 = row->price_e9 > out.gives_e9 ? row->price_e9 : out.gives_e9;
        out.scarce = out.scarce || is_scarce(row);
    }
    return out;
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

/* The periods of a limit: all of them, or those in which it is scarce. */
static void put_limit(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                      const limit *l, bool all)
{
    const bil_shared_result *first = &r->shared[l->from];
    bil_text name;
    bil_text_init(&name);
    bil_text_add(&name, bil_allocation_name(doc, first));
    if (!first->pool) {
        bil_text_addf(&name, " (%s)", bil_doc_unit(doc, bil_allocation_unit(doc, first), false));
    }
    const char *shown = name.failed ? "" : name.bytes;
    for (size_t i = l->from; i < l->to;) {
        bil_shared_result row = r->shared[i++];
        for (; i < l->to && goes_on(&row, &r->shared[i]); i++) {
            row.months += r->shared[i].months;
        }
        if (all || is_scarce(&row)) {
            put_row(out, doc, &row, shown);
            shown = "";
        }
    }
    out->failed = out->failed || name.failed;
    bil_text_release(&name);
}

void bil_allocation_put_pools(bil_text *out, const bil_doc *doc, const bil_allocation_report *r)
{
    bool any = false;
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ALLOC_POOLS));
    for (size_t i = 0; i < r->shared_count;) {
        const limit l = limit_at(r, i);
        i = l.to;
        if (!r->shared[l.from].pool) {
            continue;
        }
        if (!any) {
            bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_ALLOC_POOLS_LEAD));
            bil_text_add(out, "\n");
            head(out, doc, BIL_W_PAYER, MONEY, BIL_W_ALLOC_WITH_1000);
        }
        any = true;
        put_limit(out, doc, r, &l, true);
    }
    if (!any) {
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_ALLOC_POOLS_NONE));
    }
}

/* What gives most comes first; else as in the district. */
static int compare(const void *a, const void *b)
{
    const limit *one = a;
    const limit *other = b;
    if (one->gives_e9 != other->gives_e9) {
        return one->gives_e9 > other->gives_e9 ? -1 : 1;
    }
    return one->from < other->from ? -1 : (one->from > other->from ? 1 : 0);
}

/* Those to be shown, in their order, in room for as many as there are rows; how many. */
static size_t choose_places(limit *places, const bil_allocation_report *r, bool all, size_t *rest)
{
    size_t count = 0;
    for (size_t i = 0; i < r->shared_count;) {
        const limit l = limit_at(r, i);
        i = l.to;
        if (r->shared[l.from].pool) {
            continue;
        }
        if (all || l.scarce) {
            places[count++] = l;
        } else {
            *rest += 1;
        }
    }
    qsort(places, count, sizeof *places, compare);
    return count;
}

void bil_allocation_put_places(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                               bool all)
{
    size_t rest = 0;
    limit *places = calloc(r->shared_count + 1, sizeof *places);
    if (places == NULL) {
        out->failed = true;
        return;
    }
    const size_t count = choose_places(places, r, all, &rest);
    bil_pen_heading(out, doc, bil_doc_word(doc, all ? BIL_W_ALLOC_PLACES_ALL : BIL_W_ALLOC_PLACES));
    if (count > 0) {
        bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_ALLOC_PLACES_LEAD));
        bil_text_add(out, "\n");
        head(out, doc, BIL_W_SUPPORT, UNITS, BIL_W_ALLOC_WITH_ONE);
    } else {
        const bool stopped = r->by_waits[BIL_WAITS_STOPPED] > 0;
        bil_pen_wrap(
            out, doc, 0,
            bil_doc_word(doc, stopped ? BIL_W_ALLOC_PLACES_STOPPED : BIL_W_ALLOC_PLACES_NONE));
    }
    for (size_t i = 0; i < count; i++) {
        put_limit(out, doc, r, &places[i], all);
    }
    free(places);
    if (rest > 0) {
        bil_pen_wrap(
            out, doc, 0,
            bil_doc_sentence(doc,
                             rest == 1 ? BIL_W_ALLOC_PLACES_REST_ONE : BIL_W_ALLOC_PLACES_REST_MANY,
                             bil_doc_number(doc, (int64_t)rest).text, NULL)
                .text);
    }
}
