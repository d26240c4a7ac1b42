/* SPDX-License-Identifier: GPL-3.0-or-later */

/* sources.csv and eligibility.csv: who can pay, and for what. */

#include "data/catalogue_impl.h"
#include "data/limits.h"

enum {
    CODE,
    NAME_IT,
    NAME_EN,
    KIND,
    PAYER,
    SIDE,
    HOLDER,
    FORM,
    PUBLIC,
    PAYMENTS,
    TYPICAL,
    MEANS_TEST,
    VALID_FROM,
    VALID_TO,
    SOURCE,
    CONFIDENCE,
    SOURCE_COLUMNS
};

static const char *const source_columns[SOURCE_COLUMNS] = {
    "code",          "name_it",    "name_en",    "kind",     "payer",
    "side",          "holder",     "form",       "public",   "payments_per_year",
    "typical_cents", "means_test", "valid_from", "valid_to", "source",
    "confidence"};

static void read_source(bil_source *source, bil_table *t)
{
    static const char *const kinds[] = {"social",  "health", "sociosanitario",
                                        "pension", "family", "third_sector"};
    static const char *const sides[] = {"health", "social", "any", "person"};
    static const char *const holders[] = {"person", "pool"};
    static const char *const forms[] = {"cash", "hours"};
    source->code = bil_cell_code(t, CODE, true);
    source->name.it = bil_cell_text(t, NAME_IT, true);
    source->name.en = bil_cell_text(t, NAME_EN, true);
    source->kind = (bil_source_kind)bil_cell_choice(t, KIND, kinds, 6);
    source->payer = bil_cell_text(t, PAYER, false);
    source->side = (bil_side)bil_cell_choice(t, SIDE, sides, 4);
    source->holder = (bil_holder)bil_cell_choice(t, HOLDER, holders, 2);
    source->form = (bil_source_form)bil_cell_choice(t, FORM, forms, 2);
    source->is_public = bil_cell_bool(t, PUBLIC);
    source->payments_per_year = (int)bil_cell_integer_or(t, PAYMENTS, 1, BIL_PAYMENTS_MAX, 12);
    source->typical_cents = bil_cell_integer_or(t, TYPICAL, 0, BIL_CENTS_MAX, 0);
    source->means_test = bil_cell_text(t, MEANS_TEST, false);
    source->validity = bil_cell_validity(t, VALID_FROM, VALID_TO);
    source->source = bil_cell_source(t, SOURCE);
    source->confidence = bil_cell_confidence(t, CONFIDENCE);
}

void bil_load_sources(bil_loader *loader)
{
    bil_table t;
    if (!bil_table_open(&t, loader, BIL_CATALOGUE_SOURCES, source_columns, SOURCE_COLUMNS, 0)) {
        return;
    }
    bil_source *items = bil_table_items(&t, sizeof *items);
    for (t.row = 0; items != NULL && t.row < t.rows; t.row++) {
        read_source(&items[t.row], &t);
    }
    if (items != NULL) {
        loader->catalogue->sources = items;
        loader->catalogue->source_count = t.rows;
        loader->sources = bil_codes_make(&t, CODE, items, sizeof *items);
    }
    bil_table_close(&t);
}

void bil_load_eligibility(bil_loader *loader)
{
    enum { WHICH, SELECTOR, ALLOW, COLUMNS };
    static const char *const names[COLUMNS] = {"source", "selector", "allow"};
    bil_table t;
    if (!bil_table_open(&t, loader, BIL_CATALOGUE_ELIGIBILITY, names, COLUMNS, 0)) {
        return;
    }
    bil_eligibility *items = bil_table_items(&t, sizeof *items);
    size_t count = 0;
    for (t.row = 0; items != NULL && t.row < t.rows; t.row++) {
        size_t selectors = 0;
        bil_eligibility *row = &items[count];
        row->source = bil_cell_reference(&t, WHICH, &loader->sources,
                                         (bil_words){"il codice di una fonte di sources.csv",
                                                     "the code of a source of sources.csv"});
        row->allow = bil_cell_bool(&t, ALLOW);
        const bil_selector *selector = bil_cell_selectors(&selectors, &t, SELECTOR, false);
        if (bil_cell(&t, SELECTOR)[0] == '\0' || selectors > 1) {
            bil_cell_fault(&t, t.row, SELECTOR, (bil_words){"un selettore", "one selector"},
                           (bil_words){"", ""});
        } else if (selectors == 1 && row->source != BIL_NONE) {
            row->selector = selector[0];
            count++;
        }
    }
    if (items != NULL) {
        loader->catalogue->eligibility = items;
        loader->catalogue->eligibility_count = count;
    }
    bil_table_close(&t);
}
