/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who gets support and who waits; who wins and who loses. */

#include "scenarios/report_impl.h"

/* ---- who gets support ---- */

typedef struct {
    bil_report_word name;
    bil_metric metric;
} people_column;

static const people_column people_columns[] = {
    {BIL_R_C_SERVED, BIL_METRIC_SERVED},         {BIL_R_C_TODAY, BIL_METRIC_AS_TODAY},
    {BIL_R_C_MONEY, BIL_METRIC_WAITING_MONEY},   {BIL_R_C_PLACE, BIL_METRIC_WAITING_PLACE},
    {BIL_R_C_EITHER, BIL_METRIC_WAITING_EITHER}, {BIL_R_C_NOT_REACHED, BIL_METRIC_NOT_REACHED},
};

enum { PEOPLE = sizeof people_columns / sizeof people_columns[0] };

static int64_t mean_of(const bil_reporting *r, size_t group, bil_metric metric)
{
    int64_t value = 0;
    return bil_reporting_mean(&value, &r->groups[group], metric) ? value : 0;
}

static int64_t persons_of(const bil_reporting *r, size_t group)
{
    int64_t sum = 0;
    for (size_t c = 0; c < PEOPLE; c++) {
        sum += mean_of(r, group, people_columns[c].metric);
    }
    return sum;
}

static bil_words served_sentence(bil_reporting *r, bil_report_word word, size_t group)
{
    const bil_words values[] = {
        bil_reporting_group_name(r, group),
        bil_reporting_figure(r, BIL_REPORT_PERSONS, mean_of(r, group, BIL_METRIC_SERVED)),
        bil_reporting_figure(r, BIL_REPORT_PERSONS, persons_of(r, group)),
        bil_reporting_figure(r, BIL_REPORT_PERSONS, mean_of(r, group, BIL_METRIC_WAITING_MONEY)),
        bil_reporting_figure(r, BIL_REPORT_PERSONS, mean_of(r, group, BIL_METRIC_WAITING_PLACE)),
        bil_reporting_figure(r, BIL_REPORT_PERSONS, mean_of(r, group, BIL_METRIC_WAITING_EITHER)),
        bil_reporting_figure(r, BIL_REPORT_PERSONS, mean_of(r, group, BIL_METRIC_NOT_REACHED)),
    };
    return bil_reporting_say(r, word, values, sizeof values / sizeof values[0]);
}

static void say_served(bil_reporting *r, bil_report_section *section)
{
    size_t most = r->row_groups[0];
    size_t fewest = r->row_groups[0];
    for (size_t row = 1; row < r->row_count; row++) {
        const size_t g = r->row_groups[row];
        const int64_t served = mean_of(r, g, BIL_METRIC_SERVED);
        most = served > mean_of(r, most, BIL_METRIC_SERVED) ? g : most;
        fewest = served < mean_of(r, fewest, BIL_METRIC_SERVED) ? g : fewest;
    }
    bil_reporting_add(section, served_sentence(r, BIL_R_SERVED_AT, r->reference));
    if (mean_of(r, most, BIL_METRIC_SERVED) != mean_of(r, fewest, BIL_METRIC_SERVED)) {
        bil_reporting_add(section, served_sentence(r, BIL_R_SERVED_MOST, most));
        bil_reporting_add(section, served_sentence(r, BIL_R_SERVED_FEWEST, fewest));
    } else if (r->row_count > 1) {
        bil_reporting_add(section, bil_report_words(BIL_R_SERVED_ALIKE));
    }
}

void bil_report_people(bil_reporting *r)
{
    enum { FIRST = 2 };
    bil_report_section *section =
        bil_reporting_section(r, "people", BIL_R_PEOPLE, BIL_R_PEOPLE_LEAD);
    say_served(r, section);
    if (!bil_reporting_groups_table(r, section, FIRST + PEOPLE)) {
        return;
    }
    for (size_t c = 0; c < PEOPLE; c++) {
        bil_reporting_column(section, FIRST + c, bil_report_words(people_columns[c].name),
                             BIL_REPORT_PERSONS);
        for (size_t row = 0; row < r->row_count; row++) {
            bil_reporting_put_mean(r, section, row, FIRST + c, people_columns[c].metric);
        }
    }
    bil_reporting_chart(section, "stack", FIRST, FIRST + PEOPLE,
                        bil_report_words(BIL_R_PEOPLE_CHART));
}

/* ---- who wins ---- */

enum { W_SCENARIO, W_RULE, W_WON, W_LOST, W_SAME, W_GAIN, W_LOSS, W_COLUMNS };

static bool compared(const bil_reporting *r, size_t group)
{
    return r->groups[group].compared > 0;
}

static void put_winners(bil_reporting *r, bil_report_section *section, size_t row, size_t g)
{
    const bil_report_group *group = &r->groups[g];
    const size_t seeds = group->compared;
    bil_reporting_text(section, row, W_SCENARIO, r->point_names[g / r->rules]);
    bil_reporting_text(section, row, W_RULE, r->rule_names[g % r->rules]);
    bil_reporting_put(section, row, W_WON,
                      bil_reporting_divide((int64_t)group->won.won * 10, seeds));
    bil_reporting_put(section, row, W_LOST,
                      bil_reporting_divide((int64_t)group->won.lost * 10, seeds));
    bil_reporting_put(section, row, W_SAME,
                      bil_reporting_divide((int64_t)group->won.same * 10, seeds));
    if (group->won.won > 0) {
        bil_reporting_put(section, row, W_GAIN,
                          bil_reporting_divide(group->won.won_e9, group->won.won));
    }
    if (group->won.lost > 0) {
        bil_reporting_put(section, row, W_LOSS,
                          bil_reporting_divide(group->won.lost_e9, group->won.lost));
    }
}

static bil_words winners_sentence(bil_reporting *r, bil_report_word word, size_t g)
{
    const bil_report_group *group = &r->groups[g];
    const bil_words values[] = {
        bil_reporting_group_name(r, g),
        bil_reporting_figure(r, BIL_REPORT_PERSONS,
                             bil_reporting_divide((int64_t)group->won.won * 10, group->compared)),
        bil_reporting_figure(r, BIL_REPORT_PERSONS,
                             bil_reporting_divide((int64_t)group->won.lost * 10, group->compared)),
        bil_reporting_against(r),
    };
    return bil_reporting_say(r, word, values, sizeof values / sizeof values[0]);
}

/* Persons a seed, in hundredths: groups may have been compared in fewer seeds than others. */
static int64_t lost_of(const bil_reporting *r, size_t g)
{
    return bil_reporting_divide((int64_t)r->groups[g].won.lost * 100, r->groups[g].compared);
}

static void say_winners(bil_reporting *r, bil_report_section *section, size_t first)
{
    size_t worst = first;
    size_t best = first;
    for (size_t g = first; g < r->group_count; g++) {
        if (compared(r, g)) {
            worst = lost_of(r, g) > lost_of(r, worst) ? g : worst;
            best = lost_of(r, g) < lost_of(r, best) ? g : best;
        }
    }
    if (worst != best) {
        bil_reporting_add(section, winners_sentence(r, BIL_R_LOSERS_MOST, worst));
        bil_reporting_add(section, winners_sentence(r, BIL_R_LOSERS_FEWEST, best));
    } else {
        bil_reporting_add(section, winners_sentence(r, BIL_R_WINNERS_AT, worst));
    }
}

void bil_report_winners(bil_reporting *r)
{
    size_t rows = 0;
    size_t first = 0;
    for (size_t g = r->group_count; g-- > 0;) {
        rows += compared(r, g) ? 1 : 0;
        first = compared(r, g) ? g : first;
    }
    const bool today = r->batch->scenario->baseline == NULL;
    if (rows == 0 && (today || r->group_count == 1)) {
        return;
    }
    bil_report_section *section = bil_reporting_section(
        r, "winners", today ? BIL_R_WINNERS_TODAY : BIL_R_WINNERS, BIL_R_WINNERS_LEAD);
    const bil_words with = bil_reporting_against(r);
    section->lead = bil_reporting_say(r, BIL_R_WINNERS_LEAD, &with, 1);
    if (rows == 0) {
        bil_reporting_add(section, bil_reporting_say(r, BIL_R_WINNERS_MISSING, &with, 1));
        return;
    }
    say_winners(r, section, first);
    if (!bil_reporting_table(r, section, W_COLUMNS, rows)) {
        return;
    }
    static const bil_report_word names[W_COLUMNS] = {
        BIL_R_C_SCENARIO, BIL_R_C_RULE, BIL_R_C_WON,  BIL_R_C_LOST,
        BIL_R_C_EQUAL,    BIL_R_C_GAIN, BIL_R_C_LOSS,
    };
    for (size_t c = 0; c < W_COLUMNS; c++) {
        bil_reporting_column(section, c, bil_report_words(names[c]),
                             c <= W_RULE   ? BIL_REPORT_TEXT
                             : c <= W_SAME ? BIL_REPORT_PERSONS
                                           : BIL_REPORT_POINTS);
    }
    size_t row = 0;
    for (size_t g = first; g < r->group_count; g++) {
        if (compared(r, g)) {
            put_winners(r, section, row++, g);
        }
    }
    bil_reporting_chart(section, "winners", W_WON, W_LOST + 1,
                        bil_report_words(BIL_R_WINNERS_CHART));
}
