/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/case.h"
#include "data/file.h"
#include "engine/check.h"
#include "scenarios/speed_impl.h"

/* One run over all persons. */
typedef struct {
    const bil_people_order *order;
    bil_people_speed *out;
    bil_text answers; /* of the models, a line each */
} measuring;

void bil_speed_person_case(bil_text *out, const bil_people_order *order, uint64_t number)
{
    bil_synth_case(out, order->profiles[number % order->profile_count], order->seed, number + 1,
                   order->phases);
}

/* The person's plan, or why there is none to trust, counts; the others go on. */
static void count_failed(measuring *m, uint64_t number, const bil_error *err)
{
    if (m->out->failed++ == 0) {
        m->out->first = *err;
        (void)snprintf(m->out->first.where, sizeof m->out->first.where, "%" PRIu64 ": %.150s",
                       number, err->where);
    }
}

static bil_status check(const bil_plan *plan, const bil_case *person, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    bil_verdict verdict = {0};
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status = bil_check(&verdict, plan, person, arena, err);
    if (status == BIL_OK && verdict.count > 0) {
        status = bil_fail_with(err, BIL_E_INTERNAL, verdict.items[0].where,
                               "il controllo rifiuta il piano: %s",
                               "the check refuses the plan: %s", verdict.items[0].rule);
    }
    bil_arena_free(arena);
    return status;
}

static void count(bil_people_speed *out, const bil_plan *plan)
{
    out->by_status[plan->status]++;
    out->with_reason += plan->status == BIL_PLAN_INFEASIBLE && plan->conflict_count > 0 ? 1 : 0;
    out->passed++;
}

static bool wants_model(const bil_people_order *order, uint64_t number)
{
    if (order->models == NULL) {
        return false;
    }
    const uint64_t step = (uint64_t)(order->persons / order->modelled);
    return number % step == 0 && number / step < (uint64_t)order->modelled;
}

static bil_status write_models(measuring *m, const bil_case *person, uint64_t number,
                               int64_t wall_us, bil_error *err)
{
    char name[64];
    (void)snprintf(name, sizeof name, "p%d-%04" PRIu64, m->order->phases, number);
    m->out->modelled_us += wall_us;
    bil_text_addf(&m->answers,
                  "{\"model\":\"./%s.all\",\"peer\":\"propose\",\"status\":\"optimal\","
                  "\"objective\":0,\"seconds\":%.4f}\n",
                  name, (double)wall_us * 1e-6);
    return bil_speed_models(person, m->order->models, name, &m->answers, err);
}

static bil_status propose(measuring *m, const bil_case *person, uint64_t number, bil_error *err)
{
    bil_propose_settings settings;
    bil_plan *plan = NULL;
    bil_propose_settings_init(&settings);
    const bil_spent start = bil_spent_now();
    bil_status status = bil_propose(&plan, person, &settings, err);
    const bil_person_speed speed = {number, bil_spent_since(start)};
    if (status == BIL_OK) {
        status = check(plan, person, err);
    }
    if (status == BIL_OK) {
        count(m->out, plan);
        m->out->by_wall[m->out->count++] = speed;
    } else {
        count_failed(m, number, err);
        status = BIL_OK;
    }
    bil_plan_free(plan);
    return wants_model(m->order, number) ? write_models(m, person, number, speed.spent.wall_us, err)
                                         : status;
}

static bil_status read_case(bil_case **out, const bil_people_order *order, uint64_t number,
                            bil_arena *arena, bil_error *err)
{
    bil_text text;
    bil_faults faults;
    bil_text_init(&text);
    bil_faults_init(&faults, arena);
    bil_speed_person_case(&text, order, number);
    const bil_status status = text.failed ? bil_fail_nomem(err)
                                          : bil_case_read(out, "person", text.bytes, text.size,
                                                          order->catalogue, &faults, err);
    bil_text_release(&text);
    return status;
}

static bil_status measure(measuring *m, uint64_t number, bil_error *err)
{
    bil_case *person = NULL;
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_status status = read_case(&person, m->order, number, arena, err);
    if (status == BIL_OK) {
        status = propose(m, person, number, err);
    }
    bil_case_free(person);
    bil_arena_free(arena);
    return status;
}

static bool goes_on(const bil_people_order *order, int64_t done)
{
    const bil_progress step = {.stage = "persons",
                               .phase_blocks = 1,
                               .stage_index = (int)done,
                               .stage_count = (int)order->persons};
    return order->progress == NULL || order->progress(&step, order->payload);
}

static bil_status measure_all(measuring *m, bil_error *err)
{
    bil_status status = BIL_OK;
    for (int64_t k = 0; k < m->order->persons && status == BIL_OK; k++) {
        status = goes_on(m->order, k)
                     ? measure(m, (uint64_t)k, err)
                     : bil_fail(err, BIL_E_STOPPED, "", "interrotto prima della fine",
                                "stopped before the end");
    }
    return status;
}

static bil_status write_answers(const measuring *m, bil_error *err)
{
    char name[32];
    bil_text path;
    (void)snprintf(name, sizeof name, "answers.%d.jsonl", m->order->phases);
    bil_text_init(&path);
    bil_file_join(&path, m->order->models, name);
    const bil_status status =
        path.failed || m->answers.failed
            ? bil_fail_nomem(err)
            : bil_file_write(path.bytes, m->answers.bytes, m->answers.size, err);
    bil_text_release(&path);
    return status;
}

static int by_wall(const void *a, const void *b)
{
    const int64_t x = ((const bil_person_speed *)a)->spent.wall_us;
    const int64_t y = ((const bil_person_speed *)b)->spent.wall_us;
    return (x > y) - (x < y);
}

static int by_processor(const void *a, const void *b)
{
    const int64_t x = ((const bil_person_speed *)a)->spent.processor_us;
    const int64_t y = ((const bil_person_speed *)b)->spent.processor_us;
    return (x > y) - (x < y);
}

bil_status bil_speed_people(bil_people_speed *out, const bil_people_order *order, bil_arena *arena,
                            bil_error *err)
{
    const size_t room = (size_t)order->persons;
    measuring m = {.order = order, .out = out};
    BIL_ASSERT(order->persons > 0 && order->profile_count > 0);
    BIL_ASSERT(order->models == NULL || (order->modelled > 0 && order->modelled <= order->persons));
    *out =
        (bil_people_speed){.by_wall = bil_arena_alloc(arena, room, sizeof *out->by_wall),
                           .by_processor = bil_arena_alloc(arena, room, sizeof *out->by_processor)};
    if (out->by_wall == NULL || out->by_processor == NULL) {
        return bil_fail_nomem(err);
    }
    bil_text_init(&m.answers);
    bil_status status = measure_all(&m, err);
    if (status == BIL_OK && order->models != NULL) {
        status = write_answers(&m, err);
    }
    bil_text_release(&m.answers);
    memcpy(out->by_processor, out->by_wall, out->count * sizeof *out->by_wall);
    qsort(out->by_wall, out->count, sizeof *out->by_wall, by_wall);
    qsort(out->by_processor, out->count, sizeof *out->by_processor, by_processor);
    return status;
}
