/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BILANCIA_H
#define BILANCIA_H

/* Everything the library offers to other programs, in one include:
 * `#include <bilancia.h>` with the flags of `pkg-config bilancia` or CMake's `bilancia::bilancia`.
 * No header of a foreign library comes with it. */

#ifdef __cplusplus
extern "C" {
#endif

#include "engine/version.h"

#ifdef __cplusplus
}
#endif

#endif
