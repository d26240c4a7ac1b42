/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A difference as JSON: the numbers, and codes instead of names. */
#include "data/document_difference_impl.h"

void bil_figures_put(bil_json_writer *writer, const char *key, const bil_figures *figures)
{
    bil_json_begin_object(writer, key);
    bil_json_put_decimal(writer, "score", figures->score_e9, 9);
    bil_json_put_decimal(writer, "essential_shortfall", figures->shortfall_e9, 9);
    bil_json_put_integer(writer, "public_cents", figures->public_cents);
    bil_json_put_integer(writer, "total_cents", figures->total_cents);
    bil_json_put_integer(writer, "person_cents", figures->person_cents);
    bil_json_put_integer(writer, "family_cents", figures->family_cents);
    bil_json_put_integer(writer, "family_hours", figures->family_hours);
    bil_json_put_integer(writer, "home_months", figures->home_months);
    bil_json_put_integer(writer, "providers", (int64_t)figures->providers);
    bil_json_put_integer(writer, "lines", (int64_t)figures->lines);
    bil_json_end_object(writer);
}

void bil_line_change_put(bil_json_writer *writer, const bil_line_change *line)
{
    bil_json_inline(writer);
    bil_json_begin_object(writer, NULL);
    bil_json_put_integer(writer, "phase", (int64_t)line->phase + 1);
    bil_json_put_text(writer, "service", line->code);
    bil_json_put_bool(writer, "one_off", line->one_off);
    bil_json_put_integer(writer, "before", line->before);
    bil_json_put_integer(writer, "after", line->after);
    bil_json_put_integer(writer, "cost_before_cents", line->cost_before);
    bil_json_put_integer(writer, "cost_after_cents", line->cost_after);
    bil_json_put_text(writer, "provider_before", line->provider_before);
    bil_json_put_text(writer, "provider_after", line->provider_after);
    bil_json_end_object(writer);
}

void bil_need_change_put(bil_json_writer *writer, const bil_need_change *need)
{
    bil_json_inline(writer);
    bil_json_begin_object(writer, NULL);
    bil_json_put_integer(writer, "phase", (int64_t)need->phase + 1);
    bil_json_put_text(writer, "need", need->need_id);
    bil_json_put_integer(writer, "target", need->target);
    bil_json_put_integer(writer, "before", need->before);
    bil_json_put_integer(writer, "after", need->after);
    bil_json_end_object(writer);
}

void bil_payer_change_put(bil_json_writer *writer, const bil_payer_change *payer)
{
    bil_json_inline(writer);
    bil_json_begin_object(writer, NULL);
    bil_json_put_text(writer, "source", payer->code);
    bil_json_put_integer(writer, "before_cents", payer->before);
    bil_json_put_integer(writer, "after_cents", payer->after);
    bil_json_end_object(writer);
}

void bil_difference_put(bil_json_writer *writer, const char *key, const bil_difference *difference)
{
    bil_json_begin_object(writer, key);
    bil_figures_put(writer, "before", &difference->before);
    bil_figures_put(writer, "after", &difference->after);
    bil_json_put_integer(writer, "services", (int64_t)difference->services);
    bil_json_begin_array(writer, "lines");
    for (size_t i = 0; i < difference->line_count; i++) {
        bil_line_change_put(writer, &difference->lines[i]);
    }
    bil_json_end_array(writer);
    bil_json_begin_array(writer, "needs");
    for (size_t i = 0; i < difference->need_count; i++) {
        bil_need_change_put(writer, &difference->needs[i]);
    }
    bil_json_end_array(writer);
    bil_json_begin_array(writer, "payers");
    for (size_t i = 0; i < difference->payer_count; i++) {
        bil_payer_change_put(writer, &difference->payers[i]);
    }
    bil_json_end_array(writer);
    bil_json_end_object(writer);
}
