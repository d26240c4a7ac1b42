/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIL_DATA_DIGEST_H
#define BIL_DATA_DIGEST_H

/* SHA-256, to say which bytes a plan was made from. */

#include <stddef.h>
#include <stdint.h>

enum { BIL_SHA256_HEX_SIZE = 65 };

/* Room for the state of one running digest; plain value, nothing to release. */
typedef struct {
    uint64_t state[16];
} bil_digest;

void bil_digest_init(bil_digest *digest);
void bil_digest_add(bil_digest *digest, const void *bytes, size_t size);

/* 64 lower-case hexadecimal digits and NUL; the digest is then spent. */
void bil_digest_hex(char out[BIL_SHA256_HEX_SIZE], bil_digest *digest);

/* The digest of one piece of bytes. */
void bil_sha256_hex(char out[BIL_SHA256_HEX_SIZE], const void *bytes, size_t size);

/* Name and version of the library in use, e.g. "libsodium 1.0.18", for `doctor`. Static. */
const char *bil_digest_library(void);

#endif
