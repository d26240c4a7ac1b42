/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_SCENARIO_H
#define BIL_DATA_SCENARIO_H

/* A scenario (`*.scenario.json`): a district, a list of changes to it, the rules and the seeds to
 * try it with, axes along which one figure takes several values.
 *
 * A change names what it changes by a path ("/pools/COMUNE"), says how (set, scale, add) and by
 * what. `bil_levers` lists the paths; docs/howto/provare-uno-scenario.md says what each one does.
 * Paths are checked against the catalogue when the scenario is read, with every other fault, in one
 * pass; what only the district can tell comes when the change is made. */

#include "data/district.h"
#include "engine/flow.h"
#include "engine/metrics.h"

typedef enum { BIL_LEVER_SET, BIL_LEVER_SCALE, BIL_LEVER_ADD } bil_lever_op;

enum { BIL_LEVER_OPS = 3, BIL_LEVER_PARTS = 3, BIL_LEVER_ONE = 1000000 };

const char *bil_lever_op_name(bil_lever_op op); /* "set", "scale", "add"; NULL out of range */

typedef struct {
    const char *path;
    bil_lever_op op;
    /* set and add: cents, units, basis points, hours, months, persons, or a date (0 = open);
     * scale: the factor × 10⁶ (BIL_LEVER_ONE = as it is). */
    int64_t value;
    const char *written; /* the value as people read it, e.g. "0.9"; the same for the same value */
    size_t lever;        /* row of the table of levers */
    const char *parts[BIL_LEVER_PARTS]; /* what stands where the row has {…} */
    /* Of a flow: the first and the last month, from 1, in which the change holds. 1 and 0 = from
     * the start to the end. */
    int from_month;
    int to_month;
} bil_lever_change;

typedef struct {
    const char *name;
    const bil_lever_change *values;
    size_t count;
} bil_scenario_axis;

#define BIL_SCENARIO_BASE "base"

/* A figure of the conclusion: the mean over the seeds of what came out of a combination, as people
 * are told it. Money is in euro; "percent": 12.5 stands for 0.125. */
typedef struct {
    const char *point;
    const char *against; /* another combination, subtracted; NULL = none */
    const char *rule;
    bil_metric metric; /* BIL_METRIC_COUNT = a figure of the flow */
    const char *part;  /* of the metric; NULL = it has none */
    bil_flow_figure figure;
    int month; /* the period that begins with it; 0 = all of them */
    bool percent;
    const char *written; /* "-12.5" */
    int decimals;        /* with how many it is written */
    int64_t told;        /* × 10^decimals */
} bil_scenario_found;

enum {
    BIL_SCENARIO_FOUND_MAX = 200,
    BIL_SCENARIO_DECIMALS_MAX = 4,
    BIL_SCENARIO_CHANGES_MAX = 1000,
    BIL_SCENARIO_RULES_MAX = 100,
    BIL_SCENARIO_SEEDS_MAX = 1000,
    BIL_SCENARIO_AXES_MAX = 8,
    BIL_SCENARIO_VALUES_MAX = 1000,
    BIL_SCENARIO_POINTS_MAX = 10000,
    BIL_FLOW_MONTHS_MAX = 36
};

/* Lives in its arena. */
typedef struct {
    bil_arena *arena;
    char sha256[65]; /* of the file's bytes */
    const char *name;
    bil_words title;                 /* "" when not given */
    bil_words context;               /* why it is asked; "" when not given */
    bil_words question;              /* "" when not given */
    bil_words conclusion;            /* what came out when it was written; "" when not given */
    const bil_scenario_found *found; /* the figures the conclusion tells */
    size_t found_count;
    const char *folder;  /* of the district, as written; NULL = invented, one for each seed: */
    const char *profile; /* file or shipped name; NULL = a folder */
    int64_t persons;
    const bil_lever_change *changes;
    size_t change_count;
    const char *const *rules;
    size_t rule_count;
    const int64_t *seeds;
    size_t seed_count;
    const bil_scenario_axis *axes;
    size_t axis_count;
    size_t point_count; /* all combinations of the axes' values; 1 without axes */
    /* What results are compared with; NULL = nothing. The point's name (BIL_SCENARIO_BASE = the
     * district without any change, which is then tried too) and the rule (NULL = each its own). */
    const char *baseline;
    const char *baseline_rule;
    const bil_metric *metrics; /* what is told, in the registry's order */
    size_t metric_count;
    bool plans; /* the plans of every cell are kept */
    int64_t gap_e9;
    bool free_granted; /* plans that run already may change too */
    bool reuse;        /* cells that differ only in pools and capacities share what they find */
} bil_scenario;

/* `rules` are the names of the rules there are, NULL at the end. BIL_E_DATA: every fault is in
 * `faults`. BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_scenario_read(bil_scenario **out, const char *path_for_messages,
                                            const char *bytes, size_t size,
                                            const bil_catalogue *catalogue,
                                            const char *const *rules, bil_faults *faults,
                                            bil_error *err);

/* The same from a file. BIL_E_NO_INPUT, BIL_E_IO too. */
BIL_MUST_CHECK bil_status bil_scenario_load(bil_scenario **out, const char *path,
                                            const bil_catalogue *catalogue,
                                            const char *const *rules, bil_faults *faults,
                                            bil_error *err);
void bil_scenario_free(bil_scenario *scenario); /* accepts NULL */

/* The file of a rule of one's own: "mio.mod" of "custom=mio.mod"; NULL for any other rule. */
const char *bil_scenario_model(const char *rule);

/* The values of the axes at a point, the last axis moving fastest; `out` has room for
 * BIL_SCENARIO_AXES_MAX. */
void bil_scenario_point(const bil_lever_change *out[BIL_SCENARIO_AXES_MAX],
                        const bil_scenario *scenario, size_t point);

/* The point's name, added: "fondi=0.9 posti=1"; without axes the scenario's name. */
void bil_scenario_point_name(bil_text *out, const bil_scenario *scenario, size_t point);

/* ---- the levers ---- */

/* How many paths there are, and the pattern of each: "/pools/{source}". */
size_t bil_lever_count(void);
const char *bil_lever_pattern(size_t lever); /* NULL out of range */
bool bil_lever_allows(size_t lever, bil_lever_op op);

/* What a lever touches. One that is new touches both until data/levers.c says otherwise. */
typedef enum {
    BIL_LEVER_TOUCHES_LIMITS, /* what pools and capacities hold, and nothing else */
    BIL_LEVER_TOUCHES_ELSE,   /* persons or catalogue, whatever pools and capacities hold */
    BIL_LEVER_TOUCHES_BOTH
} bil_lever_touch;

bil_lever_touch bil_lever_touches(size_t lever); /* both, out of range */

/* Makes the changes, one after another, to a district and its persons. Figures are rounded half
 * up. `seed` draws who leaves or comes where the number of persons changes. The population's
 * catalogue is then a copy of its own. After a failure the population is to be freed: BIL_E_DATA
 * (the change cannot be made in this district: the error says which and why), BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_levers_pull(bil_population *population,
                                          const bil_lever_change *const *changes, size_t count,
                                          uint64_t seed, bil_error *err);

/* ---- a waiting list that moves ---- */

/* What /flow/… says at a month. Shares are in basis points. docs/howto/provare-uno-scenario.md says
 * how the months go by. */
typedef struct {
    int months;            /* that are lived through; 0 = none: one allocation, for a whole year */
    int every;             /* months between one allocation and the next */
    int64_t arrivals_year; /* persons who come in a year */
    int64_t leaving_bp;    /* of all persons, who leave in a month */
    int plan_months;       /* after which a plan ends or goes on */
    int64_t ending_bp;     /* of these plans, those that end */
    int review_months;     /* after which a plan is reviewed */
    int64_t improving_bp;  /* of the persons reviewed, those who get better */
    int64_t lighter_bp;    /* what they still need of what they needed */
} bil_flow;

/* Do the changes ask for a flow? */
bool bil_lever_is_flow(const bil_lever_change *change);

/* Does the change hold in this month (from 1)? */
bool bil_lever_holds(const bil_lever_change *change, int month);

void bil_flow_of(bil_flow *out, const bil_lever_change *const *changes, size_t count, int month);

#endif
