/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solver/notes.h"

#include <string.h>

#include "solver/model.h"

typedef struct {
    bil_plan *plan;
    const bil_view *view;
    const bil_person *solved;
    bil_arena *scratch;
} notes;

static int64_t service_quantity(const bil_view_phase *phase, const int64_t *quantity,
                                bil_index service)
{
    int64_t sum = 0;
    for (size_t o = 0; o < phase->offer_count; o++) {
        sum += phase->offers[o].service == service ? quantity[o] : 0;
    }
    return sum;
}

static bool in_use(const bil_view_phase *phase, const bil_funding_found *funding,
                   const int64_t *quantity, const bil_index *services, size_t service_count,
                   const bil_index *sources, size_t source_count, bil_index except)
{
    for (size_t i = 0; i < service_count; i++) {
        if (services[i] != except && service_quantity(phase, quantity, services[i]) > 0) {
            return true;
        }
    }
    for (size_t i = 0; i < source_count; i++) {
        const size_t r = bil_view_payer(phase, sources[i]);
        const size_t h = bil_view_helper(phase, sources[i]);
        if ((r != SIZE_MAX && funding->used[r]) || (h != SIZE_MAX && funding->drawn[h])) {
            return true;
        }
    }
    return false;
}

static bool among(const bil_index *list, size_t count, bil_index value)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == value) {
            return true;
        }
    }
    return false;
}

static int64_t sum_of(const bil_view_phase *phase, const int64_t *quantity,
                      const bil_index *services, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += service_quantity(phase, quantity, services[i]);
    }
    return sum;
}

/* Would `quantity` (one line raised, of `service`) break this rule in this phase? */
static bool rule_forbids(const notes *n, size_t t, const bil_view_rule *rule,
                         const int64_t *quantity, bil_index service)
{
    const bil_view_phase *phase = &n->view->phases[t];
    const bil_funding_found *funding = n->solved->fundings[t];
    const bil_rule *row = &n->view->catalogue->rules[rule->rule];
    const bool in_a = among(rule->a_services, rule->a_service_count, service);
    const bool in_b = among(rule->b_services, rule->b_service_count, service);
    const bool awake = in_use(phase, funding, quantity, rule->a_services, rule->a_service_count,
                              rule->a_sources, rule->a_source_count, BIL_NONE);
    switch (row->form) {
    case BIL_RULE_EXCLUSIVE:
        if (row->b_count == 0) {
            return in_a && in_use(phase, funding, quantity, rule->a_services, rule->a_service_count,
                                  rule->a_sources, rule->a_source_count, service);
        }
        return (in_a && in_use(phase, funding, quantity, rule->b_services, rule->b_service_count,
                               rule->b_sources, rule->b_source_count, service)) ||
               (in_b && in_use(phase, funding, quantity, rule->a_services, rule->a_service_count,
                               rule->a_sources, rule->a_source_count, service));
    case BIL_RULE_THRESHOLD:
        return (in_a || in_b) && awake &&
               sum_of(phase, quantity, rule->b_services, rule->b_service_count) >
                   bil_rule_monthly_limit(row, true);
    case BIL_RULE_ALLOWANCE:
        return in_b && awake &&
               sum_of(phase, quantity, rule->b_services, rule->b_service_count) *
                       (phase->months < 12 ? phase->months : 12) * 10000 >
                   row->parameter_e4;
    case BIL_RULE_REQUIRES:
        return in_a && !in_use(phase, funding, quantity, rule->b_services, rule->b_service_count,
                               rule->b_sources, rule->b_source_count, BIL_NONE);
    case BIL_RULE_SLOT:
        return in_a && sum_of(phase, quantity, rule->a_services, rule->a_service_count) >
                           bil_rule_monthly_limit(row, false);
    case BIL_RULE_JOINT_CAP:
    case BIL_RULE_ABSORBS:
        break;
    }
    return false;
}

/* The first rule or exclusive group that forbids the raised quantities; NULL when none does. */
static const char *forbidding_rule(const notes *n, size_t t, const int64_t *quantity, size_t offer)
{
    const bil_view_phase *phase = &n->view->phases[t];
    const bil_index service = phase->offers[offer].service;
    for (size_t k = 0; k < phase->rule_count; k++) {
        if (rule_forbids(n, t, &phase->rules[k], quantity, service)) {
            return n->view->catalogue->rules[phase->rules[k].rule].id;
        }
    }
    const char *group = n->view->catalogue->services[service].exclusive_group;
    for (size_t o = 0; o < phase->offer_count; o++) {
        const bil_index other = phase->offers[o].service;
        if (o != offer && quantity[o] > 0 &&
            (other == service ||
             (group[0] != '\0' &&
              strcmp(group, n->view->catalogue->services[other].exclusive_group) == 0))) {
            return "group.exclusive";
        }
    }
    return NULL;
}

/* What stops one more step of this offer, from the outside in. */
static bil_status obstacle(const notes *n, size_t t, size_t offer, bil_unmet *out, bil_error *err)
{
    const bil_view_phase *phase = &n->view->phases[t];
    const bil_offer *o = &phase->offers[offer];
    const bil_choice *choice = n->solved->choices[t];
    const int64_t now = choice->quantity[offer];
    const int64_t next = now == 0 ? o->low : now + o->step;
    out->rule_id = "";
    if (o->fixed > 0) {
        out->reason = BIL_UNMET_WISH;
        return BIL_OK;
    }
    if (next > o->high) {
        out->reason = BIL_UNMET_LIMIT;
        return BIL_OK;
    }
    bil_choice raised = *choice;
    raised.quantity = bil_arena_alloc(n->scratch, phase->offer_count + 1, sizeof *raised.quantity);
    bool *all = bil_arena_alloc(n->scratch, phase->payer_count + 1, sizeof *all);
    if (raised.quantity == NULL || all == NULL) {
        return bil_fail_nomem(err);
    }
    memcpy(raised.quantity, choice->quantity, phase->offer_count * sizeof *raised.quantity);
    raised.quantity[offer] = next;
    const char *rule = forbidding_rule(n, t, raised.quantity, offer);
    if (rule != NULL) {
        out->reason = BIL_UNMET_RULE;
        out->rule_id = rule;
        return BIL_OK;
    }
    const bil_funding_wish wish = {.roughly = true};
    bil_funding_found found;
    bil_status status = bil_fund(&found, n->view, phase, &raised, &wish, n->scratch, err);
    if (status != BIL_OK || found.feasible) {
        out->reason = BIL_UNMET_WORTH;
        return status;
    }
    bil_view_phase richer = *phase;
    richer.public_cap = BIL_UNLIMITED;
    status = bil_fund(&found, n->view, &richer, &raised, &wish, n->scratch, err);
    out->reason = found.feasible ? BIL_UNMET_BUDGET : BIL_UNMET_SOURCE;
    return status;
}

/* The kindest reason first: what could be done at once, then money, then rules, then maxima. */
static int kindness(bil_unmet_reason reason)
{
    switch (reason) {
    case BIL_UNMET_WORTH:
        return 6;
    case BIL_UNMET_BUDGET:
        return 5;
    case BIL_UNMET_SOURCE:
        return 4;
    case BIL_UNMET_RULE:
        return 3;
    case BIL_UNMET_WISH:
        return 2;
    case BIL_UNMET_LIMIT:
        return 1;
    case BIL_UNMET_OFFER:
        break;
    }
    return 0;
}

/* No offer covers the need: is it because of a wish? */
static bool excluded_by_wish(const notes *n, size_t need)
{
    const bil_case *person = n->view->person;
    const bil_catalogue *catalogue = n->view->catalogue;
    for (size_t e = 0; e < catalogue->effect_count; e++) {
        if (catalogue->effects[e].domain != person->needs[need].domain) {
            continue;
        }
        const bil_index service = catalogue->effects[e].service;
        for (size_t w = 0; w < person->wishes.must_not_count; w++) {
            if (bil_selector_matches_service(catalogue, &person->wishes.must_not[w], service)) {
                return true;
            }
        }
        const bil_fixed *fixed = bil_case_fixed_of(person, service);
        if (fixed != NULL && fixed->quantity == 0) {
            return true;
        }
    }
    return false;
}

static bil_status explain(const notes *n, size_t t, size_t need, bil_unmet *out, bil_error *err)
{
    const bil_view_phase *phase = &n->view->phases[t];
    int best = -1;
    for (size_t o = 0; o < phase->offer_count; o++) {
        if (phase->offers[o].effects[need] == 0) {
            continue;
        }
        bil_unmet now = *out;
        const bil_status status = obstacle(n, t, o, &now, err);
        if (status != BIL_OK) {
            return status;
        }
        if (kindness(now.reason) > best) {
            best = kindness(now.reason);
            *out = now;
        }
    }
    if (best < 0) {
        out->reason = excluded_by_wish(n, need) ? BIL_UNMET_WISH : BIL_UNMET_OFFER;
        out->rule_id = "";
    }
    return BIL_OK;
}

static const bil_coverage *coverage_of(const bil_plan_phase *phase, size_t need)
{
    for (size_t i = 0; i < phase->coverage_count; i++) {
        if (phase->coverage[i].need == need) {
            return &phase->coverage[i];
        }
    }
    return NULL;
}

/* In the order of the case file. */
static bil_status fill_unmet(const notes *n, bil_error *err)
{
    const bil_case *person = n->view->person;
    bil_unmet *list = bil_arena_alloc(n->plan->arena, person->need_count + 1, sizeof *list);
    if (list == NULL) {
        return bil_fail_nomem(err);
    }
    n->plan->unmet_count = 0;
    for (size_t order = 0; order < person->need_count; order++) {
        size_t need = 0;
        while (person->needs[need].file_order != order) {
            need++;
        }
        size_t worst = SIZE_MAX;
        int64_t missing = 0;
        for (size_t t = 0; t < n->plan->phase_count; t++) {
            const bil_coverage *coverage = coverage_of(&n->plan->phases[t], need);
            if (coverage != NULL && coverage->target - coverage->covered > missing) {
                missing = coverage->target - coverage->covered;
                worst = t;
            }
        }
        if (worst == SIZE_MAX) {
            continue;
        }
        bil_unmet *unmet = &list[n->plan->unmet_count++];
        *unmet = (bil_unmet){.need_id = person->needs[need].id,
                             .need = (bil_index)need,
                             .missing = missing,
                             .rule_id = ""};
        const bil_status status = explain(n, worst, need, unmet, err);
        if (status != BIL_OK) {
            return status;
        }
        unmet->reason_code = bil_unmet_reason_name(unmet->reason);
    }
    n->plan->unmet = list;
    return BIL_OK;
}

/* A rule was at work when something in it is in use and something else it speaks of was at hand. */
static bool at_work(const notes *n, size_t t, const bil_view_rule *rule)
{
    const bil_view_phase *phase = &n->view->phases[t];
    const bil_funding_found *funding = n->solved->fundings[t];
    const int64_t *quantity = n->solved->choices[t]->quantity;
    const bil_rule *row = &n->view->catalogue->rules[rule->rule];
    const bool a = in_use(phase, funding, quantity, rule->a_services, rule->a_service_count,
                          rule->a_sources, rule->a_source_count, BIL_NONE);
    const bool b = in_use(phase, funding, quantity, rule->b_services, rule->b_service_count,
                          rule->b_sources, rule->b_source_count, BIL_NONE);
    const size_t b_count = rule->b_service_count + rule->b_source_count;
    switch (row->form) {
    case BIL_RULE_EXCLUSIVE:
        return row->b_count == 0 ? a && rule->a_service_count + rule->a_source_count > 1
                                 : (a && b_count > 0) || b;
    case BIL_RULE_SLOT:
        return a;
    case BIL_RULE_THRESHOLD:
    case BIL_RULE_ALLOWANCE:
    case BIL_RULE_REQUIRES:
    case BIL_RULE_ABSORBS:
        return a && b_count > 0;
    case BIL_RULE_JOINT_CAP:
        return a && b;
    }
    return false;
}

static bil_status fill_rules(const notes *n, bil_error *err)
{
    const bil_catalogue *catalogue = n->view->catalogue;
    const char **ids = bil_arena_alloc(n->plan->arena, catalogue->rule_count + 1, sizeof *ids);
    if (ids == NULL) {
        return bil_fail_nomem(err);
    }
    n->plan->rule_count = 0;
    for (size_t i = 0; i < catalogue->rule_count; i++) {
        bool used = false;
        for (size_t t = 0; t < n->view->phase_count; t++) {
            const bil_view_phase *phase = &n->view->phases[t];
            for (size_t k = 0; k < phase->rule_count; k++) {
                used = used || (phase->rules[k].rule == i && at_work(n, t, &phase->rules[k]));
            }
        }
        if (used) {
            ids[n->plan->rule_count++] = catalogue->rules[i].id;
        }
    }
    n->plan->rules = ids;
    return BIL_OK;
}

bil_status bil_notes_fill(bil_plan *plan, const bil_view *view, const bil_person *solved,
                          bil_error *err)
{
    bil_arena *scratch = bil_arena_new();
    if (scratch == NULL) {
        return bil_fail_nomem(err);
    }
    const notes n = {.plan = plan, .view = view, .solved = solved, .scratch = scratch};
    bil_status status = fill_unmet(&n, err);
    if (status == BIL_OK) {
        status = fill_rules(&n, err);
    }
    bil_arena_free(scratch);
    return status;
}
