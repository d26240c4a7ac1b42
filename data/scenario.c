/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/scenario.h"

#include <stdio.h>
#include <string.h>

#include "data/digest.h"
#include "data/file.h"
#include "data/limits.h"
#include "data/number.h"
#include "data/scenario_impl.h"
#include "data/synth.h"

enum {
    FORMAT,
    VERSION,
    NAME,
    TITLE,
    CONTEXT,
    QUESTION,
    CONCLUSION,
    FOUND,
    DISTRICT,
    CHANGES,
    RULES,
    SEEDS,
    SWEEP,
    BASELINE,
    OUTPUTS,
    GAP,
    FREE_GRANTED,
    REUSE,
    MEMBERS
};

static const bil_json_field fields[MEMBERS] = {
    {"format", true},        {"version", true},   {"name", true},        {"title", false},
    {"context", false},      {"question", false}, {"conclusion", false}, {"found", false},
    {"district", true},      {"changes", false},  {"rules", true},       {"seeds", false},
    {"sweep", false},        {"baseline", false}, {"outputs", false},    {"gap", false},
    {"free_granted", false}, {"reuse", false}};

enum { TEXT_MAX_BYTES = 4000, FOLDER_MAX_BYTES = 1000, ALPHA_MAX_E3 = 100000 };

#define SEED_MAX INT64_C(4294967295)
#define GAP_INITIAL_E9 100000
#define ALPHA "alpha="
#define CUSTOM "custom"

static const bil_words nothing = {"", ""};

const char *bil_scenario_keep(bil_scenario_reader *reader, const char *text)
{
    const char *copy = bil_arena_text(reader->scenario->arena, text);
    reader->no_memory = reader->no_memory || copy == NULL;
    return copy == NULL ? "" : copy;
}

void *bil_scenario_room(bil_scenario_reader *reader, size_t count, size_t size)
{
    void *made = bil_arena_alloc(reader->scenario->arena, count, size);
    reader->no_memory = reader->no_memory || made == NULL;
    return made;
}

/* ---- what it says of itself ---- */

static void read_name(bil_scenario_reader *reader, const bil_json_value *value)
{
    const char *text = "";
    if (value == NULL || !bil_json_get_code(&text, value)) {
        return;
    }
    if (strcmp(text, BIL_SCENARIO_BASE) == 0) {
        bil_json_fault(
            value, NULL,
            (bil_words){"un altro nome: «" BIL_SCENARIO_BASE "» è il distretto senza cambiamenti",
                        "another name: \"" BIL_SCENARIO_BASE "\" is the district without changes"},
            nothing);
    }
    reader->scenario->name = bil_scenario_keep(reader, text);
}

static bil_words read_words(bil_scenario_reader *reader, const bil_json_value *value)
{
    enum { IT, EN, COUNT };
    static const bil_json_field parts[COUNT] = {{"it", true}, {"en", true}};
    const bil_json_value *found[COUNT];
    bil_words words = {"", ""};
    const char *text = "";
    if (bil_json_is_null(value)) {
        return words;
    }
    (void)bil_json_get_members(found, value, parts, COUNT);
    if (found[IT] != NULL && bil_json_get_text(&text, found[IT], TEXT_MAX_BYTES)) {
        words.it = bil_scenario_keep(reader, text);
    }
    if (found[EN] != NULL && bil_json_get_text(&text, found[EN], TEXT_MAX_BYTES)) {
        words.en = bil_scenario_keep(reader, text);
    }
    return words;
}

/* ---- the district ---- */

static const char *read_place(bil_scenario_reader *reader, const bil_json_value *value)
{
    const char *text = "";
    if (!bil_json_get_text(&text, value, FOLDER_MAX_BYTES)) {
        return NULL;
    }
    if (text[0] == '\0') {
        bil_json_fault(value, NULL, (bil_words){"un testo", "a text"}, nothing);
        return NULL;
    }
    return bil_scenario_keep(reader, text);
}

static void read_district(bil_scenario_reader *reader, const bil_json_value *value)
{
    enum { PROFILE, PERSONS, COUNT };
    static const bil_json_field parts[COUNT] = {{"profile", true}, {"persons", true}};
    const bil_json_value *found[COUNT];
    bil_scenario *scenario = reader->scenario;
    if (value == NULL) {
        return;
    }
    if (bil_json_kind_of(value) == BIL_JSON_TEXT) {
        scenario->folder = read_place(reader, value);
        return;
    }
    if (bil_json_kind_of(value) != BIL_JSON_OBJECT) {
        bil_json_fault(value, NULL,
                       (bil_words){"la cartella di un distretto, o { \"profile\", \"persons\" } "
                                   "per inventarne uno",
                                   "a district's folder, or { \"profile\", \"persons\" } to "
                                   "invent one"},
                       nothing);
        return;
    }
    (void)bil_json_get_members(found, value, parts, COUNT);
    if (found[PROFILE] != NULL) {
        scenario->profile = read_place(reader, found[PROFILE]);
    }
    if (found[PERSONS] != NULL) {
        (void)bil_json_get_integer(&scenario->persons, found[PERSONS], 1, BIL_SYNTH_PERSONS_MAX);
    }
}

/* ---- changes ---- */

/* The months of a flow in which a change holds. Months of the flow itself are no such months. */
static bool read_months(bil_lever_change *change, const bil_json_value *from,
                        const bil_json_value *to)
{
    int64_t first = 1;
    int64_t last = 0;
    bool fine =
        bil_json_is_null(from) || bil_json_get_integer(&first, from, 1, BIL_FLOW_MONTHS_MAX);
    if (!bil_json_is_null(to)) {
        fine = bil_json_get_integer(&last, to, first, BIL_FLOW_MONTHS_MAX) && fine;
    }
    change->from_month = (int)first;
    change->to_month = (int)last;
    return fine;
}

static void read_changes(bil_scenario_reader *reader, const bil_json_value *value)
{
    enum { PATH, OP, VALUE, FROM, TO, COUNT };
    static const bil_json_field parts[COUNT] = {
        {"path", true}, {"op", true}, {"value", true}, {"from_month", false}, {"to_month", false}};
    const bil_json_value *found[COUNT];
    if (bil_json_is_null(value) || !bil_json_expect_array(value, BIL_SCENARIO_CHANGES_MAX)) {
        return;
    }
    bil_lever_change *changes = bil_scenario_room(reader, bil_json_count(value), sizeof *changes);
    size_t count = 0;
    for (const bil_json_value *at = bil_json_first(value); changes != NULL && at != NULL;
         at = bil_json_next(at)) {
        bil_lever_change *change = &changes[count];
        *change = (bil_lever_change){.path = ""};
        (void)bil_json_get_members(found, at, parts, COUNT);
        const bool fine = read_months(change, found[FROM], found[TO]);
        if (bil_lever_read(change, reader, found[PATH], found[OP]) && found[VALUE] != NULL &&
            bil_lever_read_value(change, reader, found[VALUE]) && fine) {
            count++;
        }
    }
    reader->scenario->changes = changes;
    reader->scenario->change_count = count;
}

/* ---- rules and seeds ---- */

static size_t rule_count(const char *const *rules)
{
    size_t count = 0;
    while (rules[count] != NULL) {
        count++;
    }
    return count;
}

static bool is_rule(const bil_scenario_reader *reader, const char *code)
{
    bool there = false;
    for (size_t i = 0; reader->rules[i] != NULL; i++) {
        there = there || strcmp(reader->rules[i], code) == 0;
    }
    return there;
}

/* "alpha=0.5": is the text meant to be such a rule? */
static bool is_alpha(const bil_scenario_reader *reader, const char *text)
{
    return strncmp(text, ALPHA, strlen(ALPHA)) == 0 && is_rule(reader, "alpha");
}

/* As it is kept; NULL after having reported that the number is none. */
static const char *rule_with_alpha(bil_scenario_reader *reader, const bil_json_value *value,
                                   const char *text)
{
    const char *written = text + strlen(ALPHA);
    char number[BIL_DECIMAL_SIZE];
    int64_t alpha_e3 = 0;
    bil_said said;
    if (bil_number_decimal(&alpha_e3, written, strlen(written), 3, false) != BIL_NUMBER_OK ||
        alpha_e3 < 0 || alpha_e3 > ALPHA_MAX_E3) {
        bil_json_fault(value, NULL,
                       (bil_words){"alpha= e un numero da 0 a 100, al massimo con tre decimali: "
                                   "alpha=0.5",
                                   "alpha= and a number from 0 to 100, with three decimals at "
                                   "most: alpha=0.5"},
                       nothing);
        return NULL;
    }
    bil_decimal_format(number, sizeof number, alpha_e3, 3, 0);
    return bil_scenario_keep(reader, bil_say(&said, ALPHA "%s", ALPHA "%s", number).en);
}

const char *bil_scenario_model(const char *rule)
{
    const size_t length = strlen(CUSTOM);
    const bool custom = strncmp(rule, CUSTOM, length) == 0 && rule[length] == '=';
    return custom && rule[length + 1] != '\0' ? rule + length + 1 : NULL;
}

/* "custom", with or without its file: is the text meant to be such a rule? */
static bool is_custom(const bil_scenario_reader *reader, const char *text)
{
    const size_t length = strlen(CUSTOM);
    return strncmp(text, CUSTOM, length) == 0 && (text[length] == '\0' || text[length] == '=') &&
           is_rule(reader, CUSTOM);
}

/* As it is kept; NULL after having reported that it names no file. */
static const char *rule_with_model(bil_scenario_reader *reader, const bil_json_value *value,
                                   const char *text)
{
    if (bil_scenario_model(text) == NULL) {
        bil_json_fault(value, NULL,
                       (bil_words){"custom= e il file del modello, dalla cartella dello scenario: "
                                   "custom=mio.mod",
                                   "custom= and the model's file, from the scenario's folder: "
                                   "custom=mine.mod"},
                       nothing);
        return NULL;
    }
    return bil_scenario_keep(reader, text);
}

/* The name as the list of rules has it; NULL after having reported that it is none. */
static const char *rule_named(bil_scenario_reader *reader, const bil_json_value *value)
{
    const char *text = "";
    char known[320] = "";
    size_t used = 0;
    bil_said said;
    bil_said near;
    if (!bil_json_get_text(&text, value, FOLDER_MAX_BYTES)) {
        return NULL;
    }
    if (is_alpha(reader, text)) {
        return rule_with_alpha(reader, value, text);
    }
    if (is_custom(reader, text)) {
        return rule_with_model(reader, value, text);
    }
    for (size_t i = 0; reader->rules[i] != NULL; i++) {
        if (strcmp(text, reader->rules[i]) == 0) {
            return reader->rules[i];
        }
        const int more = snprintf(known + used, sizeof known - used, "%s%s", i > 0 ? ", " : "",
                                  reader->rules[i]);
        used += more > 0 ? (size_t)more : 0;
        used = used < sizeof known ? used : sizeof known - 1;
    }
    bil_json_fault(value, NULL, bil_say(&said, "una regola: %s", "a rule: %s", known),
                   bil_say_nearest(&near, text, reader->rules, rule_count(reader->rules),
                                   sizeof reader->rules[0]));
    return NULL;
}

static bool filled(const bil_json_value *value, size_t most)
{
    if (!bil_json_expect_array(value, most)) {
        return false;
    }
    if (bil_json_count(value) == 0) {
        bil_json_fault(value, NULL, (bil_words){"almeno una voce", "at least one entry"}, nothing);
        return false;
    }
    return true;
}

static void twice(const bil_json_value *value)
{
    bil_json_fault(value, NULL, (bil_words){"ogni voce una volta sola", "each entry only once"},
                   nothing);
}

static void read_rules(bil_scenario_reader *reader, const bil_json_value *value)
{
    if (value == NULL || !filled(value, BIL_SCENARIO_RULES_MAX)) {
        return;
    }
    const char **rules = bil_scenario_room(reader, bil_json_count(value), sizeof *rules);
    size_t count = 0;
    for (const bil_json_value *at = bil_json_first(value); rules != NULL && at != NULL;
         at = bil_json_next(at)) {
        const char *name = rule_named(reader, at);
        for (size_t i = 0; name != NULL && i < count; i++) {
            if (strcmp(rules[i], name) == 0) {
                twice(at);
                name = NULL;
            }
        }
        if (name != NULL) {
            rules[count++] = name;
        }
    }
    reader->scenario->rules = rules;
    reader->scenario->rule_count = count;
}

static void read_seeds(bil_scenario_reader *reader, const bil_json_value *value)
{
    static const int64_t one[] = {1};
    reader->scenario->seeds = one;
    reader->scenario->seed_count = 1;
    if (bil_json_is_null(value) || !filled(value, BIL_SCENARIO_SEEDS_MAX)) {
        return;
    }
    int64_t *seeds = bil_scenario_room(reader, bil_json_count(value), sizeof *seeds);
    size_t count = 0;
    for (const bil_json_value *at = bil_json_first(value); seeds != NULL && at != NULL;
         at = bil_json_next(at)) {
        int64_t seed = -1;
        bool fine = bil_json_get_integer(&seed, at, 0, SEED_MAX);
        for (size_t i = 0; fine && i < count; i++) {
            if (seeds[i] == seed) {
                twice(at);
                fine = false;
            }
        }
        if (fine) {
            seeds[count++] = seed;
        }
    }
    if (seeds != NULL) {
        reader->scenario->seeds = seeds;
        reader->scenario->seed_count = count;
    }
}

/* ---- axes ---- */

static void read_values(bil_scenario_reader *reader, bil_scenario_axis *axis,
                        const bil_lever_change *target, const bil_json_value *list)
{
    if (!filled(list, BIL_SCENARIO_VALUES_MAX)) {
        return;
    }
    bil_lever_change *values = bil_scenario_room(reader, bil_json_count(list), sizeof *values);
    for (const bil_json_value *at = bil_json_first(list); values != NULL && at != NULL;
         at = bil_json_next(at)) {
        bil_lever_change *value = &values[axis->count];
        *value = *target;
        bool fine = bil_lever_read_value(value, reader, at);
        for (size_t i = 0; fine && i < axis->count; i++) {
            if (values[i].value == value->value) {
                twice(at);
                fine = false;
            }
        }
        axis->count += fine ? 1 : 0;
    }
    axis->values = values;
}

static void read_axis(bil_scenario_reader *reader, bil_scenario_axis *axis,
                      const bil_json_value *value)
{
    enum { PATH, OP, VALUES, FROM, TO, COUNT };
    static const bil_json_field parts[COUNT] = {
        {"path", true}, {"op", true}, {"values", true}, {"from_month", false}, {"to_month", false}};
    const bil_json_value *found[COUNT];
    bil_lever_change target = {.path = ""};
    axis->name = bil_scenario_keep(reader, bil_json_key(value));
    if (!bil_code_valid(axis->name) || strchr(axis->name, '=') != NULL) {
        bil_json_fault(
            value, axis->name,
            (bil_words){"un nome da 1 a 64 caratteri, senza spazi né = , ; : * / \" ' \\",
                        "a name of 1 to 64 characters, without spaces or = , ; : * / \" ' \\"},
            nothing);
    }
    (void)bil_json_get_members(found, value, parts, COUNT);
    (void)read_months(&target, found[FROM], found[TO]);
    if (bil_lever_read(&target, reader, found[PATH], found[OP]) && found[VALUES] != NULL) {
        read_values(reader, axis, &target, found[VALUES]);
    }
}

static void read_sweep(bil_scenario_reader *reader, const bil_json_value *value)
{
    bil_scenario *scenario = reader->scenario;
    scenario->point_count = 1;
    if (bil_json_is_null(value) || !bil_json_expect_object(value, BIL_SCENARIO_AXES_MAX)) {
        return;
    }
    bil_scenario_axis *axes = bil_scenario_room(reader, bil_json_count(value), sizeof *axes);
    for (const bil_json_value *at = bil_json_first(value); axes != NULL && at != NULL;
         at = bil_json_next(at)) {
        bil_scenario_axis *axis = &axes[scenario->axis_count++];
        *axis = (bil_scenario_axis){.name = ""};
        read_axis(reader, axis, at);
        scenario->point_count *= axis->count > 0 ? axis->count : 1;
        if (scenario->point_count > BIL_SCENARIO_POINTS_MAX) {
            bil_said said;
            bil_json_fault(value, NULL,
                           bil_say(&said, "al massimo %d combinazioni di valori",
                                   "at most %d combinations of values", BIL_SCENARIO_POINTS_MAX),
                           nothing);
            return;
        }
    }
    scenario->axes = axes;
}

void bil_scenario_point(const bil_lever_change *out[BIL_SCENARIO_AXES_MAX],
                        const bil_scenario *scenario, size_t point)
{
    for (size_t a = scenario->axis_count; a > 0; a--) {
        const bil_scenario_axis *axis = &scenario->axes[a - 1];
        out[a - 1] = &axis->values[point % axis->count];
        point /= axis->count;
    }
}

void bil_scenario_point_name(bil_text *out, const bil_scenario *scenario, size_t point)
{
    const bil_lever_change *values[BIL_SCENARIO_AXES_MAX] = {NULL};
    bil_scenario_point(values, scenario, point);
    for (size_t a = 0; a < scenario->axis_count; a++) {
        bil_text_addf(out, "%s%s=%s", a > 0 ? " " : "", scenario->axes[a].name, values[a]->written);
    }
    if (scenario->axis_count == 0) {
        bil_text_add(out, scenario->name);
    }
}

/* ---- a waiting list that moves ---- */

static bool moves(const bil_lever_change *change)
{
    return strcmp(change->path, "/flow/months") == 0;
}

/* Months, and how the list moves, mean something only in a flow. */
static void check_flow(const bil_json_value *at, const bil_lever_change *change, bool flows)
{
    const bool dated = change->from_month > 1 || change->to_month > 0;
    if (!flows && (dated || bil_lever_is_flow(change))) {
        bil_json_fault(at, NULL,
                       (bil_words){"anche /flow/months: senza mesi che passano non vale",
                                   "/flow/months too: without months that go by it means nothing"},
                       nothing);
    } else if (dated && (moves(change) || strcmp(change->path, "/flow/every") == 0)) {
        bil_json_fault(at, NULL,
                       (bil_words){"senza from_month e to_month: vale per tutti i mesi",
                                   "without from_month and to_month: it holds in all months"},
                       nothing);
    }
}

static void check_flows(const bil_scenario *scenario, const bil_json_value *changes,
                        const bil_json_value *sweep)
{
    bool flows = false;
    for (size_t i = 0; i < scenario->change_count; i++) {
        flows = flows || moves(&scenario->changes[i]);
    }
    for (size_t a = 0; a < scenario->axis_count; a++) {
        flows = flows || moves(&scenario->axes[a].values[0]);
    }
    const bil_json_value *at = bil_json_is_null(changes) ? NULL : bil_json_first(changes);
    for (size_t i = 0; at != NULL && i < scenario->change_count; i++, at = bil_json_next(at)) {
        check_flow(at, &scenario->changes[i], flows);
    }
    at = bil_json_is_null(sweep) ? NULL : bil_json_first(sweep);
    for (size_t a = 0; at != NULL && a < scenario->axis_count; a++, at = bil_json_next(at)) {
        check_flow(at, &scenario->axes[a].values[0], flows);
    }
}

/* ---- what it is compared with ---- */

static bool is_point(bil_scenario_reader *reader, const char *name)
{
    bool found = strcmp(name, BIL_SCENARIO_BASE) == 0;
    bil_text text;
    bil_text_init(&text);
    for (size_t i = 0; !found && i < reader->scenario->point_count; i++) {
        text.size = 0;
        bil_scenario_point_name(&text, reader->scenario, i);
        found = !text.failed && text.bytes != NULL && strcmp(text.bytes, name) == 0;
    }
    reader->no_memory = reader->no_memory || text.failed;
    bil_text_release(&text);
    return found;
}

static void no_such_point(bil_scenario_reader *reader, const bil_json_value *value)
{
    bil_text text;
    bil_said said;
    bil_text_init(&text);
    bil_scenario_point_name(&text, reader->scenario, 0);
    bil_json_fault(value, NULL,
                   bil_say(&said, "«" BIL_SCENARIO_BASE "» o una combinazione, come «%s»",
                           "\"" BIL_SCENARIO_BASE "\" or a combination, such as \"%s\"",
                           text.bytes == NULL ? "" : text.bytes),
                   nothing);
    bil_text_release(&text);
}

/* `whole`: axes and their values were read without faults, so that points have names. */
static void read_baseline(bil_scenario_reader *reader, const bil_json_value *value, bool whole)
{
    enum { POINT, RULE, COUNT };
    static const bil_json_field parts[COUNT] = {{"scenario", true}, {"rule", false}};
    const bil_json_value *found[COUNT];
    bil_scenario *scenario = reader->scenario;
    const char *text = "";
    if (bil_json_is_null(value)) {
        return;
    }
    (void)bil_json_get_members(found, value, parts, COUNT);
    if (found[POINT] != NULL && bil_json_get_text(&text, found[POINT], TEXT_MAX_BYTES)) {
        if (whole && !is_point(reader, text)) {
            no_such_point(reader, found[POINT]);
        }
        scenario->baseline = bil_scenario_keep(reader, text);
    }
    if (bil_json_is_null(found[RULE])) {
        return;
    }
    scenario->baseline_rule = rule_named(reader, found[RULE]);
    bool among = scenario->baseline_rule == NULL;
    for (size_t i = 0; i < scenario->rule_count; i++) {
        among = among || strcmp(scenario->rules[i], scenario->baseline_rule) == 0;
    }
    if (!among) {
        bil_json_fault(found[RULE], NULL,
                       (bil_words){"una delle regole di «rules»", "one of the rules of \"rules\""},
                       nothing);
    }
}

/* ---- what is told ---- */

static bil_metric metric_named(const bil_json_value *value)
{
    const char *codes[BIL_METRIC_COUNT];
    const char *text = "";
    bil_said near;
    if (!bil_json_get_text(&text, value, BIL_CODE_MAX)) {
        return BIL_METRIC_COUNT;
    }
    const bil_metric metric = bil_metric_find(text);
    for (int i = 0; i < BIL_METRIC_COUNT; i++) {
        codes[i] = bil_metric_of((bil_metric)i).code;
    }
    if (metric == BIL_METRIC_COUNT) {
        bil_json_fault(value, NULL,
                       (bil_words){"il nome di una misura di docs/METRICS.md",
                                   "the name of a metric of docs/METRICS.md"},
                       bil_say_nearest(&near, text, codes, BIL_METRIC_COUNT, sizeof codes[0]));
    }
    return metric;
}

static void read_outputs(bil_scenario_reader *reader, const bil_json_value *value)
{
    enum { METRICS, PLANS, COUNT };
    static const bil_json_field parts[COUNT] = {{"metrics", false}, {"plans", false}};
    const bil_json_value *found[COUNT] = {NULL, NULL};
    bool wanted[BIL_METRIC_COUNT] = {false};
    bil_scenario *scenario = reader->scenario;
    if (!bil_json_is_null(value)) {
        (void)bil_json_get_members(found, value, parts, COUNT);
    }
    if (!bil_json_is_null(found[PLANS])) {
        (void)bil_json_get_bool(&scenario->plans, found[PLANS]);
    }
    const bool all = bil_json_is_null(found[METRICS]);
    if (!all && filled(found[METRICS], BIL_METRIC_COUNT)) {
        for (const bil_json_value *at = bil_json_first(found[METRICS]); at != NULL;
             at = bil_json_next(at)) {
            const bil_metric metric = metric_named(at);
            if (metric != BIL_METRIC_COUNT && wanted[metric]) {
                twice(at);
            } else if (metric != BIL_METRIC_COUNT) {
                wanted[metric] = true;
            }
        }
    }
    bil_metric *metrics = bil_scenario_room(reader, BIL_METRIC_COUNT, sizeof *metrics);
    for (int i = 0; metrics != NULL && i < BIL_METRIC_COUNT; i++) {
        if (all || wanted[i]) {
            metrics[scenario->metric_count++] = (bil_metric)i;
        }
    }
    scenario->metrics = metrics;
}

/* ---- what came out ---- */

/* "-12.5": a sign, digits, at most so many decimals. */
static bool figure_of(bil_scenario_found *out, const char *text)
{
    const char *at = text[0] == '-' ? text + 1 : text;
    const size_t whole = strspn(at, "0123456789");
    const char *end = at + whole;
    out->decimals = 0;
    out->told = 0;
    if (whole == 0 || whole > 12) {
        return false;
    }
    if (*end == '.') {
        out->decimals = (int)strspn(end + 1, "0123456789");
        end += 1 + out->decimals;
    }
    if (*end != '\0' || end[-1] == '.' || out->decimals > BIL_SCENARIO_DECIMALS_MAX) {
        return false;
    }
    for (; at < end; at++) {
        out->told = *at == '.' ? out->told : out->told * 10 + (*at - '0');
    }
    out->told = text[0] == '-' ? -out->told : out->told;
    return true;
}

/* "spending:COMUNE": the metric, and its part where it has parts. */
static void read_metric(bil_scenario_reader *reader, bil_scenario_found *out,
                        const bil_json_value *value)
{
    char code[BIL_CODE_MAX + 1];
    const char *text = "";
    if (!bil_json_get_text(&text, value, BIL_CODE_MAX)) {
        return;
    }
    const char *colon = strchr(text, ':');
    (void)snprintf(code, sizeof code, "%.*s",
                   (int)(colon == NULL ? strlen(text) : (size_t)(colon - text)), text);
    out->metric = bil_metric_find(code);
    out->part = colon == NULL ? NULL : bil_scenario_keep(reader, colon + 1);
    if (out->metric == BIL_METRIC_COUNT ||
        (colon != NULL) != (bil_metric_of(out->metric).parts != BIL_METRIC_PARTS_ONE)) {
        bil_json_fault(value, NULL,
                       (bil_words){"una misura di docs/METRICS.md, con la sua parte se ne ha: "
                                   "spending:COMUNE",
                                   "a metric of docs/METRICS.md, with its part if it has some: "
                                   "spending:COMUNE"},
                       nothing);
    }
}

static void read_figure(bil_scenario_found *out, const bil_json_value *value)
{
    const char *codes[BIL_FLOW_FIGURES];
    const char *text = "";
    bil_said near;
    if (!bil_json_get_text(&text, value, BIL_CODE_MAX)) {
        return;
    }
    out->figure = bil_flow_find(text);
    for (int i = 0; i < BIL_FLOW_FIGURES; i++) {
        codes[i] = bil_flow_code((bil_flow_figure)i);
    }
    if (out->figure == BIL_FLOW_FIGURES) {
        bil_json_fault(value, NULL, (bil_words){"una cifra di flow.csv", "a figure of flow.csv"},
                       bil_say_nearest(&near, text, codes, BIL_FLOW_FIGURES, sizeof codes[0]));
    }
}

static const char *read_point(bil_scenario_reader *reader, const bil_json_value *value, bool whole)
{
    const char *text = "";
    if (bil_json_is_null(value) || !bil_json_get_text(&text, value, TEXT_MAX_BYTES)) {
        return NULL;
    }
    const bool base = strcmp(text, BIL_SCENARIO_BASE) == 0;
    const bool tried = !base || (reader->scenario->baseline != NULL &&
                                 strcmp(reader->scenario->baseline, text) == 0);
    if (whole && (!tried || !is_point(reader, text))) {
        no_such_point(reader, value);
    }
    return bil_scenario_keep(reader, text);
}

static void read_found_one(bil_scenario_reader *reader, bil_scenario_found *out,
                           const bil_json_value *value, bool whole)
{
    enum { POINT, AGAINST, RULE, METRIC, FIGURE, MONTH, PERCENT, VALUE, COUNT };
    static const bil_json_field parts[COUNT] = {
        {"scenario", true}, {"against", false}, {"rule", false},    {"metric", false},
        {"figure", false},  {"month", false},   {"percent", false}, {"value", true}};
    const bil_json_value *found[COUNT];
    const bil_scenario *scenario = reader->scenario;
    const char *text = "";
    int64_t month = 0;
    *out = (bil_scenario_found){.metric = BIL_METRIC_COUNT, .figure = BIL_FLOW_FIGURES};
    (void)bil_json_get_members(found, value, parts, COUNT);
    out->point = read_point(reader, found[POINT], whole);
    out->against = read_point(reader, found[AGAINST], whole);
    out->rule = bil_json_is_null(found[RULE]) ? (scenario->rule_count > 0 ? scenario->rules[0] : "")
                                              : rule_named(reader, found[RULE]);
    if (bil_json_is_null(found[METRIC]) == bil_json_is_null(found[FIGURE])) {
        bil_json_fault(value, NULL,
                       (bil_words){"o «metric» o «figure»", "either \"metric\" or \"figure\""},
                       nothing);
    } else if (!bil_json_is_null(found[METRIC])) {
        read_metric(reader, out, found[METRIC]);
    } else {
        read_figure(out, found[FIGURE]);
    }
    if (!bil_json_is_null(found[MONTH])) {
        (void)bil_json_get_integer(&month, found[MONTH], 1, BIL_FLOW_MONTHS_MAX);
    }
    out->month = (int)month;
    if (!bil_json_is_null(found[PERCENT])) {
        (void)bil_json_get_bool(&out->percent, found[PERCENT]);
    }
    if (found[VALUE] != NULL && bil_json_get_text(&text, found[VALUE], BIL_CODE_MAX) &&
        !figure_of(out, text)) {
        bil_json_fault(found[VALUE], NULL,
                       (bil_words){"una cifra fra virgolette, al massimo con quattro decimali: "
                                   "\"-12.5\"",
                                   "a figure in quotes, with four decimals at most: \"-12.5\""},
                       nothing);
    }
    out->written = bil_scenario_keep(reader, text);
}

static void read_found(bil_scenario_reader *reader, const bil_json_value *value, bool whole)
{
    if (bil_json_is_null(value) || !bil_json_expect_array(value, BIL_SCENARIO_FOUND_MAX)) {
        return;
    }
    bil_scenario_found *found = bil_scenario_room(reader, bil_json_count(value), sizeof *found);
    size_t count = 0;
    for (const bil_json_value *at = bil_json_first(value); found != NULL && at != NULL;
         at = bil_json_next(at)) {
        read_found_one(reader, &found[count++], at, whole);
    }
    reader->scenario->found = found;
    reader->scenario->found_count = found == NULL ? 0 : count;
}

/* ---- the whole ---- */

static void read_all(bil_scenario_reader *reader, const bil_json_value *root)
{
    const bil_json_value *found[MEMBERS];
    bil_scenario *scenario = reader->scenario;
    (void)bil_json_get_members(found, root, fields, MEMBERS);
    bil_json_expect_format(found[FORMAT], found[VERSION], "bilancia-scenario");
    read_name(reader, found[NAME]);
    scenario->title = read_words(reader, found[TITLE]);
    scenario->context = read_words(reader, found[CONTEXT]);
    scenario->question = read_words(reader, found[QUESTION]);
    scenario->conclusion = read_words(reader, found[CONCLUSION]);
    read_district(reader, found[DISTRICT]);
    read_changes(reader, found[CHANGES]);
    read_rules(reader, found[RULES]);
    read_seeds(reader, found[SEEDS]);
    const size_t errors = bil_json_errors(root);
    read_sweep(reader, found[SWEEP]);
    const bool whole = bil_json_errors(root) == errors && !reader->no_memory;
    if (bil_json_errors(root) == 0 && whole) {
        check_flows(scenario, found[CHANGES], found[SWEEP]);
    }
    read_baseline(reader, found[BASELINE], whole);
    read_found(reader, found[FOUND], whole);
    read_outputs(reader, found[OUTPUTS]);
    if (!bil_json_is_null(found[GAP])) {
        (void)bil_json_get_decimal(&scenario->gap_e9, found[GAP], 9, 0, 1000000000);
    }
    if (!bil_json_is_null(found[FREE_GRANTED])) {
        (void)bil_json_get_bool(&scenario->free_granted, found[FREE_GRANTED]);
    }
    scenario->reuse = true;
    if (!bil_json_is_null(found[REUSE])) {
        (void)bil_json_get_bool(&scenario->reuse, found[REUSE]);
    }
}

static bil_scenario *scenario_new(void)
{
    bil_arena *arena = bil_arena_new();
    bil_scenario *scenario = arena == NULL ? NULL : bil_arena_alloc(arena, 1, sizeof *scenario);
    if (scenario == NULL) {
        bil_arena_free(arena);
        return NULL;
    }
    *scenario = (bil_scenario){.arena = arena,
                               .name = "",
                               .title = {"", ""},
                               .context = {"", ""},
                               .question = {"", ""},
                               .conclusion = {"", ""},
                               .gap_e9 = GAP_INITIAL_E9};
    return scenario;
}

bil_status bil_scenario_read(bil_scenario **out, const char *path_for_messages, const char *bytes,
                             size_t size, const bil_catalogue *catalogue, const char *const *rules,
                             bil_faults *faults, bil_error *err)
{
    const size_t errors = faults->errors;
    bil_json *document = NULL;
    bil_status status = bil_json_read(&document, bytes, size,
                                      (bil_json_options){.file = path_for_messages}, faults, err);
    if (status != BIL_OK) {
        return status;
    }
    bil_scenario_reader reader = {
        .catalogue = catalogue, .rules = rules, .scenario = scenario_new()};
    if (reader.scenario == NULL) {
        bil_json_free(document);
        return bil_fail_nomem(err);
    }
    bil_sha256_hex(reader.scenario->sha256, bytes, size);
    read_all(&reader, bil_json_root(document));
    bil_json_free(document);
    if (reader.no_memory || faults->errors > errors) {
        bil_scenario_free(reader.scenario);
        return reader.no_memory
                   ? bil_fail_nomem(err)
                   : bil_fail_with(err, BIL_E_DATA, path_for_messages,
                                   "lo scenario «%s» contiene errori",
                                   "the scenario \"%s\" contains faults", path_for_messages);
    }
    *out = reader.scenario;
    return BIL_OK;
}

bil_status bil_scenario_load(bil_scenario **out, const char *path, const bil_catalogue *catalogue,
                             const char *const *rules, bil_faults *faults, bil_error *err)
{
    bil_text text;
    bil_text_init(&text);
    bil_status status = bil_file_read(&text, path, BIL_JSON_SIZE_MAX, err);
    if (status == BIL_OK) {
        status = bil_scenario_read(out, path, text.bytes, text.size, catalogue, rules, faults, err);
    }
    bil_text_release(&text);
    return status;
}

void bil_scenario_free(bil_scenario *scenario)
{
    if (scenario != NULL) {
        bil_arena_free(scenario->arena);
    }
}
