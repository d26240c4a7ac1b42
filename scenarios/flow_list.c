/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who comes, who goes, whose plan ends, who needs less. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/random.h"
#include "scenarios/flow_impl.h"

enum { ALL_BP = 10000, YEAR = 12 };

#define DRAW_LEAVES UINT64_C(0x6c6561766573)
#define DRAW_ENDS UINT64_C(0x656e6473)
#define DRAW_IMPROVES UINT64_C(0x696d70726f76)
#define DRAW_ARRIVES UINT64_C(0x617272697665)

static bool chance(const bil_flow_world *world, const char *id, uint64_t purpose, int month,
                   int64_t share_bp)
{
    const uint64_t draw =
        bil_random(world->order->seed, bil_random_key(id), purpose, (uint64_t)month);
    return bil_random_between(draw, 0, ALL_BP - 1) < share_bp;
}

static void leave(bil_flow_person *each)
{
    each->here = false;
    each->runs = false;
    bil_plan_free(each->plan);
    each->plan = NULL;
}

/* ---- coming ---- */

static bil_status add(bil_flow_world *world, const bil_flow_person *person, bil_error *err)
{
    if (world->count == world->room) {
        const size_t room = world->room * 2 + 64;
        bil_flow_person *list = realloc(world->list, room * sizeof *list);
        if (list == NULL) {
            return bil_fail_nomem(err);
        }
        world->list = list;
        world->room = room;
    }
    world->list[world->count] = *person;
    world->list[world->count].here = true;
    world->list[world->count].first_plan = -1;
    world->count++;
    return BIL_OK;
}

static const bil_flow_person *known(const bil_flow_world *world, const char *id)
{
    for (size_t i = 0; i < world->count; i++) {
        if (strcmp(world->list[i].id, id) == 0) {
            return &world->list[i];
        }
    }
    return NULL;
}

/* The district's own persons: all at the start, later those a change brings. A plan that runs
 * already runs on. */
static bil_status take_base(bil_flow_world *world, int month, bil_error *err)
{
    bil_status status = BIL_OK;
    for (size_t i = 0; status == BIL_OK && i < world->base.count; i++) {
        bil_applicant *each = &world->base.persons[i];
        if (world->first_day == 0 || each->person->start < world->first_day) {
            world->first_day = month == 0 ? each->person->start : world->first_day;
        }
        if (known(world, each->person->id) != NULL) {
            continue;
        }
        const char *id = bil_arena_text(world->arena, each->person->id);
        const bil_flow_person person = {.id = id, .like = id, .came = month};
        status = id == NULL ? bil_fail_nomem(err) : add(world, &person, err);
        if (status == BIL_OK && each->granted != NULL && each->granted->phase_count > 0) {
            bil_flow_person *to = &world->list[world->count - 1];
            to->plan = each->granted;
            to->runs = true;
            to->first_plan = month;
            to->plan_from = month;
            to->reviewed = month;
            each->granted = NULL;
        }
        world->now->values[BIL_FLOW_ARRIVED] += status == BIL_OK && month > 0 ? 1 : 0;
    }
    return status;
}

/* Somebody like one of the district's persons, whom the seed draws. */
static bil_status arrive(bil_flow_world *world, int month, bil_error *err)
{
    char id[160];
    const uint64_t draw = bil_random(world->order->seed, DRAW_ARRIVES, world->arrivals, 0);
    const int64_t who = bil_random_between(draw, 0, (int64_t)world->base.count - 1);
    const char *like = world->base.persons[who].person->id;
    world->arrivals++;
    (void)snprintf(id, sizeof id, "%s~%zu", like, world->arrivals);
    const bil_flow_person person = {.id = bil_arena_text(world->arena, id),
                                    .like = bil_arena_text(world->arena, like),
                                    .newcomer = true,
                                    .came = month};
    world->now->values[BIL_FLOW_ARRIVED]++;
    return person.id == NULL || person.like == NULL ? bil_fail_nomem(err)
                                                    : add(world, &person, err);
}

static bil_status take_arrivals(bil_flow_world *world, int month, bil_error *err)
{
    bil_status status = BIL_OK;
    for (world->twelfths += world->flow.arrivals_year; status == BIL_OK && world->twelfths >= YEAR;
         world->twelfths -= YEAR) {
        status = world->base.count == 0 ? BIL_OK : arrive(world, month, err);
    }
    return status;
}

/* ---- going ---- */

static bool is_base(const bil_flow_world *world, const char *id)
{
    for (size_t i = 0; i < world->base.count; i++) {
        if (strcmp(world->base.persons[i].person->id, id) == 0) {
            return true;
        }
    }
    return false;
}

static void go(bil_flow_world *world, bil_flow_person *each, int month)
{
    if (each->here && each->came <= month &&
        chance(world, each->id, DRAW_LEAVES, month, world->flow.leaving_bp)) {
        world->now->values[BIL_FLOW_LEFT]++;
        leave(each);
    }
}

/* A plan whose months are over ends, and its person's path with it, or goes on as long again. */
static void end_plan(bil_flow_world *world, bil_flow_person *each, int month)
{
    if (!each->runs || month - each->plan_from < world->flow.plan_months) {
        return;
    }
    if (chance(world, each->id, DRAW_ENDS, each->plan_from, world->flow.ending_bp)) {
        world->now->values[BIL_FLOW_ENDED]++;
        leave(each);
    } else {
        each->plan_from = month;
    }
}

static void review(bil_flow_world *world, bil_flow_person *each, int month)
{
    if (!each->runs || month - each->reviewed < world->flow.review_months) {
        return;
    }
    if (chance(world, each->id, DRAW_IMPROVES, each->reviewed, world->flow.improving_bp)) {
        world->now->values[BIL_FLOW_IMPROVED]++;
        each->lighter++;
        each->redo = true;
    }
    each->reviewed = month;
}

bil_status bil_flow_move(bil_flow_world *world, int from, int to, bil_error *err)
{
    const bil_allocate_order *order = world->order;
    bil_status status = BIL_OK;
    for (int month = from; status == BIL_OK && month < to; month++) {
        bil_flow_of(&world->flow, order->changes, order->change_count, month + 1);
        status = take_arrivals(world, month, err);
        for (size_t i = 0; i < world->count; i++) {
            go(world, &world->list[i], month);
        }
    }
    bil_flow_of(&world->flow, order->changes, order->change_count, to + 1);
    for (size_t i = 0; i < world->count; i++) {
        bil_flow_person *each = &world->list[i];
        if (each->here && !is_base(world, each->like)) {
            world->now->values[BIL_FLOW_LEFT]++;
            leave(each);
        }
        end_plan(world, each, to);
        review(world, each, to);
    }
    return status == BIL_OK ? take_base(world, to, err) : status;
}
