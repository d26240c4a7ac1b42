/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The figures of a batch, gathered from its cells' files. */

#include "scenarios/report.h"

#include <string.h>

#include "data/number.h"
#include "scenarios/allocate.h"
#include "scenarios/report_impl.h"

#define POINT_E9 INT64_C(10000000) /* of score: what counts as a gain or a loss */
#define FACTOR_ONE INT64_C(1000000)

/* ---- names of points ---- */

static bool counts_money(const char *path)
{
    static const char *const money[] = {"/pools/", "/prices/", "/budgets/", "/copay/"};
    for (size_t i = 0; i < sizeof money / sizeof money[0]; i++) {
        if (strncmp(path, money[i], strlen(money[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* "−10 %", "as today", "+1.000 €", "3". */
static bil_words value_name(bil_reporting *r, const bil_lever_change *change)
{
    const bool scale = change->op == BIL_LEVER_SCALE;
    const int64_t by = scale ? change->value - FACTOR_ONE : change->value;
    const bil_words sign = bil_reporting_same(by > 0 ? "+" : "");
    if (change->op != BIL_LEVER_SET && by == 0) {
        return bil_report_words(BIL_R_AS_TODAY);
    }
    if (scale) {
        return bil_reporting_join(r, sign, "",
                                  bil_reporting_figure(r, BIL_REPORT_SHARE, by * 1000));
    }
    if (counts_money(change->path)) {
        const bil_words money = bil_reporting_figure(r, BIL_REPORT_CENTS, change->value);
        return change->op == BIL_LEVER_SET ? money : bil_reporting_join(r, sign, "", money);
    }
    return change->op == BIL_LEVER_SET
               ? bil_reporting_same(change->written)
               : bil_reporting_join(r, sign, "", bil_reporting_same(change->written));
}

bil_words bil_reporting_value(bil_reporting *r, size_t axis, const bil_lever_change *change)
{
    return bil_reporting_join(r, bil_reporting_same(r->batch->scenario->axes[axis].name), " ",
                              value_name(r, change));
}

static bil_words point_name(bil_reporting *r, size_t point)
{
    const bil_scenario *scenario = r->batch->scenario;
    const bil_lever_change *values[BIL_SCENARIO_AXES_MAX];
    const size_t of = r->batch->cells[point * r->rules * r->seeds].point;
    if (of == SIZE_MAX) {
        return bil_report_words(BIL_R_BASE);
    }
    if (scenario->axis_count == 0) {
        return bil_report_words(scenario->change_count == 0 ? BIL_R_BASE : BIL_R_CHANGED);
    }
    bil_words name = {"", ""};
    bil_scenario_point(values, scenario, of);
    for (size_t a = 0; a < scenario->axis_count; a++) {
        name =
            bil_reporting_join(r, name, a == 0 ? "" : ", ", bil_reporting_value(r, a, values[a]));
    }
    return name;
}

/* As people call it, with its α or its file; what no registry knows keeps its code. */
static bil_words rule_name(bil_reporting *r, const char *code)
{
    bil_allocate_order order = {.rule = BIL_SHARE_BY_COUNT};
    if (!bil_allocate_by(&order, code)) {
        return bil_reporting_same(code);
    }
    const char *model = bil_scenario_model(code);
    if (model != NULL) {
        return bil_reporting_join(r, bil_share_by_words(order.rule), ": ",
                                  bil_reporting_same(model));
    }
    if (order.rule != BIL_SHARE_BY_ALPHA) {
        return bil_share_by_words(order.rule);
    }
    char number[BIL_DECIMAL_SIZE];
    bil_decimal_format(number, sizeof number, order.alpha_e3, 3, 0);
    const bil_words alpha = bil_reporting_number(r, number);
    return bil_reporting_say(r, BIL_R_RULE_ALPHA, &alpha, 1);
}

/* ---- gathering ---- */

static size_t payer_of(const bil_reporting *r, const char *source)
{
    const bil_index index = bil_catalogue_find_source(r->batch->catalogue, source);
    const char *name = index == BIL_NONE ? source : r->batch->catalogue->sources[index].payer;
    for (size_t p = 0; p < r->payer_count; p++) {
        if (strcmp(r->payers[p], name) == 0) {
            return p;
        }
    }
    return SIZE_MAX;
}

static void list_payers(bil_reporting *r)
{
    const bil_catalogue *catalogue = r->batch->catalogue;
    r->payers = bil_arena_alloc(r->arena, catalogue->source_count, sizeof *r->payers);
    r->failed = r->failed || r->payers == NULL;
    for (size_t s = 0; !r->failed && s < catalogue->source_count; s++) {
        if (payer_of(r, catalogue->sources[s].code) == SIZE_MAX) {
            r->payers[r->payer_count++] = catalogue->sources[s].payer;
        }
    }
}

static void take_values(bil_reporting *r, bil_report_group *group, const bil_cell_result *result)
{
    for (size_t i = 0; i < result->count; i++) {
        const bil_cell_value *value = &result->values[i];
        if (!value->defined) {
            continue;
        }
        if (value->metric == BIL_METRIC_SPENDING && value->part != NULL) {
            const size_t payer = payer_of(r, value->part);
            group->spent[payer == SIZE_MAX ? 0 : payer] += value->value;
        } else if (value->part == NULL) {
            group->sum[value->metric] += value->value;
            group->defined[value->metric]++;
        }
    }
}

static bil_report_limit *limit_like(bil_reporting *r, size_t rule, const bil_cell_limit *limit)
{
    for (size_t i = 0; i < r->limit_count; i++) {
        bil_report_limit *at = &r->limits[i];
        if (at->rule == rule && at->limit.kind == limit->kind &&
            at->limit.from_month == limit->from_month && at->limit.months == limit->months &&
            strcmp(at->limit.code, limit->code) == 0) {
            return at;
        }
    }
    bil_report_limit *room = bil_arena_grow(r->arena, r->limits, r->limit_count, &r->limit_capacity,
                                            r->limit_count + 1, sizeof *room);
    const char *code = room == NULL ? NULL : bil_arena_text(r->arena, limit->code);
    if (code == NULL) {
        r->failed = true;
        return NULL;
    }
    r->limits = room;
    room = &room[r->limit_count++];
    *room = (bil_report_limit){.rule = rule, .limit = *limit};
    room->limit.code = code;
    room->limit.limit = 0;
    room->limit.used = 0;
    room->limit.worth_e9 = 0;
    return room;
}

static void take_limits(bil_reporting *r, size_t rule, const bil_cell_more *more)
{
    for (size_t i = 0; i < more->limit_count && !r->failed; i++) {
        bil_report_limit *at = limit_like(r, rule, &more->limits[i]);
        if (at != NULL) {
            at->seeds++;
            at->limit.limit += more->limits[i].limit;
            at->limit.used += more->limits[i].used;
            at->limit.worth_e9 += more->limits[i].worth_e9;
            at->limit.priced = at->limit.priced && more->limits[i].priced;
        }
    }
}

static void take_more(bil_report_group *group, const bil_cell_more *more)
{
    group->with_more++;
    for (size_t i = 0; i < more->limit_count; i++) {
        group->budget_cents += more->limits[i].kind == BIL_CELL_POOL ? more->limits[i].limit : 0;
    }
    if (more->has_lorenz) {
        group->with_lorenz++;
        for (size_t k = 0; k <= BIL_METRIC_LORENZ_STEPS; k++) {
            group->lorenz_e9[k] += more->lorenz_e9[k];
        }
    }
}

static bil_status compare(bil_reporting *r, bil_report_group *group, const bil_cell *cell,
                          const bil_cell_more *more, bil_error *err)
{
    bil_cell_more *before = NULL;
    bil_winners won = {0};
    const bool with_today = cell->baseline == SIZE_MAX;
    if (with_today && r->batch->scenario->baseline != NULL) {
        return BIL_OK; /* it is the baseline itself */
    }
    bil_status status =
        with_today ? BIL_OK
                   : bil_cell_more_read(&before, r->folder, &r->batch->cells[cell->baseline], err);
    if (status == BIL_OK && (with_today || before != NULL)) {
        status = bil_winners_compare(&won, with_today ? more->today : before->persons,
                                     with_today ? more->person_count : before->person_count,
                                     more->persons, more->person_count, POINT_E9, more->arena, err);
        group->compared += status == BIL_OK ? 1 : 0;
        group->won.matched += won.matched;
        group->won.won += won.won;
        group->won.lost += won.lost;
        group->won.same += won.same;
        group->won.only_before += won.only_before;
        group->won.only_after += won.only_after;
        group->won.won_e9 += won.won_e9;
        group->won.lost_e9 += won.lost_e9;
    }
    bil_cell_more_free(before);
    return status;
}

static bil_status take_cell(bil_reporting *r, size_t index, const bil_cell_result *result,
                            bil_error *err)
{
    const bil_cell *cell = &r->batch->cells[index];
    bil_report_group *group = &r->groups[index / r->seeds];
    bil_cell_more *more = NULL;
    if (result == NULL || result->failed) {
        group->failed++;
        return BIL_OK;
    }
    group->seeds++;
    take_values(r, group, result);
    bil_status status = bil_cell_more_read(&more, r->folder, cell, err);
    if (status == BIL_OK && more != NULL) {
        take_more(group, more);
        if (index / r->seeds / r->rules == r->reference / r->rules) {
            take_limits(r, index / r->seeds % r->rules, more);
        }
        status = compare(r, group, cell, more, err);
    }
    bil_cell_more_free(more);
    return status;
}

static bil_status take_group(bil_reporting *r, size_t g, const bil_batch_bounds *bounds,
                             bil_error *err)
{
    bil_seeds seeds;
    bil_status status =
        bil_seeds_read(&seeds, r->batch, r->folder, g, bounds, BIL_SEEDS_FINER, err);
    if (status != BIL_OK) {
        return status;
    }
    for (size_t k = 0; status == BIL_OK && k < seeds.count; k++) {
        status = take_cell(r, seeds.first + k, seeds.cells[k], err);
    }
    r->groups[g].mean = seeds.mean; /* freed with the groups */
    r->groups[g].delta = seeds.delta;
    r->groups[g].paired = seeds.paired;
    seeds.mean = seeds.delta = NULL;
    bil_seeds_free(&seeds);
    return status;
}

/* The point of the baseline, or the first; its rule, or the first. */
static size_t reference_of(const bil_batch *batch, size_t rules, size_t seeds)
{
    for (size_t i = 0; i < batch->cell_count; i++) {
        if (batch->cells[i].baseline != SIZE_MAX) {
            const size_t group = batch->cells[i].baseline / seeds;
            return batch->scenario->baseline_rule != NULL ? group : group / rules * rules;
        }
    }
    return 0;
}

static bil_status prepare(bil_reporting *r, bil_error *err)
{
    const bil_scenario *scenario = r->batch->scenario;
    r->rules = scenario->rule_count;
    r->seeds = scenario->seed_count;
    r->group_count = r->batch->cell_count / r->seeds;
    r->points = r->group_count / r->rules;
    r->reference = reference_of(r->batch, r->rules, r->seeds);
    r->groups = bil_arena_alloc(r->arena, r->group_count, sizeof *r->groups);
    r->row_groups = bil_arena_alloc(r->arena, r->group_count, sizeof *r->row_groups);
    r->point_names = bil_arena_alloc(r->arena, r->points, sizeof *r->point_names);
    r->rule_names = bil_arena_alloc(r->arena, r->rules, sizeof *r->rule_names);
    r->sections = bil_arena_alloc(r->arena, BIL_REPORT_SECTIONS_MAX, sizeof *r->sections);
    list_payers(r);
    if (r->groups == NULL || r->row_groups == NULL || r->point_names == NULL ||
        r->rule_names == NULL || r->sections == NULL || r->failed) {
        return bil_fail_nomem(err);
    }
    for (size_t g = 0; g < r->group_count; g++) {
        r->groups[g].spent =
            bil_arena_alloc(r->arena, r->payer_count + 1, sizeof *r->groups[g].spent);
        r->failed = r->failed || r->groups[g].spent == NULL;
    }
    for (size_t p = 0; p < r->points; p++) {
        r->point_names[p] = point_name(r, p);
    }
    for (size_t i = 0; i < r->rules; i++) {
        r->rule_names[i] = rule_name(r, scenario->rules[i]);
    }
    return r->failed ? bil_fail_nomem(err) : BIL_OK;
}

static bil_status gather(bil_reporting *r, bil_error *err)
{
    bil_batch_bounds bounds = {0};
    bil_status status = prepare(r, err);
    size_t done = 0;
    if (status == BIL_OK) {
        status = bil_batch_bounds_read(&bounds, r->batch, r->folder, err);
    }
    for (size_t g = 0; status == BIL_OK && g < r->group_count; g++) {
        status = take_group(r, g, &bounds, err);
    }
    bil_batch_bounds_free(&bounds);
    for (size_t g = 0; status == BIL_OK && g < r->group_count; g++) {
        done += r->groups[g].seeds;
        if (r->groups[g].seeds > 0) {
            r->row_groups[r->row_count++] = g;
        }
    }
    if (status == BIL_OK && done == 0) {
        return bil_fail_with(err, BIL_E_NO_INPUT, r->folder,
                             "in «%s» non c’è ancora un caso finito",
                             "\"%s\" holds no finished cell yet", r->folder);
    }
    if (status == BIL_OK && r->groups[r->reference].seeds == 0) {
        r->reference = r->row_groups[0];
    }
    return status == BIL_OK && r->failed ? bil_fail_nomem(err) : status;
}

/* ---- the whole ---- */

/* What was tried; then the first sentence of each section that has one. */
static void say_whole(bil_reporting *r, bil_report *report)
{
    size_t failed = 0;
    for (size_t g = 0; g < r->group_count; g++) {
        failed += r->groups[g].failed;
    }
    const bil_words counts[] = {
        bil_reporting_figure(r, BIL_REPORT_NUMBER, (int64_t)r->batch->cell_count * 10),
        bil_reporting_figure(r, BIL_REPORT_NUMBER, (int64_t)r->points * 10),
        bil_reporting_figure(r, BIL_REPORT_NUMBER, (int64_t)r->rules * 10),
        bil_reporting_figure(r, BIL_REPORT_NUMBER, (int64_t)r->seeds * 10),
        bil_reporting_figure(r, BIL_REPORT_NUMBER, (int64_t)failed * 10),
    };
    report->says[report->says_count++] =
        bil_reporting_say(r, BIL_R_TRIED, counts, sizeof counts / sizeof counts[0]);
    for (size_t i = 0; i < r->section_count && report->says_count < BIL_REPORT_SAYS_MAX; i++) {
        if (!r->sections[i].technical && r->sections[i].says_count > 0) {
            report->says[report->says_count++] = r->sections[i].says[0];
        }
    }
}

static bil_status finish(bil_report **out, bil_reporting *r, bil_error *err)
{
    const bil_scenario *scenario = r->batch->scenario;
    bil_report *report = bil_arena_alloc(r->arena, 1, sizeof *report);
    const char *name = bil_arena_text(r->arena, scenario->name);
    if (report == NULL || name == NULL) {
        return bil_fail_nomem(err);
    }
    *report = (bil_report){.arena = r->arena, .name = name};
    report->title = scenario->title.it[0] == '\0'
                        ? bil_reporting_same(name)
                        : bil_reporting_join(r, scenario->title, "", bil_reporting_same(""));
    report->context = bil_reporting_join(r, scenario->context, "", bil_reporting_same(""));
    report->question = bil_reporting_join(r, scenario->question, "", bil_reporting_same(""));
    bil_report_told(r);
    bil_report_people(r);
    bil_report_winners(r);
    bil_report_curves(r);
    bil_report_fair(r);
    bil_report_spending(r);
    bil_report_prices(r);
    bil_report_seeds(r);
    bil_report_fine(r, report);
    say_whole(r, report);
    report->sections = r->sections;
    report->section_count = r->section_count;
    *out = report;
    return r->failed ? bil_fail_nomem(err) : BIL_OK;
}

bil_status bil_batch_report(bil_report **out, const bil_batch *batch, const char *folder,
                            const bil_found_state *found, bil_error *err)
{
    bil_reporting r = {.arena = bil_arena_new(), .batch = batch, .folder = folder, .found = found};
    if (r.arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_report *made = NULL;
    bil_status status = gather(&r, err);
    if (status == BIL_OK) {
        status = finish(&made, &r, err);
    }
    for (size_t g = 0; r.groups != NULL && g < r.group_count; g++) {
        bil_metrics_free(r.groups[g].mean);
        bil_metrics_free(r.groups[g].delta);
    }
    if (status != BIL_OK) {
        bil_arena_free(r.arena);
        return status;
    }
    *out = made;
    return BIL_OK;
}
