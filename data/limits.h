/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_LIMITS_H
#define BIL_DATA_LIMITS_H

/* The largest figures a file may hold, beside BIL_CENTS_MAX and BIL_QUANTITY_MAX: far beyond any
 * real one, small enough that sums and products of them cannot overflow. */

#include "engine/money.h"

/* Hundredths of a need's unit a month. */
#define BIL_HUNDREDTHS_MAX (BIL_QUANTITY_MAX * 100)

/* Weight of a need, × 10 000. */
#define BIL_WEIGHT_E4_MAX (INT64_C(10000) * 10000)

/* Parameter of a rule, × 10 000. */
#define BIL_PARAMETER_E4_MAX (BIL_CENTS_MAX * 10000)

/* Upper end of an ISEE bracket in a copay table: "no upper end" is often written with many 9s. */
#define BIL_ISEE_END_MAX INT64_C(1000000000000)

enum { BIL_ACTIVATION_DAYS_MAX = 3650, BIL_PAYMENTS_MAX = 366, BIL_COPAY_ROWS_MAX = 10000 };

#endif
