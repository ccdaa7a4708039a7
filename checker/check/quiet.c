/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
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

/* Rows of the speaker by what one pair of columns says: whole texts, and the words of lists. */
struct spoken {
	uint64_t key;
	size_t row;
};

struct index {
	struct spoken *v;
	size_t n, room, distinct;
	const char *mine; /* column; NULL: the pair of rules has none, and any row of the host will do */
};

struct keys {
	uint64_t *v;
	size_t n, room;
};

static void add_key(struct keys *keys, unsigned host, struct str word)
{
	uint64_t h = 0xcbf29ce484222325u ^ host;

	for (size_t i = 0; i < word.n; i++)
		h = (h ^ (unsigned char)word.p[i]) * 0x100000001b3u;
	if (keys->n == keys->room) {
		keys->room = keys->room ? keys->room * 2 : 16;
		keys->v = xrealloc(keys->v, keys->room, sizeof(*keys->v));
	}
	keys->v[keys->n++] = h;
}

static void keys_of(struct keys *keys, unsigned host, const struct fact *f)
{
	struct str rest, word;
	char number[32];

	keys->n = 0;
	if (!f) {
		add_key(keys, host, STR(""));
	} else if (f->type == FACT_NUMBER) {
		snprintf(number, sizeof(number), "%lld", (long long)f->number);
		add_key(keys, host, str_of(number));
	} else if (f->type == FACT_TEXT) {
		rest = str_of(f->text);
		add_key(keys, host, rest);
		while (str_find(str_of(f->text), ',') < strlen(f->text) && next_word(&rest, &word))
			add_key(keys, host, word);
	}
}

static bool is_spoken(const struct result *r)
{
	return r->verdict == VERDICT_NON_COMPLIANT && !r->silenced_by;
}

static int compare(const void *a, const void *b)
{
	const struct spoken *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static struct index index_of(const struct job *speaker, const struct quiet_pair *pair,
			     struct keys *keys)
{
	size_t column = pair ? job_column(speaker, pair->theirs) : 0;
	struct index x = { .mine = pair ? pair->mine : NULL };

	for (size_t i = 0; i < speaker->nresults; i++) {
		const struct result *r = &speaker->results[i];
		if (!is_spoken(r))
			continue;
		keys_of(keys, r->host, pair ? &r->values[column] : NULL);
		for (size_t k = 0; k < keys->n; k++) {
			if (x.n == x.room) {
				x.room = x.room ? x.room * 2 : 64;
				x.v = xrealloc(x.v, x.room, sizeof(*x.v));
			}
			x.v[x.n++] = (struct spoken){ keys->v[k], i };
		}
	}
	if (x.n)
		qsort(x.v, x.n, sizeof(*x.v), compare);
	for (size_t i = 0; i < x.n; i++)
		x.distinct += i == 0 || x.v[i].key != x.v[i - 1].key;
	return x;
}

/* By the pair that tells the rows apart best. */
static struct index best_index(const struct job *speaker, const struct quiet *q, struct keys *keys)
{
	struct index best = index_of(speaker, q->npairs ? &q->pairs[0] : NULL, keys);

	for (size_t i = 1; i < q->npairs; i++) {
		struct index other = index_of(speaker, &q->pairs[i], keys);
		bool better = other.distinct > best.distinct;
		free(better ? best.v : other.v);
		best = better ? other : best;
	}
	return best;
}

static size_t first_with(const struct index *x, uint64_t key)
{
	size_t low = 0, high = x->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (x->v[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The first row of the speaker that is about the same object; NULL where none is. */
static struct result *find_speaker(const struct job *job, const struct result *r,
				   const struct quiet *q, const struct job *speaker,
				   const struct index *x, struct keys *keys)
{
	size_t found = speaker->nresults;

	keys_of(keys, r->host, x->mine ? &r->values[job_column(job, x->mine)] : NULL);
	for (size_t k = 0; k < keys->n; k++)
		for (size_t i = first_with(x, keys->v[k]); i < x->n && x->v[i].key == keys->v[k];
		     i++) {
			const struct result *theirs = &speaker->results[x->v[i].row];
			if (x->v[i].row >= found)
				break;
			if (theirs->host == r->host && one_object(q, job, r, speaker, theirs))
				found = x->v[i].row;
		}
	return found < speaker->nresults ? &speaker->results[found] : NULL;
}

static void listen(struct run *run, struct job *job, const struct quiet *q,
		   const struct job *speaker)
{
	struct keys keys = { NULL, 0, 0 };
	struct index x = best_index(speaker, q, &keys);

	for (size_t i = 0; i < job->nresults && x.n; i++) {
		struct result *r = &job->results[i], *theirs;
		if (r->silenced_by)
			continue;
		theirs = find_speaker(job, r, q, speaker, &x, &keys);
		if (!theirs)
			continue;
		r->silenced_by = speaker->rule->id;
		if (r->verdict == VERDICT_NON_COMPLIANT)
			carry(run, theirs, job, r);
	}
	free(x.v);
	free(keys.v);
}

size_t job_first(const struct job *job, unsigned host)
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

void run_quiet(struct run *run, struct job *job)
{
	for (size_t j = 0; j < job->rule->nquiet && job->nresults; j++) {
		const struct quiet *q = &job->rule->quiet[j];
		const struct job *speaker = run_find(run, q->rule);
		if (speaker && speaker->ran)
			listen(run, job, q, speaker);
	}
}
