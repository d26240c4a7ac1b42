/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_SCENARIO_IMPL_H
#define BIL_DATA_SCENARIO_IMPL_H

/* What the reader of scenarios and the levers share. */

#include "data/scenario.h"
#include "data/words.h"

typedef struct {
    const bil_catalogue *catalogue;
    const char *const *rules;
    bil_scenario *scenario;
    bool no_memory;
} bil_scenario_reader;

const char *bil_scenario_keep(bil_scenario_reader *reader, const char *text);
void *bil_scenario_room(bil_scenario_reader *reader, size_t count, size_t size);

/* Reads `path` and `op` into `out`; false after having reported what is wrong. NULL values were
 * reported as missing before. */
bool bil_lever_read(bil_lever_change *out, bil_scenario_reader *reader, const bil_json_value *path,
                    const bil_json_value *op);

/* Reads a value for a path and an op that were read. */
bool bil_lever_read_value(bil_lever_change *out, bil_scenario_reader *reader,
                          const bil_json_value *value);

/* A district at hand, to be changed. */
typedef struct {
    bil_population *population;
    bil_catalogue *own;
    bil_service *services;
    bil_provider *providers;
    bil_copay_row *copay;
    bil_rule *rules;
    bil_source *sources;
    bil_pool *pools; /* room for every source */
    int64_t *closed; /* per service: places that close; 0 = none */
    int64_t *reconverted_bp;
    uint64_t seed;
    size_t rounds; /* changes of how many persons there are */
} bil_lever_hand;

typedef enum {
    BIL_LEVER_CENTS,
    BIL_LEVER_UNITS,
    BIL_LEVER_BASIS_POINTS,
    BIL_LEVER_HOURS,
    BIL_LEVER_MONTHS,
    BIL_LEVER_PERSONS,
    BIL_LEVER_DATE
} bil_lever_kind;

typedef bil_status (*bil_lever_fn)(bil_lever_hand *hand, const bil_lever_change *change,
                                   bil_error *err);

typedef struct {
    const char *pattern;
    bil_lever_kind kind;
    unsigned ops;  /* a bit for each */
    int64_t least; /* of a figure that is set */
    int64_t max;   /* of the figure, before and after */
    bil_lever_fn pull;
} bil_lever;

const bil_lever *bil_lever_of(const bil_lever_change *change);

/* The figure after the change; false when it would be below 0 or above the lever's most. */
bool bil_lever_figure(int64_t *figure, const bil_lever_change *change);

/* The same, held between 0 and the most. */
int64_t bil_lever_held(int64_t figure, const bil_lever_change *change);

/* BIL_E_DATA: the change's path, and why it cannot be made here. */
bil_status bil_lever_fail(bil_error *err, const bil_lever_change *change, const char *it,
                          const char *en);

/* Does the part of a path name this service: a code or a selector? */
bool bil_lever_names_service(const bil_catalogue *catalogue, const char *part, bil_index service);

/* Is the person among those whom a part of a path means? */
bool bil_lever_means(const bil_lever_hand *hand, const bil_applicant *each, const char *who);

/* Persons in an order drawn for a purpose. A person's draw depends on seed, purpose and id alone,
 * so that whoever is drawn when few are is among those drawn when more are. */
typedef struct {
    size_t person;
    uint64_t draw;
} bil_lever_drawn;

void bil_lever_draw(bil_lever_drawn *items, size_t count, const bil_lever_hand *hand,
                    uint64_t purpose);

/* Closes the places that `closed` says, once all else is changed. */
bil_status bil_lever_close_places(bil_lever_hand *hand, const bil_lever_change *const *changes,
                                  size_t count, bil_error *err);

bil_status bil_lever_pools(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_capacities(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_prices(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_provider_prices(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_health_shares(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_copay(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_late(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_rule_from(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_rule_to(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_demand(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_budgets(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_source_budgets(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_hours(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_carers_lost(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_amounts(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_isee(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_service_from(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_service_to(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_source_from(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_source_to(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_closures(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_reconverted(bil_lever_hand *, const bil_lever_change *, bil_error *);
bil_status bil_lever_flow(bil_lever_hand *, const bil_lever_change *, bil_error *);

#endif
