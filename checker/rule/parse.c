/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/want.h"
#include "model/schema.h"
#include "rule/lint.h"
#include "rule/rule.h"
#include "rule/template.h"

struct parse {
	struct arena *arena;
	struct events *events;
	struct str text; /* of the whole file */
	struct rule *rule;
	struct err *err;
};

/* Text, words and templates are read by where they go in struct rule; the rest have a function. */
struct key {
	const char *name;
	size_t text, words; /* offset of the member, or 0 */
	bool mandatory, is_template;
	int (*read)(struct parse *p);
};

/* As the text stands in the file: below the `|' of a block, else where the value begins. */
static unsigned first_line(const struct parse *p, const struct event *at)
{
	struct str rest = p->text, line = { NULL, 0 };

	for (unsigned n = 0; n < at->line && str_line(&rest, &line); n++)
		;
	line = str_from(line, at->column - 1);
	return at->line + (str_starts(line, "|") || str_starts(line, ">"));
}

static int check_template(struct parse *p, const struct event *at, const char *text)
{
	struct err err;

	return template_check(text, &err) < 0 ? events_error(p->events, at, p->err, "%s", err.text)
					      : 0;
}

static int read_severity(struct parse *p)
{
	static const char *const names[] = { "error", "warning", "info" };
	struct event at;
	const char *word;

	if (want_text(p->events, p->arena, &word, &at, p->err) < 0)
		return -1;
	if (!severity_parse(word, &p->rule->severity))
		return want_typo(p->events, &at, "severity", word, names, countof(names), p->err);
	return 0;
}

static int read_platforms(struct parse *p)
{
	static const char *const names[] = { "linux", "esxi", "esx", "ovirt", "all" };
	struct words words;
	struct event at;
	enum platform platform;

	if (want_words(p->events, p->arena, &words, &at, p->err) < 0)
		return -1;
	for (size_t i = 0; i < words.n; i++) {
		if (!platform_parse(words.v[i], &platform))
			return want_typo(p->events, &at, "platform", words.v[i], names,
					 countof(names), p->err);
		p->rule->platforms |= (unsigned)platform;
	}
	return words.n ? 0 : events_error(p->events, &at, p->err, "expected at least one platform");
}

static int read_optional(struct parse *p)
{
	struct event at;

	return want_words(p->events, p->arena, &p->rule->optional, &at, p->err);
}

static int read_about(struct parse *p)
{
	struct words *about = &p->rule->about;
	struct event at;

	if (want_words(p->events, p->arena, about, &at, p->err) < 0)
		return -1;
	return about->n ? 0
			: events_error(p->events, &at, p->err, "expected at least one name");
}

static int read_sql(struct parse *p, enum lint_use use, const char **ret_sql, unsigned *ret_first)
{
	struct event at;
	struct err err;
	unsigned line;

	if (want_text(p->events, p->arena, ret_sql, &at, p->err) < 0)
		return -1;
	*ret_first = first_line(p, &at);
	if (lint_sql(str_of(*ret_sql), use, &line, &err) < 0)
		return err_set(p->err, "%s:%u: %s", p->rule->file, *ret_first + line, err.text);
	return 0;
}

static int read_query(struct parse *p)
{
	return read_sql(p, LINT_QUERY, &p->rule->query, &p->rule->query_line);
}

static int read_when(struct parse *p)
{
	return read_sql(p, LINT_QUERY, &p->rule->when, &p->rule->when_line);
}

static int read_template(struct parse *p, const char **ret_text)
{
	struct event at;

	if (want_text(p->events, p->arena, ret_text, &at, p->err) < 0)
		return -1;
	return check_template(p, &at, *ret_text);
}

static int read_fix(struct parse *p, unsigned line, struct fix *ret_fix)
{
	static const char *const names[] = { "say", "run", "when", "each" };
	struct fix fix = { .line = line };
	struct event at;
	size_t key;
	int more;

	while ((more = want_key(p->events, names, countof(names), &key, &at, p->err)) > 0) {
		const char **const texts[] = { &fix.say, &fix.run, &fix.when, &fix.each };
		if ((key < 2 ? read_template(p, texts[key])
			     : read_sql(p, LINT_FIX, texts[key], &line)) < 0)
			return -1;
	}
	if (more == 0 && !fix.say && !fix.run)
		return events_error(p->events, &at, p->err, "expected 'say' or 'run'");
	*ret_fix = fix;
	return more;
}

static int read_fixes(struct parse *p, const struct fix **ret_fixes, size_t *ret_n)
{
	struct fix *fixes = NULL, fix;
	struct event at;
	size_t n = 0;

	if (want_list(p->events, &at, p->err) < 0)
		return -1;
	for (;;) {
		if (events_next(p->events, &at, p->err) < 0)
			return -1;
		if (at.type == EVENT_LIST_END)
			break;
		if (at.type != EVENT_MAP)
			return events_error(p->events, &at, p->err,
					    "expected a mapping with 'say' or 'run'");
		if (read_fix(p, at.line, &fix) < 0)
			return -1;
		fixes = arena_grow(p->arena, fixes, n, sizeof(*fixes));
		fixes[n++] = fix;
	}
	*ret_fixes = fixes;
	*ret_n = n;
	return 0;
}

static int read_fix_list(struct parse *p)
{
	return read_fixes(p, &p->rule->fixes, &p->rule->nfixes);
}

static int read_verify_list(struct parse *p)
{
	return read_fixes(p, &p->rule->verify, &p->rule->nverify);
}

static void add_pair(struct parse *p, struct quiet *q, const char *mine, const char *theirs)
{
	q->pairs = arena_grow(p->arena, q->pairs, q->npairs, sizeof(*q->pairs));
	q->pairs[q->npairs++] = (struct quiet_pair){ mine, theirs };
}

/* [a, b]: the same column in both rules; {mine: theirs}: where names differ; []: the same host. */
static int read_pairs(struct parse *p, struct quiet *q)
{
	const char *mine, *theirs;
	struct event at;
	int more;

	if (events_next(p->events, &at, p->err) < 0)
		return -1;
	if (at.type == EVENT_LIST) {
		while ((more = want_item(p->events, p->arena, &mine, &at, p->err)) > 0)
			add_pair(p, q, mine, mine);
		return more;
	}
	if (at.type != EVENT_MAP)
		return events_error(p->events, &at, p->err,
				    "expected columns: a list, or a mapping 'mine: theirs'");
	while ((more = want_any_key(p->events, p->arena, &mine, &at, p->err)) > 0) {
		if (want_text(p->events, p->arena, &theirs, &at, p->err) < 0)
			return -1;
		add_pair(p, q, mine, theirs);
	}
	return more;
}

/* "rule" or "rule error": beside results that are that severe at least. */
static void add_quiet(struct parse *p, struct quiet **list, struct quiet q)
{
	const char *blank = strrchr(q.rule, ' ');

	if (blank && severity_parse(blank + 1, &q.least))
		q.rule = arena_str(p->arena, (struct str){ q.rule, (size_t)(blank - q.rule) });
	*list = arena_grow(p->arena, *list, p->rule->nquiet, sizeof(**list));
	(*list)[p->rule->nquiet++] = q;
}

/* {rule: pairs, …} */
static int read_quiet_map(struct parse *p, struct quiet **list)
{
	struct event at;
	int more;

	for (;;) {
		struct quiet q = { .rule = NULL };
		more = want_any_key(p->events, p->arena, &q.rule, &at, p->err);
		if (more <= 0)
			return more;
		if (read_pairs(p, &q) < 0)
			return -1;
		add_quiet(p, list, q);
	}
}

/* [rule, "tag:x", {rule: pairs}]: a rule alone shares each column that names an object. */
static int read_quiet_list(struct parse *p, struct quiet **list)
{
	struct event at;

	for (;;) {
		if (events_next(p->events, &at, p->err) < 0)
			return -1;
		if (at.type == EVENT_LIST_END)
			return 0;
		if (at.type == EVENT_MAP) {
			if (read_quiet_map(p, list) < 0)
				return -1;
			continue;
		}
		if (at.type != EVENT_SCALAR)
			return events_error(p->events, &at, p->err, "expected a rule or a tag");
		add_quiet(p, list,
			  (struct quiet){ .rule = arena_str(p->arena, at.text), .shared = true });
	}
}

static int read_quiet(struct parse *p)
{
	struct quiet *list = NULL;
	struct event at;
	int status;

	if (events_next(p->events, &at, p->err) < 0)
		return -1;
	if (at.type != EVENT_MAP && at.type != EVENT_LIST)
		return events_error(p->events, &at, p->err,
				    "expected rules: a list, or a mapping 'rule: columns'");
	status = at.type == EVENT_MAP ? read_quiet_map(p, &list) : read_quiet_list(p, &list);
	p->rule->quiet = list;
	return status;
}

#define TEXT(member) .text = offsetof(struct rule, member)
#define WORDS(member) .words = offsetof(struct rule, member)

static const struct key keys[] = {
	{ .name = "title", TEXT(title), .mandatory = true },
	{ .name = "severity", .read = read_severity, .mandatory = true },
	{ .name = "platforms", .read = read_platforms, .mandatory = true },
	{ .name = "tags", WORDS(tags) },
	{ .name = "optional", .read = read_optional },
	{ .name = "about", .read = read_about },
	{ .name = "across", TEXT(across) },
	{ .name = "why", TEXT(why), .mandatory = true },
	{ .name = "query", .read = read_query, .mandatory = true },
	{ .name = "message", TEXT(message), .mandatory = true, .is_template = true },
	{ .name = "message_ok", TEXT(message_ok), .is_template = true },
	{ .name = "when", .read = read_when },
	{ .name = "unless", TEXT(unless) },
	{ .name = "fix", .read = read_fix_list },
	{ .name = "verify", .read = read_verify_list },
	{ .name = "quiet", .read = read_quiet },
	{ .name = "references", WORDS(references) },
	{ .name = "aliases", WORDS(aliases) },
	{ .name = "example", TEXT(example) },
};

#undef TEXT
#undef WORDS

static int read_value(struct parse *p, const struct key *key)
{
	char *rule = (char *)p->rule;
	const char *text;
	struct words words;
	struct event value;

	if (key->read)
		return key->read(p);
	if (key->words) {
		if (want_words(p->events, p->arena, &words, &value, p->err) < 0)
			return -1;
		memcpy(rule + key->words, &words, sizeof(words));
		return 0;
	}
	if (want_text(p->events, p->arena, &text, &value, p->err) < 0)
		return -1;
	memcpy(rule + key->text, &text, sizeof(text));
	return key->is_template ? check_template(p, &value, text) : 0;
}

static int read_keys(struct parse *p)
{
	const char *names[countof(keys)];
	bool seen[countof(keys)] = { false };
	struct event start, at;
	size_t k;
	int more;

	for (size_t i = 0; i < countof(keys); i++)
		names[i] = keys[i].name;
	if (want_document(p->events, &start, p->err) < 0)
		return -1;
	p->rule->line = start.line;
	while ((more = want_key(p->events, names, countof(names), &k, &at, p->err)) > 0) {
		seen[k] = true;
		if (read_value(p, &keys[k]) < 0)
			return -1;
	}
	if (more < 0 || want_end(p->events, p->err) < 0)
		return -1;
	for (size_t i = 0; i < countof(keys); i++)
		if (keys[i].mandatory && !seen[i])
			return events_error(p->events, &start, p->err, "the rule has no '%s'",
					    keys[i].name);
	return 0;
}

/* The file's name without directory and ending. */
static int take_id(struct parse *p, const char *file)
{
	const char *slash = strrchr(file, '/');
	struct str id = str_of(slash ? slash + 1 : file);

	if (str_ends(id, ".yaml"))
		id = str_upto(id, id.n - 5);
	for (size_t i = 0; i < id.n; i++)
		if (!((id.p[i] >= 'a' && id.p[i] <= 'z') || (id.p[i] >= '0' && id.p[i] <= '9') ||
		      (i && id.p[i] == '-')))
			return err_set(p->err,
				       "%s:1:1: a rule's file is named by its id: a-z, 0-9 and '-'",
				       file);
	p->rule->id = arena_str(p->arena, id);
	return id.n ? 0 : err_set(p->err, "%s:1:1: a rule's file is named by its id", file);
}

struct rule *rule_parse(struct arena *a, const char *file, struct str text, struct err *err)
{
	CLEANUP(events_freep) struct events *events = events_new(EVENT_YAML, file, text);
	struct parse p = { .arena = a, .events = events, .text = text, .err = err };

	p.rule = arena_alloc(a, sizeof(*p.rule));
	p.rule->file = arena_strdup(a, file);
	if (take_id(&p, file) < 0 || read_keys(&p) < 0)
		return NULL;
	return p.rule;
}
