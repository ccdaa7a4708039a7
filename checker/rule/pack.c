/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "rule/rule.h"

enum { DEPTH_MOST = 16, FILE_MOST = 1024 * 1024 };

struct load {
	struct arena *arena;
	const struct rule **rules;
	size_t n, old; /* the first `old` were there before this directory */
	struct rule_fault **faults;
	size_t *nfaults;
};

struct rule *rule_read(struct arena *a, const char *file, struct err *err)
{
	struct rule *rule;
	size_t length;
	char *text;

	if (file_read(file, FILE_MOST, &text, &length, err) < 0)
		return NULL;
	rule = rule_parse(a, file, (struct str){ text, length }, err);
	free(text);
	return rule;
}

static void add_fault(struct load *l, const char *file, const char *text)
{
	const char *slash = strrchr(file, '/');
	struct str name = str_of(slash ? slash + 1 : file);
	struct rule_fault fault = {
		.id = arena_str(l->arena,
				str_upto(name, name.n - (str_ends(name, ".yaml") ? 5 : 0))),
		.text = arena_strdup(l->arena, text),
	};

	*l->faults = arena_grow(l->arena, *l->faults, *l->nfaults, sizeof(**l->faults));
	(*l->faults)[(*l->nfaults)++] = fault;
}

static void add_rule(struct load *l, const struct rule *rule)
{
	struct err err;

	for (size_t i = 0; i < l->n; i++) {
		if (!same(l->rules[i]->id, rule->id))
			continue;
		if (i < l->old) {
			l->rules[i] = rule;
			return;
		}
		err_set(&err, "%s:%u: the id is taken by %s", rule->file, rule->line,
			l->rules[i]->file);
		add_fault(l, rule->file, err.text);
		return;
	}
	l->rules = arena_grow(l->arena, l->rules, l->n, sizeof(*l->rules));
	l->rules[l->n++] = rule;
}

static void load_file(struct load *l, const char *file)
{
	struct err err;
	const struct rule *rule = rule_read(l->arena, file, &err);

	if (rule)
		add_rule(l, rule);
	else
		add_fault(l, file, err.text);
}

static int not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int load_dir(struct load *l, const char *dir, unsigned depth, struct err *err)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, not_hidden, alphasort);
	struct err inner;
	struct stat st;

	if (n < 0)
		return err_set(err, "%s: %s", dir, strerror(errno));
	for (int i = 0; i < n; i++) {
		const char *path = arena_printf(l->arena, "%s/%s", dir, entries[i]->d_name);
		free(entries[i]);
		if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
			err_set(&inner, "%s: directories nested deeper than %d", path, DEPTH_MOST);
			if (depth == DEPTH_MOST || load_dir(l, path, depth + 1, &inner) < 0)
				add_fault(l, path, inner.text);
		} else if (str_ends(str_of(path), ".yaml")) {
			load_file(l, path);
		}
	}
	free(entries);
	return 0;
}

static int compare_ids(const void *a, const void *b)
{
	return strcmp((*(const struct rule *const *)a)->id, (*(const struct rule *const *)b)->id);
}

int rule_load_dir(struct arena *a, struct rule_pack *pack, const char *dir,
		  struct rule_fault **faults, size_t *nfaults, struct err *err)
{
	struct load l = { .arena = a, .faults = faults, .nfaults = nfaults };
	struct stat st;

	for (size_t i = 0; i < pack->n; i++)
		add_rule(&l, pack->rules[i]);
	l.old = l.n;
	if (stat(dir, &st) < 0)
		return err_set(err, "%s: %s", dir, strerror(errno));
	if (!S_ISDIR(st.st_mode))
		load_file(&l, dir);
	else if (load_dir(&l, dir, 0, err) < 0)
		return -1;
	if (l.n)
		qsort(l.rules, l.n, sizeof(*l.rules), compare_ids);
	pack->rules = l.rules;
	pack->n = l.n;
	return 0;
}

const struct rule *rule_find(const struct rule_pack *pack, const char *id)
{
	for (size_t i = 0; i < pack->n; i++)
		if (same(pack->rules[i]->id, id))
			return pack->rules[i];
	for (size_t i = 0; i < pack->n; i++)
		for (size_t j = 0; j < pack->rules[i]->aliases.n; j++)
			if (same(pack->rules[i]->aliases.v[j], id))
				return pack->rules[i];
	return NULL;
}

static bool any_matches(const struct words *names, const char *word)
{
	for (size_t i = 0; i < names->n; i++)
		if (fnmatch(word, names->v[i], 0) == 0)
			return true;
	return false;
}

bool rule_matches(const struct rule *r, const char *word)
{
	return fnmatch(word, r->id, 0) == 0 || any_matches(&r->aliases, word) ||
	       any_matches(&r->tags, word);
}

static bool has_tag(const struct rule *r, const char *tag)
{
	for (size_t i = 0; i < r->tags.n; i++)
		if (same(r->tags.v[i], tag))
			return true;
	return false;
}

struct quiet *rule_quiet(struct arena *a, const struct rule_pack *pack, const struct rule *r,
			 size_t *ret_n)
{
	struct quiet *list = NULL;
	size_t n = 0;

	for (const struct quiet *q = r->quiet; q < r->quiet + r->nquiet; q++) {
		if (!str_starts(str_of(q->rule), "tag:")) {
			list = arena_grow(a, list, n, sizeof(*list));
			list[n++] = *q;
			continue;
		}
		for (size_t i = 0; i < pack->n; i++) {
			const struct rule *other = pack->rules[i];
			if (same(other->id, r->id) || !has_tag(other, q->rule + 4))
				continue;
			list = arena_grow(a, list, n, sizeof(*list));
			list[n] = *q;
			list[n++].rule = other->id;
		}
	}
	*ret_n = n;
	return list;
}
