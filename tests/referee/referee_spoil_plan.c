/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One thing at a time is made wrong in the plan. */

#include "tests/referee/referee_spoil.h"

#include <string.h>

ref_node *ref_line_at(const ref_scene *scene, int index, int *out_phase)
{
    const ref_node *const phases = ref_member(scene->plan, "phases");
    for (int t = 0; t < ref_length(phases); t++) {
        const ref_node *const lines = ref_member(ref_element(phases, t), "lines");
        if (index < ref_length(lines)) {
            if (out_phase != NULL) {
                *out_phase = t;
            }
            return ref_element(lines, index);
        }
        index -= ref_length(lines);
    }
    return NULL;
}

int ref_service_named(const ref_world *world, const char *code)
{
    for (int s = 0; s < world->service_count; s++) {
        if (strcmp(world->services[s].code, code) == 0) {
            return s;
        }
    }
    return -1;
}

int ref_source_named(const ref_world *world, const char *code)
{
    for (int r = 0; r < world->source_count; r++) {
        if (strcmp(world->sources[r].code, code) == 0) {
            return r;
        }
    }
    return -1;
}

static ref_node *phase_at(const ref_scene *scene, int phase)
{
    return ref_element(ref_member(scene->plan, "phases"), phase);
}

static const ref_service *service_of(const ref_scene *scene, const ref_node *line)
{
    return &scene->world.services[ref_service_named(&scene->world, ref_string(line, "service"))];
}

/* The first line somebody pays for. */
static ref_node *paid_line(const ref_scene *scene)
{
    for (int i = 0; ref_line_at(scene, i, NULL) != NULL; i++) {
        ref_node *const line = ref_line_at(scene, i, NULL);
        if (ref_length(ref_member(line, "funding")) > 0) {
            return line;
        }
    }
    return NULL;
}

static ref_node *first_payment(const ref_scene *scene)
{
    const ref_node *const line = paid_line(scene);
    return line == NULL ? NULL : ref_element(ref_member(line, "funding"), 0);
}

static bool add_to(ref_scene *scene, ref_node *node, const char *key, int64_t change)
{
    if (node == NULL || ref_integer(node, key) == INT64_MIN) {
        return false;
    }
    ref_set_integer(scene->store, node, key, ref_integer(node, key) + change);
    return true;
}

/* --- lines -------------------------------------------------------------------------------------
 */

static bool cent_lost(ref_scene *scene)
{
    ref_node *const payment = first_payment(scene);
    return payment != NULL && ref_integer(payment, "cents") > 1 &&
           add_to(scene, payment, "cents", -1);
}

static bool cent_too_many(ref_scene *scene)
{
    return add_to(scene, first_payment(scene), "cents", 1);
}

static bool payment_below_zero(ref_scene *scene)
{
    const ref_node *const first = first_payment(scene);
    const ref_node *const line = paid_line(scene);
    if (first == NULL) {
        return false;
    }
    ref_node *const more = ref_copy(scene->store, first);
    for (int r = 0; r < scene->world.source_count; r++) {
        const char *const code = scene->world.sources[r].code;
        if (strcmp(code, ref_string(first, "source")) != 0) {
            ref_set_string(scene->store, more, "source", code);
        }
    }
    ref_set_integer(scene->store, more, "cents", -5);
    ref_append(ref_member(line, "funding"), more);
    return add_to(scene, first_payment(scene), "cents", 5);
}

static bool payer_twice(ref_scene *scene)
{
    ref_node *const first = first_payment(scene);
    if (first == NULL || ref_integer(first, "cents") < 2) {
        return false;
    }
    ref_node *const more = ref_copy(scene->store, first);
    ref_set_integer(scene->store, more, "cents", 1);
    ref_append(ref_member(paid_line(scene), "funding"), more);
    return add_to(scene, first, "cents", -1);
}

/* Gives a whole payment to a source that `fits`. */
static bool change_payer(ref_scene *scene,
                         bool (*fits)(const ref_view *view, int source, int service))
{
    for (int i = 0; ref_line_at(scene, i, NULL) != NULL; i++) {
        int phase = 0;
        const ref_node *const line = ref_line_at(scene, i, &phase);
        const ref_node *const funding = ref_member(line, "funding");
        const int s = ref_service_named(&scene->world, ref_string(line, "service"));
        ref_view view;
        ref_view_build(&view, &scene->world, phase);
        if (ref_length(funding) != 1) {
            continue;
        }
        for (int r = 0; r < scene->world.source_count; r++) {
            if (strcmp(scene->world.sources[r].code, ref_string(funding->child, "source")) != 0 &&
                fits(&view, r, s)) {
                ref_set_string(scene->store, funding->child, "source",
                               scene->world.sources[r].code);
                return true;
            }
        }
    }
    return false;
}

static bool not_eligible(const ref_view *view, int source, int service)
{
    return !view->world->sources[source].hours && view->presence[source] != REF_ABSENT &&
           !view->pays[source][service];
}

static bool payer_not_eligible(ref_scene *scene)
{
    return change_payer(scene, not_eligible);
}

static bool not_listed(const ref_view *view, int source, int service)
{
    (void)service;
    return !view->world->sources[source].hours && view->presence[source] == REF_ABSENT;
}

static bool payer_not_listed(ref_scene *scene)
{
    return change_payer(scene, not_listed);
}

static bool gives_hours(const ref_view *view, int source, int service)
{
    (void)service;
    return view->world->sources[source].hours;
}

static bool payer_of_hours(ref_scene *scene)
{
    return change_payer(scene, gives_hours);
}

/* A source of one side only, on a line that has more than a cent on the other. */
static bool wrong_side(const ref_view *view, int source, int service)
{
    const ref_source *const r = &view->world->sources[source];
    const int bp = view->world->services[service].health_bp;
    if (r->hours || view->presence[source] == REF_ABSENT || !view->pays[source][service] ||
        r->kind == REF_FROM_PENSION || view->world->services[service].price_cents < 10) {
        return false;
    }
    return (r->side == REF_PAYS_HEALTH && bp < 9000) ||
           ((r->side == REF_PAYS_SOCIAL || r->side == REF_PAYS_PERSON) && bp > 1000);
}

static bool side_exceeded(ref_scene *scene)
{
    return change_payer(scene, wrong_side);
}

static bool pension_pays_more(const ref_view *view, int source, int service)
{
    return view->world->sources[source].kind == REF_FROM_PENSION &&
           view->presence[source] != REF_ABSENT && view->pays[source][service] &&
           view->world->services[service].health_bp == 0 &&
           view->due_per_unit[service] < view->world->services[service].price_cents;
}

static bool pension_above_due(ref_scene *scene)
{
    return change_payer(scene, pension_pays_more);
}

static bool quantity_above_max(ref_scene *scene)
{
    ref_node *const line = ref_line_at(scene, 0, NULL);
    if (line == NULL) {
        return false;
    }
    const ref_service *const service = service_of(scene, line);
    ref_set_integer(scene->store, line, "quantity", service->max + service->step);
    return true;
}

static bool quantity_zero(ref_scene *scene)
{
    ref_node *const line = ref_line_at(scene, 0, NULL);
    if (line != NULL) {
        ref_set_integer(scene->store, line, "quantity", 0);
    }
    return line != NULL;
}

static bool step_broken(ref_scene *scene)
{
    for (int i = 0; ref_line_at(scene, i, NULL) != NULL; i++) {
        ref_node *const line = ref_line_at(scene, i, NULL);
        if (service_of(scene, line)->step > 1) {
            return add_to(scene, line, "quantity", -1);
        }
    }
    return false;
}

static bool line_twice(ref_scene *scene)
{
    int phase = 0;
    const ref_node *const line = ref_line_at(scene, 0, &phase);
    if (line == NULL) {
        return false;
    }
    ref_append(ref_member(phase_at(scene, phase), "lines"), ref_copy(scene->store, line));
    return true;
}

static bool one_off_twice(ref_scene *scene)
{
    for (int i = 0; ref_line_at(scene, i, NULL) != NULL; i++) {
        int phase = 0;
        const ref_node *const line = ref_line_at(scene, i, &phase);
        if (service_of(scene, line)->one_off && scene->world.phase_count > 1) {
            const int other = phase == 0 ? 1 : 0;
            ref_append(ref_member(phase_at(scene, other), "lines"), ref_copy(scene->store, line));
            return true;
        }
    }
    return false;
}

static bool continuity_gap(ref_scene *scene)
{
    for (int s = 0; s < scene->world.service_count && scene->world.phase_count == 3; s++) {
        const ref_choice *const choices = scene->answer->choices;
        ref_node *const lines = ref_member(phase_at(scene, 1), "lines");
        if (!scene->world.services[s].continuous || choices[0].quantity[s] == 0 ||
            choices[1].quantity[s] == 0 || choices[2].quantity[s] == 0) {
            continue;
        }
        for (ref_node *line = lines->child; line != NULL; line = line->next) {
            if (service_of(scene, line) == &scene->world.services[s]) {
                ref_remove(lines, line);
                return true;
            }
        }
    }
    return false;
}

static bool unknown_service(ref_scene *scene)
{
    ref_node *const line = ref_line_at(scene, 0, NULL);
    if (line != NULL) {
        ref_set_string(scene->store, line, "service", "S99");
    }
    return line != NULL;
}

static bool unknown_source(ref_scene *scene)
{
    ref_node *const payment = first_payment(scene);
    if (payment != NULL) {
        ref_set_string(scene->store, payment, "source", "R99");
    }
    return payment != NULL;
}

static bool parts_wrong(ref_scene *scene)
{
    ref_node *const line = paid_line(scene);
    return line != NULL && add_to(scene, line, "health_cents", 1) &&
           add_to(scene, line, "social_cents", -1);
}

static bool due_wrong(ref_scene *scene)
{
    return add_to(scene, ref_line_at(scene, 0, NULL), "person_due_cents", 1);
}

/* A cent more for each unit, carried through to cost, parts and payer. */
static bool price_wrong(ref_scene *scene)
{
    ref_node *const line = paid_line(scene);
    if (line == NULL) {
        return false;
    }
    const int64_t quantity = ref_integer(line, "quantity");
    return add_to(scene, line, "unit_price_cents", 1) &&
           add_to(scene, line, "cost_cents", quantity) &&
           add_to(scene, line, "social_cents", quantity) &&
           add_to(scene, first_payment(scene), "cents", quantity);
}

static bool cost_wrong(ref_scene *scene)
{
    return add_to(scene, paid_line(scene), "cost_cents", 1);
}

static bool provider_wrong(ref_scene *scene)
{
    ref_node *const line = ref_line_at(scene, 0, NULL);
    if (line == NULL) {
        return false;
    }
    if (ref_string(line, "provider")[0] != '\0') {
        ref_member(line, "provider")->kind = REF_JSON_NULL;
    } else {
        ref_set_string(scene->store, line, "provider", "P77");
    }
    return true;
}

static bool in_place_wrong(ref_scene *scene)
{
    ref_node *const line = ref_line_at(scene, 0, NULL);
    if (line != NULL) {
        ref_set_bool(scene->store, line, "in_place", !ref_true(line, "in_place"));
    }
    return line != NULL;
}

static bool one_off_wrong(ref_scene *scene)
{
    ref_node *const line = ref_line_at(scene, 0, NULL);
    if (line != NULL) {
        ref_set_bool(scene->store, line, "one_off", !ref_true(line, "one_off"));
    }
    return line != NULL;
}

/* --- figures ------------------------------------------------------------------------------------
 */

static bool covered_wrong(ref_scene *scene)
{
    return add_to(scene, ref_element(ref_member(phase_at(scene, 0), "coverage"), 0), "covered", -1);
}

static bool target_wrong(ref_scene *scene)
{
    return add_to(scene, ref_element(ref_member(phase_at(scene, 0), "coverage"), 0), "target", 1);
}

static bool already_wrong(ref_scene *scene)
{
    return add_to(scene, ref_element(ref_member(phase_at(scene, 0), "coverage"), 0), "already", 1);
}

static bool total_cost_wrong(ref_scene *scene)
{
    return add_to(scene, ref_member(phase_at(scene, 0), "totals"), "cost_cents", 1);
}

static bool total_public_wrong(ref_scene *scene)
{
    return add_to(scene, ref_member(phase_at(scene, 0), "totals"), "public_cents", -1);
}

static bool total_person_wrong(ref_scene *scene)
{
    return add_to(scene, ref_member(phase_at(scene, 0), "totals"), "person_cents", 1);
}

static bool total_left_wrong(ref_scene *scene)
{
    return add_to(scene, ref_member(phase_at(scene, 0), "totals"), "left_to_person_cents", 1);
}

static bool total_by_source_wrong(ref_scene *scene)
{
    ref_node *const by_source = ref_member(ref_member(phase_at(scene, 0), "totals"), "by_source");
    if (by_source == NULL || by_source->child == NULL) {
        return false;
    }
    return add_to(scene, by_source, by_source->child->key, 1);
}

static bool score_wrong(ref_scene *scene)
{
    ref_set_real(scene->store, scene->plan, "score", ref_real(scene->plan, "score") + 0.001);
    return true;
}

static bool shortfall_wrong(ref_scene *scene)
{
    ref_set_real(scene->store, scene->plan, "essential_shortfall",
                 ref_real(scene->plan, "essential_shortfall") + 0.001);
    return true;
}

static bool unmet_left_out(ref_scene *scene)
{
    ref_node *const unmet = ref_member(scene->plan, "unmet");
    if (unmet == NULL || unmet->child == NULL) {
        return false;
    }
    ref_remove(unmet, unmet->child);
    return true;
}

static bool unmet_amount_wrong(ref_scene *scene)
{
    return add_to(scene, ref_element(ref_member(scene->plan, "unmet"), 0), "missing", 1);
}

static bool used_left_out(ref_scene *scene)
{
    ref_node *const used = ref_member(phase_at(scene, 0), "sources_used");
    for (ref_node *node = used->child; node != NULL; node = node->next) {
        const int r = ref_source_named(&scene->world, node->text);
        if (r >= 0 && !scene->world.sources[r].hours) {
            ref_remove(used, node);
            return true;
        }
    }
    return false;
}

static bool used_too_many(ref_scene *scene)
{
    ref_node *const used = ref_member(phase_at(scene, 0), "sources_used");
    for (int r = 0; r < scene->world.source_count; r++) {
        bool there = scene->world.sources[r].hours;
        for (const ref_node *node = used->child; node != NULL; node = node->next) {
            there = there || strcmp(node->text, scene->world.sources[r].code) == 0;
        }
        if (!there) {
            ref_append(used, ref_new_node(scene->store, REF_JSON_STRING, NULL,
                                          scene->world.sources[r].code));
            return true;
        }
    }
    return false;
}

/* --- the whole ----------------------------------------------------------------------------------
 */

static bool other_person(ref_scene *scene)
{
    ref_set_string(scene->store, scene->plan, "case_id", "REF-somebody");
    return true;
}

static bool months_wrong(ref_scene *scene)
{
    return add_to(scene, phase_at(scene, 0), "months", 1);
}

static bool phase_left_out(ref_scene *scene)
{
    ref_node *const phases = ref_member(scene->plan, "phases");
    if (ref_length(phases) < 2) {
        return false;
    }
    ref_remove(phases, ref_element(phases, 1));
    return true;
}

static bool status_wrong(ref_scene *scene)
{
    ref_set_string(scene->store, scene->plan, "status", "infeasible");
    return true;
}

const ref_spoil ref_plan_spoils[] = {
    {"a cent has no payer", cent_lost, "funding.sum"},
    {"a cent is paid twice", cent_too_many, "funding.sum"},
    {"a payment is negative", payment_below_zero, "funding.negative"},
    {"a payer stands twice on a line", payer_twice, "funding.negative"},
    {"the payer may not pay the service", payer_not_eligible, "funding.eligibility"},
    {"the payer is not the person's", payer_not_listed, "funding.unlisted"},
    {"hours pay money", payer_of_hours, "funding.unlisted"},
    {"a side pays more than its part", side_exceeded, "funding.side"},
    {"a pension pays more than is due", pension_above_due, "funding.copay"},
    {"quantity above the maximum", quantity_above_max, "line.quantity"},
    {"quantity zero", quantity_zero, "line.quantity"},
    {"step broken", step_broken, "line.step"},
    {"line twice", line_twice, "line.duplicate"},
    {"one-off twice", one_off_twice, "line.one-off"},
    {"continuous service skips a phase", continuity_gap, "phase.continuity"},
    {"unknown service", unknown_service, "line.unknown"},
    {"unknown source", unknown_source, "line.unknown"},
    {"health and social parts", parts_wrong, "line.split"},
    {"due", due_wrong, "line.due"},
    {"price", price_wrong, "line.price"},
    {"cost", cost_wrong, "line.cost"},
    {"provider", provider_wrong, "line.provider|line.unknown"},
    {"mark of what is in place", in_place_wrong, "line.in-place"},
    {"mark of a one-off", one_off_wrong, "line.one-off"},
    {"coverage", covered_wrong, "figure.coverage"},
    {"target", target_wrong, "figure.coverage"},
    {"already covered", already_wrong, "figure.coverage"},
    {"total cost", total_cost_wrong, "figure.totals"},
    {"total of public money", total_public_wrong, "figure.totals"},
    {"total of the person's money", total_person_wrong, "figure.totals"},
    {"what is left to the person", total_left_wrong, "figure.totals"},
    {"total of a source", total_by_source_wrong, "figure.totals"},
    {"score", score_wrong, "figure.score"},
    {"shortfall", shortfall_wrong, "figure.shortfall"},
    {"an unmet need is left out", unmet_left_out, "figure.unmet"},
    {"what is missing of a need", unmet_amount_wrong, "figure.unmet"},
    {"a source in use is left out", used_left_out, "figure.sources-used"},
    {"a source not in use is listed", used_too_many, "figure.sources-used"},
    {"another person", other_person, "identity"},
    {"months", months_wrong, "phases"},
    {"a phase is left out", phase_left_out, "phases"},
    {"infeasible with lines", status_wrong, "status"},
};
const int ref_plan_spoil_count = (int)(sizeof ref_plan_spoils / sizeof *ref_plan_spoils);
