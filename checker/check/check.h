/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules times facts: the verdicts.
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "base/arena.h"
#include "base/err.h"
#include "model/report.h"
#include "model/schema.h"
#include "rule/rule.h"

struct baseline;
struct policy;
struct snapshot;

struct check_options {
	const struct policy *policy;     /* NULL: none */
	const struct baseline *baseline; /* what it holds is waived; NULL: none */
	struct words select, ignore;     /* ids, tags, globs; empty select means all */
	const struct rule_fault *faults; /* rules that could not be loaded: broken outcomes */
	size_t nfaults;
	const char *netns;               /* printed commands are for that network namespace; or NULL */
	unsigned rule_milliseconds; /* time budget of one rule; 0: what check/result.c gives it */
	int64_t now;                /* seconds since 1970, for waivers; 0: the clock's */
};

/*
 * Evaluates the pack on every host of a snapshot, which it seals.  A broken rule
 * is an outcome, not an error; -1 only where SQL itself, or room for the results,
 * cannot be had.  Pack and options must outlive the report.
 */
int check_run(struct snapshot *s, const struct rule_pack *pack,
	      const struct check_options *options, struct report **ret_report, struct err *err);

/*
 * The same for any number of hosts, none of which stays in memory: read(ctx, i,
 * sink) is called once for each input below n, from several threads at a time,
 * and hands the hosts of the input to the sink, in their order (source/source.h).
 */
struct source_sink;
struct check_inputs {
	size_t n;
	void (*read)(void *ctx, size_t i, struct source_sink *sink);
	void *ctx;
	_Atomic size_t *done; /* counts the hosts that are evaluated; or NULL */
};
int check_inputs(const struct check_inputs *inputs, unsigned jobs, const struct rule_pack *pack,
		 const struct check_options *options, struct report **ret_report,
		 struct err *err);

/*
 * The tables that the selected rules may look into, and parts of tables: what is
 * not among them need not be read of a host, for it changes no verdict.
 */
table_set check_wants(const struct rule_pack *pack, const struct check_options *options);

/* Was a host lost while the report was read, since a temporary file failed?  -1 with why. */
int check_fault(const struct report *r, struct err *err);

void check_free(struct report *r);
void check_freep(struct report **r);

/*
 * What must be known of every rule of a pack, in its order, and of every view:
 * for the built-in pack, when it is made.  -1 with "file:line: ..." of the first
 * rule that is broken.
 */
struct check_study {
	const struct rule_facts *facts;
	struct view_facts *views;
	size_t nviews;
};
int check_study(struct arena *a, const struct rule_pack *pack, struct check_study *ret_study,
		struct err *err);

/*
 * 0, 1 or 2 of a report, before errors that other floors know of: 2 where a
 * rule is broken, nothing could be evaluated, or, with `strict`, something
 * was not; 1 where a non-compliant result is as severe as fail_on.
 */
int check_status(const struct report *r, bool fail_never, enum severity fail_on, bool strict);

#endif
