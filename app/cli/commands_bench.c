/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the table of commands that compare rules. */
#include "app/cli/commands_impl.h"

/* ---- bench pabulib --------------------------------------------------------------------------- */

static const cli_operand pabulib_operand[] = {
    {.name = {"FILE", "FILE"},
     .kind = CLI_FILE,
     .many = true,
     .help = {"uno o più file di bilanci partecipativi (.pb)",
              "one or more files of participatory budgets (.pb)"}},
};

static const cli_option pabulib_options[] = {
    {.id = CLI_TIME_LIMIT,
     .name = "time-limit",
     .kind = CLI_NUMBER,
     .value = {"SECONDI", "SECONDS"},
     .digits = 3,
     .min = 1,
     .max = INT64_C(86400000),
     .initial = "30",
     .help = {"per ogni file, il tempo per dimostrare la somma più alta",
              "for each file, the time to prove the greatest sum"}},
    {.id = CLI_SEED,
     .name = "seed",
     .kind = CLI_NUMBER,
     .value = {"N", "N"},
     .max = INT64_C(4294967295),
     .initial = "1",
     .help = {"da dove parte il caso, per il sorteggio",
              "where chance starts from, for the lottery"}},
    FORMAT_OPTION(cli_table_json, "table"),
    OUTPUT_OPTION,
};

static const cli_example pabulib_examples[] = {
    {"bench pabulib Poland_Swiecie_2023.pb",
     {"le regole una accanto all’altra", "the rules side by side"}},
    {"bench pabulib *.pb --format json -o voti.json",
     {"molti file, per altri programmi", "many files, for other programs"}},
};

static const int pabulib_exits[] = {65, 66, 70, 73, 74};

const cli_command cli_bench_pabulib_command = {
    .name = "bench pabulib",
    .summary = {"prova le regole sui voti di bilanci partecipativi",
                "try the rules on the votes of participatory budgets"},
    .text = {"Applica le regole di un distretto ai voti su progetti pubblici, per confrontarsi con "
             "dati veri di altri. Un progetto serve a tutti: le regole che danno a ciascuno una "
             "somma, o che guardano ai bisogni, qui non dicono nulla, e il programma dice perché. "
             "Della somma più alta dimostra che nessuna scelta ne ha di più.",
             "Applies the rules of a district to votes on public projects, to compare with real "
             "data of others. A project serves all: rules that give each person an amount, or that "
             "look at needs, say nothing here, and the program says why. Of the greatest sum it "
             "proves that no choice has more."},
    OPERANDS(pabulib_operand),
    OPTIONS(pabulib_options),
    EXAMPLES(pabulib_examples),
    EXITS(pabulib_exits),
    .run = cli_run_bench_pabulib,
};
