/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every sentence of po/it.po: whole, plain and easy to read. The build already checks that both
 * languages are there; here is what a compiler of tables cannot judge. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/text.h"
#include "tests/words/prose.h"
#include "tests/words/tables.h"

/* Says which entry is wrong and why; all of them before the test fails. */
static size_t complain(const table_entry *entry, const char *text, const char *why)
{
    print_error("%s.%s: %s: «%s»\n", entry->table, entry->name, why, text);
    return 1;
}

static void the_index_is_the_published_one(void **state)
{
    (void)state;
    /* 5 words, 18 letters: 89 + (300 − 180) ÷ 5. */
    const prose_size small = prose_measure("La mamma va al mercato.");
    assert_int_equal(small.words, 5);
    assert_int_equal(small.letters, 18);
    assert_int_equal(small.sentences, 1);
    assert_int_equal(prose_gulpease(small), 113);
    /* Apostrophes part words, accents are letters, places are short words. */
    const prose_size mixed = prose_measure("C’è %s, già: così! Perché «%2$s»? Sì");
    assert_int_equal(mixed.words, 8);
    assert_int_equal(mixed.letters, 1 + 1 + 4 + 3 + 4 + 6 + 4 + 2);
    assert_int_equal(mixed.sentences, 3);
    assert_int_equal(prose_measure("po/it.po, 3.5… Poi basta").sentences, 2);
    assert_int_equal(prose_measure("").words, 0);
    assert_int_equal(prose_gulpease((prose_size){.letters = 100, .words = 3, .sentences = 0}),
                     -245);
}

static void hard_prose_is_told_from_plain(void **state)
{
    (void)state;
    assert_true(prose_too_hard("Il provvedimento amministrativo conseguentemente adottato dispone "
                               "l’erogazione dell’integrazione economica precedentemente richiesta",
                               PROSE_PLAIN));
    assert_false(
        prose_too_hard("La persona paga una parte. Il resto lo paga il Comune.", PROSE_EASY));
    assert_false(prose_too_hard("Compartecipazione dell’amministrazione comunale", PROSE_PLAIN));
}

static void phrases_are_found_as_whole_words(void **state)
{
    (void)state;
    const char *text = "È così: il Tetto c’è, i tetti no.";
    assert_ptr_equal(prose_find(text, "tetto"), strstr(text, "Tetto"));
    assert_ptr_equal(prose_find(text, "tett*"), strstr(text, "Tetto"));
    assert_ptr_equal(prose_find(text, "è"), text);
    assert_null(prose_find(text, "tett"));
    assert_null(prose_find(text, "etto"));
    assert_null(prose_find("", "x"));
}

static void both_languages_are_well_formed_text(void **state)
{
    (void)state;
    size_t faults = 0;
    for (size_t i = 0; i < table_entry_count; i++) {
        const table_entry *entry = &table_entries[i];
        const char *const texts[2] = {entry->it, entry->en};
        for (size_t k = 0; k < 2; k++) {
            const size_t size = strlen(texts[k]);
            if (size == 0 || !bil_utf8_valid(texts[k], size)) {
                faults += complain(entry, texts[k], "empty, or not UTF-8");
            } else if (texts[k][0] == ' ' || texts[k][size - 1] == ' ' ||
                       strstr(texts[k], "  ") != NULL) {
                faults += complain(entry, texts[k], "spaces that nobody sees");
            }
        }
        if (strchr(entry->it, '\'') != NULL) {
            faults += complain(entry, entry->it, "Italian has the apostrophe ’");
        }
    }
    assert_int_equal(faults, 0);
}

static void italian_sentences_are_easy_to_read(void **state)
{
    (void)state;
    size_t faults = 0;
    size_t judged = 0;
    for (size_t i = 0; i < table_entry_count; i++) {
        const table_entry *entry = &table_entries[i];
        const bool easy = strcmp(entry->table, "document") == 0 &&
                          strncmp(entry->name, "EASY_", strlen("EASY_")) == 0;
        judged += prose_measure(entry->it).words >= PROSE_SHORT ? 1 : 0;
        if (prose_too_hard(entry->it, easy ? PROSE_EASY : PROSE_PLAIN)) {
            print_error("Gulpease %d: ", prose_gulpease(prose_measure(entry->it)));
            faults += complain(entry, entry->it, "shorter sentences, shorter words");
        }
    }
    assert_true(judged >= 50);
    assert_int_equal(faults, 0);
}

/* Words of who writes optimisers; `*` for any ending. */
static const char *const solver_words_it[] = {"ottimizz*",
                                              "solver",
                                              "vincol*",
                                              "infeasib*",
                                              "inammissibil*",
                                              "dual*",
                                              "milp",
                                              "lp",
                                              "gap",
                                              "nodo",
                                              "nodi",
                                              "euristic*",
                                              "slack",
                                              "scarto",
                                              "funzione obiettivo",
                                              "rilassament*",
                                              "variabil*",
                                              "simplesso",
                                              "branch",
                                              "iterazion*",
                                              "presolve",
                                              "pareto",
                                              "bound",
                                              "taglio",
                                              "tagli",
                                              "algoritm*",
                                              "regret",
                                              "incumbent",
                                              "rimpianto",
                                              "lessicografic*",
                                              "epsilon",
                                              "irriducibil*",
                                              "programmazione lineare"};
static const char *const solver_words_en[] = {"optimiz*",
                                              "optimis*",
                                              "solver",
                                              "constraint*",
                                              "infeasib*",
                                              "feasib*",
                                              "dual*",
                                              "milp",
                                              "lp",
                                              "gap",
                                              "node",
                                              "nodes",
                                              "heurist*",
                                              "slack*",
                                              "relaxation*",
                                              "simplex",
                                              "objective function",
                                              "iteration*",
                                              "presolve",
                                              "pareto",
                                              "bound",
                                              "bounds",
                                              "algorithm*",
                                              "regret",
                                              "incumbent",
                                              "lexicographic*",
                                              "epsilon",
                                              "irreducib*",
                                              "linear program*"};

static size_t look_for(const table_entry *entry, const char *text, const char *const *words,
                       size_t count)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (prose_find(text, words[i]) != NULL) {
            found += complain(entry, text, words[i]);
        }
    }
    return found;
}

/* `doctor` names the parts of the program and the manual the variables of the environment, to who
 * keeps it running; "technical details" are for who asks for them: entries named TECHNICAL_… . */
static bool is_technical(const table_entry *entry)
{
    return strncmp(entry->name, "TECHNICAL_", strlen("TECHNICAL_")) == 0 ||
           strcmp(entry->name, "DOC_OPTIMISER") == 0 || strcmp(entry->name, "MAN_LANG") == 0;
}

static void no_sentence_speaks_like_an_optimiser(void **state)
{
    (void)state;
    size_t faults = 0;
    for (size_t i = 0; i < table_entry_count; i++) {
        const table_entry *entry = &table_entries[i];
        if (!is_technical(entry)) {
            faults += look_for(entry, entry->it, solver_words_it,
                               sizeof solver_words_it / sizeof solver_words_it[0]);
            faults += look_for(entry, entry->en, solver_words_en,
                               sizeof solver_words_en / sizeof solver_words_en[0]);
        }
    }
    assert_int_equal(faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_index_is_the_published_one),
        cmocka_unit_test(hard_prose_is_told_from_plain),
        cmocka_unit_test(phrases_are_found_as_whole_words),
        cmocka_unit_test(both_languages_are_well_formed_text),
        cmocka_unit_test(italian_sentences_are_easy_to_read),
        cmocka_unit_test(no_sentence_speaks_like_an_optimiser),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
