/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/report.h"

const char *verdict_name(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_COMPLIANT: return "compliant";
	case VERDICT_NON_COMPLIANT: return "non-compliant";
	case VERDICT_WAIVED: return "waived";
	case VERDICT_NOT_EVALUATED: return "not-evaluated";
	}
	return NULL;
}

const char *outcome_name(enum outcome_state state)
{
	switch (state) {
	case OUTCOME_EVALUATED: return "evaluated";
	case OUTCOME_NOT_APPLICABLE: return "not-applicable";
	case OUTCOME_NOT_EVALUATED: return "not-evaluated";
	case OUTCOME_BROKEN: return "broken";
	}
	return NULL;
}

const struct report_host *report_host(const struct report *r, size_t place, struct arena *a)
{
	return r->host(r->store, place, REPORT_ALL, a);
}

bool report_next(struct report_walk *w)
{
	const struct report *r = w->report;

	report_done(w);
	if (w->next == r->nhosts)
		return false;
	w->arena = arena_new();
	w->host = r->host(r->store, w->by_input ? r->by_input[w->next] : w->next, w->depth,
			  w->arena);
	w->next++;
	return true;
}

void report_done(struct report_walk *w)
{
	arena_free(w->arena);
	w->arena = NULL;
	w->host = NULL;
}
