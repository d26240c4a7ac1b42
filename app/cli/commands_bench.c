/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the table of commands that compare rules, and that measure how long the engine takes.
 */
#include "app/cli/commands_impl.h"

#include "scenarios/speed.h"

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
    SEED_OPTION("da dove parte il caso, per il sorteggio",
                "where chance starts from, for the lottery"),
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
    PERSONS_OPTION(100000, "500", "quante persone in ognuno", "how many persons in each"),
    {.id = CLI_SEED,
     .name = "seed",
     .kind = CLI_NUMBER,
     .value = {"N", "N"},
     .max = INT64_C(4294960000),
     .initial = "1",
     .help = {"da dove parte il caso nel primo distretto, poi si conta in avanti",
              "where chance starts from in the first district, counting on from there"}},
    INVENTED_OPTION(
        "come sono le persone e che cosa c’è: pavia, metropoli, montagna, o il percorso "
        "intero di un file *.profile.json",
        "what people are like and what there is: pavia, metropoli, montagna, or the whole "
        "path of a *.profile.json file"),
    GAP_OPTION("0.001", "quanto può mancare al meglio, da 0 a 1, per le regole che lo cercano",
               "how far from the best it may be, from 0 to 1, for the rules that look for it"),
    JOBS_OPTION("quanti processi insieme; altrimenti quanti sono i processori. Il risultato non "
                "cambia",
                "how many processes at once; else as many as processors. The result is the same"),
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

/* ---- bench district -------------------------------------------------------------------------- */

static const char *const speed_rules[] = {"utilitarian", "essential-first", NULL};
static const char *const phase_numbers[] = {"1", "2", "4", NULL};

static const cli_option speed_district_options[] = {
    PERSONS_OPTION(BIL_SYNTH_PERSONS_MAX, "200", "quante persone ha il distretto",
                   "how many persons the district has"),
    SEED_OPTION("da dove parte il caso: lo stesso numero dà le stesse persone",
                "where chance starts from: the same number gives the same persons"),
    INVENTED_OPTION(
        "com’è il distretto: pavia, metropoli, montagna, o un file *.profile.json",
        "what the district is like: pavia, metropoli, montagna, or a *.profile.json file"),
    {.id = CLI_RULE,
     .name = "rule",
     .kind = CLI_CHOICE,
     .value = {"REGOLA", "RULE"},
     .choices = speed_rules,
     .initial = "utilitarian",
     .help = {"la somma più alta, o prima i livelli essenziali",
              "the greatest sum, or essential levels first"}},
    GAP_OPTION("0.001", "quanto può mancare al meglio, da 0 a 1",
               "how far from the best it may be, from 0 to 1"),
    {.id = CLI_JOBS,
     .name = "jobs",
     .letter = 'j',
     .kind = CLI_NUMBER,
     .value = {"N", "N"},
     .min = 1,
     .max = CLI_JOBS_MAX,
     .initial = "1",
     .help = {"quanti conti insieme", "how many computations at once"}},
    {.id = CLI_REPEAT,
     .name = "repeat",
     .kind = CLI_NUMBER,
     .value = {"N", "N"},
     .min = 1,
     .max = BIL_SPEED_RUNS_MAX,
     .initial = "1",
     .help = {"quante volte; di tempi diversi dà quello di mezzo",
              "how many times; of different times it gives the middle one"}},
    {.id = CLI_WHOLE,
     .name = "whole",
     .kind = CLI_FILE,
     .writes = true,
     .value = {"FILE", "FILE"},
     .help = {"invece di misurare, scrive qui tutto il distretto come un solo modello (LP), per "
              "altri risolutori",
              "instead of measuring, write the whole district here as one model (LP), for other "
              "solvers"}},
    CATALOGUE_OPTION,
    PROGRESS_OPTION,
};

static const cli_example speed_district_examples[] = {
    {"bench district", {"duecento persone, un conto alla volta", "two hundred, one at a time"}},
    {"bench district --persons 1000 --gap 0.0002 --jobs 2 --repeat 5",
     {"il tempo di mezzo di cinque prove", "the middle time of five runs"}},
    {"bench district --persons 50 --whole distretto.lp",
     {"lo stesso problema per un altro risolutore", "the same problem for another solver"}},
};

static const int speed_exits[] = {65, 66, 70, 73, 74, 78, 130};

const cli_command cli_bench_district_command = {
    .name = "bench district",
    .summary = {"misura quanto tempo vuole un distretto", "measure how long a district takes"},
    .text = {"Inventa un distretto e lo ripartisce, dai file ai piani ricontrollati. Dice quanto "
             "manca al meglio, secondi, processore, memoria, la somma dei punteggi, quante volte "
             "ha cercato il piano di una persona e quanti piani sono passati al controllo.",
             "Invents a district and shares it out, from the files to checked plans. Says how far "
             "from the best it may be, seconds, processor, memory, the sum of scores, how often "
             "it looked for a person’s plan and how many plans passed the check."},
    OPTIONS(speed_district_options),
    EXAMPLES(speed_district_examples),
    EXITS(speed_exits),
    .run = cli_run_bench_district,
};

/* ---- bench person ---------------------------------------------------------------------------- */

static const cli_option speed_person_options[] = {
    PERSONS_OPTION(100000, "100", "quante persone, una dopo l’altra",
                   "how many persons, one after another"),
    {.id = CLI_PHASES,
     .name = "phases",
     .kind = CLI_CHOICE,
     .value = {"N", "N"},
     .choices = phase_numbers,
     .initial = "1",
     .help = {"quante fasi ha ogni caso", "how many phases each case has"}},
    SEED_OPTION("da dove parte il caso: lo stesso numero dà le stesse persone",
                "where chance starts from: the same number gives the same persons"),
    {.id = CLI_PROFILE,
     .name = "profile",
     .kind = CLI_FILE,
     .value = {"PROFILO", "PROFILE"},
     .help = {"come sono le persone: pavia, metropoli, montagna, o un file *.profile.json; "
              "altrimenti i tre a turno",
              "what people are like: pavia, metropoli, montagna, or a *.profile.json file; else "
              "the three in turn"}},
    {.id = CLI_SHOW,
     .name = "show",
     .kind = CLI_NUMBER,
     .value = {"NUMERO", "NUMBER"},
     .max = 99999,
     .help = {"invece di misurare, scrive il caso di questa persona, da 0 in poi",
              "instead of measuring, write this person’s case, from 0 on"}},
    {.id = CLI_MODELS,
     .name = "models",
     .kind = CLI_FOLDER,
     .writes = true,
     .value = {"CARTELLA", "FOLDER"},
     .help = {"scrive qui, in una cartella che c’è, anche i modelli delle prime priorità (LP) e le "
              "nostre risposte, per altri risolutori",
              "write the models of the first priorities (LP) and our answers here too, into a "
              "folder that is there, for other solvers"}},
    {.id = CLI_MODELLED,
     .name = "modelled",
     .kind = CLI_NUMBER,
     .value = {"N", "N"},
     .min = 1,
     .max = 100000,
     .initial = "40",
     .help = {"con --models: di quante persone", "with --models: of how many persons"}},
    CATALOGUE_OPTION,
    PROGRESS_OPTION,
};

static const cli_example speed_person_examples[] = {
    {"bench person", {"cento persone, casi di una fase", "a hundred persons, cases of one phase"}},
    {"bench person --persons 1000 --phases 4",
     {"mille casi di quattro fasi", "a thousand cases of four phases"}},
    {"bench person --phases 4 --show 12 > lento.case.json",
     {"il caso di una persona", "one person’s case"}},
};

const cli_command cli_bench_person_command = {
    .name = "bench person",
    .summary = {"misura quanto tempo vuole una proposta", "measure how long a proposal takes"},
    .text = {"Inventa persone, compone una proposta per ognuna e la ricontrolla. Dice quante sono "
             "dimostrate le migliori, quante passano il controllo, i tempi e chi ne vuole di più.",
             "Invents persons, composes a proposal for each and checks it. Says how many are "
             "proven the best, how many pass the check, the times and who takes longest."},
    OPTIONS(speed_person_options),
    EXAMPLES(speed_person_examples),
    EXITS(speed_exits),
    .run = cli_run_bench_person,
};
