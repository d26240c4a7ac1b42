/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/person/areas.h"

/* Shares and amounts are the generator's own (CONV): they imitate the example cases. */

#define END                                                                                        \
    {                                                                                              \
        0                                                                                          \
    }

static const area_need psychiatric_needs[] = {{"abitare", 8},
                                              {"salute_mentale", 9},
                                              {"vita_quotidiana", 7},
                                              {"socialita", 6},
                                              {"lavoro", 5},
                                              {"coordinamento", 5},
                                              {"sorveglianza", 4},
                                              {"pasti", 3},
                                              {"tutela_giuridica", 2},
                                              {"sostegno_familiare", 2},
                                              END};
static const area_source psychiatric_sources[] = {
    {"P01", 70, 0, 0, false},      {"P03", 15, 0, 0, false},      {"P12", 15, 600, 900, false},
    {"P08", 20, 0, 0, true},       {"F-PROP", 30, 50, 200, true}, {"F-CAR", 25, 10, 40, false},
    {"T-FOND", 10, 50, 150, true}, {"T-VOL", 20, 4, 12, false},   END};
static const area_in_place psychiatric_in_place[] = {
    {"H01", 60, 1, 2, true},  {"H08", 40, 1, 1, true},   {"H16", 20, 1, 1, false},
    {"H18", 15, 1, 1, false}, {"S22", 20, 8, 16, false}, END};
static const char *const psychiatric_wishes[] = {"service:SS13", "service:S27", "service:S23",
                                                 "setting:home", "service:S24", NULL};

static const area_need young_needs[] = {
    {"salute_mentale", 9},     {"lavoro", 7},        {"apprendimento", 5}, {"socialita", 7},
    {"sostegno_familiare", 6}, {"coordinamento", 5}, {"abitare", 2},       END};
static const area_source young_sources[] = {
    {"P02", 20, 0, 0, false},     {"P01", 30, 0, 0, false},    {"F-PROP", 40, 50, 300, true},
    {"F-CAR", 30, 10, 30, false}, {"T-VOL", 20, 4, 12, false}, END};
static const area_in_place young_in_place[] = {
    {"H01", 50, 1, 2, true}, {"H02", 40, 2, 4, true}, END};
static const char *const young_wishes[] = {"service:H14", "service:S20",   "service:S28",
                                           "service:H09", "tag:volunteer", NULL};

static const area_need addiction_needs[] = {{"dipendenze", 9},       {"abitare", 6},
                                            {"lavoro", 6},           {"socialita", 5},
                                            {"sostegno_reddito", 5}, {"coordinamento", 4},
                                            {"tutela_giuridica", 3}, {"sostegno_familiare", 2},
                                            {"salute_mentale", 2},   END};
static const area_source addiction_sources[] = {
    {"P08", 50, 0, 0, true},       {"P02", 15, 0, 0, false},     {"F-PROP", 15, 50, 150, true},
    {"T-FOND", 15, 50, 200, true}, {"T-COG", 10, 50, 200, true}, END};
static const area_in_place addiction_in_place[] = {
    {"H21", 60, 1, 3, true}, {"S24", 30, 2, 4, true}, {"H22", 15, 1, 1, false}, END};
static const char *const addiction_wishes[] = {"service:S27", "service:S31", "service:S24",
                                               "service:S11", NULL};

static const area_need disability_needs[] = {{"abitare", 5},
                                             {"apprendimento", 7},
                                             {"socialita", 7},
                                             {"cura_persona", 5},
                                             {"vita_quotidiana", 6},
                                             {"mobilita", 4},
                                             {"lavoro", 3},
                                             {"sollievo_caregiver", 5},
                                             {"sostegno_familiare", 4},
                                             {"pasti", 2},
                                             {"tutela_giuridica", 2},
                                             {"coordinamento", 3},
                                             END};
static const area_source disability_sources[] = {
    {"P01", 80, 0, 0, false},      {"P03", 60, 0, 0, false},
    {"S-B2", 30, 100, 400, true},  {"S-DDN", 25, 400, 600, true},
    {"S-PV", 20, 800, 1250, true}, {"F-CAR", 60, 20, 80, false},
    {"F-PROP", 40, 50, 300, true}, {"T-VOL", 30, 4, 12, false},
    {"T-FOND", 15, 50, 150, true}, END};
static const area_in_place disability_in_place[] = {
    {"S16", 25, 8, 16, false}, {"S17", 20, 8, 12, true}, {"SS01", 15, 8, 20, false}, END};
static const char *const disability_wishes[] = {"service:S35", "service:S12",  "service:S37",
                                                "tag:respite", "service:SS20", NULL};

static const area_need severe_needs[] = {{"cura_persona", 9},
                                         {"sorveglianza", 6},
                                         {"cure_infermieristiche", 8},
                                         {"cure_complesse", 4},
                                         {"riabilitazione", 5},
                                         {"sollievo_caregiver", 8},
                                         {"mobilita", 3},
                                         {"sostegno_familiare", 4},
                                         {"coordinamento", 3},
                                         END};
static const area_source severe_sources[] = {
    {"P03", 95, 0, 0, false},      {"P12", 40, 600, 1000, false}, {"P01", 40, 0, 0, false},
    {"S-B1", 70, 750, 1300, true}, {"S-B1V", 20, 300, 460, true}, {"F-CAR", 90, 30, 100, false},
    {"F-PROP", 40, 50, 300, true}, {"T-VOL", 20, 4, 12, false},   END};
static const area_in_place severe_in_place[] = {
    {"H06", 50, 8, 16, true}, {"S39", 30, 40, 80, false}, {"SS14", 20, 8, 20, false}, END};
static const char *const severe_wishes[] = {"tag:respite", "service:SS18", "setting:home",
                                            "service:S39", NULL};

static const area_need elderly_needs[] = {
    {"cura_persona", 9},   {"sorveglianza", 5},       {"vita_quotidiana", 7},
    {"pasti", 6},          {"mobilita", 4},           {"cure_infermieristiche", 5},
    {"socialita", 5},      {"sollievo_caregiver", 6}, {"sostegno_familiare", 2},
    {"riabilitazione", 2}, {"coordinamento", 2},      END};
static const area_source elderly_sources[] = {
    {"P14", 90, 700, 1500, false}, {"P03", 60, 0, 0, false},    {"P09", 8, 0, 0, true},
    {"S-B2", 30, 100, 400, true},  {"S-RSAAP", 20, 0, 0, true}, {"F-CAR", 70, 10, 60, false},
    {"F-PROP", 50, 50, 500, true}, {"T-VOL", 30, 4, 12, false}, END};
static const area_in_place elderly_in_place[] = {{"S38", 12, 1, 1, true},
                                                 {"S01", 25, 8, 20, false},
                                                 {"SS02", 15, 8, 16, false},
                                                 {"S03", 20, 10, 30, false},
                                                 END};
static const char *const elderly_wishes[] = {"setting:home", "service:SS02", "service:S18",
                                             "service:S39",  "tag:respite",  NULL};

static const area_need homeless_needs[] = {{"abitare", 9},
                                           {"sostegno_reddito", 7},
                                           {"tutela_giuridica", 4},
                                           {"lavoro", 5},
                                           {"cure_infermieristiche", 3},
                                           {"dipendenze", 3},
                                           {"vita_quotidiana", 4},
                                           {"socialita", 4},
                                           {"coordinamento", 6},
                                           END};
static const area_source homeless_sources[] = {{"P08", 60, 0, 0, true},
                                               {"P06", 10, 0, 0, true},
                                               {"T-FOND", 30, 50, 200, true},
                                               {"S-PON", 20, 0, 0, true},
                                               END};
static const area_in_place homeless_in_place[] = {{"H21", 20, 1, 2, true}, END};
static const char *const homeless_wishes[] = {"service:S13", "service:S23", "service:S27", NULL};

static const area_need migrant_needs[] = {{"abitare", 7},          {"tutela_giuridica", 7},
                                          {"apprendimento", 6},    {"lavoro", 6},
                                          {"sostegno_reddito", 5}, {"socialita", 5},
                                          {"coordinamento", 5},    {"cure_infermieristiche", 2},
                                          {"genitorialita", 2},    END};
static const char *const migrant_wishes[] = {"service:N12", "service:S30", "service:S27", NULL};

static const area_need mother_needs[] = {
    {"genitorialita", 9},    {"salute_mentale", 3},     {"abitare", 5},
    {"sicurezza", 4},        {"sostegno_reddito", 5},   {"socialita", 4},
    {"vita_quotidiana", 3},  {"sostegno_familiare", 4}, {"lavoro", 3},
    {"tutela_giuridica", 4}, {"coordinamento", 4},      END};
static const area_in_place mother_in_place[] = {{"N05", 40, 1, 2, true}, END};
static const char *const mother_wishes[] = {"service:N13", "service:V01", "service:S11",
                                            "tag:violence", NULL};

static const area_need minor_needs[] = {{"salute_mentale", 6},
                                        {"apprendimento", 8},
                                        {"socialita", 7},
                                        {"sostegno_familiare", 7},
                                        {"genitorialita", 6},
                                        {"coordinamento", 4},
                                        {"abitare", 2},
                                        {"tutela_giuridica", 2},
                                        END};
static const area_source minor_sources[] = {{"P07", 50, 0, 0, false},
                                            {"F-PROP", 20, 50, 150, true},
                                            {"T-FOND", 20, 50, 150, true},
                                            {"T-VOL", 20, 4, 12, false},
                                            END};
static const area_in_place minor_in_place[] = {
    {"N11", 50, 1, 3, true}, {"S02", 25, 6, 16, false}, END};
static const char *const minor_wishes[] = {"service:S19", "service:N11", "service:S20", NULL};

static const area_need end_of_life_needs[] = {{"cure_complesse", 9},
                                              {"cure_infermieristiche", 7},
                                              {"cura_persona", 8},
                                              {"vita_quotidiana", 4},
                                              {"sollievo_caregiver", 6},
                                              {"sostegno_familiare", 6},
                                              {"sorveglianza", 4},
                                              {"pasti", 2},
                                              END};
static const char *const end_of_life_wishes[] = {"service:N01", "setting:home", NULL};

static const area_need injury_needs[] = {{"riabilitazione", 9},
                                         {"cura_persona", 7},
                                         {"cure_infermieristiche", 5},
                                         {"vita_quotidiana", 5},
                                         {"mobilita", 5},
                                         {"socialita", 4},
                                         {"lavoro", 4},
                                         {"sollievo_caregiver", 5},
                                         {"sostegno_familiare", 4},
                                         {"coordinamento", 4},
                                         END};
static const char *const injury_wishes[] = {"service:SS15", "service:S28", "setting:home", NULL};

const area areas[] = {
    {"psychiatric", 18, 1960, 2000, "psychiatric", psychiatric_needs, psychiatric_sources,
     psychiatric_in_place, psychiatric_wishes, 900, 3000},
    {"first-episode", 8, 1997, 2008, "psychiatric", young_needs, young_sources, young_in_place,
     young_wishes, 500, 1500},
    {"addiction", 8, 1965, 2002, "addiction", addiction_needs, addiction_sources,
     addiction_in_place, addiction_wishes, 600, 2800},
    {"dual-diagnosis", 5, 1970, 2002, "psychiatric addiction", psychiatric_needs, addiction_sources,
     addiction_in_place, psychiatric_wishes, 1000, 3200},
    {"disability", 17, 1965, 2006, "disability assistant", disability_needs, disability_sources,
     disability_in_place, disability_wishes, 600, 2500},
    {"severe-disability", 7, 1950, 2010, "disability assistant", severe_needs, severe_sources,
     severe_in_place, severe_wishes, 1000, 3500},
    {"elderly", 15, 1930, 1955, "elderly assistant", elderly_needs, elderly_sources,
     elderly_in_place, elderly_wishes, 500, 2200},
    {"homeless", 5, 1955, 2000, "comparator addiction", homeless_needs, homeless_sources,
     homeless_in_place, homeless_wishes, 700, 2200},
    {"migrant", 4, 1975, 2006, "migrants addiction", migrant_needs, homeless_sources,
     homeless_in_place, migrant_wishes, 600, 2000},
    {"mother", 4, 1980, 2005, "perinatal violence minors", mother_needs, homeless_sources,
     mother_in_place, mother_wishes, 800, 3000},
    {"minor", 4, 2011, 2022, "minors", minor_needs, minor_sources, minor_in_place, minor_wishes,
     500, 2000},
    {"end-of-life", 2, 1935, 1970, "palliative assistant elderly", end_of_life_needs,
     elderly_sources, severe_in_place, end_of_life_wishes, 1500, 3500},
    {"brain-injury", 3, 1960, 2002, "assistant", injury_needs, severe_sources, severe_in_place,
     injury_wishes, 800, 3000},
};

const size_t area_count = sizeof areas / sizeof areas[0];
