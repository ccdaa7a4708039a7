/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/record.h"

#include <string.h>

static void append(struct bytes *b, const void *p, size_t n)
{
	if (b->n + n > b->room) {
		b->room = 2 * (b->n + n) + 4096;
		b->p = xrealloc(b->p, b->room, 1);
	}
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
}

/* Seven bits a byte, the low ones first; the high bit says that more follow. */
void bytes_number(struct bytes *b, uint64_t number)
{
	unsigned char digits[10];
	size_t n = 0;

	for (; number >= 0x80; number >>= 7)
		digits[n++] = (unsigned char)(number | 0x80);
	digits[n++] = (unsigned char)number;
	append(b, digits, n);
}

/* With its NUL, so that it can be used where it stands. */
void bytes_text(struct bytes *b, const char *text)
{
	size_t n = text ? strlen(text) + 1 : 0;

	bytes_number(b, n);
	append(b, text, n);
}

void bytes_fact(struct bytes *b, const struct fact *f)
{
	unsigned char type = (unsigned char)f->type;

	append(b, &type, 1);
	if (f->type == FACT_NUMBER)
		bytes_number(b, (uint64_t)f->number << 1 ^ -(uint64_t)(f->number < 0));
	if (f->type == FACT_TEXT)
		bytes_text(b, f->text);
}

uint64_t read_number(struct reader *r)
{
	uint64_t number = 0;
	unsigned shift = 0;

	do {
		number |= (uint64_t)(*r->at & 0x7f) << shift;
		shift += 7;
	} while (*r->at++ & 0x80);
	return number;
}

const char *read_text(struct reader *r)
{
	size_t n = read_number(r);
	const char *text = n ? (const char *)r->at : NULL;

	r->at += n;
	return text;
}

struct fact read_fact(struct reader *r)
{
	struct fact f = { .type = (enum fact_type)*r->at++ };
	uint64_t number;

	if (f.type == FACT_NUMBER) {
		number = read_number(r);
		f.number = (int64_t)(number >> 1 ^ -(number & 1));
	}
	if (f.type == FACT_TEXT)
		f.text = read_text(r);
	return f;
}

/* The host's name is known to whoever reads. */
void record_put_result(struct bytes *b, const struct job *job, const struct result *r)
{
	bytes_number(b, (uint64_t)r->verdict | (uint64_t)r->severity << 2);
	bytes_text(b, r->reason);
	bytes_number(b, r->rows);
	for (size_t i = 0; i < job->ncolumns; i++)
		if ((int)i != job->place[COLUMN_HOST])
			bytes_fact(b, &r->values[i]);
}

struct result record_get_result(struct reader *r, struct arena *a, const struct job *job,
				 const char *host)
{
	uint64_t kinds = read_number(r);
	struct fact *values = arena_array(a, job->ncolumns, sizeof(*values));
	struct result result = {
		.verdict = (enum verdict)(kinds & 3),
		.severity = (enum severity)(kinds >> 2),
		.reason = read_text(r),
		.rows = read_number(r),
		.values = values,
	};

	for (size_t i = 0; i < job->ncolumns; i++) {
		values[i] = (int)i == job->place[COLUMN_HOST]
				    ? (struct fact){ .type = FACT_TEXT, .text = host }
				    : read_fact(r);
		values[i].name = job->columns[i];
	}
	result.subject = job_subject(a, job, values);
	return result;
}

static void write_notes(struct bytes *b, const struct snapshot *s, unsigned host)
{
	bytes_number(b, snapshot_rows(s, TABLE_note, host));
	for_each_row(note, n, s, host) {
		bytes_text(b, n->row.origin.file.s);
		bytes_number(b, n->row.origin.line);
		bytes_text(b, n->line_text.s);
		bytes_text(b, n->reason.s);
	}
}

static void write_host(struct bytes *b, const struct snapshot *s, unsigned host)
{
	struct host row = { .row.index = 0 };

	get_host(s, host, 0, &row);
	bytes_text(b, row.platform.s);
	bytes_text(b, row.version.s);
	bytes_text(b, row.kind.s);
	bytes_text(b, row.source.s);
	bytes_text(b, row.captured.s);
	write_notes(b, s, host);
}

static void write_silence(struct bytes *b, const struct silence *s)
{
	bytes_number(b, (uint64_t)s->state << 1 | s->barred);
	bytes_text(b, s->reason);
	bytes_text(b, s->partial);
}

static void write_job(struct bytes *b, const struct run *run, const struct job *job, unsigned host)
{
	struct silence silence = { .state = OUTCOME_EVALUATED };
	size_t first = job_first(job, host), n = 0;

	while (first + n < job->nresults && job->results[first + n].host == host)
		n++;
	bytes_number(b, n << 1 | job->ran);
	for (size_t i = first; i < first + n; i++)
		record_put_result(b, job, &job->results[i]);
	if (n)
		return;
	silence = run_silence(run, job, host);
	if (job->across && !job->ran && !silence.barred)
		silence.partial = run_missing(run, job, host, COVERAGE_PARTIAL);
	write_silence(b, &silence);
}

void record_put(struct bytes *b, const struct run *run, unsigned host)
{
	write_host(b, run->snapshot, host);
	for (size_t j = 0; j < run->njobs; j++)
		write_job(b, run, &run->jobs[j], host);
}

static void read_notes(struct reader *r, struct arena *a, struct report_host *host)
{
	struct report_note *notes;

	host->nnotes = read_number(r);
	notes = arena_array(a, host->nnotes, sizeof(*notes));
	for (size_t i = 0; i < host->nnotes; i++) {
		notes[i].origin.file = read_text(r);
		notes[i].origin.line = (unsigned)read_number(r);
		notes[i].text = read_text(r);
		notes[i].reason = read_text(r);
	}
	host->notes = notes;
}

static void read_job(struct reader *r, struct run *run, struct job *job)
{
	uint64_t head = read_number(r);
	uint64_t state;

	job->ran = head & 1;
	job->nresults = head >> 1;
	job->results = arena_array(run->arena, job->nresults, sizeof(*job->results));
	for (size_t i = 0; i < job->nresults; i++)
		job->results[i] = record_get_result(r, run->arena, job, run->names[0]);
	job->silence = (struct silence){ .state = OUTCOME_NOT_APPLICABLE };
	if (job->nresults)
		return;
	state = read_number(r);
	job->silence.state = (enum outcome_state)(state >> 1);
	job->silence.barred = state & 1;
	job->silence.reason = read_text(r);
	job->silence.partial = read_text(r);
}

void record_get(struct reader *r, struct run *run, bool all, struct report_host *ret_host)
{
	ret_host->name = run->names[0];
	ret_host->platform = read_text(r);
	ret_host->version = read_text(r);
	ret_host->kind = read_text(r);
	ret_host->source = read_text(r);
	ret_host->captured = read_text(r);
	read_notes(r, run->arena, ret_host);
	for (size_t j = 0; j < run->njobs && all; j++)
		read_job(r, run, &run->jobs[j]);
}
