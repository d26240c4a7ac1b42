/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/lp_impl.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* CPLEX LP and free MPS, in the part of both that every reader understands the same way.
 *
 * GLPK's own writers are not used: its MPS keeps 12 characters of a number, forgets whether to
 * maximise, and drops the objective when some row has no bounds. Here a row with two bounds is
 * written as two rows (`_low`, `_high`), a row without bounds not at all, every column carries both
 * its bounds, and MPS always minimises (costs change sign). Numbers are the shortest that read back
 * as the same double. */

enum { NUMBER_ROOM = 32, TERMS_PER_LINE = 5 };

static void number(char out[NUMBER_ROOM], double value)
{
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(out, NUMBER_ROOM, "%.*g", digits, value);
        if (strtod(out, NULL) == value) {
            return;
        }
    }
}

static bool has_low(const bil_lp_row *row)
{
    return row->lower > -HUGE_VAL;
}

static bool has_high(const bil_lp_row *row)
{
    return row->upper < HUGE_VAL;
}

/* The rows a row becomes: its name's ending, its sign in words, its bound. */
typedef struct {
    const char *ending;
    char sense; /* 'L', 'G', 'E' */
    double bound;
} written_row;

static size_t written_rows(const bil_lp_row *row, written_row out[2])
{
    const bool both = has_low(row) && has_high(row);
    if (both && !(row->lower < row->upper)) {
        out[0] = (written_row){.ending = "", .sense = 'E', .bound = row->lower};
        return 1;
    }
    size_t count = 0;
    if (has_low(row)) {
        out[count++] = (written_row){both ? "_low" : "", 'G', row->lower};
    }
    if (has_high(row)) {
        out[count++] = (written_row){both ? "_high" : "", 'L', row->upper};
    }
    return count;
}

static void lp_term(bil_text *out, const char *name, double value, size_t place)
{
    char digits[NUMBER_ROOM];
    number(digits, fabs(value));
    bil_text_add(out, place > 0 && place % TERMS_PER_LINE == 0 ? "\n  " : " ");
    bil_text_addf(out, "%c %s %s", value < 0.0 ? '-' : '+', digits, name);
}

static void lp_objective(bil_text *out, const bil_lp *lp)
{
    bil_text_addf(out, "%s\n objective:", lp->maximise ? "Maximize" : "Minimize");
    size_t place = 0;
    for (size_t j = 0; j < lp->column_count; j++) {
        if (lp->columns[j].cost != 0.0) {
            lp_term(out, lp->columns[j].name, lp->columns[j].cost, place++);
        }
    }
    if (place == 0) {
        lp_term(out, lp->columns[0].name, 0.0, 0);
    }
    bil_text_add(out, "\n");
}

static size_t lp_row(bil_text *out, const bil_lp *lp, const bil_lp_row *row)
{
    written_row parts[2];
    const size_t count = written_rows(row, parts);
    for (size_t p = 0; p < count; p++) {
        char digits[NUMBER_ROOM];
        number(digits, parts[p].bound);
        bil_text_addf(out, " %s%s:", row->name, parts[p].ending);
        for (size_t k = 0; k < row->count; k++) {
            const bil_lp_term *term = &lp->terms[row->first + k];
            lp_term(out, lp->columns[term->column].name, term->value, k);
        }
        if (row->count == 0) {
            lp_term(out, lp->columns[0].name, 0.0, 0);
        }
        const char *sign = parts[p].sense == 'E' ? "=" : parts[p].sense == 'L' ? "<=" : ">=";
        bil_text_addf(out, " %s %s\n", sign, digits);
    }
    return count;
}

static void write_lp(bil_text *out, const bil_lp *lp)
{
    lp_objective(out, lp);
    bil_text_add(out, "Subject To\n");
    size_t rows = 0;
    for (size_t i = 0; i < lp->row_count; i++) {
        rows += lp_row(out, lp, &lp->rows[i]);
    }
    if (rows == 0) { /* the format wants one */
        bil_text_addf(out, " nothing: + 0 %s <= 0\n", lp->columns[0].name);
    }
    bil_text_add(out, "Bounds\n");
    bool integers = false;
    for (size_t j = 0; j < lp->column_count; j++) {
        const bil_lp_column *column = &lp->columns[j];
        char low[NUMBER_ROOM];
        char high[NUMBER_ROOM];
        number(low, column->lower);
        number(high, column->upper);
        bil_text_addf(out, " %s <= %s <= %s\n", low, column->name, high);
        integers = integers || column->integer;
    }
    bil_text_add(out, integers ? "Generals\n" : "");
    for (size_t j = 0; j < lp->column_count; j++) {
        if (lp->columns[j].integer) {
            bil_text_addf(out, " %s\n", lp->columns[j].name);
        }
    }
    bil_text_add(out, "End\n");
}

/* The terms sorted by column: MPS goes down the columns, models are built along the rows. */
typedef struct {
    size_t *first; /* per column, one more at the end */
    uint32_t *row; /* per term */
    double *value;
} by_column;

static void by_column_release(by_column *sorted)
{
    free(sorted->first);
    free(sorted->row);
    free(sorted->value);
}

static bool sort_by_column(by_column *sorted, const bil_lp *lp)
{
    sorted->first = calloc(lp->column_count + 2, sizeof *sorted->first);
    sorted->row = calloc(lp->term_count + 1, sizeof *sorted->row);
    sorted->value = calloc(lp->term_count + 1, sizeof *sorted->value);
    if (sorted->first == NULL || sorted->row == NULL || sorted->value == NULL) {
        return false;
    }
    for (size_t k = 0; k < lp->term_count; k++) {
        sorted->first[lp->terms[k].column + 2]++;
    }
    for (size_t j = 2; j <= lp->column_count; j++) {
        sorted->first[j] += sorted->first[j - 1];
    }
    for (size_t i = 0; i < lp->row_count; i++) {
        const bil_lp_row *row = &lp->rows[i];
        for (size_t k = row->first; k < row->first + row->count; k++) {
            const size_t at = sorted->first[lp->terms[k].column + 1]++;
            sorted->row[at] = (uint32_t)i;
            sorted->value[at] = lp->terms[k].value;
        }
    }
    return true;
}

static void mps_marker(bil_text *out, size_t *markers, bool start)
{
    bil_text_addf(out, " MARK%zu 'MARKER' '%s'\n", ++*markers, start ? "INTORG" : "INTEND");
}

static void mps_column(bil_text *out, const bil_lp *lp, size_t j, const by_column *sorted)
{
    const bil_lp_column *column = &lp->columns[j];
    char digits[NUMBER_ROOM];
    const double cost = lp->maximise ? -column->cost : column->cost;
    number(digits, cost == 0.0 ? 0.0 : cost);
    bil_text_addf(out, " %s objective %s\n", column->name, digits);
    for (size_t k = sorted->first[j]; k < sorted->first[j + 1]; k++) {
        const bil_lp_row *row = &lp->rows[sorted->row[k]];
        written_row parts[2];
        const size_t count = written_rows(row, parts);
        number(digits, sorted->value[k]);
        for (size_t p = 0; p < count; p++) {
            bil_text_addf(out, " %s %s%s %s\n", column->name, row->name, parts[p].ending, digits);
        }
    }
}

static void mps_columns(bil_text *out, const bil_lp *lp, const by_column *sorted)
{
    size_t markers = 0;
    bil_text_add(out, "COLUMNS\n");
    for (size_t j = 0; j < lp->column_count; j++) {
        const bool before = j > 0 && lp->columns[j - 1].integer;
        if (lp->columns[j].integer != before) {
            mps_marker(out, &markers, !before);
        }
        mps_column(out, lp, j, sorted);
    }
    if (lp->columns[lp->column_count - 1].integer) {
        mps_marker(out, &markers, false);
    }
}

/* ROWS (with_bound false) and RHS (true) list the same rows. */
static void mps_rows(bil_text *out, const bil_lp *lp, bool with_bound)
{
    bil_text_add(out, with_bound ? "RHS\n" : "ROWS\n N objective\n");
    for (size_t i = 0; i < lp->row_count; i++) {
        written_row parts[2];
        const size_t count = written_rows(&lp->rows[i], parts);
        for (size_t p = 0; p < count; p++) {
            if (!with_bound) {
                bil_text_addf(out, " %c %s%s\n", parts[p].sense, lp->rows[i].name, parts[p].ending);
            } else if (parts[p].bound != 0.0) {
                char digits[NUMBER_ROOM];
                number(digits, parts[p].bound);
                bil_text_addf(out, " RHS %s%s %s\n", lp->rows[i].name, parts[p].ending, digits);
            }
        }
    }
}

static void write_mps(bil_text *out, const bil_lp *lp, const by_column *sorted)
{
    if (lp->maximise) {
        bil_text_add(out, "* To be maximised: here the costs have changed sign, to minimise.\n");
    }
    bil_text_add(out, "NAME bilancia FREE\n");
    mps_rows(out, lp, false);
    mps_columns(out, lp, sorted);
    mps_rows(out, lp, true);
    bil_text_add(out, "BOUNDS\n");
    for (size_t j = 0; j < lp->column_count; j++) {
        const bil_lp_column *column = &lp->columns[j];
        char low[NUMBER_ROOM];
        char high[NUMBER_ROOM];
        number(low, column->lower);
        number(high, column->upper);
        if (column->lower < column->upper) {
            bil_text_addf(out, " LO BND %s %s\n UP BND %s %s\n", column->name, low, column->name,
                          high);
        } else {
            bil_text_addf(out, " FX BND %s %s\n", column->name, low);
        }
    }
    bil_text_add(out, "ENDATA\n");
}

bil_status bil_lp_write_text(bil_text *out, const bil_lp *lp, const char *format, bil_error *err)
{
    const bool mps = strcmp(format, "mps") == 0;
    by_column sorted = {0};
    /* Numbers have a decimal point here, whatever the host's locale. */
    locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    if (plain == (locale_t)0 || (mps && !sort_by_column(&sorted, lp))) {
        by_column_release(&sorted);
        if (plain != (locale_t)0) {
            freelocale(plain);
        }
        return bil_fail_nomem(err);
    }
    locale_t before = uselocale(plain);
    if (mps) {
        write_mps(out, lp, &sorted);
    } else {
        write_lp(out, lp);
    }
    (void)uselocale(before);
    freelocale(plain);
    by_column_release(&sorted);
    return out->failed ? bil_fail_nomem(err) : BIL_OK;
}
