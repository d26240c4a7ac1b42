/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/proposals.h"

#include "engine/money.h"
#include "engine/words.h"

const char *bil_goal_name(bil_goal goal)
{
    static const char *const names[BIL_GOAL_COUNT] = {
        [BIL_GOAL_BEST] = "best",           [BIL_GOAL_PUBLIC_MONEY] = "public-money",
        [BIL_GOAL_FAMILY] = "family",       [BIL_GOAL_HOME] = "home",
        [BIL_GOAL_PROVIDERS] = "providers", [BIL_GOAL_PREFERENCES] = "preferences",
        [BIL_GOAL_OTHER_WAY] = "other-way",
    };
    return (unsigned)goal < BIL_GOAL_COUNT ? names[goal] : NULL;
}

bil_words bil_goal_words(bil_goal goal)
{
    static const bil_answer_word words[BIL_GOAL_COUNT] = {
        [BIL_GOAL_BEST] = BIL_A_GOAL_BEST,
        [BIL_GOAL_PUBLIC_MONEY] = BIL_A_GOAL_PUBLIC_MONEY,
        [BIL_GOAL_FAMILY] = BIL_A_GOAL_FAMILY,
        [BIL_GOAL_HOME] = BIL_A_GOAL_HOME,
        [BIL_GOAL_PROVIDERS] = BIL_A_GOAL_PROVIDERS,
        [BIL_GOAL_PREFERENCES] = BIL_A_GOAL_PREFERENCES,
        [BIL_GOAL_OTHER_WAY] = BIL_A_GOAL_OTHER_WAY,
    };
    return bil_answer_words(words[goal]);
}

const char *bil_proposals_letter(size_t index)
{
    static const char *const letters[BIL_PROPOSALS_MAX] = {"A", "B", "C", "D", "E", "F", "G"};
    return index < BIL_PROPOSALS_MAX ? letters[index] : "?";
}

static const char *letter_of(const bil_proposals *proposals, bil_goal goal)
{
    for (size_t i = 0; i < proposals->count; i++) {
        if (proposals->goals[i] == goal) {
            return bil_proposals_letter(i);
        }
    }
    return bil_proposals_letter(0);
}

static bil_answer_word missed_word(const bil_missed *missed)
{
    switch (missed->reason) {
    case BIL_MISSED_NOTHING:
        return BIL_A_MISSED_NOTHING;
    case BIL_MISSED_DISTANCE:
        return BIL_A_MISSED_DISTANCE;
    case BIL_MISSED_NEAR:
        return missed->services == 0 ? BIL_A_MISSED_SAME : BIL_A_MISSED_NEAR;
    case BIL_MISSED_WORSE:
        return BIL_A_MISSED_WORSE;
    case BIL_MISSED_FIRST:
        return BIL_A_MISSED_FIRST;
    case BIL_MISSED_STOPPED:
        break;
    }
    return BIL_A_MISSED_STOPPED;
}

bil_words bil_missed_words(const bil_proposals *proposals, const bil_missed *missed,
                           bil_arena *arena)
{
    char it[48];
    char en[48];
    bil_hundredths_format(it, sizeof it, proposals->within_e6 / 100, BIL_LANG_IT);
    bil_hundredths_format(en, sizeof en, proposals->within_e6 / 100, BIL_LANG_EN);
    const char *letter = letter_of(proposals, missed->other);
    const bil_words values[] = {bil_goal_words(missed->goal), missed->reason == BIL_MISSED_DISTANCE
                                                                  ? (bil_words){it, en}
                                                                  : (bil_words){letter, letter}};
    return bil_answer_fill(arena, missed_word(missed), values, 2);
}

const char *bil_missed_reason_name(bil_missed_reason reason)
{
    switch (reason) {
    case BIL_MISSED_NOTHING:
        return "nothing-to-gain";
    case BIL_MISSED_DISTANCE:
        return "none-within-distance";
    case BIL_MISSED_NEAR:
        return "too-near";
    case BIL_MISSED_WORSE:
        return "not-better";
    case BIL_MISSED_FIRST:
        return "first-outdone";
    case BIL_MISSED_STOPPED:
        return "stopped";
    }
    return NULL;
}

void bil_proposals_free(bil_proposals *proposals)
{
    if (proposals == NULL) {
        return;
    }
    for (size_t i = 0; i < proposals->count; i++) {
        bil_plan_free(proposals->plans[i]);
    }
    bil_plan_free(proposals->today);
    bil_arena_free(proposals->arena);
}

bool bil_figures_not_better(const bil_figures *a, const bil_figures *b)
{
    return a->score_e9 <= b->score_e9 && a->public_cents >= b->public_cents &&
           a->family_hours >= b->family_hours && a->family_cents >= b->family_cents &&
           a->providers >= b->providers && a->home_months <= b->home_months;
}

bil_status bil_proposals_compare(bil_proposals *proposals, const bil_case *person, bil_error *err)
{
    for (size_t i = 0; i < proposals->count; i++) {
        bil_status status = bil_difference_of(&proposals->from_first[i], proposals->plans[0],
                                              proposals->plans[i], person, proposals->arena, err);
        if (status == BIL_OK && proposals->today != NULL) {
            status = bil_difference_of(&proposals->from_today[i], proposals->today,
                                       proposals->plans[i], person, proposals->arena, err);
        }
        if (status != BIL_OK) {
            return status;
        }
    }
    return BIL_OK;
}
