/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values as bytes: small enough to keep for any number of hosts, in memory or
 * on disk.  They never leave the process, so what is read was written here.
 */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* Heap bytes that grow; free(b->p) ends them. */
struct bytes {
	unsigned char *p;
	size_t n, room;
};

void bytes_number(struct bytes *b, uint64_t number);
void bytes_text(struct bytes *b, const char *text); /* NULL stays NULL */
void bytes_byte(struct bytes *b, unsigned char byte);

/* Reads what was written, in the same order.  Texts are views of the bytes. */
struct reader {
	const unsigned char *at;
};

uint64_t read_number(struct reader *r);
const char *read_text(struct reader *r);

#endif
