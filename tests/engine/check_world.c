/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/check_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void add_services(world *w)
{
    bil_service *s = world_service(w, "S01", 2000); /* home help */
    world_effect(w, "casa", 100);
    s->step = 2;
    s->min_month = 4;
    s->max_month = 40;
    s->copay_class = "sad";
    s = world_service(w, "S02", 3000); /* nurse */
    world_effect(w, "casa", 50);
    s->kind = BIL_KIND_HEALTH;
    s->health_share_bp = 10000;
    s = world_service(w, "S03", 4001); /* day centre */
    world_effect(w, "sociale", 100);
    s->kind = BIL_KIND_SOCIOSANITARIO;
    s->setting = BIL_SETTING_DAY;
    s->health_share_bp = 5000;
    s = world_service(w, "S04", 10000); /* residence */
    world_effect(w, "casa", 5000);
    world_place(w, BIL_SETTING_RESIDENTIAL)->unit = "day";
    s->exclusive_group = "RES";
    s = world_service(w, "S05", 50000); /* supported flat */
    world_effect(w, "casa", 1000);
    world_place(w, BIL_SETTING_COMMUNITY);
    s->exclusive_group = "RES";
    s = world_service(w, "S06", 100000); /* course, once */
    world_effect(w, "lavoro", 500);
    s->one_off = true;
    s->max_month = 1;
    world_service(w, "S07", 1000); /* covers nothing */
    world_service(w, "S08", 0);    /* family help */
    world_effect(w, "lavoro", 100);
    world_service(w, "S09", 0); /* volunteers */
    world_effect(w, "sociale", 50);
    world_service(w, "S10", 1500); /* tutor, from a provider */
    world_effect(w, "lavoro", 100);
}

static void add_sources(world *w)
{
    world_pool(w, "ASL", BIL_SOURCE_HEALTH, BIL_SIDE_HEALTH);
    world_pool(w, "COM", BIL_SOURCE_SOCIAL, BIL_SIDE_SOCIAL);
    world_pool(w, "FNA", BIL_SOURCE_SOCIOSANITARIO, BIL_SIDE_ANY);
    world_held(w, "PENS", BIL_SOURCE_PENSION)->payments_per_year = 13;
    world_held(w, "IND", BIL_SOURCE_PENSION);
    world_held(w, "FAM", BIL_SOURCE_FAMILY);
    bil_source *measure = world_held(w, "MIS", BIL_SOURCE_SOCIAL);
    measure->is_public = true;
    measure->side = BIL_SIDE_ANY;
    world_hours(w, "FH");
    world_hours(w, "VH");
    world_may(w, "ASL", "kind:health;service:S03");
    world_may(w, "COM", "*");
    world_may_not(w, "COM", "kind:health");
    world_may(w, "FNA", "*");
    world_may(w, "PENS", "*");
    world_may(w, "IND", "*");
    world_may(w, "FAM", "*");
    world_may(w, "MIS", "service:S01");
    world_may(w, "FH", "service:S08");
    world_may(w, "VH", "service:S08;service:S09");
}

world *check_world_empty(void)
{
    world *w = world_new();
    world_domain(w, "casa", "CASA");
    world_domain(w, "lavoro", "LAV");
    world_domain(w, "sociale", "SOC");
    add_services(w);
    add_sources(w);
    world_copay(w, "sad", 0, 10000000, 300, 300);
    world_provider(w, "coop", "S10", 1400);
    w->catalogue.allowance_home_cents = 10000;
    w->catalogue.allowance_residence_cents = 30000;

    world_phase(w, 6);
    world_phase(w, 6);
    world_need(w, "n1", "casa", 3000)->floor_bp = 5000;
    world_need(w, "n2", "lavoro", 2000)->priority = 2;
    world_need(w, "n3", "sociale", 1000)->priority = 3;
    world_has(w, "PENS", BIL_SOURCE_ACTIVE, 33600);
    world_has(w, "IND", BIL_SOURCE_AVAILABLE, 50000);
    world_has(w, "FAM", BIL_SOURCE_AVAILABLE, 20000);
    world_has(w, "MIS", BIL_SOURCE_AVAILABLE, 30000);
    world_has(w, "FH", BIL_SOURCE_ACTIVE, 20);
    world_has(w, "VH", BIL_SOURCE_AVAILABLE, 10);
    world_budget(w, 100000);
    world_limit(w, "ASL", 60000);
    return w;
}

static void add_phase_lines(world *w, size_t phase)
{
    bil_line *line = world_line(w, phase, "S01", 10);
    world_pays(w, line, "COM", 10000);
    world_pays(w, line, "PENS", 3000);
    world_pays(w, line, "FAM", 2000);
    world_pays(w, line, "MIS", 5000);
    line = world_line(w, phase, "S02", 4);
    world_pays(w, line, "ASL", 12000);
    line = world_line(w, phase, "S03", 4);
    world_pays(w, line, "ASL", 8000);
    world_pays(w, line, "COM", 8002);
    world_pays(w, line, "FNA", 2);
    if (phase == 0) {
        line = world_line(w, phase, "S06", 1);
        world_pays(w, line, "COM", 100000);
    }
    world_line(w, phase, "S08", 15);
    world_line(w, phase, "S09", 6);
    if (phase == 1) {
        line = world_line(w, phase, "S10@coop", 3);
        world_pays(w, line, "COM", 4200);
    }
    static const char *const used[] = {"ASL", "COM", "FNA", "PENS", "FAM", "MIS", "FH", "VH"};
    for (size_t i = 0; i < sizeof used / sizeof used[0]; i++) {
        world_uses(w, phase, used[i]);
    }
}

int check_world_build(void **state)
{
    world *w = check_world_empty();
    add_phase_lines(w, 0);
    add_phase_lines(w, 1);
    *state = w;
    return 0;
}

int check_world_drop(void **state)
{
    world_free(*state);
    return 0;
}

/* Is `id` a word of `ids`? */
static bool is_word_of(const char *ids, const char *id)
{
    size_t length = strlen(id);
    for (const char *at = strstr(ids, id); at != NULL; at = strstr(at + 1, id)) {
        if ((at == ids || at[-1] == ' ') && (at[length] == '\0' || at[length] == ' ')) {
            return true;
        }
    }
    return false;
}

const bil_verdict *expect_ids(world *w, const char *ids)
{
    static bil_verdict verdict;
    bil_error err;
    assert_int_equal(bil_check(&verdict, &w->plan, &w->person, w->arena, &err), BIL_OK);
    bool right = true;
    for (size_t i = 0; i < verdict.count; i++) {
        right = right && is_word_of(ids, verdict.items[i].rule);
    }
    for (const char *at = ids; *at != '\0';) {
        char id[64];
        size_t length = strcspn(at, " ");
        assert_true(length < sizeof id);
        memcpy(id, at, length);
        id[length] = '\0';
        bool found = false;
        for (size_t i = 0; i < verdict.count; i++) {
            found = found || strcmp(verdict.items[i].rule, id) == 0;
        }
        right = right && found;
        at += length + (at[length] == ' ' ? 1 : 0);
    }
    for (size_t i = 0; i < verdict.count && !right; i++) {
        const bil_violation *v = &verdict.items[i];
        print_message("%s: %s: expected %s, found %s\n", v->rule, v->where, v->expected, v->found);
    }
    if (!right) {
        fail_msg("expected exactly: %s", ids);
    }
    return &verdict;
}

const bil_violation *violation_of(const bil_verdict *verdict, const char *id)
{
    for (size_t i = 0; i < verdict->count; i++) {
        if (strcmp(verdict->items[i].rule, id) == 0) {
            return &verdict->items[i];
        }
    }
    fail_msg("no violation %s", id);
    return NULL;
}

bil_line *line_of(world *w, size_t phase, const char *service)
{
    bil_line *line = world_line_of(w, phase, service);
    assert_non_null(line);
    return line;
}

bil_funding *payment_of(world *w, size_t phase, const char *service, const char *source)
{
    bil_line *line = line_of(w, phase, service);
    bil_funding *copy = bil_arena_alloc(w->arena, line->funding_count, sizeof *copy);
    assert_non_null(copy);
    memcpy(copy, line->funding, line->funding_count * sizeof *copy);
    line->funding = copy;
    for (size_t i = 0; i < line->funding_count; i++) {
        if (strcmp(copy[i].code, source) == 0) {
            return &copy[i];
        }
    }
    fail_msg("%s does not pay for %s", source, service);
    return NULL;
}

void remove_line(world *w, size_t phase, const char *service)
{
    bil_line *line = line_of(w, phase, service);
    size_t at = (size_t)(line - w->lines[phase]);
    bil_plan_phase *rows = &w->plan_phases[phase];
    memmove(line, line + 1, (rows->line_count - at - 1) * sizeof *line);
    rows->line_count--;
}

void unuse(world *w, size_t phase, const char *source)
{
    bil_plan_phase *rows = &w->plan_phases[phase];
    size_t kept = 0;
    for (size_t i = 0; i < rows->sources_used_count; i++) {
        if (strcmp(w->used[phase][i], source) != 0) {
            w->used[phase][kept++] = w->used[phase][i];
        }
    }
    assert_true(kept < rows->sources_used_count);
    rows->sources_used_count = kept;
}
