/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "check/result.h"
#include "rule/template.h"

const char *result_message(const struct job *job, enum verdict verdict, const struct fact *values,
			   struct arena *a)
{
	const struct rule *rule = job->rule;

	switch (verdict) {
	case VERDICT_COMPLIANT:
		if (!rule->message_ok)
			break;
		return template_fill(a, rule->message_ok, TEMPLATE_WORDS, values,
				     job->facts->ncolumns);
	case VERDICT_NON_COMPLIANT:
	case VERDICT_WAIVED:
		return template_fill(a, rule->message, TEMPLATE_WORDS, values,
				     job->facts->ncolumns);
	case VERDICT_NOT_EVALUATED: break;
	}
	return rule->title;
}

/* "file:line"; what has no number behind its last colon is a file alone. */
struct place result_origin(const struct job *job, const struct fact *values, struct arena *a)
{
	const struct fact *origin =
		job->place[COLUMN_ORIGIN] < 0 ? NULL : &values[job->place[COLUMN_ORIGIN]];
	struct place place = { NULL, 0 };
	const char *colon;
	uint64_t line;

	if (!origin || origin->type != FACT_TEXT || !*origin->text)
		return place;
	place.file = origin->text;
	colon = strrchr(origin->text, ':');
	if (colon && str_to_u64(str_of(colon + 1), &line) && line <= UINT32_MAX) {
		place.line = (unsigned)line;
		place.file = arena_str(
			a, (struct str){ origin->text, (size_t)(colon - origin->text) });
	}
	return place;
}
