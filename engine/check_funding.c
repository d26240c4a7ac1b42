/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who pays each line: every cent once, by sources that may and that the person has. */

#include "engine/check_impl.h"

typedef struct {
    bil_checking *check;
    const bil_phase_facts *phase;
    const bil_line *line;
    bil_place place;
} line_view;

static void check_sums(const line_view *v)
{
    bil_big sum = 0;
    bil_big health = 0;
    bil_big social = 0;
    bil_big pensions = 0;
    for (size_t i = 0; i < v->line->funding_count; i++) {
        const bil_funding *piece = &v->line->funding[i];
        sum += piece->cents;
        if (piece->source >= v->check->catalogue->source_count) {
            continue;
        }
        const bil_source *source = &v->check->catalogue->sources[piece->source];
        health += source->side == BIL_SIDE_HEALTH ? piece->cents : 0;
        social +=
            source->side == BIL_SIDE_SOCIAL || source->side == BIL_SIDE_PERSON ? piece->cents : 0;
        pensions += bil_check_is_pension(source) ? piece->cents : 0;
    }
    if (sum != v->line->cost_cents) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_FUNDING_SUM, "", v->line->cost_cents, sum);
    }
    if (health > v->line->health_cents) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_FUNDING_SIDE, "health ≤ ",
                          v->line->health_cents, health);
    }
    if (social > v->line->social_cents) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_FUNDING_SIDE, "social ≤ ",
                          v->line->social_cents, social);
    }
    bil_big due = bil_check_due(v->check, v->phase, v->line, v->line->social_cents);
    due = due > 0 ? due : 0;
    if (pensions > due) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_FUNDING_COPAY, "≤ ", due, pensions);
    }
}

static void check_piece(const line_view *v, size_t number)
{
    const bil_funding *piece = &v->line->funding[number];
    if (piece->cents <= 0) {
        bil_check_numbers(v->check, v->place, BIL_CHECK_FUNDING_NEGATIVE, "≥ ", 1, piece->cents);
    }
    if (piece->source >= v->check->catalogue->source_count) {
        return;
    }
    const bil_source *source = &v->check->catalogue->sources[piece->source];
    for (size_t i = 0; i < number; i++) {
        if (v->line->funding[i].source == piece->source) {
            bil_check_report(v->check, v->place, BIL_CHECK_FUNDING_NEGATIVE, "≤ 1", source->code);
            break;
        }
    }
    const bil_service *service = bil_check_service(v->check, v->line);
    if (service != NULL &&
        !bil_source_may_pay(v->check->catalogue, piece->source, v->line->service)) {
        bil_check_report(v->check, v->place, BIL_CHECK_FUNDING_ELIGIBILITY, service->code,
                         source->code);
    }
    const bil_source_facts *facts = &v->phase->sources[piece->source];
    if (source->form == BIL_FORM_HOURS) {
        bil_check_report(v->check, v->place, BIL_CHECK_FUNDING_UNLISTED, "cash", source->code);
    } else if (!facts->valid || (source->holder == BIL_HOLDER_PERSON && facts->list == NULL)) {
        bil_check_report(v->check, v->place, BIL_CHECK_FUNDING_UNLISTED, "", source->code);
    }
}

void bil_check_funding(bil_checking *check)
{
    for (size_t t = 0; t < check->phase_count; t++) {
        const bil_phase_facts *phase = &check->phases[t];
        for (size_t i = 0; i < phase->plan->line_count; i++) {
            line_view view = {
                .check = check,
                .phase = phase,
                .line = &phase->plan->lines[i],
                .place = bil_check_line_place(check, phase, i),
            };
            check_sums(&view);
            for (size_t k = 0; k < view.line->funding_count; k++) {
                check_piece(&view, k);
            }
        }
    }
}
