/* SPDX-License-Identifier: GPL-3.0-or-later */

/* uncertainty.csv (optional): how far prices, delays, attendance, hours and needs may turn out
 * otherwise than the catalogue and the case say. It bears on no plan, only on how plans are tried
 * out. */

#include <inttypes.h>
#include <string.h>

#include "data/catalogue_impl.h"
#include "data/words.h"

enum { WHAT, SELECTOR, LOW, MODE, HIGH, SOURCE, CONFIDENCE, COLUMNS };

static const char *const names[COLUMNS] = {"what", "selector", "low",       "mode",
                                           "high", "source",   "confidence"};

static const bil_words nothing = {"", ""};

static bool gives_no_hours(const bil_catalogue *catalogue, bil_index source)
{
    return source < catalogue->source_count && catalogue->sources[source].form != BIL_FORM_HOURS;
}

/* Hours are of sources, needs of axes, everything else of services; * is right everywhere. */
static bool selector_fits(const bil_catalogue *catalogue, bil_varies what,
                          const bil_selector *selector)
{
    switch (what) {
    case BIL_VARIES_HOURS:
        return selector->kind == BIL_SELECT_ALL ||
               (selector->kind == BIL_SELECT_SOURCE && !gives_no_hours(catalogue, selector->index));
    case BIL_VARIES_NEED:
        return selector->kind == BIL_SELECT_ALL || selector->kind == BIL_SELECT_AXIS;
    case BIL_VARIES_PRICE:
    case BIL_VARIES_DELAY:
    case BIL_VARIES_ATTENDANCE:
    case BIL_VARIES_COUNT:
        break;
    }
    return selector->kind != BIL_SELECT_SOURCE;
}

static bil_words selectors_of(bil_varies what)
{
    if (what == BIL_VARIES_HOURS) {
        return (bil_words){"«source:» con una fonte di ore, o «*»",
                           "\"source:\" with a source of hours, or \"*\""};
    }
    if (what == BIL_VARIES_NEED) {
        return (bil_words){"«axis:» con l’asse di un bisogno, o «*»",
                           "\"axis:\" with the axis of a need, or \"*\""};
    }
    return (bil_words){
        "un selettore di servizi (service:, group:, kind:, setting:, axis:, tag:, *)",
        "a selector of services (service:, group:, kind:, setting:, axis:, tag:, "
        "*)"};
}

/* True when the row names something it can speak of; `known`: what varies is a word we know. */
static bool read_selector(bil_uncertainty *row, bil_table *t, bool known)
{
    size_t count = 0;
    const bil_selector *selector = bil_cell_selectors(&count, t, SELECTOR, true);
    if (bil_cell(t, SELECTOR)[0] == '\0' || count > 1) {
        bil_cell_fault(t, t->row, SELECTOR, (bil_words){"un selettore", "one selector"}, nothing);
        return false;
    }
    if (count == 0) {
        return false; /* reported */
    }
    row->selector = selector[0];
    if (known && !selector_fits(t->loader->catalogue, row->what, &row->selector)) {
        bil_cell_fault(t, t->row, SELECTOR, selectors_of(row->what), nothing);
        return false;
    }
    return true;
}

static void read_range(bil_uncertainty *row, bil_table *t)
{
    int64_t most = row->what == BIL_VARIES_ATTENDANCE ? 10000 : BIL_VARIES_BP_MAX;
    bil_said said;
    row->low_bp = bil_cell_integer(t, LOW, 0, most);
    row->high_bp = bil_cell_integer(t, HIGH, 0, most);
    row->mode_bp = bil_cell_integer_or(t, MODE, 0, most, -1);
    if (row->high_bp < row->low_bp) {
        bil_cell_fault(t, t->row, HIGH,
                       bil_say(&said, "un numero non minore di low (%" PRId64 ")",
                               "a number not below low (%" PRId64 ")", row->low_bp),
                       nothing);
    } else if (row->mode_bp >= 0 && (row->mode_bp < row->low_bp || row->mode_bp > row->high_bp)) {
        bil_cell_fault(
            t, t->row, MODE,
            bil_say(&said, "niente, o un numero tra low e high (da %" PRId64 " a %" PRId64 ")",
                    "nothing, or a number between low and high (%" PRId64 " to %" PRId64 ")",
                    row->low_bp, row->high_bp),
            nothing);
    }
}

void bil_load_uncertainty(bil_loader *loader)
{
    static const char *const whats[BIL_VARIES_COUNT] = {"price", "delay", "attendance", "hours",
                                                        "need"};
    bil_table t;
    if (!bil_table_open(&t, loader, BIL_CATALOGUE_UNCERTAINTY, names, COLUMNS, 0)) {
        return;
    }
    bil_uncertainty *items = bil_table_items(&t, sizeof *items);
    size_t count = 0;
    for (t.row = 0; items != NULL && t.row < t.rows; t.row++) {
        bil_uncertainty *row = &items[count];
        row->what = (bil_varies)bil_cell_choice(&t, WHAT, whats, BIL_VARIES_COUNT);
        bool known = strcmp(whats[row->what], bil_cell(&t, WHAT)) == 0;
        bool usable = read_selector(row, &t, known);
        read_range(row, &t);
        row->source = bil_cell_source(&t, SOURCE);
        row->confidence = bil_cell_confidence(&t, CONFIDENCE);
        count += usable ? 1 : 0;
    }
    if (items != NULL) {
        loader->catalogue->uncertainty = items;
        loader->catalogue->uncertainty_count = count;
    }
    bil_table_close(&t);
}
