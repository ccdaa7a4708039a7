/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where rules come from: the pack in the binary, and directories of YAML files.
 */
#ifndef RULE_RULE_H
#define RULE_RULE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "model/rule.h"

struct rule_pack {
	const struct rule *const *rules; /* by id */
	size_t n;
	const struct view_facts *views; /* of the built-in pack; they are the same for all */
	size_t nviews;
};

/* The built-in rules: constant data made from rules/ at build time (tools/packrules.c). */
const struct rule_pack *rule_builtin(void);

/*
 * One rule of YAML text; id is the file's name without its ending.  The result
 * lives in the arena.  NULL with err ("file:line:column: …") where the text is
 * no rule: a key unknown or missing, a bad value, a placeholder that is not
 * closed, or what the lint of the query's text refuses (rule/lint.c).
 */
struct rule *rule_parse(struct arena *a, const char *file, struct str text, struct err *err);

/* The same of a file on disk. */
struct rule *rule_read(struct arena *a, const char *file, struct err *err);

/*
 * A rule file that cannot be used; the rest of the pack is, and exit is 2.
 * Its text begins with "file:line".
 */
struct rule_fault {
	const char *id;
	const char *text;
};

/*
 * Adds every *.yaml below dir (or dir itself, a file), sorted, to the pack; a
 * rule of the same id replaces the earlier one.  Hidden files are passed over.
 * Faults go behind those in *faults.  -1 only where dir itself cannot be read.
 */
int rule_load_dir(struct arena *a, struct rule_pack *pack, const char *dir,
		  struct rule_fault **faults, size_t *nfaults, struct err *err);

/* By id or alias; NULL where there is none. */
const struct rule *rule_find(const struct rule_pack *pack, const char *id);

/* What the rule is quiet beside, one rule each: tags stand for their rules, the rule itself aside. */
struct quiet *rule_quiet(struct arena *a, const struct rule_pack *pack, const struct rule *r,
			 size_t *ret_n);

/*
 * Does an --select / --ignore word mean this rule? An id, an alias, a tag, or a shell glob over
 * them.
 */
bool rule_matches(const struct rule *r, const char *word);

#endif
