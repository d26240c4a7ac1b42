/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_ENGINE_VERSION_H
#define BIL_ENGINE_VERSION_H

/* The one place that holds the version: CMake, the package files and the program read it here. */
#define BIL_VERSION "0.1.0"

/* The version the linked library was built with, so a client can compare it with its headers'
 * BIL_VERSION. Static text, never NULL. */
const char *bil_version(void);

#endif
