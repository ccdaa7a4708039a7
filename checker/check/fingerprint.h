/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A result's identity as a number, for baselines, SARIF and dashboards: the
 * FNV-1a hash of 128 bits over rule, host and subject, each ended by a NUL.
 * It guards against nothing but chance.
 */
#ifndef CHECK_FINGERPRINT_H
#define CHECK_FINGERPRINT_H

/* 32 hexadecimal digits and a NUL. */
void fingerprint(const char *rule, const char *host, const char *subject, char ret_hex[static 33]);

#endif
