/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parts of the text report, between the files that write it.
 */
#ifndef FORMAT_TEXT_H
#define FORMAT_TEXT_H

#include "base/arena.h"
#include "format/format.h"
#include "format/page.h"

struct text_report {
	struct page page;
	const struct report *report;
	const struct format_options *options;
	struct arena *arena; /* of the host that is shown, else of the report */
	struct arena *kept;  /* of the report */
	struct told {
		const struct rule **rules;
		size_t n;
	} told, broken; /* whose why stands above already; that are broken */
	const struct rule *first; /* of the first finding on the page; NULL: none was shown */
};

/* All findings of a host; nothing where it has none. */
void text_findings(struct text_report *t, const struct report_host *h, const struct summary *s);

/* What -v adds below a host's findings: all other results, and rules without one. */
void text_rest(struct text_report *t, const struct report_host *h);

/* Of more hosts than a screen has lines: what to fix first, the worst hosts, fixes of many. */
void text_overview(struct text_report *t);

/* Why some verdicts are missing: broken rules, and what was not evaluated, by reason. */
void text_gaps(struct text_report *t);

/*
 * What was not read, by the command that would tell, with the rules that wait for it: gathered of
 * each host, then shown.
 */
struct text_lacks {
	struct text_lack **v;
	size_t n;
	const char *collectors[2]; /* what fetches all of it: of Linux hosts, of ESXi ones; or NULL */
};
void text_lacks_gather(struct text_report *t, const struct report_host *h, struct text_lacks *l);
void text_lacks_show(struct text_report *t, struct text_lacks *l);

/* -v: lines of the input that were not understood. */
void text_notes(struct text_report *t);

enum ink text_severity_ink(enum severity severity);

/* "2 errors, 1 warning"; "" where there is none. */
const char *text_tally(struct text_report *t, const struct summary *s);

/* "1 error", "2 errors" */
const char *text_count(struct arena *a, size_t n, const char *noun);

#endif
