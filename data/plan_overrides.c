/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person decided by hand, in the file of a plan: read and written. */

#include "data/limits.h"
#include "data/plan_impl.h"
#include "engine/money.h"

enum { SERVICE, PROVIDER, RULE, QUANTITY, PHASE, REASON, BY, BREAKS, NEEDED, COST, MEMBERS };

static const bil_json_field fields[MEMBERS] = {
    {"service", false}, {"provider", false}, {"rule", false}, {"quantity", false},
    {"phase", false},   {"reason", false},   {"by", false},   {"breaks", false},
    {"needed", false},  {"cost", false}};

enum { OVERRIDES_MAX = 10000 };

static const char *code_or_null(bil_plan_loader *loader, const bil_json_value *value)
{
    return bil_json_is_null(value) ? NULL : bil_plan_code(loader, value);
}

static void read_cost(bil_decision *out, const bil_json_value *value)
{
    enum { SCORE, PUBLIC, COUNT };
    static const bil_json_field parts[COUNT] = {{"score", true}, {"public_cents", true}};
    const int64_t most = INT64_C(1000000000) * 1000000;
    const bil_json_value *found[COUNT];
    if (bil_json_is_null(value)) {
        return;
    }
    out->costed = bil_json_get_members(found, value, parts, COUNT);
    if (found[SCORE] != NULL) {
        (void)bil_json_get_decimal_rounded(&out->score_e9, found[SCORE], 9, -most, most);
    }
    out->public_cents = bil_plan_cents(found[PUBLIC]);
}

static void read_decision(bil_plan_loader *loader, bil_decision *out, const bil_json_value *value)
{
    const bil_json_value *found[MEMBERS];
    int64_t phase = 0;
    *out = (bil_decision){.phase = SIZE_MAX};
    (void)bil_json_get_members(found, value, fields, MEMBERS);
    out->service = code_or_null(loader, found[SERVICE]);
    out->provider = code_or_null(loader, found[PROVIDER]);
    out->rule = code_or_null(loader, found[RULE]);
    if (!bil_json_is_null(found[QUANTITY])) {
        (void)bil_json_get_integer(&out->quantity, found[QUANTITY], 0, BIL_QUANTITY_MAX);
    }
    if (!bil_json_is_null(found[PHASE]) &&
        bil_json_get_integer(&phase, found[PHASE], 1, BIL_PHASES_MAX)) {
        out->phase = (size_t)phase - 1;
    }
    out->reason = bil_plan_text(loader, found[REASON]);
    out->by = bil_plan_text(loader, found[BY]);
    out->breaks = bil_plan_bool(found[BREAKS]);
    out->needed = bil_plan_bool(found[NEEDED]);
    read_cost(out, found[COST]);
}

void bil_plan_read_overrides(bil_plan_loader *loader, const bil_json_value *value)
{
    size_t i = 0;
    bil_plan *plan = loader->plan;
    bil_decision *items =
        bil_plan_list(loader, &plan->override_count, value, OVERRIDES_MAX, sizeof *items);
    const bil_json_value *at =
        items == NULL || plan->override_count == 0 ? NULL : bil_json_first(value);
    for (; at != NULL; at = bil_json_next(at)) {
        read_decision(loader, &items[i++], at);
    }
    plan->overrides = items;
}

static void put_decision(bil_json_writer *w, const bil_decision *row)
{
    bil_json_begin_object(w, NULL);
    if (row->rule != NULL) {
        bil_json_put_text(w, "rule", row->rule);
    }
    if (row->service != NULL) {
        bil_json_put_text(w, "service", row->service);
    }
    if (row->provider != NULL) {
        bil_json_put_text(w, "provider", row->provider);
    }
    if (row->service != NULL) {
        bil_json_put_integer(w, "quantity", row->quantity);
    }
    if (row->phase != SIZE_MAX) {
        bil_json_put_integer(w, "phase", (int64_t)row->phase + 1);
    }
    bil_json_put_text(w, "reason", row->reason);
    bil_json_put_text(w, "by", row->by);
    bil_json_put_bool(w, "breaks", row->breaks);
    bil_json_put_bool(w, "needed", row->needed);
    if (row->costed) {
        bil_json_inline(w);
        bil_json_begin_object(w, "cost");
        bil_json_put_decimal(w, "score", row->score_e9, 9);
        bil_json_put_integer(w, "public_cents", row->public_cents);
        bil_json_end_object(w);
    } else {
        bil_json_put_null(w, "cost");
    }
    bil_json_end_object(w);
}

void bil_plan_put_overrides(bil_json_writer *w, const bil_plan *plan)
{
    if (plan->override_count == 0) {
        return;
    }
    bil_json_begin_array(w, "overrides");
    for (size_t i = 0; i < plan->override_count; i++) {
        put_decision(w, &plan->overrides[i]);
    }
    bil_json_end_array(w);
}
