/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules that look at several hosts.  Every host is judged alone first, as if
 * there were no other, so that its results silence each other while its facts
 * are there.  What such a rule said of the host alone is then replaced by what
 * it says of all hosts together; who was silent beside it stays so.
 */
#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "check/store.h"

/* Of a result that a rule gave on the host alone: what the one on the same subject inherits. */
struct legacy {
	const char *subject;
	size_t silenced_by;
	struct folded *folded;
	size_t nfolded;
};

/* What must be known of a job and a host when all hosts are asked about. */
struct host_note {
	struct standing standing;
	struct legacy *legacies;
	size_t n;
};

static void write_legacy(struct bytes *b, const struct result *r)
{
	bytes_text(b, r->subject);
	bytes_number(b, r->silenced_by);
	bytes_number(b, r->nfolded);
	for (size_t i = 0; i < r->nfolded; i++) {
		bytes_text(b, r->folded[i].rule);
		bytes_text(b, r->folded[i].text);
	}
}

static void write_note(struct bytes *b, const struct worker *w, size_t j, unsigned host)
{
	const struct answer answer = answer_of(&w->answers[j], host);
	struct standing s = coverage_standing(w, j, host);
	size_t n = 0;

	bytes_number(b, (uint64_t)s.state << 1 | s.barred);
	bytes_text(b, s.barred ? s.reason : coverage_nothing(w, j, host));
	bytes_text(b, s.partial);
	bytes_text(b, s.undecided);
	bytes_number(b, s.unread);
	bytes_number(b, s.in_part);
	bytes_number(b, s.undecided_by);
	for (size_t i = 0; i < answer.n; i++)
		n += answer.results[i].silenced_by || answer.results[i].nfolded;
	bytes_number(b, n);
	for (size_t i = 0; i < answer.n; i++)
		if (answer.results[i].silenced_by || answer.results[i].nfolded)
			write_legacy(b, &answer.results[i]);
}

void across_note(struct bytes *b, const struct worker *w, unsigned host)
{
	for (size_t j = 0; j < w->plan->njobs; j++)
		if (w->plan->jobs[j].rule->across)
			write_note(b, w, j, host);
}

static struct legacy read_legacy(struct reader *r, struct arena *a)
{
	struct legacy l = { .subject = read_text(r), .silenced_by = read_number(r) };

	l.nfolded = read_number(r);
	l.folded = arena_array(a, l.nfolded + 1, sizeof(*l.folded));
	for (size_t i = 0; i < l.nfolded; i++) {
		l.folded[i].rule = read_text(r);
		l.folded[i].text = (char *)read_text(r);
	}
	return l;
}

static struct host_note read_note(struct reader *r, struct arena *a)
{
	uint64_t head = read_number(r);
	struct host_note note = { .standing = { .barred = head & 1,
					   .state = (enum outcome_state)(head >> 1) } };

	note.standing.reason = read_text(r);
	note.standing.partial = read_text(r);
	note.standing.undecided = read_text(r);
	note.standing.unread = read_number(r);
	note.standing.in_part = read_number(r);
	note.standing.undecided_by = read_number(r);
	note.n = read_number(r);
	note.legacies = arena_array(a, note.n + 1, sizeof(*note.legacies));
	for (size_t i = 0; i < note.n; i++)
		note.legacies[i] = read_legacy(r, a);
	return note;
}

/* Rows that one job gave on one host; of a job and a host there may be more. */
struct piece {
	unsigned host;
	unsigned job;
	size_t order, n; /* n rows */
	struct spilled where;
};

/* All hosts are asked about; what is said lies in pieces until each host is finished. */
struct asking {
	struct store *store;
	const struct plan *plan;
	struct names names; /* of all hosts, in their order */
	struct piece *pieces;
	size_t npieces, room;
	struct bytes bytes;
	struct err why; /* why the last of them broke */
};

static int add_piece(struct asking *q, struct piece *p, struct err *err)
{
	if (spill_add(&q->store->spill, q->bytes.p, q->bytes.n, &p->where, err) < 0)
		return -1;
	if (q->npieces == q->room) {
		q->room = q->room ? 2 * q->room : 64;
		q->pieces = xrealloc(q->pieces, q->room, sizeof(*p));
	}
	p->order = q->npieces;
	q->pieces[q->npieces++] = *p;
	return 0;
}

/* Rows of one host that stand together become one piece. */
static int keep_rows(struct asking *q, size_t j, const struct answer *answer, struct err *err)
{
	for (size_t i = 0; i < answer->n;) {
		struct piece p = { .host = answer->results[i].host, .job = (unsigned)j };
		q->bytes.n = 0;
		for (; i < answer->n && answer->results[i].host == p.host; i++, p.n++)
			record_write_row(&q->bytes, &q->plan->jobs[j], &answer->results[i]);
		if (add_piece(q, &p, err) < 0)
			return -1;
	}
	return 0;
}

/*
 * So many rows are held in memory; and so many are kept on disk, for each row
 * gives the rule more time, so that time alone does not end one that gives many.
 */
enum { ROWS_IN_MEMORY = 4096, ROWS_MOST = 1000 * 1000, ROWS_OF_HOST = 1000 };

static int offer_fixes(struct fixes *fixes, struct answer *answer, struct arena *a, struct err *why)
{
	for (struct result *r = answer->results; r < answer->results + answer->n; r++)
		if (r->verdict == VERDICT_NON_COMPLIANT && fixes_offer(fixes, r, a, why) < 0)
			return -1;
	return 0;
}

/* Answers of thousands of hosts are put aside as they come. */
static int read_answer(struct asking *q, struct query *query, struct fixes *fixes, size_t j,
		       struct err *err)
{
	const struct job *job = &q->plan->jobs[j];
	size_t left = ROWS_MOST + (size_t)ROWS_OF_HOST * q->names.n;
	int status = 0;

	answer_start(q->plan, job, query, q->names.n);
	fixes_start(fixes, q->names.n);
	while (status >= 0) {
		CLEANUP(arena_freep) struct arena *a = arena_new();
		struct answer answer = { .n = 0 };
		do
			status = answer_step(&answer, q->plan, job, query, &q->names, a, &q->why);
		while (status > 0 && answer.n < ROWS_IN_MEMORY);
		if (status >= 0 && offer_fixes(fixes, &answer, a, &q->why) < 0)
			status = -1;
		if (keep_rows(q, j, &answer, err) < 0)
			return -1;
		if (status == 0)
			return 0;
		if (status > 0 && answer.n > left)
			status = err_set(&q->why, "%s:%u: too many rows for %u hosts",
					 job->rule->file, job->rule->query_line, q->names.n);
		left -= answer.n;
	}
	store_note_failure(q->store, &q->store->failures[j], 0, 0, q->why.text);
	return 0;
}

/* A rule that breaks is broken on every host; -1 where there is no room for facts or rows. */
static int ask_job(struct asking *q, struct db *db, size_t j, struct err *err)
{
	CLEANUP(query_freep) struct query *query = NULL;
	struct fixes *fixes = fixes_new(q->plan, &q->plan->jobs[j], db);
	int offset, status = 0;

	if (db_prepare(db, q->plan->jobs[j].rule->query, &query, &offset, &q->why) == 0)
		status = read_answer(q, query, fixes, j, err);
	else
		store_note_failure(q->store, &q->store->failures[j], 0, 0, q->why.text);
	fixes_free(fixes);
	if (status == 0 && db_gathered_lost(db))
		return err_set(err, "temporary file: %s", q->why.text);
	return status;
}

static int gather_all(struct store *s, struct gathering *all, struct err *err)
{
	for (size_t i = 0; i < s->nhosts; i++) {
		CLEANUP(arena_freep) struct arena *a = arena_new();
		struct reader r;
		if (s->hosts[i].facts.n &&
		    (store_read(s, s->hosts[i].facts, a, &r, err) < 0 ||
		     gathering_add(all, &r, s->hosts[i].name, err) < 0))
			return -1;
	}
	return 0;
}

static int ask_jobs(struct asking *q, struct db *db, struct err *err)
{
	int status = 0;

	for (size_t j = 0; j < q->plan->njobs && status == 0; j++)
		if (q->plan->jobs[j].rule->across && !q->plan->jobs[j].broken)
			status = ask_job(q, db, j, err);
	return status;
}

/* No rule that looks across hosts can be asked. */
static void fail_jobs(struct store *s, const char *why)
{
	for (size_t j = 0; j < s->plan->njobs; j++)
		if (s->plan->jobs[j].rule->across)
			store_note_failure(s, &s->failures[j], 0, 0, why);
}

static int gather_and_ask(struct asking *q, struct err *err)
{
	struct store *s = q->store;
	struct gathering *all;
	struct db *db = NULL;
	int status;

	if (s->not_gathered.why) {
		fail_jobs(s, s->not_gathered.why);
		return 0;
	}
	all = gathering_new(&s->gather, q->plan->options->policy, err);
	if (all && gather_all(s, all, err) == 0)
		db = gathering_end(all, err);
	status = db ? ask_jobs(q, db, err) : err_wrap(err, "temporary file");
	gathering_free(all);
	return status;
}

static int by_host(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	if (x->host != y->host)
		return x->host < y->host ? -1 : 1;
	if (x->job != y->job)
		return x->job < y->job ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static int compare_place(const void *key, const void *piece)
{
	return by_host(key, piece);
}

/* The rows that a job gave on a host. */
static int read_rows(struct asking *q, unsigned host, size_t j, struct arena *a,
		     struct answer *answer, struct err *err)
{
	const struct piece key = { .host = host, .job = (unsigned)j };
	size_t i = lower_bound(&key, q->pieces, q->npieces, sizeof(key), compare_place);

	for (; i < q->npieces && q->pieces[i].host == host && q->pieces[i].job == j; i++) {
		struct reader r;
		if (store_read(q->store, q->pieces[i].where, a, &r, err) < 0)
			return -1;
		for (size_t n = 0; n < q->pieces[i].n; n++) {
			answer->results = arena_grow(a, answer->results, answer->n,
						     sizeof(*answer->results));
			answer->results[answer->n] = record_read_row(
				&r, &q->plan->jobs[j], q->store->hosts[host].name, a);
			answer->results[answer->n++].host = host;
		}
	}
	return 0;
}

/* Both are in the order of subjects, and each subject stands once in either. */
static void inherit(struct answer *answer, const struct host_note *note)
{
	const struct legacy *l = note->legacies, *end = l + note->n;

	for (struct result *r = answer->results; r < answer->results + answer->n; r++) {
		while (l < end && strcmp(l->subject, r->subject) < 0)
			l++;
		if (l == end || !same(l->subject, r->subject))
			continue;
		r->silenced_by = l->silenced_by;
		r->folded = l->folded;
		r->nfolded = l->nfolded;
	}
}

/* What stands of the rows: weighed, merged, silenced, waived. */
static void judge(struct asking *q, size_t j, struct answer *answer, const struct host_note *note,
		  const char *host, struct arena *a)
{
	if (note->standing.barred)
		answer->n = 0;
	answer_sort(answer);
	for (size_t i = 0; i < answer->n; i++)
		result_weigh(&answer->results[i], &note->standing);
	answer_merge(answer);
	inherit(answer, note);
	waive_apply(q->plan, &q->plan->jobs[j], *answer, host, a, q->store->waived);
}

static int finish_host(struct asking *q, unsigned host, struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct kept_host *kept = &q->store->hosts[host];
	struct reader notes;

	q->bytes.n = 0;
	if (store_read(q->store, kept->across, a, &notes, err) < 0)
		return -1;
	for (size_t j = 0; j < q->plan->njobs; j++) {
		const struct job *job = &q->plan->jobs[j];
		struct answer answer = { .n = 0 };
		struct host_note note;
		if (!job->rule->across)
			continue;
		note = read_note(&notes, a);
		if (read_rows(q, host, j, a, &answer, err) < 0)
			return -1;
		judge(q, j, &answer, &note, kept->name, a);
		record_write_outcome(&q->bytes, job, answer.results, answer.n, &note.standing,
				     &kept->summary);
	}
	return spill_add(&q->store->spill, q->bytes.p, q->bytes.n, &kept->across, err);
}

int across_ask(struct store *s, struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const char **names = arena_array(a, s->nhosts + 1, sizeof(*names));
	struct asking q = { .store = s, .plan = s->plan };
	int status;

	for (size_t i = 0; i < s->nhosts; i++)
		names[i] = s->hosts[i].name;
	q.names = names_of(a, names, (unsigned)s->nhosts);
	status = gather_and_ask(&q, err);
	if (q.npieces)
		qsort(q.pieces, q.npieces, sizeof(*q.pieces), by_host);
	for (unsigned host = 0; host < s->nhosts && status == 0; host++)
		status = finish_host(&q, host, err);
	free(q.pieces);
	free(q.bytes.p);
	return status;
}
