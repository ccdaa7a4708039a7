/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/ruleset.h"

#include "base/typo.h"
#include "cmd/cmd.h"

int ruleset_load(struct arena *a, const struct words *dirs, struct ruleset *ret_set)
{
	struct ruleset set = { .pack = *rule_builtin() };
	struct err err;

	for (size_t i = 0; i < dirs->n; i++) {
		if (rule_load_dir(a, &set.pack, dirs->v[i], &set.faults, &set.nfaults, &err) < 0) {
			cmd_fail(&err);
			return -1;
		}
	}
	*ret_set = set;
	return 0;
}

static int no_such_rule(struct arena *a, const struct ruleset *set, const char *word)
{
	struct words ids = { NULL, 0 };
	struct err err;

	for (size_t i = 0; i < set->pack.n; i++)
		words_add(&ids, set->pack.rules[i]->id, a);
	typo_error(&err, "rule", word, ids.v, ids.n);
	cmd_fail(&err);
	return -1;
}

static bool has_match(const struct ruleset *set, const char *word)
{
	for (size_t i = 0; i < set->pack.n; i++)
		if (rule_matches(set->pack.rules[i], word))
			return true;
	for (size_t i = 0; i < set->nfaults; i++)
		if (same(set->faults[i].id, word))
			return true;
	return false;
}

int ruleset_check_words(struct arena *a, const struct ruleset *set, const struct words *words)
{
	for (size_t i = 0; i < words->n; i++)
		if (!has_match(set, words->v[i]))
			return no_such_rule(a, set, words->v[i]);
	return 0;
}

const struct rule *ruleset_find(struct arena *a, const struct ruleset *set, const char *id)
{
	const struct rule *r = rule_find(&set->pack, id);

	if (!r)
		no_such_rule(a, set, id);
	return r;
}
