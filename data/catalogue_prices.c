/* SPDX-License-Identifier: GPL-3.0-or-later */

/* providers.csv and copay.csv (both optional): who offers a service at which price, and what the
 * person owes for it. */

#include <stdlib.h>
#include <string.h>

#include "data/catalogue_impl.h"
#include "data/limits.h"
#include "data/words.h"

static const bil_words nothing = {"", ""};

/* Rows sorted so that those of one kind stand together, by where they begin. */
typedef struct {
    const char *name;
    uint64_t group;
    int64_t from;
    int64_t to;
    bil_validity validity;
    uint32_t row;
} span;

static int by_span(const void *a, const void *b)
{
    const span *x = a;
    const span *y = b;
    int order = strcmp(x->name, y->name);
    if (order != 0) {
        return order;
    }
    if (x->group != y->group) {
        return x->group < y->group ? -1 : 1;
    }
    if (x->from != y->from) {
        return x->from < y->from ? -1 : 1;
    }
    return (x->row > y->row) - (x->row < y->row);
}

static bool same_group(const span *a, const span *b)
{
    return a->group == b->group && strcmp(a->name, b->name) == 0;
}

static void report_pair(const bil_table *t, const span *a, const span *b, size_t column,
                        bil_words expected)
{
    bil_said said;
    uint32_t later = a->row > b->row ? a->row : b->row;
    uint32_t earlier = a->row > b->row ? b->row : a->row;
    size_t number = bil_csv_row_number(t->csv, earlier);
    bil_cell_fault(t, later, column, expected,
                   bil_say(&said, "vedi la riga %zu", "see row %zu", number));
}

/* Do two brackets, the first of which begins no later, share no more than an end? */
static bool only_touch(const span *a, const span *b)
{
    bool points = a->from == a->to && b->from == b->to;
    bool at_an_end = b->from == a->from || b->from == a->to;
    return (a->to <= b->from || b->to <= b->from) && !points && at_an_end;
}

/* Brackets of one class that overlap on a common day. */
static void check_brackets(const bil_table *t, span *spans, size_t count, size_t column)
{
    qsort(spans, count, sizeof *spans, by_span);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1;
             j < count && same_group(&spans[i], &spans[j]) && spans[j].from <= spans[i].to; j++) {
            if (!only_touch(&spans[i], &spans[j]) &&
                bil_validity_overlaps(spans[i].validity, spans[j].validity)) {
                report_pair(t, &spans[i], &spans[j], column,
                            (bil_words){"fasce ISEE della stessa classe che non si sovrappongono",
                                        "ISEE brackets of one class that do not overlap"});
                break;
            }
        }
    }
}

/* Rows of one provider and service whose days meet; from and to are dates. */
static void check_days(const bil_table *t, span *spans, size_t count, size_t column)
{
    const span *longest = NULL;
    qsort(spans, count, sizeof *spans, by_span);
    for (size_t i = 0; i < count; i++) {
        bool same = longest != NULL && same_group(longest, &spans[i]);
        if (same && spans[i].from <= longest->to) {
            report_pair(t, longest, &spans[i], column,
                        (bil_words){"una sola riga per gestore e servizio nello stesso giorno",
                                    "one row per provider and service on the same day"});
        }
        if (!same || spans[i].to > longest->to) {
            longest = &spans[i];
        }
    }
}

void bil_load_providers(bil_loader *loader)
{
    enum { PROVIDER, NAME, SERVICE, ZONE, PRICE, CAPACITY, VALID_FROM, VALID_TO, COLUMNS };
    static const char *const names[COLUMNS] = {"provider",   "name",        "service",
                                               "zone",       "price_cents", "capacity_month",
                                               "valid_from", "valid_to"};
    bil_table t;
    if (!bil_table_open(&t, loader, BIL_CATALOGUE_PROVIDERS, names, COLUMNS, 0)) {
        return;
    }
    bil_provider *items = bil_table_items(&t, sizeof *items);
    span *spans = bil_table_items(&t, sizeof *spans);
    size_t count = 0;
    for (t.row = 0; items != NULL && spans != NULL && t.row < t.rows; t.row++) {
        bil_provider *row = &items[t.row];
        row->code = bil_cell_code(&t, PROVIDER, true);
        row->name = bil_cell_text(&t, NAME, true);
        row->service = bil_cell_reference(&t, SERVICE, &loader->services,
                                          (bil_words){"il codice di un servizio di services.csv",
                                                      "the code of a service of services.csv"});
        row->zone = strcmp(bil_cell(&t, ZONE), "*") == 0 ? "*" : bil_cell_code(&t, ZONE, false);
        row->price_cents = bil_cell_integer(&t, PRICE, 0, BIL_CENTS_MAX);
        row->capacity_month =
            bil_cell_integer_or(&t, CAPACITY, 0, BIL_QUANTITY_MAX, BIL_QUANTITY_MAX);
        row->validity = bil_cell_validity(&t, VALID_FROM, VALID_TO);
        if (row->service != BIL_NONE && row->code[0] != '\0') {
            spans[count++] = (span){.name = row->code,
                                    .group = row->service,
                                    .from = row->validity.from,
                                    .to = row->validity.to == 0 ? INT32_MAX : row->validity.to,
                                    .row = (uint32_t)t.row};
        }
    }
    if (items != NULL && spans != NULL) {
        loader->catalogue->providers = items;
        loader->catalogue->provider_count = t.rows;
        check_days(&t, spans, count, PROVIDER);
    }
    bil_table_close(&t);
}

void bil_load_copay(bil_loader *loader)
{
    enum { CLASS, ISEE_FROM, ISEE_TO, USER_FROM, USER_TO, VALID_FROM, VALID_TO, SOURCE, COLUMNS };
    static const char *const names[COLUMNS] = {
        "copay_class",   "isee_from_cents", "isee_to_cents", "user_from_cents",
        "user_to_cents", "valid_from",      "valid_to",      "source"};
    bil_table t;
    if (!bil_table_open(&t, loader, BIL_CATALOGUE_COPAY, names, COLUMNS, BIL_COPAY_ROWS_MAX)) {
        loader->copay_broken = loader->files[BIL_CATALOGUE_COPAY].bytes != NULL;
        return;
    }
    bil_copay_row *items = bil_table_items(&t, sizeof *items);
    span *spans = bil_table_items(&t, sizeof *spans);
    bil_text_set *classes = &loader->copay_classes;
    size_t count = 0;
    classes->items = bil_table_items(&t, sizeof *classes->items);
    if (items == NULL || spans == NULL || classes->items == NULL) {
        bil_table_close(&t);
        return;
    }
    for (t.row = 0; t.row < t.rows; t.row++) {
        bil_copay_row *row = &items[t.row];
        row->copay_class = bil_cell_code(&t, CLASS, true);
        classes->items[classes->count++] = row->copay_class;
        row->isee_from_cents = bil_cell_integer(&t, ISEE_FROM, 0, BIL_ISEE_END_MAX);
        row->isee_to_cents = bil_cell_integer(&t, ISEE_TO, 0, BIL_ISEE_END_MAX);
        row->user_from_cents = bil_cell_integer(&t, USER_FROM, 0, BIL_CENTS_MAX);
        row->user_to_cents = bil_cell_integer(&t, USER_TO, 0, BIL_CENTS_MAX);
        row->validity = bil_cell_validity(&t, VALID_FROM, VALID_TO);
        row->source = bil_cell_source(&t, SOURCE);
        if (row->isee_to_cents < row->isee_from_cents) {
            bil_cell_fault(&t, t.row, ISEE_TO,
                           (bil_words){"un ISEE non minore di isee_from_cents",
                                       "an ISEE not below isee_from_cents"},
                           nothing);
        } else if (row->copay_class[0] != '\0') {
            spans[count++] = (span){.name = row->copay_class,
                                    .from = row->isee_from_cents,
                                    .to = row->isee_to_cents,
                                    .validity = row->validity,
                                    .row = (uint32_t)t.row};
        }
    }
    bil_text_set_close(classes);
    loader->catalogue->copay = items;
    loader->catalogue->copay_count = t.rows;
    check_brackets(&t, spans, count, ISEE_FROM);
    bil_table_close(&t);
}
