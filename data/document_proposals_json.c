/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several plans as JSON: the plans whole, what they are for, what tells them apart. */
#include "data/document_proposals_impl.h"
#include "data/plan.h"

static void put_goals(bil_json_writer *w, const bil_proposals *all)
{
    bil_json_begin_array(w, "goals");
    for (size_t i = 0; i < all->count; i++) {
        bil_json_begin_object(w, NULL);
        bil_json_put_text(w, "letter", bil_proposals_letter(i));
        bil_json_put_text(w, "goal", bil_goal_name(all->goals[i]));
        bil_json_put_words(w, "title", bil_goal_words(all->goals[i]));
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
}

static void put_missed(bil_json_writer *w, const bil_proposals *all, const bil_missed *missed,
                       bil_arena *arena)
{
    const bool against = missed->reason == BIL_MISSED_NEAR || missed->reason == BIL_MISSED_WORSE;
    const bil_words words = bil_missed_words(all, missed, arena);
    w->out->failed = w->out->failed || words.it == NULL || words.en == NULL;
    bil_json_begin_object(w, NULL);
    bil_json_put_text(w, "goal", bil_goal_name(missed->goal));
    bil_json_put_text(w, "reason", bil_missed_reason_name(missed->reason));
    bil_json_put_text(w, "against", against ? bil_goal_name(missed->other) : NULL);
    bil_json_put_integer(w, "services", (int64_t)missed->services);
    if (!w->out->failed) {
        bil_json_put_words(w, "text", words);
    }
    bil_json_end_object(w);
}

static void put_today(bil_json_writer *w, const bil_proposals *all)
{
    bil_json_begin_object(w, "today");
    bil_json_put_bool(w, "funded", all->today_funded);
    bil_plan_put(w, "plan", all->today, NULL, 0);
    bil_json_begin_array(w, "differences");
    for (size_t i = 0; i < all->count; i++) {
        bil_difference_put(w, NULL, &all->from_today[i]);
    }
    bil_json_end_array(w);
    bil_json_end_object(w);
}

bil_status bil_document_proposals_json(bil_text *out, const bil_proposals *all, bil_error *err)
{
    bil_arena *arena = bil_arena_new();
    if (arena == NULL) {
        return bil_fail_nomem(err);
    }
    bil_json_writer w;
    bil_json_writer_init(&w, out, false);
    bil_json_begin_object(&w, NULL);
    bil_json_put_text(&w, "format", "bilancia-proposals");
    bil_json_put_integer(&w, "version", 1);
    bil_json_put_decimal(&w, "within", all->within_e6, 6);
    bil_json_put_integer(&w, "wanted", (int64_t)all->wanted);
    put_goals(&w, all);
    bil_json_begin_array(&w, "figures");
    for (size_t i = 0; i < all->count; i++) {
        bil_figures_put(&w, NULL, &all->from_first[i].after);
    }
    bil_json_end_array(&w);
    bil_json_begin_array(&w, "differences");
    for (size_t i = 1; i < all->count; i++) {
        bil_difference_put(&w, NULL, &all->from_first[i]);
    }
    bil_json_end_array(&w);
    bil_json_begin_array(&w, "fewer");
    for (size_t i = 0; bil_doc_proposals_are_fewer(all) && i < all->missed_count; i++) {
        put_missed(&w, all, &all->missed[i], arena);
    }
    bil_json_end_array(&w);
    bil_json_begin_array(&w, "plans");
    for (size_t i = 0; i < all->count; i++) {
        bil_plan_put(&w, NULL, all->plans[i], NULL, 0);
    }
    bil_json_end_array(&w);
    put_today(&w, all);
    bil_json_end_object(&w);
    bil_json_finish(&w);
    bil_arena_free(arena);
    return out->failed ? bil_fail_nomem(err) : BIL_OK;
}
