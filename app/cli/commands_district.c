/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the table of commands that are about many persons. */
#include "app/cli/commands_impl.h"

#include "scenarios/synth.h"
#include "solver/welfare.h"

static const char *const allocate_rules[] = {
#define BIL_SHARE_BY(name, NAME, code, claims, start_ms, person_us) code,
#include "solver/rules.def"
    NULL};

/* ---- district check -------------------------------------------------------------------------- */

static const cli_operand district_operand[] = {
    {.name = {"DISTRETTO", "DISTRICT"},
     .kind = CLI_FOLDER,
     .help = {"la cartella con district.json e persons.jsonl",
              "the folder with district.json and persons.jsonl"}},
};

static const cli_option district_options[] = {
    CATALOGUE_OPTION,
    FORMAT_OPTION(cli_table_json, "table"),
    OUTPUT_OPTION,
};

static const cli_example district_examples[] = {
    {"district check mio-distretto",
     {"errori, persone, fondi, posti", "faults, persons, pools, places"}},
    {"district check mio-distretto --format json", {"per altri programmi", "for other programs"}},
};

static const int district_exits[] = {65, 66, 70, 73, 74, 78};

const cli_command cli_district_check_command = {
    .name = "district check",
    .summary = {"cerca tutti gli errori di un distretto", "find every fault of a district"},
    .text =
        {"Legge fondi, posti e tutte le persone in una volta sola, una persona alla volta, ed "
         "elenca ogni errore: file, riga, valore trovato, valore atteso. Poi dice che cosa c’è.",
         "Reads pools, places and all persons in one pass, one person at a time, and lists every "
         "fault: file, line, value found, value expected. Then says what is there."},
    OPERANDS(district_operand),
    OPTIONS(district_options),
    EXAMPLES(district_examples),
    EXITS(district_exits),
    .run = cli_run_district_check,
};

/* ---- synth ----------------------------------------------------------------------------------- */

static const cli_option synth_options[] = {
    PERSONS_OPTION(BIL_SYNTH_PERSONS_MAX, "1000", "quante persone", "how many persons"),
    SEED_OPTION("da dove parte il caso: lo stesso numero dà lo stesso distretto",
                "where chance starts from: the same number gives the same district"),
    INVENTED_OPTION(
        "come sono le persone e che cosa c’è: un file *.profile.json, o pavia, metropoli, "
        "montagna",
        "what people are like and what there is: a *.profile.json file, or pavia, metropoli, "
        "montagna"),
    {.id = CLI_OUTPUT,
     .name = "output",
     .letter = 'o',
     .kind = CLI_FOLDER,
     .writes = true,
     .value = {"DISTRETTO", "DISTRICT"},
     .help = {"la cartella da scrivere, per intero o per nulla; non deve esserci (necessario)",
              "the folder to write, in full or not at all; it must not be there (needed)"}},
    CATALOGUE_OPTION,
    PROGRESS_OPTION,
};

static const cli_example synth_examples[] = {
    {"synth --persons 200 -o distretto", {"duecento persone pavesi", "two hundred from Pavia"}},
    {"synth --persons 10000 --seed 7 --profile montagna -o valli",
     {"un distretto di montagna, con un altro caso", "a mountain district, another chance"}},
    {"synth --profile mio.profile.json -o mio-distretto",
     {"con un profilo proprio", "with a profile of one’s own"}},
};

static const int synth_exits[] = {65, 66, 70, 73, 74, 78, 130};

const cli_command cli_synth_command = {
    .name = "synth",
    .summary = {"inventa un distretto su cui fare prove", "invent a district to try things out on"},
    .text =
        {"Scrive una cartella con le persone inventate, i fondi, i posti e le ore di un distretto, "
         "secondo un profilo che dice da dove viene ogni cifra. Nessuna persona è vera. Lo stesso "
         "numero di partenza dà gli stessi byte, e la persona numero 7 è la stessa tra dieci o tra "
         "centomila.",
         "Writes a folder with the invented persons, the pools, the places and the hours of a "
         "district, by a profile that says where each figure comes from. No person is real. The "
         "same seed gives the same bytes, and person number 7 is the same among ten or a hundred "
         "thousand."},
    OPTIONS(synth_options),
    EXAMPLES(synth_examples),
    EXITS(synth_exits),
    .run = cli_run_synth,
};

/* ---- allocate -------------------------------------------------------------------------------- */

static const cli_option allocate_options[] = {
    CATALOGUE_OPTION,
    {.id = CLI_RULE,
     .name = "rule",
     .kind = CLI_CHOICE,
     .value = {"REGOLA", "RULE"},
     .choices = allocate_rules,
     .initial = "utilitarian",
     .help =
         {"la regola. Le prime sei cercano il meglio. Quattro servono in ordine: per data, "
          "bisogno, attesa, sorte. Quattro danno prima un importo a ciascuno, e custom quello di "
          "un modello vostro. Le ultime due comprano un passo alla volta",
          "the rule. The first six look for the best. Four serve in order: by date, need, wait, "
          "lot. Four give each an amount first, and custom that of a model of yours. The last two "
          "buy step by step"}},
    {.id = CLI_ALPHA,
     .name = "alpha",
     .kind = CLI_NUMBER,
     .value = {"A", "A"},
     .digits = 3,
     .max = 100000,
     .initial = "2",
     .help = {"con --rule alpha: quanto conta di più chi ha poco. 0 niente, 1 come nash, 20 quasi "
              "solo chi ha meno",
              "with --rule alpha: how much more who has little counts. 0 none, 1 as nash, 20 "
              "nearly only who has least"}},
    {.id = CLI_MODEL,
     .name = "model",
     .kind = CLI_FILE,
     .value = {"FILE", "FILE"},
     .help = {"con --rule custom: il modello (.mod, GNU MathProg) che dà a ognuno una quota o una "
              "somma",
              "with --rule custom: the model (.mod, GNU MathProg) that gives each a weight or an "
              "amount"}},
    {.id = CLI_ZERO_COUNTS,
     .name = "zero-counts",
     .kind = CLI_NUMBER,
     .value = {"X", "X"},
     .digits = 9,
     .max = INT64_C(100000000000),
     .help = {"con nash e alpha: punteggio che si aggiunge a tutti, così che 0 non conti infinito. "
              "Senza: 0.01, o più se alpha è grande",
              "with nash and alpha: score that is added for all, so that 0 does not count without "
              "end. Without: 0.01, or more with a great alpha"}},
    FORMAT_OPTION(cli_table_json, "table"),
    OUTPUT_OPTION,
    {.id = CLI_ALL,
     .name = "all",
     .kind = CLI_FLAG,
     .help = {"nella tabella, ogni persona e ogni posto", "in the table, every person and place"}},
    {.id = CLI_PLANS,
     .name = "plans",
     .kind = CLI_FILE,
     .writes = true,
     .value = {"FILE", "FILE"},
     .help = {"scrive qui i piani, uno per riga (JSON Lines), per intero o per nulla",
              "write the plans here, one a line (JSON Lines), in full or not at all"}},
    {.id = CLI_NESTED,
     .name = "nested",
     .kind = CLI_FILE,
     .value = {"FILE", "FILE"},
     .help = {"nessuno abbia meno che con questi piani, scritti prima con --plans",
              "nobody is to have less than with these plans, written before with --plans"}},
    {.id = CLI_FREE_GRANTED,
     .name = "free-granted",
     .kind = CLI_FLAG,
     .help = {"anche i piani già in corso si possono cambiare; altrimenti non calano",
              "plans that run already may change too; otherwise they do not shrink"}},
    GAP_OPTION("0.0001", "quanto può mancare al meglio, da 0 a 1: 0.0001 è un decimillesimo",
               "how far from the best it may be, from 0 to 1: 0.0001 is one part in ten "
               "thousand"),
    {.id = CLI_TIME_LIMIT,
     .name = "time-limit",
     .kind = CLI_NUMBER,
     .value = {"SECONDI", "SECONDS"},
     .digits = 3,
     .min = 1,
     .max = INT64_C(86400000),
     .help = {"dopo questo tempo dà la migliore ripartizione trovata; un altro computer può "
              "trovarne un’altra",
              "after this time give the best sharing out found; another computer may find "
              "another"}},
    JOBS_OPTION(
        "quanti conti insieme; altrimenti quanti sono i processori. Il risultato non cambia",
        "how many computations at once; else as many as processors. The result is the "
        "same"),
    SEED_OPTION("da dove parte il caso: lo stesso numero dà lo stesso risultato",
                "where chance starts from: the same number gives the same result"),
    {.id = CLI_STRICT,
     .name = "strict",
     .kind = CLI_FLAG,
     .help = {"esce con 13 se la precisione chiesta con --gap non è dimostrata",
              "exit 13 when the precision asked for with --gap is not proven"}},
    PROGRESS_OPTION,
};

static const cli_example allocate_examples[] = {
    {"allocate distretto",
     {"chi ha che cosa, chi aspetta e perché", "who has what, who waits and why"}},
    {"allocate distretto --plans piani.jsonl --format json -o ripartizione.json",
     {"il risultato e i piani, per altri programmi",
      "the result and the plans, for other programs"}},
    {"allocate distretto --nested piani.jsonl",
     {"di nuovo, con altri fondi, e nessuno perde", "again, with other pools, and nobody loses"}},
    {"allocate distretto --rule essential-first --time-limit 60",
     {"prima i livelli essenziali, in un minuto al massimo",
      "essential levels first, in a minute at most"}},
    {"allocate distretto --rule first-come",
     {"chi ha chiesto prima è servito prima", "first come, first served"}},
    {"allocate distretto --rule lottery --seed 7",
     {"a sorte, secondo il bisogno", "by lot, according to need"}},
};

static const int allocate_exits[] = {13, 65, 66, 70, 73, 74, 78, 130};

const cli_command cli_allocate_command = {
    .name = "allocate",
    .summary = {"ripartisce fondi e posti di un distretto tra le sue persone",
                "share the pools and places of a district out among its persons"},
    .text =
        {"Sceglie un piano per ogni persona, entro i fondi, i posti e le ore di tutti, e dimostra "
         "quanto al massimo si potrebbe fare meglio. Dice che cosa darebbero un po’ di denaro o "
         "un posto in più, chi aspetta, perché, e che cosa servirebbe. Ogni piano è ricontrollato "
         "in modo indipendente, e così ogni somma. Il primo Ctrl-C dà la migliore ripartizione "
         "trovata, il secondo esce.",
         "Chooses a plan for every person, within the pools, places and hours of all, and proves "
         "how much better it could be at most. Says what a little more money or one more place "
         "would give, who waits, why, and what would serve. Every plan is checked independently, "
         "and so is every sum. The first Ctrl-C gives the best sharing out found, the second "
         "leaves."},
    OPERANDS(district_operand),
    OPTIONS(allocate_options),
    EXAMPLES(allocate_examples),
    EXITS(allocate_exits),
    .run = cli_run_allocate,
};

/* ---- compare --------------------------------------------------------------------------------- */

static const cli_operand compare_operands[] = {
    {.name = {"PRIMA", "FIRST"},
     .kind = CLI_FILE,
     .help = {"una ripartizione, scritta da allocate --format json",
              "an allocation, written by allocate --format json"}},
    {.name = {"SECONDA", "SECOND"},
     .kind = CLI_FILE,
     .help = {"un’altra, delle stesse persone", "another one, of the same persons"}},
};

static const cli_option compare_options[] = {
    {.id = CLI_DISTRICT,
     .name = "district",
     .kind = CLI_FOLDER,
     .value = {"DISTRETTO", "DISTRICT"},
     .help = {"la cartella del distretto: dice anche quali gruppi guadagnano e perdono",
              "the district’s folder: says also which groups gain and lose"}},
    CATALOGUE_OPTION,
    FORMAT_OPTION(cli_table_json, "table"),
    OUTPUT_OPTION,
    {.id = CLI_ALL,
     .name = "all",
     .kind = CLI_FLAG,
     .help = {"nella tabella, tutti quelli che guadagnano o perdono",
              "in the table, everybody who gains or loses"}},
};

static const cli_example compare_examples[] = {
    {"compare somma.json minimo.json",
     {"chi guadagna e chi perde, da una regola all’altra",
      "who gains and who loses, from one rule to the other"}},
    {"compare prima.json dopo.json --district distretto --format json",
     {"anche per gruppi, per altri programmi", "by group, too, for other programs"}},
};

static const int compare_exits[] = {65, 66, 70, 73, 74, 78};

const cli_command cli_compare_command = {
    .name = "compare",
    .summary = {"chi guadagna e chi perde tra due ripartizioni",
                "who gains and who loses between two allocations"},
    .text =
        {"Mette a fianco due ripartizioni di un distretto, con altre regole o con altri fondi. "
         "Dice quante persone guadagnano e quante perdono, di quanto, e chi. Dice quanto ognuna "
         "sta sotto la somma più alta e sotto il minimo più alto, se una delle due li dimostra.",
         "Puts two allocations of a district side by side, by other rules or with other pools. "
         "Says how many persons gain and how many lose, by how much, and who. Says how far each "
         "is from the greatest sum and from the greatest least score, if one of the two proves "
         "them."},
    OPERANDS(compare_operands),
    OPTIONS(compare_options),
    EXAMPLES(compare_examples),
    EXITS(compare_exits),
    .run = cli_run_compare,
};

/* ---- simulate -------------------------------------------------------------------------------- */

static const cli_operand scenario_operand[] = {
    {.name = {"SCENARIO", "SCENARIO"},
     .kind = CLI_FILE,
     .help = {"il file *.scenario.json: distretto, cambiamenti, regole, semi, assi",
              "the *.scenario.json file: district, changes, rules, seeds, axes"}},
};

static const cli_option simulate_options[] = {
    CATALOGUE_OPTION,
    JOBS_OPTION("quanti casi insieme, ognuno in un processo suo; altrimenti quanti sono i "
                "processori. Il risultato non cambia",
                "how many cells at once, each in a process of its own; else as many as processors. "
                "The result is the same"),
    {.id = CLI_OUTPUT,
     .name = "output",
     .letter = 'o',
     .kind = CLI_FOLDER,
     .writes = true,
     .value = {"CARTELLA", "FOLDER"},
     .help = {"la cartella dei risultati; se c’è già, riprende da dove era (necessario)",
              "the folder of the results; if it is there, goes on where it stood (needed)"}},
    {.id = CLI_DRY_RUN,
     .name = "dry-run",
     .kind = CLI_FLAG,
     .help = {"dice soltanto quanti casi sono, quanti sono finiti e quanto tempo serve",
              "only say how many cells there are, how many are finished and how long it takes"}},
    {.id = CLI_SHARD,
     .name = "shard",
     .kind = CLI_TEXT,
     .value = {"I/N", "I/N"},
     .help = {"fa soltanto la parte I di N, senza scrivere le tabelle: per più computer insieme",
              "do part I of N only and write no tables: for several computers together"}},
    {.id = CLI_MERGE,
     .name = "merge",
     .kind = CLI_FLAG,
     .help = {"scrive le tabelle da ciò che le parti hanno lasciato; se mancano casi, lo dice",
              "write the tables from what the parts have left; says so if cells are missing"}},
    {.id = CLI_PREPARE,
     .name = "prepare",
     .kind = CLI_FLAG,
     .help = {"scrive soltanto l’elenco dei casi e i distretti inventati, per chi farà le parti",
              "only write the list of cells and the invented districts, for who does the parts"}},
    {.id = CLI_SLURM,
     .name = "slurm",
     .kind = CLI_NUMBER,
     .value = {"N", "N"},
     .min = 1,
     .max = CLI_SLURM_MAX,
     .bare = "16",
     .help =
         {"prepara, e scrive in CARTELLA/slurm come affidare N parti a Slurm; senza numero 16",
          "prepare, and write in FOLDER/slurm how to hand N parts to Slurm; without number 16"}},
    {.id = CLI_AT_ONCE,
     .name = "at-once",
     .kind = CLI_NUMBER,
     .value = {"K", "K"},
     .min = 1,
     .max = CLI_SLURM_MAX,
     .help = {"con --slurm: al più K parti insieme", "with --slurm: at most K parts at once"}},
    {.id = CLI_REPORT,
     .name = "report",
     .kind = CLI_FILE,
     .writes = true,
     .value = {"FILE.html", "FILE.html"},
     .help = {"la relazione, con grafici e tabelle; altrimenti report.html nella cartella",
              "the report, with charts and tables; else report.html in the folder"}},
    {.id = CLI_XLSX,
     .name = "xlsx",
     .kind = CLI_FILE,
     .writes = true,
     .value = {"FILE.xlsx", "FILE.xlsx"},
     .help = {"le stesse tabelle, per un foglio di calcolo; altrimenti report.xlsx nella cartella",
              "the same tables, for a spreadsheet; else report.xlsx in the folder"}},
    FORMAT_OPTION(cli_table_json, "table"),
    PROGRESS_OPTION,
};

static const cli_example simulate_examples[] = {
    {"simulate tagli.scenario.json --dry-run", {"quanti casi sono", "how many cells there are"}},
    {"simulate tagli.scenario.json -o tagli",
     {"li prova tutti; lo stesso comando riprende", "tries them all; the same command resumes"}},
    {"simulate tagli.scenario.json -o tagli --shard 1/4",
     {"un quarto dei casi, qui o su un altro computer",
      "a quarter of the cells, here or elsewhere"}},
    {"simulate tagli.scenario.json -o tagli --merge",
     {"le tabelle, quando le quattro parti sono finite", "the tables, once all four are done"}},
    {"simulate tagli.scenario.json -o tagli --slurm 50 --jobs 4",
     {"per un cluster: poi «sh tagli/slurm/submit»",
      "for a cluster: then `sh tagli/slurm/submit`"}},
    {"simulate tagli.scenario.json -o tagli --report tagli.html --lang en",
     {"la relazione di nuovo, altrove, in inglese", "the report again, elsewhere, in English"}},
};

static const int simulate_exits[] = {65, 66, 69, 70, 73, 74, 78, 130};

const cli_command cli_simulate_command = {
    .name = "simulate",
    .summary = {"prova un distretto con altri fondi, prezzi, regole",
                "try a district with other pools, prices, rules"},
    .text =
        {"Prova ogni combinazione di cambiamenti, regole e semi di uno scenario. Ogni caso è un "
         "processo: se uno cade, gli altri vanno avanti, e il motivo è in failures.csv. Le misure "
         "vanno in results.csv, il confronto in comparison.csv. Dopo un’interruzione lo stesso "
         "comando riprende, senza rifare ciò che è finito. I byte sono gli stessi con un processo "
         "o con molti.",
         "Tries every combination of a scenario’s changes, rules and seeds. Each cell is a "
         "process: if one crashes the others go on, and the reason is in failures.csv. Metrics go "
         "to results.csv, the comparison to comparison.csv. After an interruption the same command "
         "goes on, without doing again what is finished. The bytes are the same with one process "
         "or many."},
    OPERANDS(scenario_operand),
    OPTIONS(simulate_options),
    EXAMPLES(simulate_examples),
    EXITS(simulate_exits),
    .run = cli_run_simulate,
};

/* ---- bench mmkp ------------------------------------------------------------------------------ */

static const char *const explicit_rules[] = {"utilitarian", "max-min", "leximin",
                                             "nash",        "alpha",   NULL};

static const cli_operand mmkp_operand[] = {
    {.name = {"FILE", "FILE"},
     .kind = CLI_FILE,
     .help = {"un file di zaini a scelta multipla, in una delle tre forme pubbliche",
              "a file of multiple-choice knapsacks, in one of the three public forms"}},
};

static const cli_option mmkp_options[] = {
    {.id = CLI_PROBLEM,
     .name = "problem",
     .kind = CLI_TEXT,
     .value = {"N", "N"},
     .help = {"quale problema del file; altrimenti il primo",
              "which problem of the file; else the first"}},
    {.id = CLI_RULE,
     .name = "rule",
     .kind = CLI_CHOICE,
     .value = {"REGOLA", "RULE"},
     .choices = explicit_rules,
     .initial = "utilitarian",
     .help =
         {"che cosa si vuole: la somma più alta; il minimo più alto, poi la somma; il minimo più "
          "alto, poi il secondo e così via; il prodotto più alto; la somma equa di grado alfa",
          "what is wanted: the greatest sum; the greatest minimum, then the sum; the greatest "
          "minimum, then the next one and so on; the greatest product; the alpha-fair sum"}},
    {.id = CLI_ALPHA,
     .name = "alpha",
     .kind = CLI_NUMBER,
     .value = {"A", "A"},
     .digits = 6,
     .max = BIL_ALPHA_MAX,
     .help = {"per la regola alpha, da 0 a 20: 0 è la somma, 1 il prodotto; più è alto, più conta "
              "chi ha meno",
              "for the rule alpha, from 0 to 20: 0 is the sum, 1 the product; the higher, the more "
              "those count who have least"}},
    {.id = CLI_TIME_LIMIT,
     .name = "time-limit",
     .kind = CLI_NUMBER,
     .value = {"SECONDI", "SECONDS"},
     .digits = 3,
     .min = 1,
     .max = INT64_C(86400000),
     .initial = "30",
     .help = {"dopo questo tempo dà la migliore scelta trovata, se prima non è dimostrata",
              "after this time give the best choice found, unless it is proven before"}},
    SEED_OPTION("da dove parte il caso", "where chance starts from"),
    FORMAT_OPTION(cli_table_json, "table"),
    OUTPUT_OPTION,
};

static const cli_example mmkp_examples[] = {
    {"bench mmkp I05 --format json",
     {"valore, limite, distanza, scelta", "value, bound, gap, choice"}},
    {"bench mmkp TestSet3.txt --problem 7 --time-limit 60",
     {"un problema tra molti, per un minuto al massimo",
      "one problem of many, for a minute at most"}},
    {"bench mmkp I01 --rule alpha --alpha 2",
     {"conta di più chi ha meno", "those who have least count more"}},
};

static const int mmkp_exits[] = {10, 11, 65, 66, 70, 73, 74};

const cli_command cli_bench_mmkp_command = {
    .name = "bench mmkp",
    .summary = {"risolve un problema pubblico con pacchetti già dati",
                "solve a public problem with given packages"},
    .text = {"Prende una voce per gruppo, entro tutte le capacità, la migliore per la regola: è un "
             "distretto con i pacchetti già pronti, e serve a confrontarsi con i risultati "
             "pubblicati. Dà la scelta, il suo valore e un limite che nessuna scelta supera. Con "
             "nash e con alfa da 1 in su, prima restano a zero meno gruppi possibile. Il primo "
             "Ctrl-C dà la migliore scelta trovata, il secondo esce.",
             "Takes one item of every group, within all capacities, the best by the rule: a "
             "district whose packages are given, to compare with published results. Gives the "
             "choice, its value and a bound that no choice exceeds. With nash and with alpha from "
             "1 on, first as few groups as possible are left with nothing. The first Ctrl-C gives "
             "the best choice found, the second leaves."},
    OPERANDS(mmkp_operand),
    OPTIONS(mmkp_options),
    EXAMPLES(mmkp_examples),
    EXITS(mmkp_exits),
    .run = cli_run_bench_mmkp,
};
