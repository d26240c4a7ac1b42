/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person decided by hand, in words: what, why, who, and what it costs. */
#include "data/document_impl.h"

static const char *service_name(const bil_doc *doc, const char *code, const bil_service **row)
{
    const bil_index index = bil_catalogue_find_service(doc->catalogue, code);
    *row = index == BIL_NONE ? NULL : &doc->catalogue->services[index];
    return *row == NULL ? code : bil_doc_text(doc, (*row)->name);
}

static const char *provider_name(const bil_doc *doc, const char *service, const char *code)
{
    const bil_index index = bil_catalogue_find_service(doc->catalogue, service);
    const bil_index row =
        index == BIL_NONE ? BIL_NONE : bil_catalogue_find_provider(doc->catalogue, code, index);
    return row == BIL_NONE ? code : doc->catalogue->providers[row].name;
}

void bil_doc_hand_what(const bil_doc *doc, const bil_decision *row, bil_text *out)
{
    const bil_service *service = NULL;
    if (row->rule != NULL) {
        bil_doc_sentence_add(doc, out, BIL_W_HAND_RULE, row->rule, NULL);
        return;
    }
    const char *code = row->service != NULL ? row->service : "";
    const char *name = service_name(doc, code, &service);
    const bil_doc_phrase quantity =
        bil_doc_quantity(doc, row->quantity * 100, service == NULL ? "" : service->unit);
    if (row->provider != NULL) {
        bil_doc_sentence_add(doc, out, BIL_W_HAND_PLACE, provider_name(doc, code, row->provider),
                             quantity.text);
        bil_text_addf(out, ": %s", name);
    } else if (row->quantity == 0) {
        bil_doc_sentence_add(doc, out, BIL_W_HAND_NOTHING, name, NULL);
    } else {
        bil_doc_sentence_add(doc, out, BIL_W_HAND_LINE, name, quantity.text);
    }
    if (row->phase != SIZE_MAX && doc->phase_count > 1) {
        bil_text_addf(out, " (%s)", bil_doc_phase_short(doc, row->phase).text);
    }
}

typedef struct {
    const bil_doc *doc;
    bil_doc_fact tell;
    void *context;
    bil_text text;
} teller;

/* One sentence, handed over. */
static void say(teller *t, bil_word word, const char *value)
{
    bil_text_release(&t->text);
    bil_doc_sentence_add(t->doc, &t->text, word, value, NULL);
    t->tell(t->context, t->text.failed || t->text.bytes == NULL ? "" : t->text.bytes);
}

static int64_t size_of(int64_t value)
{
    return value < 0 ? -value : value;
}

static void tell_cost(teller *t, const bil_decision *row)
{
    enum { POINT_E9 = 1000000 }; /* a tenth of a point of the score: less is not shown */
    const bool points = size_of(row->score_e9) >= POINT_E9;
    if (row->needed) {
        say(t, BIL_W_HAND_NEEDED, NULL);
        return;
    }
    if (!row->costed) {
        return;
    }
    if (points) {
        say(t, row->score_e9 > 0 ? BIL_W_HAND_LOSES : BIL_W_HAND_GAINS,
            bil_doc_points_e9(t->doc, size_of(row->score_e9)).text);
    }
    if (row->public_cents != 0) {
        say(t, row->public_cents > 0 ? BIL_W_HAND_DEARER : BIL_W_HAND_CHEAPER,
            bil_doc_money(t->doc, size_of(row->public_cents)).text);
    }
    if (!points && row->public_cents == 0) {
        say(t, BIL_W_HAND_FREE, NULL);
    }
}

static void tell_break(teller *t, const bil_decision *row)
{
    if (row->rule != NULL) {
        const bil_index index = bil_catalogue_find_rule(t->doc->catalogue, row->rule);
        if (index != BIL_NONE) {
            t->tell(t->context, bil_doc_text(t->doc, t->doc->catalogue->rules[index].text));
        }
        say(t, row->breaks ? BIL_W_HAND_BREAKS : BIL_W_HAND_IDLE, NULL);
    } else if (row->breaks) {
        say(t, row->provider != NULL ? BIL_W_HAND_MORE_ROOM : BIL_W_HAND_BEYOND, NULL);
    }
}

bool bil_doc_hand_facts(const bil_doc *doc, const bil_decision *row, bil_doc_fact tell,
                        void *context)
{
    teller t = {.doc = doc, .tell = tell, .context = context};
    bil_text_init(&t.text);
    tell_break(&t, row);
    if (row->reason != NULL && row->reason[0] != '\0') {
        say(&t, BIL_W_HAND_REASON, row->reason);
    }
    if (row->by != NULL && row->by[0] != '\0') {
        say(&t, BIL_W_HAND_BY, row->by);
    }
    tell_cost(&t, row);
    const bool told = !t.text.failed;
    bil_text_release(&t.text);
    return told;
}
