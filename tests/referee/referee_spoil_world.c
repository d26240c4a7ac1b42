/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The plan stays; the case or the catalogue changes under it by as little as breaks it. */

#include "tests/referee/referee_spoil.h"

#include <string.h>

static const ref_dates always = {0, 0};

static const ref_choice *choice_at(const ref_scene *scene, int phase)
{
    return &scene->answer->choices[phase];
}

/* A service active in the first phase (from `first` on), −1 = none. */
static int active_service(const ref_scene *scene, int first)
{
    for (int s = first; s < scene->world.service_count; s++) {
        if (choice_at(scene, 0)->quantity[s] > 0) {
            return s;
        }
    }
    return -1;
}

static int idle_service(const ref_scene *scene)
{
    for (int s = 0; s < scene->world.service_count; s++) {
        if (choice_at(scene, 0)->quantity[s] == 0) {
            return s;
        }
    }
    return -1;
}

/* What a source pays on the lines of the first phase, as the plan file says: a month and once. */
static void spent(const ref_scene *scene, int source, int64_t *out_month, int64_t *out_once)
{
    const ref_node *const phase = ref_element(ref_member(scene->plan, "phases"), 0);
    *out_month = 0;
    *out_once = 0;
    const ref_node *const lines = ref_member(phase, "lines");
    for (const ref_node *line = lines->child; line != NULL; line = line->next) {
        const ref_node *const funding = ref_member(line, "funding");
        for (const ref_node *part = funding->child; part != NULL; part = part->next) {
            if (ref_source_named(&scene->world, ref_string(part, "source")) == source) {
                *(ref_true(line, "one_off") ? out_once : out_month) += ref_integer(part, "cents");
            }
        }
    }
}

/* The least monthly amount with which a source (or all for which `counts`) can pay that. */
static int64_t least_amount(const ref_scene *scene, bool (*counts)(const ref_source *source))
{
    const int64_t months = scene->world.phases[0].months;
    int64_t sum = 0;
    for (int r = 0; r < scene->world.source_count; r++) {
        int64_t month = 0;
        int64_t once = 0;
        spent(scene, r, &month, &once);
        sum += counts(&scene->world.sources[r]) ? months * month + once : 0;
    }
    return (sum + months - 1) / months;
}

static bool is_public(const ref_source *source)
{
    return source->is_public;
}

static bool is_pension(const ref_source *source)
{
    return source->kind == REF_FROM_PENSION && !source->pool && !source->hours;
}

static ref_budget *first_budget(ref_scene *scene)
{
    ref_phase *const phase = &scene->world.phases[0];
    return phase->has_budget ? &phase->budget : &scene->world.budget;
}

static bool public_short_by_a_cent(ref_scene *scene)
{
    const int64_t least = least_amount(scene, is_public);
    first_budget(scene)->public_cents = least - 1;
    return least > 0;
}

/* A pool, or a source the person holds, that lacks a cent of what it pays. */
static bool source_short(ref_scene *scene, bool pool)
{
    const int64_t months = scene->world.phases[0].months;
    for (int r = 0; r < scene->world.source_count; r++) {
        int64_t month = 0;
        int64_t once = 0;
        spent(scene, r, &month, &once);
        if (scene->world.sources[r].pool == pool && month + once > 0) {
            first_budget(scene)->by_source[r] = (months * month + once - 1) / months;
            return (months * month + once) % months != 1 || months == 1;
        }
    }
    return false;
}

static bool pool_short_by_a_cent(ref_scene *scene)
{
    return source_short(scene, true);
}

static bool held_limit_short(ref_scene *scene)
{
    return source_short(scene, false);
}

static bool amount_short(ref_scene *scene)
{
    for (int r = 0; r < scene->world.source_count; r++) {
        int64_t month = 0;
        int64_t once = 0;
        spent(scene, r, &month, &once);
        if (!scene->world.sources[r].pool && month > 0) {
            scene->world.holdings[r].amount = (month - 1) * 12 / scene->world.sources[r].payments;
            return true;
        }
    }
    return false;
}

/* The allowance takes all but one cent less than what pensions pay. */
static bool allowance_exceeded(ref_scene *scene)
{
    ref_view view;
    int64_t amount[REF_SOURCES];
    int64_t sum = 0;
    const int64_t least = least_amount(scene, is_pension);
    ref_view_build(&view, &scene->world, 0);
    ref_absorbed(&view, choice_at(scene, 0), amount);
    for (int r = 0; r < scene->world.source_count; r++) {
        int64_t month = 0;
        int64_t once = 0;
        spent(scene, r, &month, &once);
        const bool used = view.presence[r] == REF_ACTIVE || month + once > 0;
        sum += is_pension(&scene->world.sources[r]) && used ? amount[r] : 0;
    }
    scene->world.allowance_home = sum - least + 1;
    scene->world.allowance_residence = sum - least + 1;
    return least > 0;
}

static bool hours_missing(ref_scene *scene)
{
    bool helped = false;
    for (int s = 0; s < scene->world.service_count; s++) {
        ref_view view;
        ref_view_build(&view, &scene->world, 0);
        helped = helped || (choice_at(scene, 0)->quantity[s] > 0 && view.limited_by_hours[s]);
    }
    for (int r = 0; r < scene->world.source_count; r++) {
        scene->world.holdings[r].hours = 0;
    }
    return helped;
}

static bool no_longer_eligible(ref_scene *scene)
{
    for (int r = 0; r < scene->world.source_count; r++) {
        int64_t month = 0;
        int64_t once = 0;
        spent(scene, r, &month, &once);
        if (month + once > 0 && scene->world.eligibility_count < REF_ELIGIBILITY) {
            ref_eligibility *const row =
                &scene->world.eligibility[scene->world.eligibility_count++];
            row->source = r;
            row->allow = false;
            (void)snprintf(row->selector.text, REF_SELECTOR, "*");
            return true;
        }
    }
    return false;
}

static bool source_out_of_date(ref_scene *scene)
{
    for (int r = 0; r < scene->world.source_count; r++) {
        int64_t month = 0;
        int64_t once = 0;
        spent(scene, r, &month, &once);
        if (month + once > 0) {
            scene->world.sources[r].dates = always;
            scene->world.sources[r].dates.to = ref_add_day(scene->world.start, -1);
            return true;
        }
    }
    return false;
}

static bool service_out_of_date(ref_scene *scene)
{
    const int s = active_service(scene, 0);
    if (s >= 0) {
        scene->world.services[s].dates = always;
        scene->world.services[s].dates.to = ref_add_day(scene->world.start, -1);
    }
    return s >= 0;
}

static bool same_group(ref_scene *scene)
{
    const int s = active_service(scene, 0);
    const int other = s < 0 ? -1 : active_service(scene, s + 1);
    if (other >= 0) {
        scene->world.services[s].group = "gx";
        scene->world.services[other].group = "gx";
    }
    return other >= 0;
}

static bool due_moved(ref_scene *scene)
{
    ref_view view;
    for (int i = 0; i < scene->world.copay_count; i++) {
        scene->world.copay[i].user_from = 0;
        scene->world.copay[i].user_to = 0;
    }
    ref_view_build(&view, &scene->world, 0);
    for (int i = 0; ref_line_at(scene, i, NULL) != NULL; i++) {
        if (ref_integer(ref_line_at(scene, i, NULL), "person_due_cents") > 0) {
            return true;
        }
    }
    return false;
}

static bool provider_dearer(ref_scene *scene)
{
    for (int s = 0; s < scene->world.service_count; s++) {
        const int provider = choice_at(scene, 0)->provider[s];
        if (choice_at(scene, 0)->quantity[s] > 0 && provider >= 0) {
            scene->world.providers[provider].price_cents += 1;
            return true;
        }
    }
    return false;
}

static bool provider_elsewhere(ref_scene *scene)
{
    for (int s = 0; s < scene->world.service_count; s++) {
        const int provider = choice_at(scene, 0)->provider[s];
        if (choice_at(scene, 0)->quantity[s] > 0 && provider >= 0) {
            scene->world.providers[provider].zone = "elsewhere";
            return true;
        }
    }
    return false;
}

static bool provider_full(ref_scene *scene)
{
    for (int s = 0; s < scene->world.service_count; s++) {
        const int provider = choice_at(scene, 0)->provider[s];
        const int quantity = choice_at(scene, 0)->quantity[s];
        if (quantity > 1 && provider >= 0) {
            scene->world.providers[provider].capacity = quantity - 1;
            return true;
        }
    }
    return false;
}

/* --- wishes and locks ---------------------------------------------------------------------------
 */

static bool must_be_there(ref_scene *scene)
{
    const int s = idle_service(scene);
    if (s >= 0) {
        (void)snprintf(scene->world.must[0].text, REF_SELECTOR, "service:%s",
                       scene->world.services[s].code);
        scene->world.must_count = 1;
    }
    return s >= 0;
}

static bool must_not_be_there(ref_scene *scene)
{
    const int s = active_service(scene, 0);
    if (s >= 0) {
        (void)snprintf(scene->world.must_not[0].text, REF_SELECTOR, "setting:%s",
                       ref_setting_names[scene->world.services[s].setting]);
        scene->world.must_not_count = 1;
    }
    return s >= 0;
}

static bool fixed_otherwise(ref_scene *scene)
{
    for (int s = 0; s < scene->world.service_count; s++) {
        const ref_service *const service = &scene->world.services[s];
        const int quantity = choice_at(scene, 0)->quantity[s];
        if (quantity > 0 && quantity + service->step <= service->max) {
            scene->world.fixed[0].service = s;
            scene->world.fixed[0].quantity = quantity + service->step;
            scene->world.fixed_count = 1;
            return true;
        }
    }
    return false;
}

static bool kept_more(ref_scene *scene)
{
    for (int s = 0; s < scene->world.service_count; s++) {
        const ref_service *const service = &scene->world.services[s];
        const int quantity = choice_at(scene, 0)->quantity[s];
        if (quantity + service->step <= service->max && quantity + service->step >= service->min) {
            scene->world.in_place[0].service = s;
            scene->world.in_place[0].quantity = quantity + service->step;
            scene->world.in_place[0].keep = true;
            scene->world.in_place_count = 1;
            return true;
        }
    }
    return false;
}

/* Needs that are covered without any service make every line that is not locked reducible. */
static bool all_covered_already(ref_scene *scene)
{
    bool loose = false;
    for (int s = 0; s < scene->world.service_count; s++) {
        loose = loose || choice_at(scene, 0)->quantity[s] > 0;
    }
    scene->world.fixed_count = 0;
    scene->world.must_count = 0;
    scene->world.in_place_count = 0;
    scene->world.rule_count = 0;
    for (int n = 0; n < scene->world.need_count; n++) {
        scene->world.needs[n].already = 20000;
    }
    return loose;
}

static bool covers_nothing(ref_scene *scene)
{
    const int s = active_service(scene, 0);
    if (s >= 0) {
        memset(scene->world.services[s].effect, 0, sizeof scene->world.services[s].effect);
        scene->world.fixed_count = 0;
        scene->world.must_count = 0;
        scene->world.in_place_count = 0;
    }
    return s >= 0;
}

/* --- rules --------------------------------------------------------------------------------------
 */

static ref_rule *new_rule(ref_scene *scene, ref_form form)
{
    ref_rule *const rule = &scene->world.rules[0];
    memset(rule, 0, sizeof *rule);
    scene->world.rule_count = scene->world.rule_count < 1 ? 1 : scene->world.rule_count;
    (void)snprintf(rule->id, REF_CODE, "D99");
    rule->form = form;
    rule->a_count = 1;
    rule->b_count = 1;
    rule->period = form == REF_ALLOWANCE ? REF_YEAR : REF_MONTH;
    return rule;
}

static void name_service(const ref_scene *scene, ref_selector *selector, int service)
{
    (void)snprintf(selector->text, REF_SELECTOR, "service:%s", scene->world.services[service].code);
}

/* A service of the first phase that is bought by the month, −1 = none. */
static int monthly_service(const ref_scene *scene)
{
    for (int s = 0; s < scene->world.service_count; s++) {
        if (choice_at(scene, 0)->quantity[s] > 0 && !scene->world.services[s].one_off) {
            return s;
        }
    }
    return -1;
}

static bool rule_exclusive_list(ref_scene *scene)
{
    const int s = active_service(scene, 0);
    const int other = s < 0 ? -1 : active_service(scene, s + 1);
    if (other < 0) {
        return false;
    }
    ref_rule *const rule = new_rule(scene, REF_EXCLUSIVE);
    rule->a_count = 2;
    rule->b_count = 0;
    name_service(scene, &rule->a[0], s);
    name_service(scene, &rule->a[1], other);
    return true;
}

static bool rule_exclusive_pair(ref_scene *scene)
{
    const int s = active_service(scene, 0);
    for (int r = 0; r < scene->world.source_count && s >= 0; r++) {
        int64_t month = 0;
        int64_t once = 0;
        spent(scene, r, &month, &once);
        if (month + once > 0) {
            ref_rule *const rule = new_rule(scene, REF_EXCLUSIVE);
            (void)snprintf(rule->a[0].text, REF_SELECTOR, "source:%s",
                           scene->world.sources[r].code);
            name_service(scene, &rule->b[0], s);
            return true;
        }
    }
    return false;
}

/* `b` stays below the parameter: the very quantity is already too much. */
static bool rule_threshold(ref_scene *scene)
{
    const int s = monthly_service(scene);
    if (s < 0) {
        return false;
    }
    ref_rule *const rule = new_rule(scene, REF_THRESHOLD);
    name_service(scene, &rule->a[0], s);
    name_service(scene, &rule->b[0], s);
    rule->has_parameter = true;
    rule->parameter_e4 = (int64_t)choice_at(scene, 0)->quantity[s] * 10000;
    return true;
}

static bool rule_allowance(ref_scene *scene)
{
    const int s = monthly_service(scene);
    const int months = scene->world.phases[0].months;
    if (s < 0) {
        return false;
    }
    ref_rule *const rule = new_rule(scene, REF_ALLOWANCE);
    name_service(scene, &rule->a[0], s);
    name_service(scene, &rule->b[0], s);
    rule->has_parameter = true;
    rule->parameter_e4 =
        ((int64_t)choice_at(scene, 0)->quantity[s] * (months < 12 ? months : 12) - 1) * 10000;
    return true;
}

static bool rule_slot(ref_scene *scene)
{
    const int s = monthly_service(scene);
    if (s < 0) {
        return false;
    }
    ref_rule *const rule = new_rule(scene, REF_SLOT);
    rule->b_count = 0;
    name_service(scene, &rule->a[0], s);
    rule->has_parameter = true;
    rule->parameter_e4 = (int64_t)choice_at(scene, 0)->quantity[s] * 10000 - 1;
    return true;
}

static bool rule_requires(ref_scene *scene)
{
    const int s = active_service(scene, 0);
    const int idle = idle_service(scene);
    if (s < 0 || idle < 0) {
        return false;
    }
    ref_rule *const rule = new_rule(scene, REF_REQUIRES);
    name_service(scene, &rule->a[0], s);
    name_service(scene, &rule->b[0], idle);
    return true;
}

static bool rule_absorbs(ref_scene *scene)
{
    const int s = active_service(scene, 0);
    for (int r = 0; r < scene->world.source_count && s >= 0; r++) {
        int64_t month = 0;
        int64_t once = 0;
        spent(scene, r, &month, &once);
        if (month + once > 0 && !scene->world.sources[r].pool) {
            ref_rule *const rule = new_rule(scene, REF_ABSORBS);
            name_service(scene, &rule->a[0], s);
            (void)snprintf(rule->b[0].text, REF_SELECTOR, "source:%s",
                           scene->world.sources[r].code);
            return true;
        }
    }
    return false;
}

/* A source pays a cent more than the line costs, on a service named by a joint cap. */
static bool rule_joint_cap(ref_scene *scene)
{
    for (int i = 0; ref_line_at(scene, i, NULL) != NULL; i++) {
        const ref_node *const line = ref_line_at(scene, i, NULL);
        ref_node *const payment = ref_element(ref_member(line, "funding"), 0);
        if (ref_length(ref_member(line, "funding")) == 1) {
            ref_rule *const rule = new_rule(scene, REF_JOINT_CAP);
            (void)snprintf(rule->a[0].text, REF_SELECTOR, "source:%s",
                           ref_string(payment, "source"));
            (void)snprintf(rule->b[0].text, REF_SELECTOR, "service:%s",
                           ref_string(line, "service"));
            ref_set_integer(scene->store, payment, "cents", ref_integer(payment, "cents") + 1);
            return true;
        }
    }
    return false;
}

const ref_spoil ref_world_spoils[] = {
    {"public ceiling, a cent short", public_short_by_a_cent, "ceiling.public"},
    {"a pool, a cent short", pool_short_by_a_cent, "ceiling.source"},
    {"a held source, limited a cent short", held_limit_short, "ceiling.source|ceiling.allowance"},
    {"an amount, a cent short", amount_short, "ceiling.source|ceiling.allowance"},
    {"allowance, a cent more", allowance_exceeded, "ceiling.allowance"},
    {"hours", hours_missing, "ceiling.hours"},
    {"eligibility withdrawn", no_longer_eligible, "funding.eligibility"},
    {"source out of date", source_out_of_date, "funding.unlisted"},
    {"service out of date", service_out_of_date, "line.validity"},
    {"exclusive group", same_group, "group.exclusive"},
    {"copay table", due_moved, "line.due"},
    {"provider's price", provider_dearer, "line.price"},
    {"provider's zone", provider_elsewhere, "line.provider"},
    {"provider's capacity", provider_full, "line.provider"},
    {"must", must_be_there, "wish.must"},
    {"must not", must_not_be_there, "wish.must-not"},
    {"fixed", fixed_otherwise, "wish.fixed"},
    {"kept", kept_more, "wish.keep"},
    {"reducible", all_covered_already, "irreducible"},
    {"covers nothing", covers_nothing, "line.offered|irreducible"},
    {"rule exclusive, list", rule_exclusive_list, "D99"},
    {"rule exclusive, a and b", rule_exclusive_pair, "D99"},
    {"rule threshold", rule_threshold, "D99"},
    {"rule allowance", rule_allowance, "D99"},
    {"rule slot", rule_slot, "D99"},
    {"rule requires", rule_requires, "D99"},
    {"rule absorbs", rule_absorbs, "ceiling.source|ceiling.allowance|D99"},
    {"rule joint cap", rule_joint_cap, "D99"},
};
const int ref_world_spoil_count = (int)(sizeof ref_world_spoils / sizeof *ref_world_spoils);
