/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_TERMINAL_H
#define BIL_APP_CLI_TERMINAL_H

/* What is known about the place the program runs in: terminal, clock, its own folder. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/date.h"
#include "engine/error.h"
#include "engine/text.h"

/* A variable of the environment; NULL when it is absent or empty. */
const char *cli_environment(const char *name);

/* Columns of the terminal on standard output; 0 when it is none. */
size_t cli_terminal_width(void);

/* May standard output be coloured? A terminal, NO_COLOR empty or absent, TERM not "dumb". */
bool cli_terminal_colour(void);

/* Is standard error a terminal that can redraw a line? */
bool cli_terminal_redraws(void);

/* Milliseconds of a clock that never goes back. */
int64_t cli_clock_ms(void);

/* Processors at work, at least 1. */
int cli_processors(void);

/* The catalogue to use, added to `out`: `named` when not NULL, else BILANCIA_CATALOGUE, else the
 * one installed beside the program, else the one of the source tree the program was built in.
 * BIL_E_CONFIG when the environment names no catalogue, or none is found. */
BIL_MUST_CHECK bil_status cli_find_catalogue(bil_text *out, const char *named, bil_error *err);

/* A district's profile, added to `out`: a file as named, or else, for a plain name, the shipped
 * "profiles/<name>.profile.json". BIL_E_NO_INPUT when there is none. */
BIL_MUST_CHECK bil_status cli_find_profile(bil_text *out, const char *named, bil_error *err);

/* The frame of a batch's page (app/report), added to `out`: the one installed beside the program,
 * or the one of the build the program stands in. False when there is none. */
bool cli_find_frame(bil_text *out);

/* The first folder of PATH that holds one of these programs, added to `out`. */
bool cli_find_program(bil_text *out, const char *const *names, size_t count);

#endif
