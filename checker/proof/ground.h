/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All fixtures of a rule at once: their hosts are those of one snapshot, since no rule but those
 * across hosts looks at two of them.  So a rule that was changed is asked once, and what views
 * hold is worked out once.  A fixture with a policy of its own stands apart, and so does each of
 * a rule across hosts.
 *
 * What no fixture notices is asked of each without each table and each cell (proof/knowledge.h):
 * the verdicts there are known too, in fixtures/rules/RULE/without.
 */
#ifndef PROOF_GROUND_H
#define PROOF_GROUND_H

#include "check/worker.h"
#include "proof/expect.h"

struct ground;

/* Pack and rule must outlive it.  NULL where a fixture cannot be read. */
struct ground *ground_new(const struct rule_pack *pack, const struct rule *rule, const char *dir,
			  struct err *err);
void ground_free(struct ground *g);
void ground_freep(struct ground **g);

/* What becomes of a rule that was changed. */
enum fate {
	FATE_SURVIVES,
	FATE_KILLED,  /* some fixture is not as it was, or the rule breaks */
	FATE_REFUSED, /* SQLite does not take it */
};

/*
 * The rule in the place of the ground's own; it has the same id and columns.  Its `facts` are
 * those it is asked with.
 */
enum fate ground_try_rule(struct ground *g, const struct rule *rule);

/*
 * The rule as it is, with another SELECT in the place of a view's, by its number.  above: by
 * number, the views that stand on it.
 */
enum fate ground_try_view(struct ground *g, unsigned view, const bool *above, const char *select);

#endif
