/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every format receives: complete, sorted, const.  A report may be of more
 * hosts than memory holds, so they are walked over, by name, as often as wanted:
 *
 *	CLEANUP(report_done) struct report_walk w = { .report = r };
 *	while (report_next(&w))
 *		… w.host->name, w.host->outcomes …
 */
#ifndef MODEL_REPORT_H
#define MODEL_REPORT_H

#include "base/arena.h"
#include "base/err.h"
#include "model/lack.h"
#include "model/rule.h"

/* A further column of the query: evidence, with its type. */
struct fact {
	const char *name;
	enum fact_type { FACT_NULL, FACT_NUMBER, FACT_TEXT } type;
	int64_t number;
	const char *text;
	bool quiet; /* what the rule of this name would have said of the same object */
};

enum verdict { VERDICT_COMPLIANT, VERDICT_NON_COMPLIANT, VERDICT_WAIVED, VERDICT_NOT_EVALUATED };
const char *verdict_name(enum verdict verdict); /* as in the JSON: "non-compliant" */

struct place {
	const char *file; /* NULL: from no file */
	unsigned line;
};

/* One object under one rule of one host: a result. */
struct finding {
	const char *host, *subject, *message;
	struct place origin;
	const char *quote; /* of a finding: that line of the input, where it is at hand; else NULL */
	const struct fact *facts;
	size_t nfacts;
	enum verdict verdict;
	enum severity severity; /* the policy's, else the row's own, else the rule's */
	const char *reason;     /* not evaluated, waived: why; else NULL */
	uint64_t unread; /* not evaluated: bit t is a table (enum table_id) of which more might decide */
	const struct fix *fixes; /* filled in, quoted for the shell */
	size_t nfixes;
	const struct fix *verify;
	size_t nverify;
	char fingerprint[33]; /* of rule, host and subject: hexadecimal */
};

enum outcome_state {
	OUTCOME_EVALUATED,
	OUTCOME_NOT_APPLICABLE,
	OUTCOME_NOT_EVALUATED,
	OUTCOME_BROKEN
};
const char *outcome_name(enum outcome_state state);

/* What one rule gave on one host. */
struct outcome {
	const struct rule *rule;
	enum outcome_state state;
	/* not applicable, not evaluated: why; broken: the error; evaluated: NULL */
	const char *reason;
	uint64_t unread; /* not evaluated: as in a finding */
	const struct finding *findings; /* by subject */
	size_t nfindings;
};

/* A line of the input that was not understood. */
struct report_note {
	struct place origin;
	const char *text, *reason; /* or NULL */
};

/* What is not known of a table, and the command that would tell. */
struct report_lack {
	unsigned table;
	struct lack lack;
};

/* Results by verdict, and outcomes without a result. */
struct summary {
	size_t hosts, compliant, non_compliant, waived, not_evaluated, not_applicable, broken;
	size_t errors, warnings, infos; /* of the non-compliant */
};

/* Against a baseline: findings that it lacks, holds, and holds in vain. */
struct baseline_counts {
	size_t fresh, known, gone;
};

/* A host, and what the rules gave on it. */
struct report_host {
	const char *name;
	const char *platform, *version, *kind, *source, *captured; /* or NULL */
	const struct outcome *outcomes; /* by rule id */
	size_t noutcomes;
	const struct report_note *notes;
	size_t nnotes;
	const struct report_lack *lacks; /* by table */
	size_t nlacks;
};

/* for_each_result(o, f, host) … o->rule, f->message … */
#define for_each_result(o, f, host)                                                             \
	for (const struct outcome *o = (host)->outcomes; o < (host)->outcomes + (host)->noutcomes; \
	     o++)                                                                                \
		for (const struct finding *f = o->findings; f < o->findings + o->nfindings; f++)

/*
 * A source that was given, or one in a directory of sources that could not be read.  Kind, why it
 * was taken for that kind, and error may be NULL; the source too: this host, live.
 */
struct report_source {
	const char *source, *kind, *why, *error;
};

struct report_sources {
	const struct report_source *v;
	size_t n;
	size_t read, failed; /* those in directories, too */
	struct words passed; /* files in them that are no source */
};

/* How much of a host is made: what is cheap comes last. */
enum report_depth {
	REPORT_ALL,
	REPORT_VERDICTS, /* findings without message, facts, fixes and fingerprint */
	REPORT_HEADS,    /* no outcomes */
};

struct report {
	size_t nhosts;
	const struct summary *summaries; /* of each host, by place: what to sort or leave out by */
	struct summary summary;          /* of all */
	/* on the policy: waivers expired or without effect, names that are no rule */
	struct words notices;
	struct report_sources sources;
	const struct baseline_counts *baseline; /* NULL: none was given */
	const unsigned *by_input;        /* places in the order in which the hosts were given */
	/* Makes the host at a place in the arena. */
	const struct report_host *(*host)(void *store, size_t place, enum report_depth depth,
					  struct arena *a);
	void *store;
};

/* The host at a place below nhosts, in the order of their names; it lives as long as the arena. */
const struct report_host *report_host(const struct report *r, size_t place, struct arena *a);

struct report_walk {
	const struct report *report;
	enum report_depth depth;
	bool by_input;                  /* not by name */
	const struct report_host *host; /* until the next one */
	struct arena *arena;            /* with the host */
	size_t next;
};

/* On to the next host; false behind the last. */
bool report_next(struct report_walk *w);
void report_done(struct report_walk *w);

#endif
