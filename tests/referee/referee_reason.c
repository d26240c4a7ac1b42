/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines whose only reason is a `requires` set off by a source. That source must be in use also
 * without the line: active, or paying a cent for another one. Which other line that is, is tried
 * in every way. A source that must be used is the other way round: it is a reason for the line when
 * it pays nothing else. */

#include "tests/referee/referee.h"

#include <string.h>

enum { REASONS = 2 * REF_SOURCES * REF_SERVICES * REF_PARTS };

typedef struct {
    ref_forced forced;
    bool alone; /* the source pays nothing but this line */
} reason;

/* The payments of one source for other lines than this one. */
static int payments_elsewhere(const ref_view *view, const ref_choice *choice, int source,
                              int service, reason out[])
{
    int count = 0;
    for (int other = 0; other < view->world->service_count; other++) {
        if (other == service || choice->quantity[other] == 0 || !view->pays[source][other]) {
            continue;
        }
        for (int part = 0; part < REF_PARTS; part++) {
            if (ref_may_pay_part(&view->world->sources[source], (ref_part)part)) {
                out[count++] = (reason){{source, other, (ref_part)part}, false};
            }
        }
    }
    return count;
}

unsigned ref_payable_alone(const ref_view *view, const ref_choice *choice, int source)
{
    unsigned lines = 0;
    const bool asked = ref_must_use(view->world, source) && !view->world->sources[source].hours &&
                       view->presence[source] == REF_OPTIONAL && (choice->used >> source & 1U) != 0;
    for (int s = 0; asked && s < view->world->service_count; s++) {
        if (ref_ends(view, choice, s) && view->pays[source][s] &&
            ref_covers_a_need(view->world, s)) {
            lines |= 1U << s;
        }
    }
    return lines;
}

/* Payments of a source that must be used for this line and no other. */
static int payments_alone(const ref_view *view, const ref_choice *choice, int source, int service,
                          reason out[])
{
    int count = 0;
    for (int part = 0; part < REF_PARTS; part++) {
        if ((ref_payable_alone(view, choice, source) >> service & 1U) != 0 &&
            ref_may_pay_part(&view->world->sources[source], (ref_part)part)) {
            out[count++] = (reason){{source, service, (ref_part)part}, true};
        }
    }
    return count;
}

/* The payments each of which would be a good reason for a line. */
static int reasons_for(const ref_view *view, const ref_choice *choice, int service,
                       reason out[REASONS])
{
    int count = 0;
    for (int r = 0; r < view->world->source_count; r++) {
        const unsigned used = (choice->used & ~view->decide) | 1U << r;
        const bool decided = ((view->decide & choice->used) >> r & 1U) != 0;
        /* Only a source that by itself needs the line there is a reason. */
        if (decided && !ref_requires_without(view, choice, service, used)) {
            count += payments_elsewhere(view, choice, r, service, out + count);
        }
        count += payments_alone(view, choice, r, service, out + count);
    }
    return count;
}

bool ref_fundable_and_irreducible(const ref_view *view, ref_choice *choice)
{
    unsigned surely[REF_SERVICES];
    reason reasons[REF_FORCED][REASONS];
    int counts[REF_FORCED] = {0};
    int wheel[REF_FORCED] = {0};
    int lines = 0;
    for (int s = 0; s < REF_SERVICES; s++) {
        surely[s] = choice->used & ~view->decide;
    }
    const unsigned reducible = ref_reducible(view, choice, surely);
    choice->forced_count = 0;
    memset(choice->alone, 0, sizeof choice->alone);
    if (reducible == 0 || (ref_misread & REF_MISREAD_CIRCULAR) != 0) {
        return ref_fundable(view, choice);
    }
    for (int s = 0; s < view->world->service_count && lines < REF_FORCED; s++) {
        if ((reducible >> s & 1U) != 0) {
            counts[lines] = reasons_for(view, choice, s, reasons[lines]);
            if (counts[lines++] == 0) {
                return false;
            }
        }
    }
    for (int moved = 0; moved < lines;) {
        choice->forced_count = lines;
        memset(choice->alone, 0, sizeof choice->alone);
        for (int i = 0; i < lines; i++) {
            const reason *const why = &reasons[i][wheel[i]];
            choice->forced[i] = why->forced;
            choice->alone[why->forced.source] |= why->alone ? 1U << why->forced.service : 0;
        }
        if (ref_fundable(view, choice)) {
            return true;
        }
        moved = 0;
        while (moved < lines && ++wheel[moved] == counts[moved]) {
            wheel[moved++] = 0;
        }
    }
    choice->forced_count = 0;
    memset(choice->alone, 0, sizeof choice->alone);
    return false;
}
