/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/robustness.h"

#include "data/plan.h"

static void put_count(bil_json_writer *writer, const char *key, size_t count)
{
    bil_json_put_integer(writer, key, (int64_t)count);
}

static void put_lines(bil_json_writer *writer, const bil_robustness *r)
{
    bil_json_begin_array(writer, "lines");
    for (size_t i = 0; i < r->line_count; i++) {
        const bil_robust_line *line = &r->lines[i];
        bil_json_inline(writer);
        bil_json_begin_object(writer, NULL);
        put_count(writer, "phase", line->phase + 1);
        bil_json_put_text(writer, "service", line->code);
        bil_json_put_integer(writer, "quantity", line->quantity);
        put_count(writer, "survives", line->survives);
        put_count(writer, "with_quantity", line->with_quantity);
        bil_json_end_object(writer);
    }
    bil_json_end_array(writer);
}

static void put_regret(bil_json_writer *writer, const bil_robustness *r)
{
    bil_json_begin_object(writer, "regret");
    put_count(writer, "worlds", r->states[BIL_WORLD_HELD]);
    put_count(writer, "none", r->without_regret);
    bil_json_put_decimal(writer, "mean", r->regret_mean_e9, 9);
    bil_json_put_decimal(writer, "p90", r->regret_p90_e9, 9);
    bil_json_put_decimal(writer, "worst", r->regret_worst_e9, 9);
    put_count(writer, "below_floors", r->below);
    bil_json_put_decimal(writer, "worst_shortfall", r->shortfall_worst_e9, 9);
    bil_json_end_object(writer);
}

static void put_trials(bil_json_writer *writer, const bil_robustness *r)
{
    bil_json_begin_array(writer, "trials");
    for (size_t i = 0; i < r->world_count; i++) {
        const bil_robust_world *world = &r->worlds[i];
        bool planned = world->state == BIL_WORLD_HELD || world->state == BIL_WORLD_NOT_HELD;
        bil_json_inline(writer);
        bil_json_begin_object(writer, NULL);
        put_count(writer, "world", i);
        bil_json_put_text(writer, "state", bil_world_state_name(world->state));
        if (planned) {
            bil_json_put_decimal(writer, "score", world->score_e9, 9);
        }
        if (world->state == BIL_WORLD_HELD) {
            bil_json_put_decimal(writer, "held_score", world->held_score_e9, 9);
            bil_json_put_decimal(writer, "regret", world->regret_e9, 9);
            bil_json_put_decimal(writer, "added_shortfall", world->shortfall_e9, 9);
        }
        bil_json_end_object(writer);
    }
    bil_json_end_array(writer);
}

bil_status bil_robustness_write(bil_text *out, const bil_robustness *robustness,
                                const bil_plan *plan, bil_error *err)
{
    const bil_robustness *r = robustness;
    bil_json_writer writer;
    bil_json_writer_init(&writer, out, false);
    bil_json_begin_object(&writer, NULL);
    bil_json_put_text(&writer, "format", "bilancia-robustness");
    bil_json_put_integer(&writer, "version", 1);
    bil_json_put_integer(&writer, "seed", (int64_t)r->seed);
    put_count(&writer, "worlds", r->world_count);
    put_count(&writer, "worlds_asked", r->wanted);
    bil_json_put_bool(&writer, "varies", r->varies);
    bil_json_put_text(&writer, "uncertainty_sha256",
                      r->uncertainty_sha256[0] == '\0' ? NULL : r->uncertainty_sha256);
    put_count(&writer, "with_plan", r->planned);
    put_count(&writer, "without_plan", r->states[BIL_WORLD_NO_PLAN]);
    put_count(&writer, "not_held", r->states[BIL_WORLD_NOT_HELD]);
    put_count(&writer, "undecided", r->states[BIL_WORLD_UNDECIDED]);
    put_lines(&writer, r);
    put_regret(&writer, r);
    put_trials(&writer, r);
    bil_plan_put(&writer, "plan", plan, NULL, 0);
    bil_json_end_object(&writer);
    bil_json_finish(&writer);
    return out->failed ? bil_fail_nomem(err) : BIL_OK;
}
