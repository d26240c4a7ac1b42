/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/version.h"

const char *bil_version(void)
{
    return BIL_VERSION;
}
