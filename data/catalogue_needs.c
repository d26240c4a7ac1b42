/* SPDX-License-Identifier: GPL-3.0-or-later */

/* domains.csv and levels.csv: what a person can need, and how much of it at each level. */

#include "data/catalogue_impl.h"
#include "data/limits.h"
#include "data/words.h"

void bil_load_domains(bil_loader *loader)
{
    enum { CODE, AXIS, NAME_IT, NAME_EN, UNIT, ICF, COLUMNS };
    static const char *const names[COLUMNS] = {"code", "axis", "name_it", "name_en", "unit", "icf"};
    bil_table t;
    if (!bil_table_open(&t, loader, BIL_CATALOGUE_DOMAINS, names, COLUMNS, 0)) {
        return;
    }
    bil_domain *items = bil_table_items(&t, sizeof *items);
    for (t.row = 0; items != NULL && t.row < t.rows; t.row++) {
        items[t.row] = (bil_domain){
            .code = bil_cell_code(&t, CODE, true),
            .axis = bil_cell_code(&t, AXIS, true),
            .name = {bil_cell_text(&t, NAME_IT, true), bil_cell_text(&t, NAME_EN, true)},
            .unit = bil_cell_text(&t, UNIT, true),
            .icf = bil_cell_text(&t, ICF, false),
        };
    }
    if (items != NULL) {
        loader->catalogue->domains = items;
        loader->catalogue->domain_count = t.rows;
        loader->domains = bil_codes_make(&t, CODE, items, sizeof *items);
    }
    bil_table_close(&t);
}

void bil_load_levels(bil_loader *loader)
{
    enum { DOMAIN, LEVEL, TARGET, FLOOR, WEIGHT, COLUMNS };
    static const char *const names[COLUMNS] = {"domain", "level", "monthly_target", "floor_pct",
                                               "weight"};
    bil_table t;
    if (!bil_table_open(&t, loader, BIL_CATALOGUE_LEVELS, names, COLUMNS, 0)) {
        return;
    }
    bil_level *items = bil_table_items(&t, sizeof *items);
    bil_pair *pairs = bil_table_items(&t, sizeof *pairs);
    size_t pair_count = 0;
    for (t.row = 0; items != NULL && pairs != NULL && t.row < t.rows; t.row++) {
        bil_level *level = &items[t.row];
        level->domain = bil_cell_reference(&t, DOMAIN, &loader->domains,
                                           (bil_words){"il codice di un dominio di domains.csv",
                                                       "the code of a domain of domains.csv"});
        level->level = (int)bil_cell_integer(&t, LEVEL, 0, 4);
        level->target = bil_cell_integer(&t, TARGET, 0, BIL_HUNDREDTHS_MAX);
        if (!bil_cell_decimal(&level->floor_bp, &t, FLOOR, 2, 0, 10000) &&
            bil_cell(&t, FLOOR)[0] == '\0') {
            bil_cell_fault(&t, t.row, FLOOR, (bil_words){"una percentuale", "a percentage"},
                           (bil_words){"", ""});
        }
        bool weighed = bil_cell_decimal(&level->weight_e4, &t, WEIGHT, 4, 0, BIL_WEIGHT_E4_MAX);
        if (bil_cell(&t, WEIGHT)[0] == '\0' ||
            (weighed && level->weight_e4 == 0 && level->target > 0)) {
            bil_cell_fault(&t, t.row, WEIGHT,
                           (bil_words){"un peso maggiore di 0", "a weight greater than 0"},
                           (bil_words){"", ""});
        }
        if (level->domain != BIL_NONE) {
            pairs[pair_count++] =
                (bil_pair){(uint64_t)level->domain << 32 | (uint64_t)level->level, (uint32_t)t.row};
        }
    }
    bil_pairs_check(&t, pairs, pair_count, LEVEL,
                    (bil_words){"un livello non già dato per questo dominio",
                                "a level not given already for this domain"});
    if (items != NULL) {
        loader->catalogue->levels = items;
        loader->catalogue->level_count = t.rows;
    }
    bil_table_close(&t);
}
