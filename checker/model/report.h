/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every format receives: complete, sorted, const.  check/ makes it; it
 * lives in an arena of its own and refers to the snapshot and the rules, which
 * must outlive it.
 */
#ifndef MODEL_REPORT_H
#define MODEL_REPORT_H

#include "model/rule.h"
#include "model/snapshot.h"

/* A further column of the query: evidence, with its type. */
struct fact {
	const char *name;
	enum fact_type { FACT_NULL, FACT_NUMBER, FACT_TEXT } type;
	int64_t number;
	const char *text;
};

enum verdict { VERDICT_COMPLIANT, VERDICT_NON_COMPLIANT, VERDICT_WAIVED, VERDICT_NOT_EVALUATED };
const char *verdict_name(enum verdict verdict); /* as in the JSON: "non-compliant" */

/* One object under one rule of one host: a result. */
struct finding {
	const char *host, *subject, *message;
	struct place {
		const char *file; /* NULL: from no file */
		unsigned line;
	} origin;
	const struct fact *facts;
	size_t nfacts;
	enum verdict verdict;
	enum severity severity; /* the policy's, else the row's own, else the rule's */
	const char *reason;     /* not evaluated, waived: why; else NULL */
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
	unsigned host; /* index in the snapshot */
	enum outcome_state state;
	/* not applicable, not evaluated: why; broken: the error; evaluated: NULL */
	const char *reason;
	const struct finding *findings; /* by subject */
	size_t nfindings;
};

/* Results by verdict, and outcomes without a result. */
struct summary {
	size_t hosts, compliant, non_compliant, waived, not_evaluated, not_applicable, broken;
	size_t errors, warnings, infos; /* of the non-compliant */
};

struct report {
	const struct snapshot *snapshot;
	const struct outcome *outcomes; /* by host name, then rule id */
	size_t noutcomes;
	struct summary summary;
	/* on the policy: waivers expired or without effect, names that are no rule */
	struct words notices;
};

#endif
