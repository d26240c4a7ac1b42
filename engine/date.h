/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_DATE_H
#define BIL_ENGINE_DATE_H

/* Civil dates without time zone. The number 20270131 is 31 January 2027; 0 is "no date". They
 * compare as integers. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/error.h"

typedef int32_t bil_date;

/* Both ends are inclusive; 0 is open. */
typedef struct {
    bil_date from;
    bil_date to;
} bil_validity;

/* Reads exactly "YYYY-MM-DD" (1900–2199, real days only); false leaves *out untouched. */
BIL_MUST_CHECK bool bil_date_parse(bil_date *out, const char *text, size_t size);

/* "2027-01-31"; `size` ≥ 11. */
void bil_date_format(char *out, size_t size, bil_date date);

/* "31 gennaio 2027" / "31 January 2027"; `size` ≥ 32. */
void bil_date_format_words(char *out, size_t size, bil_date date, bil_lang lang);

/* The same day `months` ≥ 0 later, or that month's last day when it has none. */
bil_date bil_date_add_months(bil_date date, int months);

/* `days` ≥ 0 later. */
bil_date bil_date_add_days(bil_date date, int days);

/* Days from one date to a later one; 0 when either is no date. Negative when `to` comes first. */
int bil_date_days_between(bil_date from, bil_date to);

bool bil_validity_holds(bil_validity validity, bil_date date);

#endif
