/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_BENCH_PERSON_MODELS_H
#define BIL_BENCH_PERSON_MODELS_H

/* The first stages of a case as models for other solvers: shortfall, score with the shortfall held,
 * public money with both held; all phases in one model. */

#include <stdio.h>

#include "engine/case.h"

/* Solves each through our own door, writes it to `<folder>/<name>.<stage>.lp` and adds a JSON line
 * of ours ("peer":"door") to `answers`. Stops at the first stage without an optimum. */
BIL_MUST_CHECK bil_status person_models(const bil_case *person, const char *folder,
                                        const char *name, FILE *answers, bil_error *err);

#endif
