/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who gains: how many have more than today, and how groups of persons fare. */
#include "data/document_allocation_impl.h"

#include <string.h>

enum {
    GROUP = 25,
    PERSONS = 10,
    SERVED = 14,
    TODAY = 9,
    WITH_PLAN = 14,
    MONTH = 18,
    COUNT = 9,
    AREAS_MOST = 10, /* more of them are told only when everything is asked for */
    POINT_E9 = 10000000
};

/* ---- how many ---- */

typedef struct {
    size_t more;
    size_t less;
} gains;

/* A point, a hundredth of all needs, is the least that counts. */
static gains count_gains(const bil_allocation_report *r)
{
    gains out = {0};
    for (size_t i = 0; i < r->person_count; i++) {
        const int64_t gain_e9 = r->persons[i].score_e9 - r->persons[i].today_e9;
        const bool counts = r->persons[i].status != BIL_ALLOTTED_NONE;
        out.more += counts && gain_e9 >= POINT_E9 ? 1 : 0;
        out.less += counts && gain_e9 <= -POINT_E9 ? 1 : 0;
    }
    return out;
}

static void counted(bil_text *out, const bil_doc *doc, size_t count, bil_word word)
{
    bil_pen_right(out, bil_doc_number(doc, (int64_t)count).text, COUNT);
    bil_text_addf(out, "  %s\n", bil_doc_word(doc, word));
}

/* ---- groups ---- */

static size_t groups_by(const bil_metrics *metrics, bil_metric_groups by)
{
    size_t count = 0;
    for (size_t g = 0; g < metrics->group_count; g++) {
        count += metrics->groups[g].by == by ? 1 : 0;
    }
    return count;
}

const char *bil_allocation_group_name(const bil_doc *doc, bil_metric_groups by, const char *code)
{
    static const bil_word intensities[BIL_INTENSITIES] = {
        BIL_W_ALLOC_INTENSITY_LOW, BIL_W_ALLOC_INTENSITY_MEDIUM, BIL_W_ALLOC_INTENSITY_HIGH};
    static const bil_word ages[BIL_METRIC_AGES] = {BIL_W_ALLOC_AGE_0, BIL_W_ALLOC_AGE_18,
                                                   BIL_W_ALLOC_AGE_35, BIL_W_ALLOC_AGE_65,
                                                   BIL_W_ALLOC_AGE_80};
    for (int k = 0; by == BIL_METRIC_GROUPS_INTENSITY && k < BIL_INTENSITIES; k++) {
        if (strcmp(code, bil_intensity_name((bil_intensity)k)) == 0) {
            return bil_doc_word(doc, intensities[k]);
        }
    }
    for (size_t k = 0; by == BIL_METRIC_GROUPS_AGE && k < BIL_METRIC_AGES; k++) {
        if (strcmp(code, bil_metric_age_name(k)) == 0) {
            return bil_doc_word(doc, ages[k]);
        }
    }
    return code;
}

static void head(bil_text *out, const bil_doc *doc, bil_word by)
{
    bil_pen_ink(out, doc, BIL_INK_DIM);
    bil_pen_left(out, bil_doc_word(doc, by), GROUP);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_ALLOC_GROUP_PERSONS), PERSONS);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_ALLOC_GROUP_SERVED), SERVED);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_ALLOC_TODAY), TODAY);
    bil_pen_right(out, bil_doc_word(doc, BIL_W_ALLOC_GROUP_AFTER), WITH_PLAN);
    if (doc->options.width >= GROUP + PERSONS + SERVED + TODAY + WITH_PLAN + MONTH) {
        bil_pen_right(out, bil_doc_word(doc, BIL_W_ALLOC_GROUP_MONTH), MONTH);
    }
    bil_pen_ink(out, doc, BIL_INK_PLAIN);
    bil_text_add(out, "\n");
}

static void put_group(bil_text *out, const bil_doc *doc, const bil_metric_group *group)
{
    const char *name = bil_allocation_group_name(doc, group->by, group->code);
    const size_t skip = bil_allocation_put_name(out, name, GROUP);
    bil_pen_right(out, bil_doc_number(doc, (int64_t)group->persons).text, PERSONS);
    bil_pen_right(out, bil_doc_number(doc, (int64_t)group->served).text, SERVED);
    bil_pen_right(out, bil_doc_percent_e9(doc, group->today_e9).text, TODAY);
    bil_pen_right(out, bil_doc_percent_e9(doc, group->score_e9).text, WITH_PLAN);
    if (doc->options.width >= GROUP + PERSONS + SERVED + TODAY + WITH_PLAN + MONTH) {
        bil_pen_right(out, bil_doc_money(doc, group->public_month_cents).text, MONTH);
    }
    bil_text_add(out, "\n");
    bil_pen_rest(out, 0, GROUP - 1, name, skip);
}

static void put_groups(bil_text *out, const bil_doc *doc, const bil_metrics *metrics,
                       bil_metric_groups by, bool all)
{
    static const bil_word words[] = {[BIL_METRIC_GROUPS_INTENSITY] = BIL_W_ALLOC_BY_INTENSITY,
                                     [BIL_METRIC_GROUPS_AGE] = BIL_W_ALLOC_BY_AGE,
                                     [BIL_METRIC_GROUPS_SEX] = BIL_W_ALLOC_BY_SEX,
                                     [BIL_METRIC_GROUPS_AREA] = BIL_W_ALLOC_BY_AREA};
    const size_t count = groups_by(metrics, by);
    if (count < 2 || (count > AREAS_MOST && !all)) {
        return;
    }
    bil_text_add(out, "\n");
    head(out, doc, words[by]);
    for (size_t g = 0; g < metrics->group_count; g++) {
        if (metrics->groups[g].by == by) {
            put_group(out, doc, &metrics->groups[g]);
        }
    }
}

void bil_allocation_put_gains(bil_text *out, const bil_doc *doc, const bil_allocation_report *r,
                              bool all)
{
    const gains found = count_gains(r);
    if (r->metrics == NULL) {
        return;
    }
    bil_pen_heading(out, doc, bil_doc_word(doc, BIL_W_ALLOC_GAINS));
    counted(out, doc, found.more, BIL_W_ALLOC_GAINS_MORE);
    counted(out, doc, found.less, BIL_W_ALLOC_GAINS_LESS);
    bil_text_add(out, "\n");
    bil_pen_wrap(out, doc, 0, bil_doc_word(doc, BIL_W_ALLOC_GAINS_LEAD));
    for (int by = 0; by < BIL_METRIC_GROUPS_COUNT; by++) {
        put_groups(out, doc, r->metrics, (bil_metric_groups)by, all);
    }
}
