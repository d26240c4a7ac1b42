/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/document_answer_impl.h"
#include "data/plan.h"

static const char *text_of(const char *text)
{
    return text == NULL ? "" : text;
}

static void put_subject(bil_json_writer *w, const bil_answer *answer)
{
    static const char *const kinds[] = {"service", "provider", "source", "need", "score"};
    const bil_subject *s = &answer->subject;
    if (answer->ask == BIL_ASK_NEXT) {
        bil_json_put_null(w, "subject");
        return;
    }
    bil_json_inline(w);
    bil_json_begin_object(w, "subject");
    bil_json_put_text(w, "kind", kinds[s->kind]);
    bil_json_put_text(w, "code", text_of(s->code));
    bil_json_put_integer(w, "amount", s->amount);
    bil_json_end_object(w);
}

static void put_needs(bil_json_writer *w, const bil_answer *answer)
{
    bil_json_begin_array(w, "covers");
    for (size_t i = 0; i < answer->need_count; i++) {
        const bil_why_need *need = &answer->needs[i];
        bil_json_inline(w);
        bil_json_begin_object(w, NULL);
        bil_json_put_integer(w, "phase", (int64_t)need->phase + 1);
        bil_json_put_text(w, "need", text_of(need->need_id));
        bil_json_put_integer(w, "target", need->target);
        bil_json_put_integer(w, "covers", need->covers);
        bil_json_put_integer(w, "lost", need->lost);
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
}

static void put_payers(bil_json_writer *w, const bil_answer *answer)
{
    bil_json_begin_array(w, "payers");
    for (size_t i = 0; i < answer->payer_count; i++) {
        const bil_why_payer *payer = &answer->payers[i];
        bil_json_inline(w);
        bil_json_begin_object(w, NULL);
        bil_json_put_integer(w, "phase", (int64_t)payer->phase + 1);
        bil_json_put_text(w, "source", text_of(payer->code));
        bil_json_put_integer(w, "cents", payer->cents);
        bil_json_put_text(w, "why", text_of(payer->why));
        bil_json_put_text(w, "eligibility", text_of(payer->selector));
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
}

static void put_conflict(bil_json_writer *w, const bil_answer *answer)
{
    bil_json_begin_array(w, "conflict");
    for (size_t i = 0; i < answer->conflict_count; i++) {
        bil_json_begin_object(w, NULL);
        bil_json_put_text(w, "kind", text_of(answer->conflict[i].kind));
        bil_json_put_text(w, "what", text_of(answer->conflict[i].what));
        bil_json_put_words(w, "text", answer->conflict[i].text);
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
}

static void put_next(bil_json_writer *w, const bil_answer *answer)
{
    bil_json_begin_array(w, "next");
    for (size_t i = 0; i < answer->next_count; i++) {
        const bil_next_euro *next = &answer->next[i];
        bil_json_begin_object(w, NULL);
        bil_json_put_text(w, "payer", text_of(next->code));
        bil_json_put_integer(w, "cents", next->cents);
        if (next->buys == NULL) {
            bil_json_put_null(w, "buys");
        } else {
            bil_difference_put(w, "buys", next->buys);
        }
        bil_json_end_object(w);
    }
    bil_json_end_array(w);
}

bil_status bil_answer_write(bil_text *out, const bil_answer *answer, const bil_case *person,
                            bil_error *err)
{
    bil_json_writer w;
    bil_json_writer_init(&w, out, false);
    bil_json_begin_object(&w, NULL);
    bil_json_put_text(&w, "format", "bilancia-explanation");
    bil_json_put_integer(&w, "version", 1);
    bil_json_put_text(&w, "case_id", person->id);
    bil_json_put_text(&w, "question", bil_ask_name(answer->ask));
    put_subject(&w, answer);
    bil_json_put_text(&w, "verdict", bil_verdict_name(answer->verdict));
    put_needs(&w, answer);
    put_payers(&w, answer);
    put_conflict(&w, answer);
    bil_json_put_text(&w, "never", bil_never_name(answer->never));
    bil_json_put_bool(&w, "others_kept", answer->kept_rest);
    bil_json_put_bool(&w, "without_giving_up", answer->no_give);
    bil_plan_put_repairs(&w, answer->repairs, answer->repair_count);
    if (answer->other == NULL) {
        bil_json_put_null(&w, "difference");
        bil_json_put_null(&w, "plan");
    } else {
        bil_difference_put(&w, "difference", &answer->difference);
        bil_plan_put(&w, "plan", answer->other, NULL, 0);
    }
    put_next(&w, answer);
    bil_json_end_object(&w);
    bil_json_finish(&w);
    return out->failed ? bil_fail_nomem(err) : BIL_OK;
}
