/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "check/run.h"

/* As text, so that a number equals itself whatever its type; NULL equals nothing. */
static bool equal_values(const struct fact *a, const struct fact *b)
{
	char number[32];

	if (a->type == FACT_NULL || b->type == FACT_NULL)
		return false;
	if (a->type == b->type)
		return a->type == FACT_NUMBER ? a->number == b->number : same(a->text, b->text);
	snprintf(number, sizeof(number), "%lld",
		 (long long)(a->type == FACT_NUMBER ? a : b)->number);
	return same(number, a->type == FACT_NUMBER ? b->text : a->text);
}

/* The next of the words of join_words(). */
static bool next_word(struct str *rest, struct str *ret_word)
{
	if (!str_split(rest, ',', ret_word))
		return false;
	while (ret_word->n && *ret_word->p == ' ')
		*ret_word = str_from(*ret_word, 1);
	return true;
}

/* Lists as join_words() makes them have a word in common. */
static bool share_word(const struct fact *a, const struct fact *b)
{
	struct str rest, left, word, other;

	if (a->type != FACT_TEXT || b->type != FACT_TEXT ||
	    (!strstr(a->text, ", ") && !strstr(b->text, ", ")))
		return false;
	for (rest = str_of(a->text); next_word(&rest, &word);)
		for (left = str_of(b->text); next_word(&left, &other);)
			if (word.n && str_same(word, other))
				return true;
	return false;
}

static bool one_object(const struct quiet *q, const struct job *job, const struct result *mine,
		       const struct job *speaker, const struct result *theirs)
{
	for (size_t i = 0; i < q->npairs; i++) {
		const struct fact *a = &mine->values[job_column(job, q->pairs[i].mine)];
		const struct fact *b = &theirs->values[job_column(speaker, q->pairs[i].theirs)];
		if (!equal_values(a, b) && !share_word(a, b))
			return false;
	}
	return true;
}

/* The first result of a host. */
static size_t first_of(const struct job *job, unsigned host)
{
	size_t low = 0, high = job->nresults;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (job->results[middle].host < host)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Room grows twofold: thousands of rows may stay quiet beside one. */
static void append(struct arena *a, struct said *said, const char *text)
{
	size_t n = strlen(text);

	if (said->length + n + 1 > said->room) {
		char *text_before = said->text;
		said->room = (said->length + n + 1) * 2;
		said->text = arena_alloc(a, said->room);
		if (said->length)
			memcpy(said->text, text_before, said->length);
	}
	memcpy(said->text + said->length, text, n + 1);
	said->length += n;
}

static void carry(struct run *run, struct result *speaker, const struct job *job,
		  const struct result *r)
{
	const char *message = result_message(run, job, r);

	for (size_t i = 0; i < speaker->nsaid; i++)
		if (same(speaker->said[i].rule, job->rule->id)) {
			append(run->arena, &speaker->said[i], "; ");
			append(run->arena, &speaker->said[i], message);
			return;
		}
	speaker->said =
		arena_grow(run->arena, speaker->said, speaker->nsaid, sizeof(*speaker->said));
	speaker->said[speaker->nsaid] = (struct said){ .rule = job->rule->id };
	append(run->arena, &speaker->said[speaker->nsaid++], message);
}

static void listen(struct run *run, struct job *job, struct result *r, const struct quiet *q,
		   const struct job *speaker)
{
	for (size_t i = first_of(speaker, r->host); i < speaker->nresults; i++) {
		struct result *theirs = &speaker->results[i];
		if (theirs->host != r->host)
			break;
		if (theirs->verdict != VERDICT_NON_COMPLIANT || theirs->silenced_by ||
		    !one_object(q, job, r, speaker, theirs))
			continue;
		r->silenced_by = speaker->rule->id;
		if (r->verdict == VERDICT_NON_COMPLIANT)
			carry(run, theirs, job, r);
		return;
	}
}

static bool speaks(const struct job *job)
{
	for (size_t i = 0; job && job->ran && i < job->nresults; i++)
		if (job->results[i].verdict == VERDICT_NON_COMPLIANT &&
		    !job->results[i].silenced_by)
			return true;
	return false;
}

void run_quiet(struct run *run, struct job *job)
{
	for (size_t j = 0; j < job->rule->nquiet && job->nresults; j++) {
		const struct quiet *q = &job->rule->quiet[j];
		const struct job *speaker = run_find(run, q->rule);
		if (!speaks(speaker))
			continue;
		for (size_t i = 0; i < job->nresults; i++)
			if (!job->results[i].silenced_by)
				listen(run, job, &job->results[i], q, speaker);
	}
}
