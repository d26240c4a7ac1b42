/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands. A new command is one row here, one function, one test. Those that are
 * about many persons stand in commands_district.c. */
#include "app/cli/commands_impl.h"

#include <string.h>

#include "engine/proposals.h"
#include "scenarios/robust.h"

/* ---- options that several commands share ----------------------------------------------------- */

static const char *const langs[] = {"it", "en", NULL};
const char *const cli_table_json[] = {"table", "json", NULL};
const char *const cli_table_json_html[] = {"table", "json", "html", NULL};
static const char *const model_formats[] = {"mps", "lp", NULL};
const char *const cli_progress_ways[] = {"auto", "bar", "plain", "json", "none", NULL};
static const char *const shells[] = {"bash", "zsh", "fish", NULL};
/* The names of solver/stages.c, in its order, but "shared", "changed-lines" and
 * "reduction", which need another plan; tests/app exports every one. */
static const char *const stages[] = {"shortfall",    "score",        "preferences", "outside",
                                     "family-hours", "family-money", "residential", "day",
                                     "changes",      "providers",    "public",      "total",
                                     "lines",        "order",        NULL};

const cli_option cli_common[] = {
    {.id = CLI_LANG,
     .name = "lang",
     .kind = CLI_CHOICE,
     .value = {"LINGUA", "LANGUAGE"},
     .choices = langs,
     .help = {"lingua di messaggi e documenti; altrimenti italiano, o inglese se LANG lo dice",
              "language of messages and documents; else Italian, or English if LANG says so"}},
    {.id = CLI_QUIET,
     .name = "quiet",
     .letter = 'q',
     .kind = CLI_FLAG,
     .help = {"niente avanzamento e niente avvisi", "no progress and no warnings"}},
    {.id = CLI_HELP,
     .name = "help",
     .letter = 'h',
     .kind = CLI_FLAG,
     .help = {"spiega il comando", "explain the command"}},
};
const size_t cli_common_count = COUNT(cli_common);

/* ---- propose --------------------------------------------------------------------------------- */

static const cli_operand case_operand[] = {
    {.name = {"CASO", "CASE"},
     .kind = CLI_FILE,
     .help = {"file *.case.json della persona, «-» per l’ingresso",
              "the person’s *.case.json, \"-\" for standard input"}},
};

static const cli_option propose_options[] = {
    CATALOGUE_OPTION,
    PROFILE_OPTION,
    GIVE_OPTION,
    FORMAT_OPTION(cli_table_json_html, "table"),
    OUTPUT_OPTION,
    {.id = CLI_ALTERNATIVES,
     .name = "alternatives",
     .kind = CLI_NUMBER,
     .value = {"K", "K"},
     .min = 1,
     .max = BIL_PROPOSALS_MAX,
     .bare = "3",
     .help = {"fino a K piani a confronto, ciascuno il migliore per uno scopo, e quello che c’è "
              "oggi; senza K, 3",
              "up to K plans side by side, each the best for one goal, and what is there today; "
              "without K, 3"}},
    {.id = CLI_WITHIN,
     .name = "within",
     .kind = CLI_NUMBER,
     .value = {"X", "X"},
     .digits = 6,
     .max = 1000000,
     .initial = "0.03",
     .help = {"con --alternatives: quanta parte del punteggio un altro piano può cedere, da 0 a 1",
              "with --alternatives: what share of the score another plan may give up, from 0 to "
              "1"}},
    TIME_LIMIT_OPTION,
    NODE_LIMIT_OPTION,
    SEED_OPTION("da dove partono i futuri di --robust; la proposta non usa il caso",
                "where the futures of --robust start from; the proposal uses no chance"),
    {.id = CLI_ROBUST,
     .name = "robust",
     .kind = CLI_NUMBER,
     .value = {"N", "N"},
     .min = 1,
     .max = BIL_ROBUST_WORLDS_MAX,
     .bare = "50",
     .help =
         {"prova la proposta in N futuri possibili: prezzi, attese, presenze, ore e bisogni "
          "cambiano quanto dice il catalogo; senza N, 50",
          "try the proposal out in N possible futures: prices, waiting times, attendance, hours "
          "and needs change as far as the catalogue says; without N, 50"}},
    {.id = CLI_APPLY_REPAIR,
     .name = "apply-repair",
     .kind = CLI_NUMBER,
     .value = {"N", "N"},
     .min = 1,
     .max = 99,
     .help = {"se nessun piano è possibile, scrive il caso con il rimedio numero N già applicato",
              "when no plan is possible, write the case with repair number N made in it"}},
    {.id = CLI_REASON,
     .name = "reason",
     .kind = CLI_TEXT,
     .value = {"MOTIVO", "REASON"},
     .help =
         {"perché si sceglie quel rimedio; serve se mette da parte una regola o chiede un posto",
          "why that repair is chosen; wanted when it sets a rule aside or asks for a place"}},
    {.id = CLI_STRICT,
     .name = "strict",
     .kind = CLI_FLAG,
     .help = {"esce con 13 se non è dimostrato che la proposta è la migliore",
              "exit 13 when the proposal is not proven to be the best"}},
    PROGRESS_OPTION,
};

static const cli_example propose_examples[] = {
    {"propose caso.case.json", {"la proposta sul terminale", "the proposal on the terminal"}},
    {"propose caso.case.json --format html -o proposta.html",
     {"la pagina da stampare e firmare", "the page to print and sign"}},
    {"propose caso.case.json --robust 30 --seed 7",
     {"quali righe reggono se le cose vanno diversamente",
      "which lines hold if things turn out otherwise"}},
    {"propose caso.case.json --alternatives",
     {"fino a tre piani a confronto, e quello che c’è oggi",
      "up to three plans side by side, and what is there today"}},
    {"propose caso.case.json --apply-repair 1 --reason \"deciso in UVM\" -o nuovo.case.json",
     {"nessun piano possibile: il caso con il primo rimedio",
      "no plan possible: the case with the first repair"}},
    {"propose caso.case.json --profile home-first --format json -o piano.plan.json",
     {"il piano per altri programmi, con un altro criterio",
      "the plan for other programs, with another criterion"}},
};

static const int propose_exits[] = {10, 11, 13, 65, 66, 70, 73, 74, 78, 130};

static const cli_command propose_command = {
    .name = "propose",
    .summary = {"compone una proposta di budget di salute per una persona",
                "compose a health budget proposal for one person"},
    .text =
        {"Sceglie i sostegni e chi li paga, al centesimo, secondo i bisogni del caso e le regole "
         "del catalogo; ricontrolla tutto in modo indipendente; dice che cosa resta scoperto e "
         "perché. Il primo Ctrl-C dà la migliore proposta trovata, il secondo esce.",
         "Chooses the supports and who pays them, to the cent, by the needs of the case and the "
         "rules of the catalogue; checks everything independently; says what stays uncovered "
         "and why. The first Ctrl-C gives the best proposal found, the second leaves."},
    OPERANDS(case_operand),
    OPTIONS(propose_options),
    EXAMPLES(propose_examples),
    EXITS(propose_exits),
    .run = cli_run_propose,
};

/* ---- explain --------------------------------------------------------------------------------- */

static const cli_option explain_options[] = {
    CATALOGUE_OPTION,
    {.id = CLI_PLAN,
     .name = "plan",
     .kind = CLI_FILE,
     .value = {"PIANO", "PLAN"},
     .help = {"il piano di cui si chiede; altrimenti la proposta per il caso",
              "the plan to ask about; else the proposal for the case"}},
    {.id = CLI_WHY,
     .name = "why",
     .kind = CLI_TEXT,
     .value = {"SERVIZIO", "SERVICE"},
     .help = {"perché c’è questo servizio, chi lo paga, che cosa si perde senza",
              "why this service is there, who pays for it, what is lost without it"}},
    {.id = CLI_WHY_NOT,
     .name = "why-not",
     .kind = CLI_TEXT,
     .value = {"COSA", "WHAT"},
     .help = {"perché non c’è: S22, service:S22:20 (quantità), provider:…, source:…",
              "why it is not there: S22, service:S22:20 (quantity), provider:…, source:…"}},
    {.id = CLI_WHAT_IF,
     .name = "what-if",
     .kind = CLI_TEXT,
     .value = {"COSA", "WHAT"},
     .help = {"che cosa servirebbe: need:ID, need:ID:80%, service:S22, score:0.85",
              "what it would take: need:ID, need:ID:80%, service:S22, score:0.85"}},
    {.id = CLI_NEXT_EURO,
     .name = "next-euro",
     .kind = CLI_FLAG,
     .help = {"che cosa darebbero 50, 100, 200 euro in più al mese da ogni pagatore",
              "what 50, 100, 200 more euros a month from each payer would buy"}},
    PROFILE_OPTION,
    GIVE_OPTION,
    FORMAT_OPTION(cli_table_json_html, "table"),
    OUTPUT_OPTION,
    TIME_LIMIT_OPTION,
    NODE_LIMIT_OPTION,
    PROGRESS_OPTION,
};

static const cli_example explain_examples[] = {
    {"explain caso.case.json --why S22", {"perché c’è", "why it is there"}},
    {"explain caso.case.json --what-if need:n1",
     {"che cosa servirebbe per coprire tutto il bisogno n1",
      "what it would take to cover need n1 wholly"}},
    {"explain caso.case.json --plan piano.plan.json --why-not service:S22:20",
     {"perché non venti unità, rispetto a un piano già fatto",
      "why not twenty units, against a plan made before"}},
};

static const int explain_exits[] = {10, 11, 65, 66, 70, 73, 74, 78, 130};

static const cli_command explain_command = {
    .name = "explain",
    .summary = {"risponde: perché, perché no, che cosa servirebbe",
                "answer: why, why not, what would it take"},
    .text = {"Ogni risposta è il caso con una modifica, risolto di nuovo e ricontrollato: mostra "
             "che cosa cambia rispetto al piano, o che cosa lo impedisce. Una domanda alla volta.",
             "Every answer is the case with a change, solved again and checked: it shows what "
             "differs from the plan, or what forbids it. One question at a time."},
    OPERANDS(case_operand),
    OPTIONS(explain_options),
    EXAMPLES(explain_examples),
    EXITS(explain_exits),
    .run = cli_run_explain,
};

/* ---- replan ---------------------------------------------------------------------------------- */

static const cli_option replan_options[] = {
    {.id = CLI_PLAN,
     .name = "plan",
     .kind = CLI_FILE,
     .value = {"PIANO", "PLAN"},
     .help = {"il piano di prima, «-» per l’ingresso (necessario)",
              "the old plan, \"-\" for standard input (needed)"}},
    CATALOGUE_OPTION,
    GIVE_OPTION,
    FORMAT_OPTION(cli_table_json_html, "table"),
    OUTPUT_OPTION,
    TIME_LIMIT_OPTION,
    NODE_LIMIT_OPTION,
    {.id = CLI_STRICT,
     .name = "strict",
     .kind = CLI_FLAG,
     .help = {"esce con 13 se non è dimostrato che meno cambi non bastano",
              "exit 13 when it is not proven that fewer changes would not do"}},
    PROGRESS_OPTION,
};

static const cli_example replan_examples[] = {
    {"replan caso.case.json --plan piano.plan.json",
     {"che cosa deve cambiare, e perché", "what must change, and why"}},
    {"replan caso.case.json --plan piano.plan.json --give 0.02 --format html -o modifica.html",
     {"la modifica da firmare, cedendo fino a 2 punti per cambiare meno",
      "the amendment to sign, giving up as much as 2 points to change less"}},
};

static const int replan_exits[] = {10, 11, 13, 65, 66, 70, 73, 74, 78, 130};

static const cli_command replan_command = {
    .name = "replan",
    .summary = {"cambia un piano il meno possibile per un caso che è cambiato",
                "change a plan as little as a changed case allows"},
    .text = {"Legge il piano di prima nel caso di oggi, dice che cosa non vale più, e trova il "
             "minor numero di righe da cambiare; poi toglie alla persona il meno possibile. Ogni "
             "cosa che diminuisce ha il suo perché.",
             "Reads the old plan in today’s case, says what no longer holds, and finds the fewest "
             "lines to change; then takes as little as possible from the person. Everything that "
             "becomes less has its reason."},
    OPERANDS(case_operand),
    OPTIONS(replan_options),
    EXAMPLES(replan_examples),
    EXITS(replan_exits),
    .run = cli_run_replan,
};

/* ---- check ----------------------------------------------------------------------------------- */

static const cli_operand plan_operand[] = {
    {.name = {"PIANO", "PLAN"},
     .kind = CLI_FILE,
     .help = {"file *.plan.json, «-» per l’ingresso", "a *.plan.json, \"-\" for standard input"}},
};

static const cli_option check_options[] = {
    {.id = CLI_CASE,
     .name = "case",
     .kind = CLI_FILE,
     .value = {"CASO", "CASE"},
     .help = {"il caso per cui è stato fatto il piano", "the case the plan was made for"}},
    {.id = CLI_DISTRICT,
     .name = "district",
     .kind = CLI_FOLDER,
     .value = {"DISTRETTO", "DISTRICT"},
     .help = {"invece del caso, il distretto della persona: valgono i suoi prezzi",
              "in place of the case, the person’s district: its prices count"}},
    CATALOGUE_OPTION,
    FORMAT_OPTION(cli_table_json, "table"),
    OUTPUT_OPTION,
};

static const cli_example check_examples[] = {
    {"check piano.plan.json --case caso.case.json",
     {"ogni violazione, una per una", "every violation, one by one"}},
    {"check piano.plan.json --district distretto",
     {"un piano tra quelli di allocate --plans", "a plan of those of allocate --plans"}},
    {"check piano.plan.json --case caso.case.json --format json",
     {"il verdetto per altri programmi", "the verdict for other programs"}},
};

static const int check_exits[] = {12, 65, 66, 70, 73, 74, 78};

static const cli_command check_command = {
    .name = "check",
    .summary = {"ricontrolla un piano, da chiunque sia fatto", "check a plan, whoever made it"},
    .text =
        {"Rilegge caso, catalogo e piano e ricalcola tutto con numeri interi, senza usare nulla "
         "di ciò che compone le proposte. Elenca ogni violazione con la regola, il posto, il "
         "valore atteso e quello trovato.",
         "Reads case, catalogue and plan again and computes everything in integers, using "
         "nothing of what composes proposals. Lists every violation with rule, place, expected "
         "and found."},
    OPERANDS(plan_operand),
    OPTIONS(check_options),
    EXAMPLES(check_examples),
    EXITS(check_exits),
    .run = cli_run_check,
};

/* ---- catalogue check ------------------------------------------------------------------------- */

static const cli_operand folder_operand[] = {
    {.name = {"CARTELLA", "FOLDER"},
     .kind = CLI_FOLDER,
     .optional = true,
     .help = {"il catalogo; altrimenti quello che userebbe «propose»",
              "the catalogue; else the one \"propose\" would use"}},
};

static const cli_option catalogue_options[] = {
    FORMAT_OPTION(cli_table_json, "table"),
    OUTPUT_OPTION,
};

static const cli_example catalogue_examples[] = {
    {"catalogue check", {"il catalogo in uso", "the catalogue in use"}},
    {"catalogue check mio-distretto --format json",
     {"un altro, per altri programmi", "another one, for other programs"}},
};

static const int catalogue_exits[] = {65, 66, 70, 73, 74, 78};

static const cli_command catalogue_check_command = {
    .name = "catalogue check",
    .summary = {"cerca tutti gli errori di un catalogo", "find every fault of a catalogue"},
    .text =
        {"Legge tutti i file in una volta sola ed elenca ogni errore: file, riga, colonna, valore "
         "trovato, valore atteso. Poi conta le righe e quanto sono certe: S letta in una fonte, P "
         "in parte, G non verificata.",
         "Reads all files in one pass and lists every fault: file, row, column, value found, "
         "value expected. Then counts the rows and how certain they are: S read in a source, P "
         "in part, G not verified."},
    OPERANDS(folder_operand),
    OPTIONS(catalogue_options),
    EXAMPLES(catalogue_examples),
    EXITS(catalogue_exits),
    .run = cli_run_catalogue_check,
};

/* ---- export-model ---------------------------------------------------------------------------- */

static const cli_option export_options[] = {
    CATALOGUE_OPTION,
    FORMAT_OPTION(model_formats, "mps"),
    {.id = CLI_STAGE,
     .name = "stage",
     .kind = CLI_CHOICE,
     .value = {"PRIORITÀ", "STAGE"},
     .choices = stages,
     .initial = "score",
     .help = {"la priorità da scrivere come obiettivo", "the priority to write as objective"}},
    OUTPUT_OPTION,
    {.id = CLI_NAMES,
     .name = "names",
     .kind = CLI_FILE,
     .writes = true,
     .value = {"FILE", "FILE"},
     .help = {"scrive qui che cosa significa ogni nome del modello",
              "write here what each name of the model means"}},
};

static const cli_example export_examples[] = {
    {"export-model caso.case.json -o modello.mps --names nomi.txt",
     {"MPS libero, con i nomi spiegati", "free MPS, with the names explained"}},
    {"export-model caso.case.json --format lp --stage shortfall",
     {"LP della prima priorità", "LP of the first priority"}},
};

static const int export_exits[] = {65, 66, 70, 73, 74, 78};

static const cli_command export_model_command = {
    .name = "export-model",
    .summary = {"scrive il modello matematico per altri risolutori",
                "write the mathematical model for other solvers"},
    .text = {"Scrive il modello di una priorità, su tutte le fasi, in MPS libero o LP, che altri "
             "programmi sanno leggere.",
             "Writes the model of one priority, over all phases, in free MPS or LP, which other "
             "programs can read."},
    OPERANDS(case_operand),
    OPTIONS(export_options),
    EXAMPLES(export_examples),
    EXITS(export_exits),
    .run = cli_run_export_model,
};

/* ---- the smaller ones ------------------------------------------------------------------------ */

static const cli_option doctor_options[] = {
    CATALOGUE_OPTION,
    FORMAT_OPTION(cli_table_json, "table"),
    {.id = CLI_STRICT,
     .name = "strict",
     .kind = CLI_FLAG,
     .help = {"esce con 69 se manca anche un aiuto facoltativo",
              "exit 69 when even an optional helper is missing"}},
};

static const cli_example doctor_examples[] = {
    {"doctor", {"tutto in una pagina", "all on one page"}},
    {"doctor --format json", {"da allegare a una segnalazione", "to attach to a report"}},
};

static const int doctor_exits[] = {65, 66, 69, 74, 78};

static const cli_command doctor_command = {
    .name = "doctor",
    .summary = {"controlla che qui tutto funzioni", "check that all is well here"},
    .text = {"Dice le versioni delle librerie, se il catalogo si trova e si legge, se si può "
             "scrivere, se c’è il programma per fare un PDF della pagina.",
             "Tells the versions of the libraries, whether the catalogue is found and reads well, "
             "whether files can be written, whether there is a program to make a PDF of the page."},
    OPTIONS(doctor_options),
    EXAMPLES(doctor_examples),
    EXITS(doctor_exits),
    .run = cli_run_doctor,
};

static const cli_example version_examples[] = {
    {"version", {"nome e versione", "name and version"}},
    {"--version", {"la stessa cosa", "the same"}},
};

static const cli_command version_command = {
    .name = "version",
    .summary = {"dice la versione", "tell the version"},
    .text = {"Scrive nome e versione del programma.", "Writes the program’s name and version."},
    EXAMPLES(version_examples),
    .run = cli_run_version,
};

static const cli_operand command_operand[] = {
    {.name = {"COMANDO", "COMMAND"},
     .kind = CLI_COMMAND_NAME,
     .optional = true,
     .help = {"il comando; altrimenti il programma intero", "the command; else the whole program"}},
    {.name = {"PAROLA", "WORD"},
     .kind = CLI_COMMAND_NAME,
     .optional = true,
     .help = {"la seconda parola, come in «catalogue check»",
              "the second word, as in \"catalogue check\""}},
};

static const cli_option help_options[] = {
    FORMAT_OPTION(cli_table_json, "table"),
};

static const cli_example help_examples[] = {
    {"help propose", {"spiega un comando", "explain a command"}},
    {"help --format json",
     {"descrive tutti i comandi per altri programmi", "describe all commands for other programs"}},
};

static const int help_exits[] = {74};

static const cli_command help_command = {
    .name = "help",
    .summary = {"spiega il programma o un comando", "explain the program or a command"},
    .text = {"Senza operandi elenca i comandi.", "Without operands it lists the commands."},
    OPERANDS(command_operand),
    OPTIONS(help_options),
    EXAMPLES(help_examples),
    EXITS(help_exits),
    .run = cli_run_help,
};

static const cli_operand shell_operand[] = {
    {.name = {"SHELL", "SHELL"},
     .kind = CLI_CHOICE,
     .choices = shells,
     .help = {"bash, zsh o fish", "bash, zsh or fish"}},
};

static const cli_example completion_examples[] = {
    {"completion bash > ~/.local/share/bash-completion/completions/bilancia",
     {"per bash", "for bash"}},
    {"completion fish > ~/.config/fish/completions/bilancia.fish", {"per fish", "for fish"}},
};

static const cli_option completion_options[] = {OUTPUT_OPTION};
static const int completion_exits[] = {73, 74};

static const cli_command completion_command = {
    .name = "completion",
    .summary = {"scrive il completamento per la shell", "write the completion for a shell"},
    .text = {"Scrive le righe che insegnano alla shell comandi, opzioni e valori.",
             "Writes the lines that teach a shell commands, options and values."},
    OPERANDS(shell_operand),
    OPTIONS(completion_options),
    EXAMPLES(completion_examples),
    EXITS(completion_exits),
    .run = cli_run_completion,
};

static const cli_example man_examples[] = {
    {"man propose | man -l -", {"legge il manuale di un comando", "read a command’s manual"}},
    {"man -o bilancia.1", {"scrive la pagina del programma", "write the program’s page"}},
};

static const cli_option man_options[] = {
    OUTPUT_OPTION,
    {.id = CLI_ALL,
     .name = "all",
     .kind = CLI_FLAG,
     .help = {"scrive tutte le pagine, nella cartella di -o",
              "write every page, into the folder given with -o"}},
};
static const int man_exits[] = {73, 74};

static const cli_command man_command = {
    .name = "man",
    .summary = {"scrive una pagina di manuale", "write a manual page"},
    .text = {"Scrive la pagina di manuale del programma o di un comando, nel formato di man.",
             "Writes the manual page of the program or of a command, in man’s format."},
    OPERANDS(command_operand),
    OPTIONS(man_options),
    EXAMPLES(man_examples),
    EXITS(man_exits),
    .run = cli_run_man,
};

const cli_command *const cli_commands[] = {
    &propose_command,
    &explain_command,
    &replan_command,
    &check_command,
    &catalogue_check_command,
    &export_model_command,
    &cli_synth_command,
    &cli_district_check_command,
    &cli_allocate_command,
    &cli_compare_command,
    &cli_simulate_command,
    &cli_bench_mmkp_command,
    &cli_bench_pabulib_command,
    &cli_bench_rules_command,
    &cli_bench_district_command,
    &cli_bench_person_command,
    &doctor_command,
    &version_command,
    &help_command,
    &completion_command,
    &man_command,
};
const size_t cli_command_count = COUNT(cli_commands);

static const struct {
    int code;
    bil_words words;
} exit_words[] = {
    {0,
     {"una risposta c’è; il suo stato dice quale", "an answer was given; its status says which"}},
    {10, {"nessun piano rispetta le regole", "no plan satisfies the rules"}},
    {11, {"limite raggiunto prima di ogni piano", "a limit was reached before any plan"}},
    {12, {"il controllo ha trovato violazioni", "the check found violations"}},
    {13, {"con --strict: non dimostrato il migliore", "with --strict: not proven the best"}},
    {64, {"riga di comando sbagliata", "the command line is wrong"}},
    {65, {"il contenuto di un file è sbagliato", "a file’s content is wrong"}},
    {66, {"un file non si può aprire o leggere", "a file cannot be opened or read"}},
    {69, {"manca un programma di aiuto", "a helper program is missing"}},
    {70, {"difetto interno: segnalalo", "internal fault: please report it"}},
    {73, {"un’uscita non si può creare", "an output cannot be created"}},
    {74, {"scrittura interrotta a metà", "writing failed half-way"}},
    {78, {"la configurazione è sbagliata", "the configuration is wrong"}},
    {130, {"interrotto, senza nulla da dare", "interrupted, with nothing to return"}},
};

bil_words cli_exit_words(int code)
{
    for (size_t i = 0; i < COUNT(exit_words); i++) {
        if (exit_words[i].code == code) {
            return exit_words[i].words;
        }
    }
    return (bil_words){"", ""};
}

static bool may_exit(const cli_command *command, int code)
{
    if (command == NULL || code == 0 || code == 64) {
        return true;
    }
    for (size_t i = 0; i < command->exit_count; i++) {
        if (command->exits[i] == code) {
            return true;
        }
    }
    return false;
}

size_t cli_exits(int codes[CLI_EXITS_MAX], const cli_command *command)
{
    _Static_assert(COUNT(exit_words) <= CLI_EXITS_MAX, "room for every code");
    size_t count = 0;
    for (size_t i = 0; i < COUNT(exit_words); i++) {
        if (may_exit(command, exit_words[i].code)) {
            codes[count++] = exit_words[i].code;
        }
    }
    return count;
}

/* ---- looking things up ----------------------------------------------------------------------- */

const cli_command *cli_command_find(const char *name)
{
    for (size_t i = 0; i < cli_command_count; i++) {
        if (strcmp(cli_commands[i]->name, name) == 0) {
            return cli_commands[i];
        }
    }
    return NULL;
}

const cli_option *cli_option_at(const cli_command *command, size_t index)
{
    if (index < command->option_count) {
        return &command->options[index];
    }
    index -= command->option_count;
    return index < cli_common_count ? &cli_common[index] : NULL;
}

const cli_option *cli_option_of(const cli_command *command, cli_option_id id)
{
    const cli_option *option = NULL;
    for (size_t i = 0; (option = cli_option_at(command, i)) != NULL; i++) {
        if (option->id == id) {
            return option;
        }
    }
    return NULL;
}

bool cli_given(const cli_call *call, cli_option_id id)
{
    return call->values[id].text != NULL;
}

const char *cli_text(const cli_call *call, cli_option_id id, const char *otherwise)
{
    return cli_given(call, id) ? call->values[id].text : otherwise;
}

int64_t cli_number(const cli_call *call, cli_option_id id, int64_t otherwise)
{
    return cli_given(call, id) ? call->values[id].number : otherwise;
}

bool cli_is(const cli_call *call, cli_option_id id, const char *choice, bool otherwise)
{
    return cli_given(call, id) ? strcmp(call->values[id].text, choice) == 0 : otherwise;
}
