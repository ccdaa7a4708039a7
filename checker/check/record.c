/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/record.h"

#include "check/fingerprint.h"
#include "check/store.h"

void record_write_fact(struct bytes *b, const struct fact *f)
{
	bytes_byte(b, (unsigned char)f->type);
	if (f->type == FACT_NUMBER)
		bytes_number(b, (uint64_t)f->number << 1 ^ -(uint64_t)(f->number < 0));
	if (f->type == FACT_TEXT)
		bytes_text(b, f->text);
}

struct fact record_read_fact(struct reader *r)
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

/* Each behind a one and its table; a zero ends them. */
static void write_lacks(struct bytes *b, const struct snapshot *s, unsigned host)
{
	struct lack lacks[LACKS_MOST];

	for (enum table_id t = 0; t < TABLE_COUNT; t++) {
		size_t n = schema_table(t)->derived ? 0 : lack_list(s, host, t, lacks);
		for (size_t i = 0; i < n; i++) {
			bytes_number(b, 1);
			bytes_number(b, t);
			bytes_text(b, lacks[i].what);
			bytes_text(b, lacks[i].why);
			bytes_text(b, lacks[i].command);
		}
	}
	bytes_number(b, 0);
}

void record_write_head(struct bytes *b, const struct snapshot *s, unsigned host)
{
	struct host row = { .row.index = 0 };

	get_host(s, host, 0, &row);
	bytes_text(b, row.platform.s);
	bytes_text(b, row.version.s);
	bytes_text(b, row.kind.s);
	bytes_text(b, row.source.s);
	bytes_text(b, row.captured.s);
	write_notes(b, s, host);
	write_lacks(b, s, host);
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

static void read_lacks(struct reader *r, struct arena *a, struct report_host *host)
{
	struct report_lack *lacks = NULL;

	while (read_number(r)) {
		lacks = arena_grow(a, lacks, host->nlacks, sizeof(*lacks));
		lacks[host->nlacks].table = (unsigned)read_number(r);
		lacks[host->nlacks].lack.what = read_text(r);
		lacks[host->nlacks].lack.why = read_text(r);
		lacks[host->nlacks++].lack.command = read_text(r);
	}
	host->lacks = lacks;
}

void record_read_head(struct reader *r, struct arena *a, struct report_host *ret_host)
{
	ret_host->platform = read_text(r);
	ret_host->version = read_text(r);
	ret_host->kind = read_text(r);
	ret_host->source = read_text(r);
	ret_host->captured = read_text(r);
	read_notes(r, a, ret_host);
	read_lacks(r, a, ret_host);
}

/* Most rules have nothing to say on most hosts, for reasons that the plan holds. */
enum reason { REASON_NONE, REASON_NOTHING, REASON_ELSEWHERE, REASON_TEXT };

static void write_reason(struct bytes *b, const struct job *job, const char *reason)
{
	if (reason && reason == job->nothing) {
		bytes_number(b, REASON_NOTHING);
	} else if (reason && reason == job->elsewhere) {
		bytes_number(b, REASON_ELSEWHERE);
	} else {
		bytes_number(b, reason ? REASON_TEXT : REASON_NONE);
		if (reason)
			bytes_text(b, reason);
	}
}

static const char *read_reason(struct reader *r, const struct job *job)
{
	switch ((enum reason)read_number(r)) {
	case REASON_NONE: break;
	case REASON_NOTHING: return job->nothing;
	case REASON_ELSEWHERE: return job->elsewhere;
	case REASON_TEXT: return read_text(r);
	}
	return NULL;
}

static void write_fixes(struct bytes *b, const struct fix *fixes, size_t n)
{
	bytes_number(b, n);
	for (size_t i = 0; i < n; i++) {
		bytes_text(b, fixes[i].say);
		bytes_text(b, fixes[i].run);
	}
}

static size_t read_fixes(struct reader *r, struct arena *a, const struct fix **ret_fixes)
{
	size_t n = read_number(r);
	struct fix *fixes = arena_array(a, n + 1, sizeof(*fixes));

	for (size_t i = 0; i < n; i++) {
		fixes[i].say = read_text(r);
		fixes[i].run = read_text(r);
	}
	*ret_fixes = fixes;
	return n;
}

static bool is_fault(enum verdict verdict)
{
	return verdict == VERDICT_NON_COMPLIANT || verdict == VERDICT_WAIVED;
}

void record_write_row(struct bytes *b, const struct job *job, const struct result *r)
{
	bytes_number(b, (uint64_t)r->verdict | (uint64_t)r->severity << 2);
	write_reason(b, job, r->reason);
	bytes_number(b, r->unread);
	bytes_number(b, r->rows);
	for (size_t i = 0; i < job->facts->ncolumns; i++)
		if ((int)i != job->place[COLUMN_HOST])
			record_write_fact(b, &r->values[i]);
	if (!is_fault(r->verdict))
		return;
	bytes_text(b, r->quote);
	write_fixes(b, r->fixes, r->nfixes);
	write_fixes(b, r->verify, r->nverify);
}

struct result record_read_row(struct reader *r, const struct job *job, const char *host,
			      struct arena *a)
{
	uint64_t kinds = read_number(r);
	struct fact *values = arena_array(a, job->facts->ncolumns, sizeof(*values));
	struct result result = {
		.verdict = (enum verdict)(kinds & 3),
		.severity = (enum severity)(kinds >> 2),
		.reason = read_reason(r, job),
		.unread = read_number(r),
		.rows = read_number(r),
		.values = values,
	};

	for (size_t i = 0; i < job->facts->ncolumns; i++) {
		values[i] = (int)i == job->place[COLUMN_HOST]
				    ? (struct fact){ .type = FACT_TEXT, .text = host }
				    : record_read_fact(r);
		values[i].name = job->facts->columns[i];
	}
	result.subject = result_subject(job, values, a);
	if (is_fault(result.verdict)) {
		result.quote = read_text(r);
		result.nfixes = read_fixes(r, a, &result.fixes);
		result.nverify = read_fixes(r, a, &result.verify);
	}
	return result;
}

static void write_finding(struct bytes *b, const struct job *job, const struct result *r)
{
	record_write_row(b, job, r);
	bytes_number(b, r->nfolded);
	for (size_t i = 0; i < r->nfolded; i++) {
		bytes_text(b, r->folded[i].rule);
		bytes_text(b, r->folded[i].text);
	}
}

static void read_facts(struct reader *r, const struct job *job, const struct result *result,
		       struct arena *a, struct finding *f)
{
	size_t nfolded = read_number(r);
	struct fact *facts = arena_array(a, job->facts->ncolumns + nfolded + 1, sizeof(*facts));

	for (size_t i = 0; i < job->facts->ncolumns; i++)
		if (job->evidence[i])
			facts[f->nfacts++] = result->values[i];
	for (size_t i = 0; i < nfolded; i++) {
		const char *rule = read_text(r);
		facts[f->nfacts++] = (struct fact){ .name = rule,
						    .type = FACT_TEXT,
						    .text = read_text(r), .quiet = true };
	}
	if (result->rows > 1)
		facts[f->nfacts++] = (struct fact){ .name = "rows",
						    .type = FACT_NUMBER,
						    .number = (int64_t)result->rows };
	f->facts = facts;
}

static struct finding read_finding(struct reader *r, const struct job *job, const char *host,
				   enum report_depth depth, struct arena *a)
{
	struct result result = record_read_row(r, job, host, a);
	struct finding f = {
		.host = host,
		.subject = result.subject,
		.verdict = result.verdict,
		.severity = result.severity,
		.reason = result.reason,
		.unread = result.unread,
		.quote = result.quote,
		.fixes = result.fixes,
		.nfixes = result.nfixes,
		.verify = result.verify,
		.nverify = result.nverify,
	};

	read_facts(r, job, &result, a, &f);
	f.origin = result_origin(job, result.values, a);
	if (depth != REPORT_ALL)
		return f;
	f.message = result_message(job, f.verdict, result.values, a);
	fingerprint(job->rule->id, host, f.subject, f.fingerprint);
	return f;
}

void summary_add(struct summary *s, enum verdict verdict, enum severity severity)
{
	switch (verdict) {
	case VERDICT_COMPLIANT: s->compliant++; return;
	case VERDICT_WAIVED: s->waived++; return;
	case VERDICT_NOT_EVALUATED: s->not_evaluated++; return;
	case VERDICT_NON_COMPLIANT: break;
	}
	s->non_compliant++;
	s->errors += severity == SEVERITY_ERROR;
	s->warnings += severity == SEVERITY_WARNING;
	s->infos += severity == SEVERITY_INFO;
}

void summary_add_state(struct summary *s, enum outcome_state state)
{
	s->not_applicable += state == OUTCOME_NOT_APPLICABLE;
	s->not_evaluated += state == OUTCOME_NOT_EVALUATED;
	s->broken += state == OUTCOME_BROKEN;
}

void record_write_outcome(struct bytes *b, const struct job *job, const struct result *results,
			  size_t n, const struct standing *standing,
			  struct summary *summary)
{
	size_t left = 0;

	bytes_number(b, n);
	for (size_t i = 0; i < n; i++) {
		bytes_number(b, results[i].silenced_by);
		write_finding(b, job, &results[i]);
		if (results[i].silenced_by)
			continue;
		summary_add(summary, results[i].verdict, results[i].severity);
		left++;
	}
	if (!left)
		summary_add_state(summary, standing->state);
	if (n)
		return;
	bytes_number(b, standing->state);
	write_reason(b, job, standing->reason);
	bytes_number(b, standing->state == OUTCOME_NOT_EVALUATED ? standing->unread : 0);
}

struct outcome record_read_outcome(struct reader *r, const struct store *s, size_t j,
				   const char *host, enum report_depth depth, struct arena *a)
{
	const struct job *job = &s->plan->jobs[j];
	struct outcome o = { .rule = job->rule };
	size_t n = read_number(r), speaker = 0;
	struct finding *findings;

	if (!n) {
		o.state = (enum outcome_state)read_number(r);
		o.reason = read_reason(r, job);
		o.unread = read_number(r);
		return o;
	}
	findings = arena_array(a, n, sizeof(*findings));
	for (size_t i = 0; i < n; i++) {
		size_t silenced_by = read_number(r);
		findings[o.nfindings] = read_finding(r, job, host, depth, a);
		if (!silenced_by || s->failures[silenced_by - 1].why)
			o.nfindings++;
		else
			speaker = silenced_by;
	}
	o.findings = findings;
	o.state = o.nfindings ? OUTCOME_EVALUATED : OUTCOME_NOT_APPLICABLE;
	if (!o.nfindings)
		o.reason = arena_printf(a, "said by %s", s->plan->jobs[speaker - 1].rule->id);
	return o;
}

void record_write_jobs(struct bytes *b, const struct worker *w, unsigned host, bool across,
		       struct summary *summary)
{
	for (size_t j = 0; j < w->plan->njobs; j++) {
		const struct job *job = &w->plan->jobs[j];
		const struct answer answer = answer_of(&w->answers[j], host);
		struct standing standing = { .state = OUTCOME_NOT_APPLICABLE };
		if ((job->rule->across != NULL) != across)
			continue;
		if (!answer.n) {
			standing = coverage_standing(w, j, host);
			if (!standing.barred)
				standing.reason = coverage_nothing(w, j, host);
		}
		record_write_outcome(b, job, answer.results, answer.n, &standing, summary);
	}
}
