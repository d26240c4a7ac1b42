/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/documents/fixture_answer.h"

#include <stdlib.h>
#include <string.h>

#include "tests/documents/fixture.h"

enum { S_EDUCATOR = 1, S_INTERN = 2, N_SOCIAL = 4, P_SUPPLEMENT = 1, P_ASL = 2, P_TOWN = 3 };
enum { P_FOUNDATION = 6, LINES = 16 };

static struct {
    bil_arena *arena;
    bil_plan other;
    bil_plan_phase phases[2];
    bil_line lines[2][LINES];
    bil_coverage coverage[2][LINES];
    bil_difference difference;
    bil_answer answer;
} made;

/* The fixture's plan without the educator, with four meals more in the first phase. */
static void make_other(void)
{
    const bil_plan *before = fixture_plan();
    made.other = *before;
    for (size_t t = 0; t < 2; t++) {
        bil_plan_phase *phase = &made.phases[t];
        *phase = before->phases[t];
        size_t count = 0;
        for (size_t i = 0; i < phase->line_count; i++) {
            bil_line line = phase->lines[i];
            if (line.service == S_EDUCATOR) {
                continue;
            }
            line.quantity += strcmp(line.code, "S03") == 0 ? 4 : 0;
            line.cost_cents += strcmp(line.code, "S03") == 0 ? 3720 : 0;
            made.lines[t][count++] = line;
        }
        memcpy(made.coverage[t], phase->coverage, phase->coverage_count * sizeof(bil_coverage));
        for (size_t i = 0; i < phase->coverage_count; i++) {
            made.coverage[t][i].covered -=
                made.coverage[t][i].need == N_SOCIAL ? made.coverage[t][i].covered / 2 : 0;
        }
        phase->lines = made.lines[t];
        phase->line_count = count;
        phase->coverage = made.coverage[t];
    }
    made.other.phases = made.phases;
    made.other.score_e9 -= 20000000;
}

static const bil_why_need covers[] = {
    {.phase = 0, .need_id = "n5", .need = N_SOCIAL, .target = 2400, .covers = 1600, .lost = 1600},
    {.phase = 0, .need_id = "n4", .need = 3, .target = 7000, .covers = 800, .lost = 0},
    {.phase = 1, .need_id = "n5", .need = N_SOCIAL, .target = 2400, .covers = 1600, .lost = 1600},
    {.phase = 1, .need_id = "n4", .need = 3, .target = 7000, .covers = 600, .lost = 100},
};

static const bil_why_payer payers[] = {
    {.phase = 0,
     .code = "ASL",
     .source = P_ASL,
     .cents = 54750,
     .selector = "kind:sociosanitario",
     .why = "lea"},
    {.phase = 0,
     .code = "P04",
     .source = P_SUPPLEMENT,
     .cents = 12000,
     .selector = "*",
     .why = "copay"},
    {.phase = 0,
     .code = "T-FOND",
     .source = P_FOUNDATION,
     .cents = 100,
     .selector = "tag:<bds>",
     .why = "gift"},
    {.phase = 1,
     .code = "P04",
     .source = P_SUPPLEMENT,
     .cents = 12000,
     .selector = "*",
     .why = "copay"},
    {.phase = 1,
     .code = "COMUNE",
     .source = P_TOWN,
     .cents = 33600,
     .selector = "service:S22",
     .why = "rest"},
};

static const bil_conflict conflict[] = {
    {"must", "service:S27", {"deve esserci «Tirocinio»", "\"Internship\" must be there"}},
    {"rule",
     "D29",
     {"L’indennità di tirocinio non si somma a un contratto <di lavoro>.",
      "The internship allowance does not add to an <ordinary> job."}},
};

static const bil_change waive = {.kind = BIL_CHANGE_WAIVE, .index = 1, .what = "D29"};
static const bil_change money[] = {
    {.kind = BIL_CHANGE_LIMIT, .index = P_TOWN, .amount = 12500, .what = "COMUNE"},
    {.kind = BIL_CHANGE_BUDGET, .amount = 15000, .what = "public"}};
static const bil_words waive_words = {"metti da parte questa regola, con un motivo scritto",
                                      "set this rule aside, with a written reason"};
static const bil_words money_words[] = {
    {"alza il tetto di «Comune & altri» di 125,00 € al mese",
     "raise the ceiling of \"Comune & others\" by €125.00 a month"},
    {"alza il budget pubblico di 150,00 € al mese", "raise the public budget by €150.00 a month"}};

static const bil_repair repairs[] = {{.changes = &waive,
                                      .texts = &waive_words,
                                      .change_count = 1,
                                      .score_e9 = 790000000,
                                      .public_cents = 2400000},
                                     {.changes = money,
                                      .texts = money_words,
                                      .change_count = 2,
                                      .price_cents = 15000,
                                      .score_e9 = 850000000,
                                      .public_cents = 2500000}};

static bil_difference bought[4];
static bil_next_euro next[8];

static void make_next(void)
{
    const bil_difference same = {.before = made.difference.before, .after = made.difference.before};
    bought[0] = made.difference;
    bought[0].after.score_e9 = bought[0].before.score_e9 + 10000000;
    bought[1] = bought[0];
    bought[2] = bought[0];
    bought[2].after.score_e9 -= 1000000;
    bought[3] = same;
    for (size_t i = 0; i < 8; i++) {
        static const int64_t steps[] = {5000, 10000, 20000};
        next[i] = (bil_next_euro){.code = i < 3   ? "public"
                                          : i < 6 ? "COMUNE"
                                                  : "T-FOND",
                                  .source = i < 3   ? BIL_NONE
                                            : i < 6 ? P_TOWN
                                                    : P_FOUNDATION,
                                  .cents = steps[i % 3],
                                  .buys = i < 3 ? &bought[i] : &bought[3]};
    }
    next[7].buys = NULL;
}

static void add_repairs(size_t first, size_t count)
{
    made.answer.repairs = repairs + first;
    made.answer.repair_count = count;
}

static void add_other(void)
{
    made.answer.other = &made.other;
    made.answer.difference = made.difference;
}

static void fill(answer_kind kind)
{
    bil_answer *a = &made.answer;
    switch (kind) {
    case ANSWER_WHY:
        *a = (bil_answer){.ask = BIL_ASK_WHY,
                          .subject = {BIL_SUBJECT_SERVICE, S_EDUCATOR, "S22", 0},
                          .verdict = BIL_ANSWER_WORTH,
                          .needs = covers,
                          .need_count = sizeof covers / sizeof covers[0],
                          .payers = payers,
                          .payer_count = sizeof payers / sizeof payers[0]};
        add_other();
        break;
    case ANSWER_WHY_NOT:
        *a = (bil_answer){.ask = BIL_ASK_WHY_NOT,
                          .subject = {BIL_SUBJECT_SERVICE, S_INTERN, "S27", 1},
                          .verdict = BIL_ANSWER_IMPOSSIBLE,
                          .conflict = conflict,
                          .conflict_count = 2};
        add_repairs(0, 1);
        break;
    case ANSWER_WHAT_IF:
        *a = (bil_answer){.ask = BIL_ASK_WHAT_IF,
                          .subject = {BIL_SUBJECT_NEED, N_SOCIAL, "n5", 8000},
                          .verdict = BIL_ANSWER_POSSIBLE,
                          .kept_rest = true,
                          .conflict = conflict,
                          .conflict_count = 2};
        add_repairs(0, 2);
        add_other();
        break;
    case ANSWER_SCORE:
        *a = (bil_answer){.ask = BIL_ASK_WHAT_IF,
                          .subject = {BIL_SUBJECT_SCORE, BIL_NONE, "0.85", 850000000},
                          .verdict = BIL_ANSWER_TAKES,
                          .no_give = true,
                          .conflict = conflict + 1,
                          .conflict_count = 1};
        add_repairs(1, 1);
        break;
    case ANSWER_NEXT:
        make_next();
        *a = (bil_answer){
            .ask = BIL_ASK_NEXT, .verdict = BIL_ANSWER_POSSIBLE, .next = next, .next_count = 8};
        break;
    case ANSWER_ALREADY:
        *a = (bil_answer){.ask = BIL_ASK_WHY_NOT,
                          .subject = {BIL_SUBJECT_PROVIDER, 0, "COOP1", 0},
                          .verdict = BIL_ANSWER_ALREADY};
        break;
    case ANSWER_NONE_WAYS:
        *a = (bil_answer){.ask = BIL_ASK_WHAT_IF,
                          .subject = {BIL_SUBJECT_SOURCE, P_TOWN, "COMUNE", 0},
                          .verdict = BIL_ANSWER_IMPOSSIBLE,
                          .conflict = conflict,
                          .conflict_count = 2};
        break;
    }
}

bil_answer *answer_build(answer_kind kind)
{
    if (made.arena == NULL) {
        made.arena = bil_arena_new();
        make_other();
        if (made.arena == NULL || bil_difference_of(&made.difference, fixture_plan(), &made.other,
                                                    fixture_case(), made.arena, NULL) != BIL_OK) {
            abort();
        }
    }
    fill(kind);
    made.answer.plan = fixture_plan();
    return &made.answer;
}

void answers_drop(void)
{
    bil_arena_free(made.arena);
    made.arena = NULL;
}
