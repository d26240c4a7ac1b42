/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DISTRICT_IMPL_H
#define BIL_DATA_DISTRICT_IMPL_H

/* What the readers of a district's two files share. */

#include "data/district.h"

/* A district without content, whose catalogue is a copy of `catalogue` that may be changed through
 * `*own`; NULL without memory. */
bil_district *bil_district_new(bil_catalogue **own, const bil_catalogue *catalogue);

/* Services and providers of a copied catalogue, to be changed. */
bil_service *bil_district_own_services(bil_district *district, bil_catalogue *own);
bil_provider *bil_district_own_providers(bil_district *district, bil_catalogue *own);

/* Reads `district.json`; faults go to the list. BIL_E_NO_INPUT, BIL_E_NOMEM. */
BIL_MUST_CHECK bil_status bil_district_read_head(bil_district **out, const char *path,
                                                 const bil_catalogue *catalogue, bil_faults *faults,
                                                 bil_error *err);

#endif
