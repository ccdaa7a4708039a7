/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The proof of a rule: snapshots with the verdicts that it must give on them.
 * A fixture is one file of two or three YAML documents:
 *
 *	h1: …                          # a native snapshot of one host or more
 *	---
 *	params: { storage_mtu: 9000 }  # a policy, where the case needs one
 *	---
 *	expect:
 *	  non-compliant: [eth1]        # or by severity: error, warning, info
 *	  compliant: [eth0]
 *	  not-evaluated: [eth2]
 *	  waived: [eth3]
 *	  no-result: [h1]              # hosts for which the rule gives none
 *	  reason: no bond              # a part of the reason of each of them
 *	  message: [eth1 has MTU 1500, not 9000]
 *	  message_ok: [eth0 has MTU 9000]
 *	  say: [Set the MTU of eth1]        # every text of a fix
 *	  run: [ip link set eth1 mtu 9000]  # every command of a fix
 *	  verify: [ip link show eth1]       # every command of `verify`
 *
 * What is not listed must not be there; the five texts are compared where they are given.
 * With several hosts a subject is written `eth1 @ h1`.  The rule runs with the
 * rules beside which it stays quiet.  What it says of itself is proven too
 * (proof/prove.h).
 */
#ifndef PROOF_FIXTURE_H
#define PROOF_FIXTURE_H

#include "base/err.h"
#include "rule/rule.h"

/* 0 where the verdicts are the expected ones; else -1 with what differs. */
int fixture_run(const struct rule_pack *pack, const struct rule *rule, const char *file,
		struct err *err);

/*
 * All fixtures of a rule: dir/fail*.yaml has something non-compliant,
 * dir/pass*.yaml something compliant and nothing that is not,
 * dir/unknown*.yaml something not evaluated; there is one of each at least.
 * What is wrong is added to *faults.
 */
void fixture_run_dir(struct arena *a, const struct rule_pack *pack, const struct rule *rule,
		     const char *dir, struct words *faults);

#endif
