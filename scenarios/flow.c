/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/flow.h"

#include <stdlib.h>
#include <string.h>

#include "scenarios/flow_impl.h"

enum { YEAR = 12, AGAIN = 8 };

bool bil_flow_asked(const bil_lever_change *const *changes, size_t count)
{
    bil_flow flow;
    bil_flow_of(&flow, changes, count, 1);
    return flow.months > 0;
}

/* The district as the changes of this month make it. */
static bil_status see_month(bil_flow_world *world, int month, bil_faults *faults, bil_error *err)
{
    const bil_allocate_order *order = world->order;
    const bil_lever_change **held = calloc(order->change_count + 1, sizeof(bil_lever_change *));
    size_t count = 0;
    if (held == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < order->change_count; i++) {
        if (bil_lever_holds(order->changes[i], month + 1)) {
            held[count++] = order->changes[i];
        }
    }
    bil_status status =
        bil_population_load(&world->base, world->folder, world->catalogue, faults, err);
    if (status == BIL_OK) {
        status = bil_levers_pull(&world->base, held, count, order->seed, err);
    }
    free((void *)held);
    return status;
}

/* Of each pool these months' part of the year. */
static bil_status share_year(bil_district *district, int months, bil_error *err)
{
    bil_pool *pools = bil_arena_alloc(district->arena, district->pool_count, sizeof *pools);
    if (pools == NULL) {
        return bil_fail_nomem(err);
    }
    for (size_t i = 0; i < district->pool_count; i++) {
        pools[i] = district->pools[i];
        pools[i].yearly_cents = pools[i].yearly_cents * months / YEAR;
    }
    district->pools = pools;
    return BIL_OK;
}

/* What was worked out goes, the persons stay. */
static void begin_again(bil_allocated *done)
{
    bil_population population = done->population;
    for (size_t k = 0; done->plans != NULL && k < population.count; k++) {
        bil_plan_free(done->plans[k]);
        done->plans[k] = NULL;
    }
    done->population = (bil_population){0};
    bil_allocated_close(done);
    done->population = population;
}

/* Where not all plans fit any more (prices rose, money fell), those that do not are let go, and
 * their persons have their part in what is left over, at once. */
static bil_status share_out(bil_flow_world *world, bil_allocated *done, bool last,
                            bil_faults *faults, bil_error *err)
{
    bil_allocate_order order = *world->order;
    order.changes = NULL; /* made already */
    order.change_count = 0;
    order.keep_plans = true;
    order.least_scores_e9 = world->least_e9;
    order.plans_path = last ? world->order->plans_path : NULL;
    done->population = world->base;
    world->base = (bil_population){0};
    bil_status status = bil_allocate_population(done, &order, faults, err);
    for (int k = 0; k < AGAIN && status == BIL_OK && bil_flow_let_go(world, done); k++) {
        begin_again(done);
        status = bil_allocate_population(done, &order, faults, err);
    }
    return status;
}

static bil_status live(bil_flow_world *world, bil_flow_lived *out, int month, int before,
                       bil_faults *faults, bil_error *err)
{
    bil_allocated done = {0};
    const int left = world->flow.months - month;
    const int months = left < world->flow.every ? left : world->flow.every;
    world->now = &out->periods[out->count];
    *world->now = (bil_flow_period){.month = month + 1, .months = months};
    bil_status status = see_month(world, month, faults, err);
    if (status == BIL_OK) {
        status = bil_flow_move(world, before, month, err);
    }
    if (status == BIL_OK) {
        status = share_year(world->base.district, months, err);
    }
    if (status == BIL_OK) {
        status = bil_flow_gather(world, month, months, err);
    }
    if (status == BIL_OK) {
        status = share_out(world, &done, months == left, faults, err);
    }
    if (status == BIL_OK) {
        status = bil_flow_note(world, &done, month, err);
        out->count++;
    }
    bil_population_free(&world->base);
    bil_allocated_close(&out->last);
    out->last = done;
    return status;
}

static void close_world(bil_flow_world *world)
{
    for (size_t i = 0; i < world->count; i++) {
        bil_plan_free(world->list[i].plan);
        free(world->list[i].once);
    }
    free(world->list);
    free(world->here);
    free(world->least_e9);
    bil_population_free(&world->base);
}

bil_status bil_flow_district(bil_flow_lived *out, const char *folder,
                             const bil_catalogue *catalogue, const bil_allocate_order *order,
                             bil_faults *faults, bil_error *err)
{
    bil_flow_world world = {
        .arena = bil_arena_new(), .folder = folder, .catalogue = catalogue, .order = order};
    memset(out, 0, sizeof *out);
    out->arena = world.arena;
    bil_flow_of(&world.flow, order->changes, order->change_count, 1);
    bil_status status = world.arena == NULL ? bil_fail_nomem(err) : BIL_OK;
    int before = 0;
    for (int month = 0; status == BIL_OK && month < world.flow.months;) {
        bil_faults again; /* the same files: what is to be said of them was said */
        bil_faults_init(&again, world.arena);
        status = live(&world, out, month, before, month == 0 ? faults : &again, err);
        before = month;
        month += world.flow.every;
    }
    close_world(&world);
    if (status != BIL_OK) {
        bil_flow_close(out);
    }
    return status;
}

void bil_flow_close(bil_flow_lived *lived)
{
    bil_allocated_close(&lived->last);
    bil_arena_free(lived->arena);
    lived->arena = NULL;
    lived->count = 0;
}
