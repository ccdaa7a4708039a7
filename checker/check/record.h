/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the rules gave on one host, as bytes: small enough to keep for any
 * number of hosts, in memory or on disk.  They never leave the process.
 */
#ifndef CHECK_RECORD_H
#define CHECK_RECORD_H

#include "check/run.h"

/* Heap bytes that grow. */
struct bytes {
	unsigned char *p;
	size_t n, room;
};

void bytes_number(struct bytes *b, uint64_t number);
void bytes_text(struct bytes *b, const char *text); /* NULL stays NULL */
void bytes_fact(struct bytes *b, const struct fact *f); /* without its name */

/* Reading; bytes are only ever what was written above. Texts are views of them. */
struct reader {
	const unsigned char *at;
};

uint64_t read_number(struct reader *r);
const char *read_text(struct reader *r);
struct fact read_fact(struct reader *r);

/* One result of a job. */
void record_put_result(struct bytes *b, const struct job *job, const struct result *r);
struct result record_get_result(struct reader *r, struct arena *a, const struct job *job,
				 const char *host);

/* All of a host at hand; of jobs that look across hosts only what they would say of it alone. */
void record_put(struct bytes *b, const struct run *run, unsigned host);

/*
 * Into the jobs of a run that knows this one host by name; what is read lives
 * with the bytes. Not `all`: what is known of the host, and no job.
 */
void record_get(struct reader *r, struct run *run, bool all, struct report_host *ret_host);

#endif
