/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_NAMED_IMPL_H
#define BIL_DATA_NAMED_IMPL_H

/* What JSON files name of the catalogue by its code. A code that is not there is reported where it
 * stands, with the nearest there is. */

#include "data/json.h"
#include "engine/catalogue.h"

/* The row that a text value names; BIL_NONE when it names none, or is no code, or is NULL (then
 * whoever looked for it has reported it). */
bil_index bil_named_service(const bil_catalogue *catalogue, const bil_json_value *value);
bil_index bil_named_source(const bil_catalogue *catalogue, const bil_json_value *value);

/* The same of a code that stands at `at` as a key, or as a part of a text. */
bil_index bil_named_service_at(const bil_catalogue *catalogue, const bil_json_value *at,
                               const char *code);
bil_index bil_named_source_at(const bil_catalogue *catalogue, const bil_json_value *at,
                              const char *code);

/* Whatever has room for so many: a service (its row in `*service`), or a provider (BIL_NONE there).
 * False when it is neither. */
bool bil_named_place_at(bil_index *service, const bil_catalogue *catalogue,
                        const bil_json_value *at, const char *code);

bool bil_named_is_provider(const bil_catalogue *catalogue, const char *code); /* reports nothing */

/* Reports a code that is none of `items`, which begin with theirs. */
void bil_named_unknown(const bil_json_value *at, const char *code, bil_words expected,
                       const void *items, size_t count, size_t size);

#endif
