/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The referee's own best plan as a plan file, so that `bilancia check` can be asked about it: a
 * checker that refuses it, or a program that does not find it, reads the specification otherwise.
 */

#include "tests/referee/referee.h"

#include <inttypes.h>
#include <string.h>

typedef struct {
    ref_view view;
    const ref_choice *choice;
    unsigned used;
    int64_t paid[REF_SERVICES][REF_SOURCES];
    int64_t monthly[REF_SOURCES];
    int64_t amount[REF_SOURCES];
} page;

static bool fill_page(page *out, const ref_world *world, const ref_choice *choice, int phase)
{
    memset(out, 0, sizeof *out);
    ref_view_build(&out->view, world, phase);
    out->choice = choice;
    if (!ref_pay(&out->view, choice, out->paid)) {
        return false;
    }
    for (int r = 0; r < world->source_count; r++) {
        const ref_presence presence = out->view.presence[r];
        out->used |= presence == REF_ACTIVE ? 1U << r : 0;
        for (int s = 0; s < world->service_count; s++) {
            const bool helps = world->sources[r].hours && presence != REF_ABSENT &&
                               out->view.pays[r][s] && choice->quantity[s] > 0;
            out->used |= out->paid[s][r] > 0 || helps ? 1U << r : 0;
            out->monthly[r] += world->services[s].one_off ? 0 : out->paid[s][r];
        }
    }
    ref_absorbed(&out->view, choice, out->amount);
    return true;
}

static bool in_place(const ref_world *world, int service)
{
    for (int i = 0; i < world->in_place_count; i++) {
        if (world->in_place[i].service == service) {
            return true;
        }
    }
    return false;
}

static void put_line(FILE *file, const page *from, int service)
{
    const ref_world *const world = from->view.world;
    const ref_choice *const choice = from->choice;
    const ref_cost cost = ref_line_cost(&from->view, choice, service);
    const char *separator = "";
    (void)fprintf(file, "{ \"service\": \"%s\", \"provider\": ", world->services[service].code);
    if (choice->provider[service] >= 0) {
        (void)fprintf(file, "\"%s\"", world->providers[choice->provider[service]].code);
    } else {
        (void)fputs("null", file);
    }
    (void)fprintf(file,
                  ", \"quantity\": %d, \"unit_price_cents\": %" PRId64 ", \"cost_cents\": %" PRId64
                  ", \"health_cents\": %" PRId64 ", \"social_cents\": %" PRId64
                  ", \"person_due_cents\": %" PRId64 ", \"one_off\": %s, \"in_place\": %s, "
                  "\"funding\": [",
                  choice->quantity[service], choice->unit_cents[service], cost.cost, cost.health,
                  cost.social, cost.due, world->services[service].one_off ? "true" : "false",
                  in_place(world, service) ? "true" : "false");
    for (int r = 0; r < world->source_count; r++) {
        if (from->paid[service][r] > 0) {
            (void)fprintf(file, "%s { \"source\": \"%s\", \"cents\": %" PRId64 " }", separator,
                          world->sources[r].code, from->paid[service][r]);
            separator = ",";
        }
    }
    (void)fputs(" ] }", file);
}

static void put_coverage(FILE *file, const page *from)
{
    (void)fputs("], \"coverage\": [", file);
    for (int n = 0; n < from->view.world->need_count; n++) {
        (void)fprintf(
            file, "%s\n    { \"need\": \"n%d\", \"target\": %d, \"covered\": %d, \"already\": %d }",
            n > 0 ? "," : "", n + 1, from->view.target[n],
            ref_covered(&from->view, from->choice, n), from->view.world->needs[n].already);
    }
}

static void put_totals(FILE *file, const page *from)
{
    const ref_world *const world = from->view.world;
    int64_t cost = 0;
    int64_t of_public = 0;
    int64_t of_person = 0;
    int64_t left = 0;
    const char *separator = "";
    (void)fputs("], \"sources_used\": [", file);
    for (int r = 0; r < world->source_count; r++) {
        const ref_source *const source = &world->sources[r];
        const bool used = (from->used >> r & 1U) != 0;
        cost += from->monthly[r];
        of_public += source->is_public ? from->monthly[r] : 0;
        of_person += !source->pool && !source->is_public ? from->monthly[r] : 0;
        left += used && source->kind == REF_FROM_PENSION && !source->pool && !source->hours
                    ? from->amount[r] - from->monthly[r]
                    : 0;
        if (used) {
            (void)fprintf(file, "%s\"%s\"", separator, source->code);
            separator = ", ";
        }
    }
    (void)fprintf(file,
                  "],\n    \"totals\": { \"cost_cents\": %" PRId64 ", \"public_cents\": %" PRId64
                  ", \"person_cents\": %" PRId64 ", \"left_to_person_cents\": %" PRId64
                  ", \"by_source\": {",
                  cost, of_public, of_person, left);
    separator = "";
    for (int r = 0; r < world->source_count; r++) {
        if (from->monthly[r] > 0) {
            (void)fprintf(file, "%s \"%s\": %" PRId64, separator, world->sources[r].code,
                          from->monthly[r]);
            separator = ",";
        }
    }
    (void)fputs(" } } }", file);
}

static void put_unmet(FILE *file, const page pages[], const ref_world *world)
{
    const char *separator = "";
    (void)fputs(" ],\n  \"unmet\": [", file);
    for (int n = 0; n < world->need_count; n++) {
        int missing = 0;
        for (int t = 0; t < world->phase_count; t++) {
            const int less =
                pages[t].view.target[n] - ref_covered(&pages[t].view, pages[t].choice, n);
            missing = less > missing ? less : missing;
        }
        if (missing > 0) {
            (void)fprintf(file, "%s { \"need\": \"n%d\", \"missing\": %d, \"reason\": \"budget\" }",
                          separator, n + 1, missing);
            separator = ",";
        }
    }
    (void)fputs(" ],\n  \"rules\": [], \"check\": { \"passed\": true, \"violations\": [] } }\n",
                file);
}

bool ref_write_plan(const ref_world *world, const ref_answer *answer, const char *path)
{
    static page pages[REF_PHASES];
    for (int t = 0; t < world->phase_count; t++) {
        if (!fill_page(&pages[t], world, &answer->choices[t], t)) {
            return false;
        }
    }
    FILE *const file = fopen(path, "w");
    if (file == NULL) {
        return false;
    }
    (void)fprintf(
        file,
        "{ \"format\": \"bilancia-plan\", \"version\": 1, \"case_id\": \"REF-%" PRIu64
        "\",\n  \"status\": \"optimal\", \"proven\": true, \"gap\": 0.0, \"score\": %.9Lf, "
        "\"essential_shortfall\": %.9Lf, \"profile\": \"%s\",\n  \"phases\": [",
        world->seed, answer->score, answer->shortfall, world->profile);
    for (int t = 0; t < world->phase_count; t++) {
        const char *separator = "";
        (void)fprintf(file, "%s\n  { \"months\": %d, \"lines\": [", t > 0 ? "," : "",
                      world->phases[t].months);
        for (int s = 0; s < world->service_count; s++) {
            if (answer->choices[t].quantity[s] > 0) {
                (void)fprintf(file, "%s\n    ", separator);
                put_line(file, &pages[t], s);
                separator = ",";
            }
        }
        put_coverage(file, &pages[t]);
        put_totals(file, &pages[t]);
    }
    put_unmet(file, pages, world);
    return fclose(file) == 0;
}
