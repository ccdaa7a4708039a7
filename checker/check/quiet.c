/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "check/worker.h"

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

/* The pairs of columns that make two results one object, by place in the two queries. */
struct pairing {
	struct pair {
		size_t mine, theirs;
	} *v;
	size_t n;
};

static struct pairing pairing_of(struct arena *a, const struct quiet *q, const struct job *job,
				 const struct job *speaker)
{
	struct pairing p = { .v = arena_array(a, q->npairs + 1, sizeof(*p.v)), .n = q->npairs };

	for (size_t i = 0; i < p.n; i++) {
		p.v[i].mine = job_column(job, q->pairs[i].mine);
		p.v[i].theirs = job_column(speaker, q->pairs[i].theirs);
	}
	return p;
}

static bool one_object(const struct pairing *p, const struct result *mine,
		       const struct result *theirs)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct fact *a = &mine->values[p->v[i].mine];
		const struct fact *b = &theirs->values[p->v[i].theirs];
		if (!equal_values(a, b) && !share_word(a, b))
			return false;
	}
	return true;
}

/* Room grows twofold: thousands of rows may stay quiet beside one. */
static void append(struct arena *a, struct folded *f, const char *text)
{
	size_t n = strlen(text);

	if (f->length + n + 1 > f->room) {
		const char *before = f->text;
		f->room = (f->length + n + 1) * 2;
		f->text = arena_alloc(a, f->room);
		if (f->length)
			memcpy(f->text, before, f->length);
	}
	memcpy(f->text + f->length, text, n + 1);
	f->length += n;
}

/* The speaker's result bears the message of the one that stays quiet. */
static void fold(struct arena *a, struct result *speaker, const struct job *job,
		 const struct result *r)
{
	const char *message = result_message(job, r->verdict, r->values, a);

	for (size_t i = 0; i < speaker->nfolded; i++)
		if (same(speaker->folded[i].rule, job->rule->id)) {
			append(a, &speaker->folded[i], "; ");
			append(a, &speaker->folded[i], message);
			return;
		}
	speaker->folded = arena_grow(a, speaker->folded, speaker->nfolded, sizeof(*speaker->folded));
	speaker->folded[speaker->nfolded] = (struct folded){ .rule = job->rule->id };
	append(a, &speaker->folded[speaker->nfolded++], message);
}

/* Rows of the speaker by the values of one column: whole texts, and the words of lists. */
struct entry {
	uint64_t key;
	size_t row;
};

enum { NO_COLUMN = -1 };

struct row_index {
	struct entry *v;
	size_t n, room, distinct;
	int mine; /* column of the quiet rule; NO_COLUMN: any row of the host will do */
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

static bool speaks(const struct result *r, enum severity least)
{
	return r->verdict == VERDICT_NON_COMPLIANT && !r->silenced_by && r->severity >= least;
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static int compare_key(const void *key, const void *entry)
{
	const uint64_t *k = key;
	const struct entry *e = entry;

	return (*k > e->key) - (*k < e->key);
}

static struct row_index index_of(const struct answer *speaker, enum severity least,
				 const struct pair *pair, struct keys *keys)
{
	struct row_index x = { .mine = pair ? (int)pair->mine : NO_COLUMN };

	for (size_t i = 0; i < speaker->n; i++) {
		const struct result *r = &speaker->results[i];
		if (!speaks(r, least))
			continue;
		keys_of(keys, r->host, pair ? &r->values[pair->theirs] : NULL);
		for (size_t k = 0; k < keys->n; k++) {
			if (x.n == x.room) {
				x.room = x.room ? x.room * 2 : 64;
				x.v = xrealloc(x.v, x.room, sizeof(*x.v));
			}
			x.v[x.n++] = (struct entry){ keys->v[k], i };
		}
	}
	if (x.n)
		qsort(x.v, x.n, sizeof(*x.v), compare_entries);
	for (size_t i = 0; i < x.n; i++)
		x.distinct += i == 0 || x.v[i].key != x.v[i - 1].key;
	return x;
}

/* By the pair that tells the rows apart best. */
static struct row_index best_index(const struct answer *speaker, enum severity least,
				   const struct pairing *p, struct keys *keys)
{
	struct row_index best = index_of(speaker, least, p->n ? &p->v[0] : NULL, keys);

	for (size_t i = 1; i < p->n; i++) {
		struct row_index other = index_of(speaker, least, &p->v[i], keys);
		bool better = other.distinct > best.distinct;
		free(better ? best.v : other.v);
		best = better ? other : best;
	}
	return best;
}

/* The first row of the speaker that is about the same object; NULL where none is. */
static struct result *find_speaker(const struct result *r, const struct pairing *p,
				   const struct answer *speaker, const struct row_index *x,
				   struct keys *keys)
{
	size_t found = speaker->n;

	keys_of(keys, r->host, x->mine == NO_COLUMN ? NULL : &r->values[x->mine]);
	for (size_t k = 0; k < keys->n; k++) {
		size_t i = lower_bound(&keys->v[k], x->v, x->n, sizeof(*x->v), compare_key);
		for (; i < x->n && x->v[i].key == keys->v[k] && x->v[i].row < found; i++) {
			const struct result *theirs = &speaker->results[x->v[i].row];
			if (theirs->host == r->host && one_object(p, r, theirs))
				found = x->v[i].row;
		}
	}
	return found < speaker->n ? &speaker->results[found] : NULL;
}

static bool anyone_speaks(const struct answer *speaker, enum severity least)
{
	for (size_t i = 0; i < speaker->n; i++)
		if (speaks(&speaker->results[i], least))
			return true;
	return false;
}

static void listen(struct worker *w, size_t j, const struct quiet *q, size_t speaker)
{
	const struct job *job = &w->plan->jobs[j], *their = &w->plan->jobs[speaker];
	struct answer *mine = &w->answers[j], *theirs = &w->answers[speaker];
	struct pairing p = pairing_of(w->arena, q, job, their);
	struct keys keys = { NULL, 0, 0 };
	struct row_index x = best_index(theirs, q->least, &p, &keys);

	for (size_t i = 0; i < mine->n; i++) {
		struct result *r = &mine->results[i], *voice;
		if (r->silenced_by)
			continue;
		voice = find_speaker(r, &p, theirs, &x, &keys);
		if (!voice)
			continue;
		r->silenced_by = speaker + 1;
		if (r->verdict == VERDICT_NON_COMPLIANT)
			fold(w->arena, voice, job, r);
	}
	free(x.v);
	free(keys.v);
}

void quiet_apply(struct worker *w, size_t j)
{
	const struct job *job = &w->plan->jobs[j];

	for (size_t i = 0; i < job->nquiet && w->answers[j].n; i++)
		if (job->speakers[i] != NO_JOB && anyone_speaks(&w->answers[job->speakers[i]], job->quiet[i].least))
			listen(w, j, &job->quiet[i], (size_t)job->speakers[i]);
}
