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

/* ---- bench rules ----------------------------------------------------------------------------- */

static const cli_option rules_options[] = {
    {.id = CLI_OUTPUT,
     .name = "output",
     .letter = 'o',
     .kind = CLI_FOLDER,
     .writes = true,
     .value = {"CARTELLA", "FOLDER"},
     .help = {"dove va tutto; la stessa cartella di nuovo riprende da dove era (necessario)",
              "where everything goes; the same folder again goes on where it was (needed)"}},
    {.id = CLI_DISTRICTS,
     .name = "districts",
     .kind = CLI_NUMBER,
     .value = {"N", "N"},
     .min = 1,
     .max = 1000,
     .initial = "30",
     .help = {"quanti distretti inventati", "how many invented districts"}},
    {.id = CLI_PERSONS,
     .name = "persons",
     .kind = CLI_NUMBER,
     .value = {"N", "N"},
     .min = 1,
     .max = 100000,
     .initial = "500",
     .help = {"quante persone in ognuno", "how many persons in each"}},
    {.id = CLI_SEED,
     .name = "seed",
     .kind = CLI_NUMBER,
     .value = {"N", "N"},
     .max = INT64_C(4294960000),
     .initial = "1",
     .help = {"da dove parte il caso nel primo distretto, poi si conta in avanti",
              "where chance starts from in the first district, counting on from there"}},
    {.id = CLI_PROFILE,
     .name = "profile",
     .kind = CLI_FILE,
     .value = {"PROFILO", "PROFILE"},
     .initial = "pavia",
     .help = {"come sono le persone e che cosa c’è: pavia, metropoli, montagna, o il percorso "
              "intero di un file *.profile.json",
              "what people are like and what there is: pavia, metropoli, montagna, or the whole "
              "path of a *.profile.json file"}},
    {.id = CLI_GAP,
     .name = "gap",
     .kind = CLI_NUMBER,
     .value = {"X", "X"},
     .digits = 9,
     .max = INT64_C(1000000000),
     .initial = "0.001",
     .help = {"quanto può mancare al meglio, da 0 a 1, per le regole che lo cercano",
              "how far from the best it may be, from 0 to 1, for the rules that look for it"}},
    {.id = CLI_JOBS,
     .name = "jobs",
     .letter = 'j',
     .kind = CLI_NUMBER,
     .value = {"N", "N"},
     .min = 1,
     .max = CLI_JOBS_MAX,
     .help = {"quanti processi insieme; altrimenti quanti sono i processori. Il risultato non "
              "cambia",
              "how many processes at once; else as many as processors. The result is the same"}},
    CATALOGUE_OPTION,
    FORMAT_OPTION(cli_table_json, "table"),
    PROGRESS_OPTION,
};

static const cli_example rules_examples[] = {
    {"bench rules -o confronto",
     {"trenta distretti di cinquecento persone", "thirty districts of five hundred persons"}},
    {"bench rules --districts 3 --persons 60 -o prova", {"una prova in piccolo", "a small trial"}},
};

static const int rules_exits[] = {65, 66, 70, 73, 74, 78, 130};

const cli_command cli_bench_rules_command = {
    .name = "bench rules",
    .summary = {"mette a confronto tutte le regole di ripartizione",
                "put all rules of sharing out side by side"},
    .text = {"Inventa distretti, li ripartisce con ogni regola e misura tutto: punteggi, attese, "
             "disuguaglianza, denaro, il prezzo dell’equità. Dà la media e quanto è sicura. Nella "
             "cartella restano una pagina (rules.md), gli stessi numeri per altri programmi "
             "(rules.json) e i risultati uno per uno. Se si ferma, lo stesso comando riprende.",
             "Invents districts, shares each out by every rule and measures everything: scores, "
             "waits, inequality, money, the price of fairness. Gives the mean and how sure it is. "
             "The folder keeps a page (rules.md), the same figures for other programs "
             "(rules.json) and the results one by one. When it is stopped, the same command goes "
             "on."},
    OPTIONS(rules_options),
    EXAMPLES(rules_examples),
    EXITS(rules_exits),
    .run = cli_run_bench_rules,
};
