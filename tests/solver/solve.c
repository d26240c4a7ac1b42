/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/check.h"
#include "tests/solver/solve.h"

/* ---- view and model ---- */

void setting_open(setting *s, const world *w, const bil_relaxation *relaxed)
{
    size_t members[BIL_PHASES_MAX];
    memset(s, 0, sizeof *s);
    s->arena = bil_arena_new();
    assert_non_null(s->arena);
    assert_int_equal(bil_view_build(&s->view, &w->person, relaxed, s->arena, NULL), BIL_OK);
    for (size_t t = 0; t < s->view.phase_count; t++) {
        members[t] = t;
    }
    assert_int_equal(
        bil_model_build(&s->model, &s->view, members, s->view.phase_count, s->arena, NULL), BIL_OK);
}

void setting_close(setting *s)
{
    bil_arena_free(s->arena);
    memset(s, 0, sizeof *s);
}

size_t offer_of(const setting *s, size_t phase, const char *code)
{
    const bil_catalogue *c = s->view.catalogue;
    const size_t length = strcspn(code, "@");
    const char *provider = code[length] == '@' ? code + length + 1 : NULL;
    for (size_t o = 0; o < s->view.phases[phase].offer_count; o++) {
        const bil_offer *offer = &s->view.phases[phase].offers[o];
        const char *service = c->services[offer->service].code;
        if (strlen(service) == length && strncmp(service, code, length) == 0 &&
            (provider == NULL || (offer->provider != BIL_NONE &&
                                  strcmp(c->providers[offer->provider].code, provider) == 0))) {
            return o;
        }
    }
    return SIZE_MAX;
}

bool about(double a, double b)
{
    return fabs(a - b) <= 1e-6 * fmax(1.0, fmax(fabs(a), fabs(b)));
}

/* ---- worlds ---- */

world *plain_world(void)
{
    world *w = world_new();
    (void)world_domain(w, "casa", "CASA");
    (void)world_pool(w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_ANY);
    world_may(w, "COM", "*");
    return w;
}

void plain_case(world *w, int first, int second, int third)
{
    const int months[] = {first, second, third};
    for (size_t t = 0; t < 3; t++) {
        if (months[t] > 0) {
            (void)world_phase(w, months[t]);
        }
    }
    (void)world_need(w, "N1", "casa", 10000);
}

bil_service *plain_service(world *w, const char *code, int64_t price_cents)
{
    bil_service *service = world_service(w, code, price_cents);
    (void)world_effect(w, "casa", 100);
    return service;
}

/* ---- situations ---- */

/* One "name=value" of a situation. False at the end of the phase; *text moves on. */
static bool next_word(const char **text, char *name, size_t size, int64_t *value)
{
    const char *p = *text + strspn(*text, " ");
    const size_t length = strcspn(p, "= |");
    if (*p == '\0' || *p == '|') {
        *text = p;
        return false;
    }
    assert_true(length < size && p[length] == '=');
    memcpy(name, p, length);
    name[length] = '\0';
    char *end = NULL;
    *value = strtoll(p + length + 1, &end, 10);
    *text = end;
    return true;
}

/* The text of the phase with that number. */
static const char *phase_text(const char *situation, size_t phase)
{
    const char *p = situation;
    for (size_t t = 0; t < phase; t++) {
        p += strcspn(p, "|");
        assert_true(*p == '|');
        p++;
    }
    return p;
}

static bool same_source(const setting *s, bil_index source, const char *name)
{
    return strcmp(s->view.catalogue->sources[source].code, name + 1) == 0;
}

/* The bool or column of a source by its name "#CODE": index of payer, or payers + helper. */
static size_t source_slot(const setting *s, size_t phase, const char *name)
{
    const bil_view_phase *p = &s->view.phases[phase];
    for (size_t r = 0; r < p->payer_count; r++) {
        if (same_source(s, p->payers[r].source, name)) {
            return r;
        }
    }
    for (size_t h = 0; h < p->helper_count; h++) {
        if (same_source(s, p->helpers[h].source, name)) {
            return p->payer_count + h;
        }
    }
    fail_msg("no source %s", name);
    return SIZE_MAX;
}

bil_choice choice_of(const setting *s, size_t phase, const char *situation)
{
    const bil_view_phase *p = &s->view.phases[phase];
    bil_choice c = {bil_arena_alloc(s->arena, p->offer_count + 1, sizeof *c.quantity),
                    bil_arena_alloc(s->arena, p->payer_count + 1, sizeof *c.uses),
                    bil_arena_alloc(s->arena, p->helper_count + 1, sizeof *c.draws)};
    BIL_ASSERT(c.quantity != NULL && c.uses != NULL && c.draws != NULL);
    for (size_t r = 0; r < p->payer_count; r++) {
        c.uses[r] = true;
    }
    for (size_t h = 0; h < p->helper_count; h++) {
        c.draws[h] = true;
    }
    const char *text = phase_text(situation, phase);
    char name[64];
    int64_t value = 0;
    while (next_word(&text, name, sizeof name, &value)) {
        if (name[0] == '#') {
            const size_t slot = source_slot(s, phase, name);
            bool *decision =
                slot < p->payer_count ? &c.uses[slot] : &c.draws[slot - p->payer_count];
            *decision = value != 0;
            continue;
        }
        const size_t o = offer_of(s, phase, name);
        if (o == SIZE_MAX) {
            fail_msg("%s is not on offer in phase %zu", name, phase + 1);
        }
        c.quantity[o] = value;
    }
    return c;
}

static void fix(setting *s, uint32_t column, double value)
{
    (void)bil_lp_add_row(&s->model.lp, value, value,
                         bil_model_name(&s->model, "fix", s->model.lp.row_count, "", 0), "");
    bil_lp_term_add(&s->model.lp, column, 1.0);
}

/* False when a quantity of the situation is no level of its offer at all. */
static bool fix_phase(setting *s, size_t phase, const char *situation)
{
    const bil_model_phase *m = &s->model.phases[phase];
    const bil_view_phase *p = m->phase;
    const bil_choice c = choice_of(s, phase, situation);
    for (size_t o = 0; o < p->offer_count; o++) {
        const double steps = (double)c.quantity[o] / m->unit[o];
        if (!about(steps, floor(steps + 0.5))) {
            return false;
        }
        fix(s, m->steps[o], steps);
        fix(s, m->active[o], c.quantity[o] > 0 ? 1.0 : 0.0);
    }
    const char *text = phase_text(situation, phase);
    char name[64];
    int64_t value = 0;
    while (next_word(&text, name, sizeof name, &value)) {
        if (name[0] != '#') {
            continue;
        }
        const size_t slot = source_slot(s, phase, name);
        const uint32_t column =
            slot < p->payer_count ? m->uses[slot] : m->draws[slot - p->payer_count];
        if (column == BIL_NO_COLUMN) {
            fail_msg("nothing is to be decided about %s", name);
        }
        fix(s, column, (double)value);
    }
    return true;
}

static bil_lp_result solve(setting *s)
{
    const bil_lp_settings settings = {.doubt = 1};
    bil_lp_result result;
    assert_int_equal(bil_lp_solve(&result, &s->model.lp, &settings, s->arena, NULL), BIL_OK);
    assert_true(result.status == BIL_LP_OPTIMAL || result.status == BIL_LP_INFEASIBLE);
    return result;
}

bool allows_relaxed(const world *w, const bil_relaxation *relaxed, const char *situation)
{
    setting s;
    setting_open(&s, w, relaxed);
    bool possible = !s.model.impossible;
    for (size_t t = 0; possible && t < s.view.phase_count; t++) {
        possible = fix_phase(&s, t, situation);
    }
    bil_lp_clear_objective(&s.model.lp);
    possible = possible && solve(&s).status == BIL_LP_OPTIMAL;
    setting_close(&s);
    return possible;
}

double stage_value(const world *w, bil_stage stage, const char *situation)
{
    setting s;
    setting_open(&s, w, NULL);
    for (size_t t = 0; situation != NULL && t < s.view.phase_count; t++) {
        assert_true(fix_phase(&s, t, situation));
    }
    (void)bil_stage_set(&s.model, stage);
    const bil_lp_result result = solve(&s);
    const double nothing = (double)NAN;
    const double value = result.status == BIL_LP_OPTIMAL ? result.objective : nothing;
    setting_close(&s);
    return value;
}

size_t rows_named(const world *w, const char *prefix)
{
    setting s;
    setting_open(&s, w, NULL);
    const size_t length = strlen(prefix);
    size_t count = 0;
    for (size_t i = 0; i < s.model.lp.row_count; i++) {
        const char *name = s.model.lp.rows[i].name;
        count += strncmp(name, prefix, length) == 0 && name[length] >= '0' && name[length] <= '9';
    }
    setting_close(&s);
    return count;
}

bool allows(const world *w, const char *situation)
{
    return allows_relaxed(w, NULL, situation);
}

static int64_t extreme(const world *w, size_t phase, const char *service, bool maximise)
{
    setting s;
    setting_open(&s, w, NULL);
    int64_t found = -1;
    bil_lp_clear_objective(&s.model.lp);
    s.model.lp.maximise = maximise;
    const bil_model_phase *m = &s.model.phases[phase];
    for (size_t o = 0; o < m->phase->offer_count; o++) {
        if (strcmp(bil_offer_service(&s.view, &m->phase->offers[o])->code, service) == 0) {
            s.model.lp.columns[m->steps[o]].cost = m->unit[o];
        }
    }
    if (!s.model.impossible) {
        const bil_lp_result result = solve(&s);
        found = result.status == BIL_LP_INFEASIBLE ? -1 : llround(result.objective);
    }
    setting_close(&s);
    return found;
}

int64_t most_of(const world *w, size_t phase, const char *service)
{
    return extreme(w, phase, service, true);
}

int64_t least_of(const world *w, size_t phase, const char *service)
{
    return extreme(w, phase, service, false);
}

/* ---- exact funding ---- */

bil_funding_found fund(const setting *s, size_t phase, const char *situation, bool family_first)
{
    const bil_choice choice = choice_of(s, phase, situation);
    const bil_funding_wish wish = {.family_first = family_first};
    bil_funding_found found;
    assert_int_equal(
        bil_fund(&found, &s->view, &s->view.phases[phase], &choice, &wish, s->arena, NULL), BIL_OK);
    return found;
}

int64_t paid(const setting *s, size_t phase, const bil_funding_found *found, const char *service,
             const char *source)
{
    const bil_view_phase *p = &s->view.phases[phase];
    const size_t o = offer_of(s, phase, service);
    const size_t r = bil_view_payer(p, bil_catalogue_find_source(s->view.catalogue, source));
    assert_true(o != SIZE_MAX && r != SIZE_MAX);
    return found->cents[o * p->payer_count + r];
}

/* ---- whole proposals ---- */

bil_propose_settings test_settings(void)
{
    bil_propose_settings settings;
    bil_propose_settings_init(&settings);
    settings.give_e6 = 0;
    return settings;
}

bil_plan *proposed_with(const world *w, const bil_propose_settings *settings)
{
    bil_plan *plan = NULL;
    bil_error err = {0};
    const bil_status status = bil_propose(&plan, &w->person, settings, &err);
    if (status != BIL_OK) {
        fail_msg("no proposal: %s: %s", err.where, err.message_en);
    }
    if (plan->phase_count > 0 || plan->status == BIL_PLAN_INFEASIBLE) {
        bil_verdict verdict;
        assert_int_equal(bil_check(&verdict, plan, &w->person, plan->arena, NULL), BIL_OK);
        for (size_t i = 0; i < verdict.count; i++) {
            print_error("%s at %s: expected %s, found %s\n", verdict.items[i].rule,
                        verdict.items[i].where, verdict.items[i].expected, verdict.items[i].found);
        }
        assert_int_equal(verdict.count, 0);
    }
    return plan;
}

bil_plan *proposed(const world *w)
{
    const bil_propose_settings settings = test_settings();
    return proposed_with(w, &settings);
}

const char *quantities(const bil_plan *plan)
{
    static char text[4096];
    size_t used = 0;
    text[0] = '\0';
    for (size_t t = 0; t < plan->phase_count; t++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%s", t == 0 ? "" : " |");
        for (size_t i = 0; i < plan->phases[t].line_count; i++) {
            const bil_line *line = &plan->phases[t].lines[i];
            used += (size_t)snprintf(
                text + used, sizeof text - used, "%s%s%s%s=%lld", used == 0 ? "" : " ", line->code,
                line->provider_code == NULL ? "" : "@",
                line->provider_code == NULL ? "" : line->provider_code, (long long)line->quantity);
        }
        assert_true(used < sizeof text);
    }
    return text;
}
