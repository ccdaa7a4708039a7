/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Is each part of the rules and the views held by a fixture?  One part is taken out at a time:
 * what proof/mutant.h says of SQL, and of a rule each platform of several, each name of `optional`,
 * each name of `about` of several, each rule of `quiet` and each of its pairs of columns, each
 * `when` of a fix.  Then some fixture of that rule must fail; of a view some fixture of a rule
 * that reads it.
 */
#ifndef PROOF_MUTATION_H
#define PROOF_MUTATION_H

#include "base/err.h"
#include "rule/rule.h"

struct mutation_options {
	unsigned share, of; /* every `of`th change, beginning with `share`: 0 of 1 are all */
};

struct mutation {
	struct words survivors; /* "rule ID: KIND: TEXT", "view NAME: KIND: TEXT" */
	struct words skipped;   /* not of this share */
	size_t killed, refused;
};

/* dir holds the rules' fixtures: dir/ID/NAME.yaml.  -1 where these are wrong as it is. */
int mutation_run(struct arena *a, const struct rule_pack *pack, const char *dir,
		 const struct mutation_options *options, struct mutation *ret_mutation,
		 struct err *err);

#endif
