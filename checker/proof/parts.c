/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/parts.h"

#include <dirent.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/options.h"

enum { FILE_MOST = 1024 * 1024 };

/* Documents begin behind a line "---"; all lines before `from` are kept, empty. */
static struct str cut(struct arena *a, struct str text, size_t from, size_t to)
{
	char *copy = arena_str(a, str_upto(text, to));

	for (size_t i = 0; i < from; i++)
		if (copy[i] != '\n')
			copy[i] = ' ';
	return (struct str){ copy, to };
}

static int split(struct arena *a, struct str text, struct parts *parts, struct err *err)
{
	size_t starts[4] = { 0 }, ends[4] = { text.n }, n = 1;
	struct str rest = text, line;

	while (str_line(&rest, &line)) {
		if (!str_eq(line, "---") || line.p == text.p)
			continue;
		if (n == 3)
			return err_set(err, "%s: more than three documents", parts->file);
		ends[n - 1] = (size_t)(line.p - text.p);
		starts[n] = ends[n - 1] + 4;
		ends[n++] = text.n;
	}
	if (n == 1)
		return err_set(err, "%s: no document 'expect:' behind a line ---", parts->file);
	parts->snapshot = cut(a, text, 0, ends[0]);
	if (n == 3)
		parts->policy = cut(a, text, starts[1], ends[1]);
	parts->expect = cut(a, text, starts[n - 1] < text.n ? starts[n - 1] : text.n, text.n);
	return 0;
}

int parts_read(struct arena *a, const char *file, struct parts *ret_parts, struct err *err)
{
	struct policy *policy;
	size_t length;
	char *text;
	int result;

	*ret_parts = (struct parts){ .file = file };
	if (file_read(file, FILE_MOST, &text, &length, err) < 0)
		return -1;
	result = split(a, (struct str){ text, length }, ret_parts, err);
	free(text);
	if (result < 0 || !ret_parts->policy.n)
		return result;
	result = policy_parse(a, file, ret_parts->policy, &policy, err);
	ret_parts->parsed = policy;
	return result;
}

static void add_rules(struct arena *a, const struct rule_pack *pack, const struct rule *rule,
		      struct rule_pack *subset)
{
	const struct rule **rules = (void *)subset->rules;
	struct quiet *quiet;
	size_t n;

	for (size_t i = 0; i < subset->n; i++)
		if (rules[i] == rule)
			return;
	rules = arena_grow(a, rules, subset->n, sizeof(*rules));
	rules[subset->n++] = rule;
	subset->rules = rules;
	quiet = rule_quiet(a, pack, rule, &n);
	for (size_t i = 0; i < n; i++) {
		const struct rule *speaker = rule_find(pack, quiet[i].rule);
		if (speaker)
			add_rules(a, pack, speaker, subset);
	}
}

struct rule_pack parts_rules(struct arena *a, const struct rule_pack *pack, const struct rule *rule)
{
	struct rule_pack subset = { .views = pack->views, .nviews = pack->nviews };

	add_rules(a, pack, rule, &subset);
	return subset;
}

static int is_fixture(const struct dirent *entry)
{
	return str_ends(str_of(entry->d_name), ".yaml");
}

struct words parts_files(struct arena *a, const char *dir)
{
	struct words files = { NULL, 0 };
	struct dirent **entries = NULL;
	int n = scandir(dir, &entries, is_fixture, alphasort);

	for (int i = 0; i < n; i++) {
		words_add(&files, arena_printf(a, "%s/%s", dir, entries[i]->d_name), a);
		free(entries[i]);
	}
	free(entries);
	return files;
}
