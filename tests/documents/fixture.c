/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/documents/fixture.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ---- catalogue ------------------------------------------------------------------------------- */

enum { D_HOME, D_MEALS, D_MENTAL, D_WORK, D_SOCIAL, D_INCOME };

static const bil_domain domains[] = {
    {"abitare", "CASA", {"Abitare", "Housing"}, "day", "d610"},
    {"pasti", "AUT", {"Pasti", "Meals"}, "meal", "d550"},
    {"salute_mentale",
     "SAL",
     {"Cure per la salute mentale", "Mental health care"},
     "contact",
     "b152"},
    {"lavoro", "LAV", {"Lavoro", "Work"}, "hour", "d845"},
    {"socialita",
     "SOC",
     {"Socialità e relazioni", "Social life and relationships"},
     "hour",
     "d910"},
    {"sostegno_reddito", "TUT", {"Sostegno al reddito", "Income support"}, "euro", "d870"},
};

enum { S_LIVING, S_EDUCATOR, S_INTERN, S_NURSE, S_MEALS, S_SETUP, S_SISTER };

static const bil_service services[] = {
    {.code = "SS13",
     .name = {"Abitare supportato (appartamento con operatori)", "Supported living (staffed flat)"},
     .kind = BIL_KIND_SOCIOSANITARIO,
     .setting = BIL_SETTING_HOME,
     .unit = "day",
     .price_cents = 4500,
     .continuous = true,
     .confidence = 'G'},
    {.code = "S22",
     .name = {"Educatore territoriale (accompagnamento alla socialità)", "Community educator"},
     .unit = "hour",
     .price_cents = 2800,
     .confidence = 'P'},
    {.code = "S27",
     .name = {"Tirocinio di inclusione / borsa lavoro (indennità)", "Inclusion internship"},
     .unit = "month",
     .price_cents = 50000,
     .continuous = true,
     .activation_days = 45,
     .confidence = 'S'},
    {.code = "H03",
     .name = {"Infermiere case manager & visita a casa", "Nurse case manager & home visit"},
     .unit = "hour",
     .price_cents = 3600,
     .confidence = 'G'},
    {.code = "S03",
     .name = {"Pasti a domicilio", "Meals on wheels"},
     .unit = "meal",
     .price_cents = 930,
     .confidence = 'S'},
    {.code = "S41",
     .name = {"Arredo e avvio dell’alloggio", "Furnishing the home"},
     .unit = "piece",
     .price_cents = 120000,
     .one_off = true,
     .confidence = 'G'},
    {.code = "F01",
     .name = {"Compagnia della sorella", "Company of the sister"},
     .unit = "hour",
     .confidence = 'S'},
};

enum { P_PENSION, P_SUPPLEMENT, P_ASL, P_TOWN, P_REGION, P_SISTER, P_FOUNDATION };

static const bil_source sources[] = {
    {.code = "P01",
     .name = {"Pensione di inabilità civile", "Civil disability pension"},
     .kind = BIL_SOURCE_PENSION,
     .payer = "INPS",
     .side = BIL_SIDE_PERSON,
     .holder = BIL_HOLDER_PERSON},
    {.code = "P04",
     .name = {"Maggiorazione sociale", "Social supplement"},
     .kind = BIL_SOURCE_PENSION,
     .payer = "INPS",
     .side = BIL_SIDE_PERSON,
     .holder = BIL_HOLDER_PERSON},
    {.code = "ASL",
     .name = {"Dipartimento di salute mentale (ASST)", "Mental health department (ASST)"},
     .kind = BIL_SOURCE_HEALTH,
     .payer = "ASST",
     .side = BIL_SIDE_HEALTH,
     .holder = BIL_HOLDER_POOL,
     .is_public = true},
    {.code = "COMUNE",
     .name = {"Comune di residenza", "Municipality"},
     .kind = BIL_SOURCE_SOCIAL,
     .payer = "Comune",
     .side = BIL_SIDE_SOCIAL,
     .holder = BIL_HOLDER_POOL,
     .is_public = true},
    {.code = "W-TIR",
     .name = {"Indennità regionale di tirocinio", "Regional internship allowance"},
     .kind = BIL_SOURCE_SOCIAL,
     .payer = "Regione",
     .side = BIL_SIDE_ANY,
     .holder = BIL_HOLDER_POOL,
     .is_public = true},
    {.code = "F-CAR",
     .name = {"Ore della famiglia", "Family hours"},
     .kind = BIL_SOURCE_FAMILY,
     .holder = BIL_HOLDER_PERSON,
     .form = BIL_FORM_HOURS},
    {.code = "T-FOND",
     .name = {"Fondazione \"Casa & Futuro\"", "\"Casa & Futuro\" foundation"},
     .kind = BIL_SOURCE_THIRD_SECTOR,
     .side = BIL_SIDE_ANY,
     .holder = BIL_HOLDER_POOL},
};

static const bil_rule rule_rows[] = {
    {.id = "D21",
     .form = BIL_RULE_EXCLUSIVE,
     .legal_ref = "Convenzione del catalogo, da D01; ATS Brescia, incompatibilità misura B1",
     .text =
         {"Due servizi residenziali di 24 ore non stanno insieme; nessun servizio a casa durante "
          "un ricovero residenziale.",
          "Two 24-hour residential services never together; no home service during a "
          "residential stay."},
     .confidence = 'P'},
    {.id = "D29",
     .form = BIL_RULE_EXCLUSIVE,
     .legal_ref = "DM 12 gennaio 2017 <testo da verificare>",
     .text = {"L’indennità di tirocinio non si somma a un contratto di lavoro ordinario.",
              "The internship allowance does not add to an ordinary job."},
     .confidence = 'G'},
};

static const bil_provider providers[] = {
    {.code = "COOP1",
     .name = "Cooperativa sociale «Il Ponte»",
     .service = S_EDUCATOR,
     .zone = "pavia",
     .price_cents = 2800},
};

static const bil_catalogue the_catalogue = {
    .name = "lombardia",
    .version = "2026-11-01",
    .region = "Lombardia",
    .language = "it",
    .sha256 = "3f1a0b5c7d9e2f4a6b8c0d1e3f5a7b9c1d2e4f6a8b0c2d4e6f8a0b1c3d5e7f90",
    .domains = domains,
    .domain_count = COUNT(domains),
    .services = services,
    .service_count = COUNT(services),
    .sources = sources,
    .source_count = COUNT(sources),
    .rules = rule_rows,
    .rule_count = COUNT(rule_rows),
    .providers = providers,
    .provider_count = COUNT(providers),
};

/* ---- case ------------------------------------------------------------------------------------ */

enum { N_HOME, N_MEALS, N_MENTAL, N_WORK, N_SOCIAL };

static const bil_need needs[] = {
    {.id = "n1",
     .domain = D_HOME,
     .level = 3,
     .priority = 3,
     .target = 3000,
     .floor_bp = 6500,
     .note = "“Voglio una casa mia, anche piccola & <semplice>”",
     .file_order = 0},
    {.id = "n2",
     .domain = D_MEALS,
     .level = 1,
     .priority = 1,
     .target = 2000,
     .floor_bp = 5000,
     .note = "",
     .file_order = 4},
    {.id = "n3",
     .domain = D_MENTAL,
     .level = 3,
     .priority = 2,
     .target = 800,
     .floor_bp = 6500,
     .already_covered = 400,
     .note = "",
     .file_order = 1},
    {.id = "n4",
     .domain = D_WORK,
     .level = 2,
     .priority = 3,
     .target = 7000,
     .floor_bp = 4000,
     .note = "",
     .file_order = 2},
    {.id = "n5",
     .domain = D_SOCIAL,
     .level = 2,
     .priority = 2,
     .target = 2400,
     .floor_bp = 4000,
     .note = "",
     .file_order = 3},
};

static const int64_t target_rows[] = {3000, 2000, 800, 7000, 2400};

static const bil_phase case_phases[] = {
    {.months = 6,
     .start = 20270101,
     .targets = target_rows,
     .budget = {.public_monthly_cents = 280000}},
    {.months = 6,
     .start = 20270701,
     .targets = target_rows,
     .budget = {.public_monthly_cents = 280000}},
};

static const bil_case the_case = {
    .catalogue = &the_catalogue,
    .sha256 = "9c0e1d2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5",
    .id = "PV-0001",
    .district = "pavia",
    .birth_year = 1978,
    .isee_cents = 600000,
    .living = "home",
    .start = 20270101,
    .profile = BIL_PROFILE_BALANCED,
    .phases = case_phases,
    .phase_count = COUNT(case_phases),
    .needs = needs,
    .need_count = COUNT(needs),
    .budget = {.public_monthly_cents = 280000},
};

/* ---- plan ------------------------------------------------------------------------------------ */

static const bil_funding pay_living[] = {
    {"P04", P_SUPPLEMENT, 12000}, {"ASL", P_ASL, 54750}, {"COMUNE", P_TOWN, 70125}};
static const bil_funding pay_educator_1[] = {{"COMUNE", P_TOWN, 44800}};
static const bil_funding pay_educator_2[] = {{"COMUNE", P_TOWN, 33600}};
static const bil_funding pay_intern[] = {{"W-TIR", P_REGION, 50000}};
static const bil_funding pay_nurse[] = {{"ASL", P_ASL, 10800}};
static const bil_funding pay_meals[] = {{"P04", P_SUPPLEMENT, 6200}, {"COMUNE", P_TOWN, 7750}};
static const bil_funding pay_setup[] = {{"T-FOND", P_FOUNDATION, 120000}};

static const bil_line lines_1[] = {
    {.code = "SS13",
     .service = S_LIVING,
     .provider = BIL_NONE,
     .quantity = 1,
     .unit_price_cents = 136875,
     .cost_cents = 136875,
     .health_cents = 54750,
     .social_cents = 82125,
     .person_due_cents = 25000,
     .starts_on = 20270115,
     .funding = pay_living,
     .funding_count = COUNT(pay_living)},
    {.code = "S22",
     .service = S_EDUCATOR,
     .provider = 0,
     .provider_code = "COOP1",
     .quantity = 16,
     .unit_price_cents = 2800,
     .cost_cents = 44800,
     .social_cents = 44800,
     .funding = pay_educator_1,
     .funding_count = COUNT(pay_educator_1)},
    {.code = "H03",
     .service = S_NURSE,
     .provider = BIL_NONE,
     .quantity = 3,
     .unit_price_cents = 3600,
     .cost_cents = 10800,
     .health_cents = 10800,
     .in_place = true,
     .funding = pay_nurse,
     .funding_count = COUNT(pay_nurse)},
    {.code = "S03",
     .service = S_MEALS,
     .provider = BIL_NONE,
     .quantity = 15,
     .unit_price_cents = 930,
     .cost_cents = 13950,
     .social_cents = 13950,
     .person_due_cents = 6200,
     .funding = pay_meals,
     .funding_count = COUNT(pay_meals)},
    {.code = "S41",
     .service = S_SETUP,
     .provider = BIL_NONE,
     .quantity = 1,
     .unit_price_cents = 120000,
     .cost_cents = 120000,
     .social_cents = 120000,
     .one_off = true,
     .funding = pay_setup,
     .funding_count = COUNT(pay_setup)},
    {.code = "F01", .service = S_SISTER, .provider = BIL_NONE, .quantity = 8},
};

static const bil_line lines_2[] = {
    {.code = "SS13",
     .service = S_LIVING,
     .provider = BIL_NONE,
     .quantity = 1,
     .unit_price_cents = 136875,
     .cost_cents = 136875,
     .health_cents = 54750,
     .social_cents = 82125,
     .person_due_cents = 25000,
     .funding = pay_living,
     .funding_count = COUNT(pay_living)},
    {.code = "S22",
     .service = S_EDUCATOR,
     .provider = 0,
     .provider_code = "COOP1",
     .quantity = 12,
     .unit_price_cents = 2800,
     .cost_cents = 33600,
     .social_cents = 33600,
     .funding = pay_educator_2,
     .funding_count = COUNT(pay_educator_2)},
    {.code = "S27",
     .service = S_INTERN,
     .provider = BIL_NONE,
     .quantity = 1,
     .unit_price_cents = 50000,
     .cost_cents = 50000,
     .social_cents = 50000,
     .starts_on = 20270815,
     .funding = pay_intern,
     .funding_count = COUNT(pay_intern)},
    {.code = "H03",
     .service = S_NURSE,
     .provider = BIL_NONE,
     .quantity = 3,
     .unit_price_cents = 3600,
     .cost_cents = 10800,
     .health_cents = 10800,
     .in_place = true,
     .funding = pay_nurse,
     .funding_count = COUNT(pay_nurse)},
};

/* In the case file's order: home, mental health, work, social life, meals. */
static const bil_coverage coverage_1[] = {
    {"n1", N_HOME, 3000, 3000, 0},   {"n3", N_MENTAL, 800, 700, 400}, {"n4", N_WORK, 7000, 0, 0},
    {"n5", N_SOCIAL, 2400, 2400, 0}, {"n2", N_MEALS, 2000, 1500, 0},
};
static const bil_coverage coverage_2[] = {
    {"n1", N_HOME, 3000, 3000, 0},   {"n3", N_MENTAL, 800, 700, 400}, {"n4", N_WORK, 7000, 6000, 0},
    {"n5", N_SOCIAL, 2400, 1200, 0}, {"n2", N_MEALS, 0, 0, 0},
};

static const bil_funding by_source_1[] = {
    {"P04", P_SUPPLEMENT, 18200}, {"ASL", P_ASL, 65550}, {"COMUNE", P_TOWN, 122675}};
static const bil_funding by_source_2[] = {{"P04", P_SUPPLEMENT, 12000},
                                          {"ASL", P_ASL, 65550},
                                          {"COMUNE", P_TOWN, 103725},
                                          {"W-TIR", P_REGION, 50000}};

static const char *const used_rows[] = {"P01", "P04", "ASL", "COMUNE"};

static const bil_plan_phase plan_phases[] = {
    {.months = 6,
     .lines = lines_1,
     .line_count = COUNT(lines_1),
     .coverage = coverage_1,
     .coverage_count = COUNT(coverage_1),
     .sources_used = used_rows,
     .sources_used_count = COUNT(used_rows),
     .totals = {206425, 188225, 18200, 65031, by_source_1, COUNT(by_source_1)}},
    {.months = 6,
     .lines = lines_2,
     .line_count = COUNT(lines_2),
     .coverage = coverage_2,
     .coverage_count = COUNT(coverage_2),
     .sources_used = used_rows,
     .sources_used_count = COUNT(used_rows),
     .totals = {231275, 219275, 12000, 71231, by_source_2, COUNT(by_source_2)}},
};

static const bil_unmet unmet_rows[] = {
    {"n3", N_MENTAL, 100, BIL_UNMET_WORTH, "worth", ""},
    {"n4", N_WORK, 7000, BIL_UNMET_RULE, "rule", "D29"},
    {"n5", N_SOCIAL, 1200, BIL_UNMET_BUDGET, "budget", ""},
    {"n2", N_MEALS, 500, BIL_UNMET_SOURCE, "source", "COMUNE"},
};

static const char *const rules_used[] = {"D21", "D29"};

#define PROVENANCE                                                                                 \
    .case_id = "PV-0001", .catalogue_name = "lombardia", .catalogue_version = "2026-11-01",        \
    .catalogue_sha256 = "3f1a0b5c7d9e2f4a6b8c0d1e3f5a7b9c1d2e4f6a8b0c2d4e6f8a0b1c3d5e7f90",        \
    .case_sha256 = "9c0e1d2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5",             \
    .engine = "0.1.0", .profile = "balanced"

static const bil_plan the_plan = {
    PROVENANCE,
    .status = BIL_PLAN_OPTIMAL,
    .proven = true,
    .score_e9 = 812345678,
    .shortfall_e9 = 62500000,
    .phases = plan_phases,
    .phase_count = COUNT(plan_phases),
    .unmet = unmet_rows,
    .unmet_count = COUNT(unmet_rows),
    .rules = rules_used,
    .rule_count = COUNT(rules_used),
    .checked = true,
    .check_passed = true,
};

static const bil_conflict conflict_rows[] = {
    {"must",
     "setting:residential",
     {"Il piano deve contenere un servizio residenziale",
      "The plan must hold a residential service"}},
    {"must_not",
     "service:SS10",
     {"L’unica comunità disponibile è esclusa dalla persona <SS10>",
      "The only community available is excluded by the person <SS10>"}},
};

static const bil_plan infeasible_plan = {
    PROVENANCE,
    .status = BIL_PLAN_INFEASIBLE,
    .proven = true,
    .checked = true,
    .check_passed = true,
    .conflict = conflict_rows,
    .conflict_count = COUNT(conflict_rows),
};

static const bil_violation violations[] = {
    {"ceiling.public",
     "phase 2",
     "<= 210000",
     "219275",
     {"Il denaro pubblico supera il tetto del budget",
      "Public money exceeds the budget’s ceiling"}},
};

static const bil_plan failed_plan = {
    PROVENANCE,
    .status = BIL_PLAN_FEASIBLE,
    .gap_e9 = 31000000,
    .score_e9 = 812345678,
    .phases = plan_phases,
    .phase_count = 1,
    .checked = true,
    .violations = violations,
    .violation_count = COUNT(violations),
};

const bil_catalogue *fixture_catalogue(void)
{
    return &the_catalogue;
}

const bil_case *fixture_case(void)
{
    return &the_case;
}

const bil_plan *fixture_plan(void)
{
    return &the_plan;
}

const bil_plan *fixture_infeasible(void)
{
    return &infeasible_plan;
}

const bil_plan *fixture_stopped(void)
{
    return &failed_plan;
}
