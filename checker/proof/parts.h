/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a fixture is made of (proof/fixture.h), for all proofs that read fixtures. */
#ifndef PROOF_PARTS_H
#define PROOF_PARTS_H

#include "base/err.h"
#include "policy/policy.h"
#include "rule/rule.h"

/* The documents, each with the lines before it, blank, so that places in messages are right. */
struct parts {
	const char *file;
	struct str snapshot, policy, expect;
	const struct policy *parsed; /* the policy; NULL: none */
};

/* Texts live in the arena.  -1 where the file cannot be read or cut, or its policy is wrong. */
int parts_read(struct arena *a, const char *file, struct parts *ret_parts, struct err *err);

/* The rule and those beside which it stays quiet, and so on. */
struct rule_pack parts_rules(struct arena *a, const struct rule_pack *pack,
			     const struct rule *rule);

/* The files of a rule's fixtures, in order: dir/NAME.yaml. */
struct words parts_files(struct arena *a, const char *dir);

#endif
