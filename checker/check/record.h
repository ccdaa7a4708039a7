/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is kept of a host when its facts are gone: all that was said of it, for
 * good.  Results keep the values of their row, of which messages are made when
 * they are shown, and their fixes as they are printed.
 */
#ifndef CHECK_RECORD_H
#define CHECK_RECORD_H

#include "base/bytes.h"
#include "check/worker.h"

/* A value without its name; texts that are read are views of the bytes. */
void record_write_fact(struct bytes *b, const struct fact *f);
struct fact record_read_fact(struct reader *r);

/* The host's own row and notes. */
void record_write_head(struct bytes *b, const struct snapshot *s, unsigned host);
void record_read_head(struct reader *r, struct arena *a, struct report_host *ret_host);

/* Counts a result, or a job that has none on a host. */
void summary_add(struct summary *s, enum verdict verdict, enum severity severity);
void summary_add_state(struct summary *s, enum outcome_state state);

/*
 * What a job gave on one host: its results, or, where there is none, the state
 * and the reason.  It is counted in *summary.  Results in whose place another
 * job speaks are kept too: they count once more where that job breaks, be it on
 * a later host, and those that do not count are passed over by the reader.
 */
void record_write_outcome(struct bytes *b, const struct job *job, const struct result *results,
			  size_t n, const struct standing *standing,
			  struct summary *summary);
struct store;
struct outcome record_read_outcome(struct reader *r, const struct store *s, size_t job,
				   const char *host, enum report_depth depth, struct arena *a);

/* One row of a job, with what is offered where it is a finding; the host's name is known to whoever reads. */
void record_write_row(struct bytes *b, const struct job *job, const struct result *r);
struct result record_read_row(struct reader *r, const struct job *job, const char *host,
			      struct arena *a);

/* What the worker's answers say of a host, by job; those across hosts or those that are not. */
void record_write_jobs(struct bytes *b, const struct worker *w, unsigned host, bool across,
		       struct summary *summary);

#endif
