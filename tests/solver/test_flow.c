/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "solver/flow.h"
#include "tests/solver/random_world.h"

typedef struct {
    bil_arena *arena;
    bil_flow flow;
    uint32_t node[6];
} net;

static void net_open(net *n)
{
    n->arena = bil_arena_new();
    assert_non_null(n->arena);
    bil_flow_init(&n->flow, n->arena);
    for (size_t i = 0; i < 6; i++) {
        n->node[i] = bil_flow_node(&n->flow);
    }
}

static int64_t run(net *n)
{
    int64_t sent = -1;
    assert_int_equal(bil_flow_run(&sent, &n->flow, n->node[0], n->node[5], NULL), BIL_OK);
    return sent;
}

static void the_cheapest_way_is_filled_first(void **state)
{
    (void)state;
    net n;
    net_open(&n);
    const size_t dear = bil_flow_arc(&n.flow, n.node[0], n.node[1], 5, 7);
    const size_t cheap = bil_flow_arc(&n.flow, n.node[0], n.node[2], 3, 2);
    (void)bil_flow_arc(&n.flow, n.node[1], n.node[3], 9, 0);
    (void)bil_flow_arc(&n.flow, n.node[2], n.node[3], 9, 0);
    (void)bil_flow_arc(&n.flow, n.node[3], n.node[5], 4, 0);
    assert_int_equal(run(&n), 4);
    assert_int_equal(bil_flow_on(&n.flow, cheap), 3);
    assert_int_equal(bil_flow_on(&n.flow, dear), 1);
    bil_arena_free(n.arena);
}

/* The cheapest first path must be undone in part, or only one unit arrives. */
static void a_path_may_be_undone(void **state)
{
    (void)state;
    net n;
    net_open(&n);
    (void)bil_flow_arc(&n.flow, n.node[0], n.node[1], 1, 0);
    (void)bil_flow_arc(&n.flow, n.node[0], n.node[2], 1, 5);
    const size_t across = bil_flow_arc(&n.flow, n.node[1], n.node[4], 1, 0);
    (void)bil_flow_arc(&n.flow, n.node[1], n.node[3], 1, 9);
    (void)bil_flow_arc(&n.flow, n.node[2], n.node[4], 1, 0);
    (void)bil_flow_arc(&n.flow, n.node[3], n.node[5], 1, 0);
    (void)bil_flow_arc(&n.flow, n.node[4], n.node[5], 1, 0);
    assert_int_equal(run(&n), 2);
    assert_int_equal(bil_flow_on(&n.flow, across), 0);
    bil_arena_free(n.arena);
}

static void a_prize_on_an_arc_draws_the_flow(void **state)
{
    (void)state;
    net n;
    net_open(&n);
    (void)bil_flow_arc(&n.flow, n.node[0], n.node[1], 4, 0);
    const size_t plain = bil_flow_arc(&n.flow, n.node[1], n.node[5], 4, 1);
    const size_t prized = bil_flow_arc(&n.flow, n.node[1], n.node[5], 1, -100);
    assert_int_equal(run(&n), 4);
    assert_int_equal(bil_flow_on(&n.flow, prized), 1);
    assert_int_equal(bil_flow_on(&n.flow, plain), 3);
    bil_arena_free(n.arena);
}

static void nothing_arrives_where_no_way_leads(void **state)
{
    (void)state;
    net n;
    net_open(&n);
    (void)bil_flow_arc(&n.flow, n.node[0], n.node[1], 4, 0);
    (void)bil_flow_arc(&n.flow, n.node[2], n.node[5], 4, 0);
    (void)bil_flow_arc(&n.flow, n.node[1], n.node[2], 0, 0);
    assert_int_equal(run(&n), 0);
    bil_arena_free(n.arena);
}

/* Two givers, two takers: every way to send whole units, and its cost. */
typedef struct {
    int give[2];
    int take[2];
    int room[2][2];
    int price[2][2];
} transport;

static void best_by_hand(const transport *t, int *most, int *least_cost)
{
    *most = 0;
    *least_cost = 0;
    for (int code = 0; code < 4 * 4 * 4 * 4; code++) {
        const int x[2][2] = {{code % 4, code / 4 % 4}, {code / 16 % 4, code / 64}};
        int sent = 0;
        int cost = 0;
        bool fits = true;
        for (int i = 0; i < 2; i++) {
            fits = fits && x[i][0] + x[i][1] <= t->give[i] && x[0][i] + x[1][i] <= t->take[i];
            for (int j = 0; j < 2; j++) {
                fits = fits && x[i][j] <= t->room[i][j];
                sent += x[i][j];
                cost += x[i][j] * t->price[i][j];
            }
        }
        if (fits && (sent > *most || (sent == *most && cost < *least_cost))) {
            *most = sent;
            *least_cost = cost;
        }
    }
}

static void random_transports_agree_with_every_way_to_send(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 400; round++) {
        transport t;
        size_t arcs[2][2];
        net n;
        net_open(&n);
        for (int i = 0; i < 2; i++) {
            t.give[i] = (int)random_below(&seed, 5);
            t.take[i] = (int)random_below(&seed, 5);
            (void)bil_flow_arc(&n.flow, n.node[0], n.node[1 + i], t.give[i], 0);
            (void)bil_flow_arc(&n.flow, n.node[3 + i], n.node[5], t.take[i], 0);
            for (int j = 0; j < 2; j++) {
                t.room[i][j] = (int)random_below(&seed, 4);
                t.price[i][j] = (int)random_below(&seed, 9) - 3;
                arcs[i][j] = bil_flow_arc(&n.flow, n.node[1 + i], n.node[3 + j], t.room[i][j],
                                          t.price[i][j]);
            }
        }
        int most = 0;
        int least_cost = 0;
        best_by_hand(&t, &most, &least_cost);
        int64_t cost = 0;
        assert_int_equal(run(&n), most);
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                cost += bil_flow_on(&n.flow, arcs[i][j]) * t.price[i][j];
            }
        }
        assert_int_equal(cost, least_cost);
        bil_arena_free(n.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cheapest_way_is_filled_first),
        cmocka_unit_test(a_path_may_be_undone),
        cmocka_unit_test(a_prize_on_an_arc_draws_the_flow),
        cmocka_unit_test(nothing_arrives_where_no_way_leads),
        cmocka_unit_test(random_transports_agree_with_every_way_to_send),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
