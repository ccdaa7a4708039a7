/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rules of a run: the built-in pack and the directories of -r.
 */
#ifndef CMD_RULESET_H
#define CMD_RULESET_H

#include "base/options.h"
#include "rule/rule.h"

struct ruleset {
	struct rule_pack pack;
	struct rule_fault *faults; /* files that hold no usable rule */
	size_t nfaults;
};

/* 0, or -1 after the error was shown. All of it lives in the arena. */
int ruleset_load(struct arena *a, const struct words *dirs, struct ruleset *ret_set);

/* Is there a rule for every word of --select or --ignore? -1 after one without was shown. */
int ruleset_check_words(struct arena *a, const struct ruleset *set, const struct words *words);

/* By id or alias; NULL after the near id and the list were shown. */
const struct rule *ruleset_find(struct arena *a, const struct ruleset *set, const char *id);

#endif
