/* SPDX-License-Identifier: GPL-3.0-or-later */

/* rules.csv: what may not be paid twice. Each form needs its own parts; anything missing or left
 * over is a fault, because a rule that is silently ignored protects nobody. */

#include <string.h>

#include "data/catalogue_impl.h"
#include "data/limits.h"
#include "data/words.h"

enum {
    ID,
    FORM,
    A,
    B,
    PARAMETER,
    UNIT,
    PERIOD,
    VALID_FROM,
    VALID_TO,
    LEGAL_REF,
    TEXT_IT,
    TEXT_EN,
    CONFIDENCE,
    RULE_COLUMNS
};

static const char *const rule_columns[RULE_COLUMNS] = {
    "id",         "form",     "a",         "b",       "parameter", "unit",      "period",
    "valid_from", "valid_to", "legal_ref", "text_it", "text_en",   "confidence"};

/* In the order of bil_rule_form and bil_period. */
static const char *const forms[] = {"exclusive", "threshold", "allowance", "joint_cap",
                                    "requires",  "absorbs",   "slot"};
static const char *const periods[] = {"", "week", "month", "year"};

typedef enum { MAY, MUST, NEVER } need;

/* What each form needs of `b` and of the parameter, and the periods that make sense for it. */
static const struct {
    need b;
    need parameter;
    unsigned periods; /* bit set of bil_period */
} parts[] = {
    [BIL_RULE_EXCLUSIVE] = {MAY, NEVER, 0xF}, [BIL_RULE_THRESHOLD] = {MUST, MUST, 0x7},
    [BIL_RULE_ALLOWANCE] = {MUST, MUST, 0x9}, [BIL_RULE_JOINT_CAP] = {MUST, NEVER, 0xF},
    [BIL_RULE_REQUIRES] = {MUST, NEVER, 0xF}, [BIL_RULE_ABSORBS] = {MUST, MAY, 0x5},
    [BIL_RULE_SLOT] = {NEVER, MUST, 0x7},
};

static const bil_words nothing = {"", ""};

static void check_part(bil_table *t, size_t column, need needed, const char *form)
{
    bool given = bil_cell(t, column)[0] != '\0';
    bil_said said;
    if (needed == MUST && !given) {
        bil_cell_fault(t, t->row, column,
                       bil_say(&said, "un valore, che la forma «%s» richiede",
                               "a value, which the form \"%s\" needs", form),
                       nothing);
    } else if (needed == NEVER && given) {
        bil_cell_fault(t, t->row, column,
                       bil_say(&said, "niente: la forma «%s» non lo usa",
                               "nothing: the form \"%s\" does not use it", form),
                       nothing);
    }
}

/* All selectors of a list must be of sources, or all of services. */
static void check_subjects(bil_table *t, size_t column, const bil_selector *items, size_t count,
                           bool sources)
{
    for (size_t i = 0; i < count; i++) {
        if ((items[i].kind == BIL_SELECT_SOURCE) != sources) {
            bil_words of_sources = {"solo selettori «source:» in questo posto",
                                    "only \"source:\" selectors in this place"};
            bil_words of_services = {"solo selettori di servizi in questo posto",
                                     "only selectors of services in this place"};
            bil_cell_part_fault(t, column, items[i].text, sources ? of_sources : of_services,
                                nothing);
        }
    }
}

static void check_form(bil_table *t, const bil_rule *rule)
{
    const char *form = forms[rule->form];
    check_part(t, A, MUST, form);
    check_part(t, B, parts[rule->form].b, form);
    check_part(t, PARAMETER, parts[rule->form].parameter, form);
    if ((parts[rule->form].periods >> rule->period & 1U) == 0) {
        bil_cell_warn(t, PERIOD,
                      (bil_words){"un periodo che la forma usa: mese o settimana per threshold e "
                                  "slot, anno per allowance, mese per absorbs",
                                  "a period the form uses: month or week for threshold and slot, "
                                  "year for allowance, month for absorbs"});
    }
    switch (rule->form) {
    case BIL_RULE_THRESHOLD:
    case BIL_RULE_ALLOWANCE:
        check_subjects(t, B, rule->b, rule->b_count, false);
        break;
    case BIL_RULE_JOINT_CAP:
        check_subjects(t, A, rule->a, rule->a_count, true);
        check_subjects(t, B, rule->b, rule->b_count, false);
        break;
    case BIL_RULE_ABSORBS:
        check_subjects(t, B, rule->b, rule->b_count, true);
        break;
    case BIL_RULE_SLOT:
        check_subjects(t, A, rule->a, rule->a_count, false);
        break;
    case BIL_RULE_EXCLUSIVE:
    case BIL_RULE_REQUIRES:
        break;
    }
}

static void read_rule(bil_rule *rule, bil_table *t)
{
    rule->id = bil_cell_code(t, ID, true);
    size_t form = bil_cell_choice(t, FORM, forms, sizeof forms / sizeof forms[0]);
    rule->form = (bil_rule_form)form;
    rule->a = bil_cell_selectors(&rule->a_count, t, A, true);
    rule->b = bil_cell_selectors(&rule->b_count, t, B, true);
    rule->has_parameter =
        bil_cell_decimal(&rule->parameter_e4, t, PARAMETER, 4, 0, BIL_PARAMETER_E4_MAX);
    rule->unit = bil_cell_text(t, UNIT, false);
    rule->period = (bil_period)bil_cell_choice(t, PERIOD, periods, 4);
    rule->validity = bil_cell_validity(t, VALID_FROM, VALID_TO);
    rule->legal_ref = bil_cell_text(t, LEGAL_REF, false);
    rule->text.it = bil_cell_text(t, TEXT_IT, true);
    rule->text.en = bil_cell_text(t, TEXT_EN, true);
    rule->waivable = strncmp(rule->legal_ref, "CONV", 4) == 0;
    rule->confidence = bil_cell_confidence(t, CONFIDENCE);
    if (rule->legal_ref[0] == '\0') {
        bil_cell_warn(t, LEGAL_REF,
                      (bil_words){"il riferimento della regola, o «CONV»",
                                  "the rule's reference, or \"CONV\""});
    }
    check_form(t, rule);
}

void bil_load_rules(bil_loader *loader)
{
    bil_table t;
    if (!bil_table_open(&t, loader, BIL_CATALOGUE_RULES, rule_columns, RULE_COLUMNS, 0)) {
        return;
    }
    bil_rule *items = bil_table_items(&t, sizeof *items);
    for (t.row = 0; items != NULL && t.row < t.rows; t.row++) {
        read_rule(&items[t.row], &t);
    }
    if (items != NULL) {
        loader->catalogue->rules = items;
        loader->catalogue->rule_count = t.rows;
        (void)bil_codes_make(&t, ID, items, sizeof *items);
    }
    bil_table_close(&t);
}
