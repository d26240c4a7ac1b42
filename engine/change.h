/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_CHANGE_H
#define BIL_ENGINE_CHANGE_H

/* A question is a change to the case, solved again. Repairs, "what would it take", "why not" and
 * "next euros" all speak in these changes; data/case_change.h writes the same ones into a file. */

#include "engine/case.h"

typedef enum {
    BIL_CHANGE_BUDGET,        /* so many cents a month more of public money, in every phase */
    BIL_CHANGE_LIMIT,         /* so many cents a month more from a source with a ceiling */
    BIL_CHANGE_HOURS,         /* so many hours a month more from a source of hours */
    BIL_CHANGE_AMOUNT,        /* so many cents a month more from money the person or family holds */
    BIL_CHANGE_PLACE,         /* a provider row gives so many units a month more */
    BIL_CHANGE_WAIVE,         /* a rule is set aside */
    BIL_CHANGE_DROP_MUST,     /* wishes and locks given up */
    BIL_CHANGE_DROP_MUST_NOT, /*                           */
    BIL_CHANGE_DROP_FIXED,
    BIL_CHANGE_DROP_KEEP,
    BIL_CHANGE_DROP_AT_LEAST,
    BIL_CHANGE_DROP_OVERRIDE,
    BIL_CHANGE_MUST,     /* wishes added: a selector that must be there */
    BIL_CHANGE_MUST_NOT, /* … or must not */
    BIL_CHANGE_FIX,      /* a service in exactly this quantity */
    BIL_CHANGE_SET,      /* a line by hand, in one phase */
    BIL_CHANGE_AT_LEAST, /* a need covered at least so far, hundredths a month */
    BIL_CHANGE_HOLD,     /* … in one phase; only questions ask for it, no case file can */
    BIL_CHANGE_COUNT
} bil_change_kind;

typedef struct {
    bil_change_kind kind;
    size_t index;     /* source, provider row, rule, need or service of the catalogue or case; place
                         in the case's list of wishes, in-place rows or overrides */
    size_t phase;     /* of SET, SIZE_MAX = every phase; of HOLD; else nothing */
    int64_t amount;   /* cents, hours, units or hundredths, as the kind says */
    const char *what; /* selector for MUST and MUST_NOT; else the code of what `index` means */
} bil_change;

/* "budget", "limit", "hours", "place", "waive", "drop-must", …; NULL out of range. */
const char *bil_change_kind_name(bil_change_kind kind);

/* The code of what a change is about ("ASL", "D21b", "service:S01", "n1"; "public" for the budget).
 * Borrowed from the case or its catalogue. */
const char *bil_change_what(const bil_case *person, const bil_change *change);

/* Does a change need a reason on record: a line by hand, a rule set aside, a place granted? */
bool bil_change_needs_reason(const bil_change *change);

/* A new case with the changes made; `base` stays as it is and must outlive it. Changes that need
 * one record `reason`, and take the place of what was decided by hand about the same thing. Indices
 * are those of `base`, whatever else is dropped. BIL_E_NOMEM. Free with bil_case_free. */
BIL_MUST_CHECK bil_status bil_case_changed(bil_case **out, const bil_case *base,
                                           const bil_change *changes, size_t count,
                                           const char *reason, bil_error *err);

#endif
