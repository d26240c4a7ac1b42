/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_APP_CLI_COMMAND_H
#define BIL_APP_CLI_COMMAND_H

/* The one table the program is made of. A command is a row: words, operands, options, examples,
 * exit codes, and the function that does it. The parser, `--help`, the manual pages, the shell
 * completion and the JSON description all read it; nothing else lists commands. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/error.h"

typedef enum {
    CLI_HELP,
    CLI_VERSION,
    CLI_LANG,
    CLI_QUIET,
    CLI_CATALOGUE,
    CLI_CASE,
    CLI_FORMAT,
    CLI_OUTPUT,
    CLI_PROFILE,
    CLI_GIVE,
    CLI_ALTERNATIVES,
    CLI_WITHIN,
    CLI_TIME_LIMIT,
    CLI_NODE_LIMIT,
    CLI_ROBUST,
    CLI_APPLY_REPAIR,
    CLI_REASON,
    CLI_SEED,
    CLI_STRICT,
    CLI_PROGRESS,
    CLI_STAGE,
    CLI_PLAN,
    CLI_WHY,
    CLI_WHY_NOT,
    CLI_WHAT_IF,
    CLI_NEXT_EURO,
    CLI_NAMES,
    CLI_ALL,
    CLI_PERSONS,
    CLI_RULE,
    CLI_ALPHA,
    CLI_MODEL,
    CLI_DISTRICTS,
    CLI_ZERO_COUNTS,
    CLI_JOBS,
    CLI_GAP,
    CLI_PLANS,
    CLI_NESTED,
    CLI_FREE_GRANTED,
    CLI_PROBLEM,
    CLI_DRY_RUN,
    CLI_DISTRICT,
    CLI_SHARD,
    CLI_MERGE,
    CLI_PREPARE,
    CLI_SLURM,
    CLI_AT_ONCE,
    CLI_REPORT,
    CLI_XLSX,
    CLI_REPEAT,
    CLI_WHOLE,
    CLI_PHASES,
    CLI_MODELS,
    CLI_MODELLED,
    CLI_SHOW,
    CLI_OPTION_COUNT
} cli_option_id;

typedef enum {
    CLI_FLAG,
    CLI_CHOICE,
    CLI_FILE,
    CLI_FOLDER,
    CLI_TEXT,
    CLI_NUMBER, /* integer, or decimal with `digits` digits kept */
    CLI_PROFILE_NAME,
    CLI_COMMAND_NAME
} cli_kind;

typedef struct {
    cli_option_id id;
    const char *name; /* without dashes */
    char letter;      /* NUL = none */
    cli_kind kind;
    bil_words value;            /* what stands for the value in help */
    const char *const *choices; /* NULL-terminated, for CLI_CHOICE */
    int digits;                 /* decimals kept of a CLI_NUMBER */
    int64_t min;                /* in units of 10^-digits */
    int64_t max;
    const char *initial; /* the default as help shows it; NULL = none worth saying */
    const char *bare;    /* what a CLI_NUMBER without its value means; NULL = it needs one */
    bool writes;         /* names an output: never an input's place (app/cli/spare.h) */
    bil_words help;
} cli_option;

typedef struct {
    bil_words name;
    cli_kind kind;
    const char *const *choices;
    bool optional;
    bool many; /* the last one: as many as there are, the others in cli_call.more */
    bil_words help;
} cli_operand;

typedef struct {
    const char *line; /* without the program's name */
    bil_words says;
} cli_example;

enum { CLI_OPERANDS_MAX = 3, CLI_JOBS_MAX = 64, CLI_SLURM_MAX = 10000 };

typedef struct {
    const char *text; /* as typed; NULL = not given */
    int64_t number;   /* of a CLI_NUMBER, in units of 10^-digits */
} cli_value;

struct cli_command;

/* A parsed command line. */
typedef struct {
    const struct cli_command *command;
    bil_lang lang;
    cli_value values[CLI_OPTION_COUNT];
    const char *operands[CLI_OPERANDS_MAX]; /* NULL = not given */
    const char *const *more; /* NULL-terminated, after the one that may be many; or NULL */
} cli_call;

typedef struct cli_command {
    const char *name;
    bil_words summary; /* one line, no full stop */
    bil_words text;    /* what it does, in sentences */
    const cli_operand *operands;
    size_t operand_count;
    const cli_option *options;
    size_t option_count;
    const cli_example *examples;
    size_t example_count;
    const int *exits; /* exit codes it may give, 0 and 64 aside */
    size_t exit_count;
    int (*run)(const cli_call *call); /* gives the exit code */
} cli_command;

extern const cli_command *const cli_commands[];
extern const size_t cli_command_count;

/* Options every command has (help, language, quiet). */
extern const cli_option cli_common[];
extern const size_t cli_common_count;

const cli_command *cli_command_find(const char *name);

/* The options of a command and then the common ones, by position; NULL past the end. */
const cli_option *cli_option_at(const cli_command *command, size_t index);
const cli_option *cli_option_of(const cli_command *command, cli_option_id id);

/* The exit codes of a command (of the whole program for NULL) in ascending order: fills `codes`,
 * returns how many. */
enum { CLI_EXITS_MAX = 20 };
size_t cli_exits(int codes[CLI_EXITS_MAX], const cli_command *command);

/* What an exit code means; empty words for codes the program never gives. */
bil_words cli_exit_words(int code);

bool cli_given(const cli_call *call, cli_option_id id);
/* The value as typed, or `otherwise`. */
const char *cli_text(const cli_call *call, cli_option_id id, const char *otherwise);
int64_t cli_number(const cli_call *call, cli_option_id id, int64_t otherwise);
bool cli_is(const cli_call *call, cli_option_id id, const char *choice, bool otherwise);

int cli_run_propose(const cli_call *call);
int cli_run_check(const cli_call *call);
int cli_run_explain(const cli_call *call);
int cli_run_replan(const cli_call *call);
int cli_run_catalogue_check(const cli_call *call);
int cli_run_export_model(const cli_call *call);
int cli_run_allocate(const cli_call *call);
int cli_run_compare(const cli_call *call);
int cli_run_simulate(const cli_call *call);
int cli_run_synth(const cli_call *call);
int cli_run_district_check(const cli_call *call);
int cli_run_bench_mmkp(const cli_call *call);
int cli_run_bench_pabulib(const cli_call *call);
int cli_run_bench_rules(const cli_call *call);
int cli_run_bench_district(const cli_call *call);
int cli_run_bench_person(const cli_call *call);
int cli_run_doctor(const cli_call *call);
int cli_run_version(const cli_call *call);
int cli_run_help(const cli_call *call);
int cli_run_completion(const cli_call *call);
int cli_run_man(const cli_call *call);

/* `simulate --cell SCENARIO CATALOGUE FOLDER ID`: how a batch starts its own processes; in no
 * table, because nobody types it. */
int cli_run_cell(const char *scenario, const char *catalogue, const char *folder, const char *id);

#endif
