/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a fixture expects of its rule (proof/fixture.h), and what was found. */
#ifndef PROOF_EXPECT_H
#define PROOF_EXPECT_H

#include "model/report.h"
#include "proof/parts.h"

enum expect_list {
	EXPECT_NON_COMPLIANT,
	EXPECT_ERROR,
	EXPECT_WARNING,
	EXPECT_INFO,
	EXPECT_COMPLIANT,
	EXPECT_NOT_EVALUATED,
	EXPECT_WAIVED,
	EXPECT_NO_RESULT,
	EXPECT_MESSAGE,
	EXPECT_MESSAGE_OK,
	EXPECT_SAY,
	EXPECT_RUN,
	EXPECT_VERIFY,
	EXPECT_REASON,
	EXPECT_COUNT,
};

struct expect {
	struct arena *arena;
	const char *file;
	struct words wanted[EXPECT_COUNT], found[EXPECT_COUNT];
	bool given[EXPECT_COUNT];
};

int expect_read(struct arena *a, const struct parts *parts, struct expect *ret_expect,
		struct err *err);

/* Another run begins: nothing was found, and what is found lives in this arena. */
void expect_again(struct expect *x, struct arena *a);

/* A result, by its subject or, where there are several hosts, `subject @ host`. */
void expect_finding(struct expect *x, const struct finding *f, bool one_host);

/* A host without a result, and why. */
void expect_no_result(struct expect *x, const char *host, const char *reason);

/* 0 where what was found is what was wanted; else -1 with what differs. */
int expect_compare(const struct expect *x, struct arena *a, struct err *err);

#endif
