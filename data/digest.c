/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/digest.h"

#include <sodium.h> /* NOLINT(portability-restrict-system-includes) */
#include <string.h>

/* libsodium's SHA-256 is plain C without state of its own, so no initialisation is needed. The
 * state is copied in and out, to keep its type in this file. */
_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(bil_digest), "room for the state");

void bil_digest_init(bil_digest *digest)
{
    crypto_hash_sha256_state state;
    (void)crypto_hash_sha256_init(&state);
    memcpy(digest->state, &state, sizeof state);
}

void bil_digest_add(bil_digest *digest, const void *bytes, size_t size)
{
    crypto_hash_sha256_state state;
    if (size == 0) {
        return;
    }
    memcpy(&state, digest->state, sizeof state);
    (void)crypto_hash_sha256_update(&state, bytes, size);
    memcpy(digest->state, &state, sizeof state);
}

void bil_digest_hex(char out[BIL_SHA256_HEX_SIZE], bil_digest *digest)
{
    crypto_hash_sha256_state state;
    unsigned char hash[crypto_hash_sha256_BYTES];
    memcpy(&state, digest->state, sizeof state);
    (void)crypto_hash_sha256_final(&state, hash);
    (void)sodium_bin2hex(out, BIL_SHA256_HEX_SIZE, hash, sizeof hash);
}

void bil_sha256_hex(char out[BIL_SHA256_HEX_SIZE], const void *bytes, size_t size)
{
    bil_digest digest;
    bil_digest_init(&digest);
    bil_digest_add(&digest, bytes, size);
    bil_digest_hex(out, &digest);
}

const char *bil_digest_library(void)
{
    return "libsodium " SODIUM_VERSION_STRING;
}
