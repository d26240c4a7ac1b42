/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_COMMANDS_IMPL_H
#define BIL_APP_CLI_COMMANDS_IMPL_H

/* What the files of the table of commands share: how a row is written, the options that several
 * commands have, the commands that stand in files of their own. */

#include "app/cli/command.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define OPERANDS(array) .operands = (array), .operand_count = COUNT(array)
#define OPTIONS(array) .options = (array), .option_count = COUNT(array)
#define EXAMPLES(array) .examples = (array), .example_count = COUNT(array)
#define EXITS(array) .exits = (array), .exit_count = COUNT(array)

extern const char *const cli_table_json[];
extern const char *const cli_table_json_html[];
extern const char *const cli_progress_ways[];

extern const cli_command cli_district_check_command;
extern const cli_command cli_synth_command;
extern const cli_command cli_allocate_command;
extern const cli_command cli_compare_command;
extern const cli_command cli_simulate_command;
extern const cli_command cli_bench_mmkp_command;
extern const cli_command cli_bench_pabulib_command;
extern const cli_command cli_bench_rules_command;
extern const cli_command cli_bench_district_command;
extern const cli_command cli_bench_person_command;

#define CATALOGUE_OPTION                                                                           \
    {                                                                                              \
        .id = CLI_CATALOGUE, .name = "catalogue", .kind = CLI_FOLDER,                              \
        .value = {"CARTELLA", "FOLDER"},                                                           \
        .help = {"catalogo da usare; altrimenti BILANCIA_CATALOGUE, poi quello installato",        \
                 "catalogue to use; else BILANCIA_CATALOGUE, then the installed one"},             \
    }

#define OUTPUT_OPTION                                                                              \
    {                                                                                              \
        .id = CLI_OUTPUT, .name = "output", .letter = 'o', .kind = CLI_FILE, .writes = true,       \
        .value = {"FILE", "FILE"},                                                                 \
        .help = {"scrive qui, per intero o per nulla, invece che sull’uscita",                     \
                 "write here, in full or not at all, instead of standard output"},                 \
    }

#define FORMAT_OPTION(list, first)                                                                 \
    {                                                                                              \
        .id = CLI_FORMAT, .name = "format", .kind = CLI_CHOICE, .value = {"FORMATO", "FORMAT"},    \
        .choices = (list), .initial = (first),                                                     \
        .help = {"come si vuole la risposta", "how the answer is wanted"},                         \
    }

#define PROFILE_OPTION                                                                             \
    {                                                                                              \
        .id = CLI_PROFILE, .name = "profile", .kind = CLI_PROFILE_NAME,                            \
        .value = {"CRITERIO", "PROFILE"}, .help = {                                                \
            "criterio al posto di quello del caso: balanced, home-first, least-family-burden, "    \
            "least-public-money, fewest-changes, preferences-first",                               \
            "in place of the case’s own: balanced, home-first, least-family-burden, "            \
            "least-public-money, fewest-changes, preferences-first"                                \
        }                                                                                          \
    }

#define GIVE_OPTION                                                                                 \
    {                                                                                               \
        .id = CLI_GIVE, .name = "give", .kind = CLI_NUMBER, .value = {"X", "X"}, .digits = 6,       \
        .max = 1000000,                                                                             \
        .help =                                                                                     \
        { "quanto del punteggio si può cedere a chi viene dopo, da 0 a 1; altrimenti quanto dice " \
          "il catalogo",                                                                            \
          "how much score later priorities may give up, from 0 to 1; else what the catalogue "      \
          "says" }                                                                                  \
    }

#define TIME_LIMIT_OPTION                                                                          \
    {                                                                                              \
        .id = CLI_TIME_LIMIT, .name = "time-limit", .kind = CLI_NUMBER,                            \
        .value = {"SECONDI", "SECONDS"}, .digits = 3, .min = 1, .max = INT64_C(86400000),          \
        .help = {                                                                                  \
            "dopo questo tempo dà la migliore proposta trovata; un altro computer può trovarne " \
            "un’altra",                                                                            \
            "after this time give the best proposal found; another computer may find another"      \
        }                                                                                          \
    }

#define NODE_LIMIT_OPTION                                                                          \
    {                                                                                              \
        .id = CLI_NODE_LIMIT, .name = "node-limit", .kind = CLI_NUMBER, .value = {"N", "N"},       \
        .min = 1, .max = INT64_C(1000000000), .help = {                                            \
            "limite di lavoro invece che di tempo: lo stesso risultato ovunque",                   \
            "a limit of work instead of time: the same result everywhere"                          \
        }                                                                                          \
    }

#define PROGRESS_OPTION                                                                            \
    {                                                                                              \
        .id = CLI_PROGRESS, .name = "progress", .kind = CLI_CHOICE, .value = {"COME", "HOW"},      \
        .choices = cli_progress_ways, .initial = "auto", .help = {                                 \
            "avanzamento sull’uscita degli errori, se dura più di mezzo secondo",                  \
            "progress on standard error, when it takes longer than half a second"                  \
        }                                                                                          \
    }

/* The options below are worded by each command: it, en. */

#define SEED_OPTION(it, en)                                                                        \
    {                                                                                              \
        .id = CLI_SEED, .name = "seed", .kind = CLI_NUMBER, .value = {"N", "N"},                   \
        .max = INT64_C(4294967295), .initial = "1", .help = {it, en},                              \
    }

#define GAP_OPTION(first, it, en)                                                                  \
    {                                                                                              \
        .id = CLI_GAP, .name = "gap", .kind = CLI_NUMBER, .value = {"X", "X"}, .digits = 9,        \
        .max = INT64_C(1000000000), .initial = (first), .help = {it, en},                          \
    }

#define JOBS_OPTION(it, en)                                                                        \
    {                                                                                              \
        .id = CLI_JOBS, .name = "jobs", .letter = 'j', .kind = CLI_NUMBER, .value = {"N", "N"},    \
        .min = 1, .max = CLI_JOBS_MAX, .help = {it, en},                                           \
    }

#define PERSONS_OPTION(most, first, it, en)                                                        \
    {                                                                                              \
        .id = CLI_PERSONS, .name = "persons", .kind = CLI_NUMBER, .value = {"N", "N"}, .min = 1,   \
        .max = (most), .initial = (first), .help = {it, en},                                       \
    }

#define INVENTED_OPTION(it, en)                                                                    \
    {                                                                                              \
        .id = CLI_PROFILE, .name = "profile", .kind = CLI_FILE, .value = {"PROFILO", "PROFILE"},   \
        .initial = "pavia", .help = {it, en},                                                      \
    }

#endif
