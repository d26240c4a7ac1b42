/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_SLURM_H
#define BIL_APP_CLI_SLURM_H

/* A batch for Slurm: an array whose tasks each work one part of the cells, a job that writes the
 * tables when all have ended, and a script that hands both in. They name every file by its whole
 * path, so they work on any machine that sees the same disk. */

#include <stdint.h>

#include "engine/error.h"

typedef struct {
    const char *scenario;
    const char *name; /* the scenario's */
    const char *catalogue;
    const char *folder; /* of the batch, prepared */
    int64_t parts;
    int64_t at_once; /* 0 = as many as there is room for */
    int64_t jobs;    /* processes in each part */
    bil_lang lang;
} cli_slurm;

/* Writes array.sbatch, merge.sbatch and submit into the batch's folder "slurm".
 * BIL_E_NO_INPUT, BIL_E_CANT_WRITE, BIL_E_IO, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status cli_slurm_write(const cli_slurm *order, bil_error *err);

#endif
