/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values as bytes: small enough to keep for any number of hosts, in memory or
 * on disk.  They never leave the process, so what is read was written here.
 */
#ifndef CHECK_BYTES_H
#define CHECK_BYTES_H

#include "model/report.h"

/* Heap bytes that grow; free(b->p) ends them. */
struct bytes {
	unsigned char *p;
	size_t n, room;
};

void bytes_number(struct bytes *b, uint64_t number);
void bytes_text(struct bytes *b, const char *text); /* NULL stays NULL */
void bytes_fact(struct bytes *b, const struct fact *f); /* without its name */

/* Reads what was written, in the same order.  Texts are views of the bytes. */
struct reader {
	const unsigned char *at;
};

uint64_t read_number(struct reader *r);
const char *read_text(struct reader *r);
struct fact read_fact(struct reader *r);

#endif
