/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A rule: a query that yields one row per object examined, and the words
 * around it.  Built-in rules and anyone's own are the same struct; the loader
 * (rule/rule.h) fills it, everything else reads it.
 */
#ifndef MODEL_RULE_H
#define MODEL_RULE_H

#include "base/str.h"

enum severity { SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR };

const char *severity_name(enum severity severity); /* "info", "warning", "error" */
bool severity_parse(const char *name, enum severity *ret_severity);

/* Platforms as bits, so that a rule names several. */
enum platform {
	PLATFORM_LINUX = 1,
	PLATFORM_ESXI = 2,
	PLATFORM_ESX = 4,
	PLATFORM_OVIRT = 8,
	PLATFORM_ALL = 15,
};

bool platform_parse(const char *name, enum platform *ret_platform);

/*
 * One entry of a fix; `say` or `run` may be NULL, not both. It is offered where `when` is true,
 * `each` gives a row, and no {column} in it is NULL. With `each`, `run` is repeated for each of
 * its rows, a line each; without `run` there is an entry for each row. Both are asked of
 * findings alone, and are NULL in what was made of them.
 */
struct fix {
	const char *say;  /* for people */
	const char *run;  /* for a shell: {column} is quoted for it whatever it holds */
	const char *when; /* SQL over the columns of the row, by their names; NULL: always */
	const char *each; /* a SELECT in which :name is a column of the row; NULL: once */
	unsigned line;    /* of the entry in the rule's file */
};

/*
 * Where `rule` is non-compliant for the same object, this one gives no row for
 * it; the other's evidence carries this one's message.  The same object: the
 * same host, and in each pair of columns equal values, or lists made by
 * join_words() that have a word in common.
 */
struct quiet {
	const char *rule; /* as a rule is written also "tag:x": each other rule with that tag */
	enum severity least; /* results that are less severe do not count: "rule error" */
	/*
	 * In a rule as it is written: the pairs are those columns that both queries have of the
	 * ones that name an object (check/study.h).
	 */
	bool shared;
	struct quiet_pair {
		const char *mine, *theirs;
	} *pairs;
	size_t npairs;
};

/*
 * What a rule or a view is about (`about:`): where none of these has a row, it has none either.
 * Nothing at all: it may always have rows.
 */
enum { ABOUT_COLUMNS_MOST = 4, ABOUT_VIEWS_MOST = 256 };

struct about {
	uint64_t tables; /* bit t is enum table_id t */
	uint64_t views[ABOUT_VIEWS_MOST / 64]; /* view v by number (db/db.h) is bit v % 64 of v / 64 */
	struct about_column {
		unsigned table, column; /* a row in which the column is known */
		struct str value;       /* and has this text; without bytes: any */
	} columns[ABOUT_COLUMNS_MOST];
	unsigned ncolumns;
};

/* Is it about no view? */
static inline bool about_no_view(const struct about *about)
{
	for (unsigned i = 0; i < ABOUT_VIEWS_MOST / 64; i++)
		if (about->views[i])
			return false;
	return true;
}

static inline bool about_has_view(const struct about *about, unsigned number)
{
	return about->views[number / 64] >> number % 64 & 1;
}

/* A table or view that a query reads by name, and the columns that it names of it. */
struct rule_relation {
	const char *name;
	struct words columns;
};

/* What the engine must know of a rule beside its text. */
struct rule_facts {
	uint64_t reads; /* tables that the query reads, bit t is enum table_id t */
	uint64_t needs; /* those whose absence leaves it not evaluated */
	uint64_t fix_reads; /* tables that only the SELECTs of its fixes read */
	struct about about;
	const char *const *columns; /* of the query */
	size_t ncolumns;
	const struct rule_relation *relations; /* where it looks across hosts */
	size_t nrelations;
	const struct quiet *quiet; /* one rule each, with its pairs */
	size_t nquiet;
};

/* The same of a view of SQL. */
struct view_facts {
	const char *name;
	const char *columns; /* as declared: names and types */
	size_t ncolumns;
	uint64_t reads;
	struct about about;
};

struct rule {
	const char *id;   /* the file's name without .yaml */
	const char *file; /* as messages name it: rules/… for built-in ones */
	unsigned line;    /* of the rule */
	unsigned query_line, when_line; /* of the first line of the query, of `when` */
	const char *title;
	enum severity severity;
	unsigned platforms; /* bits of enum platform */
	struct words tags, references, aliases;
	/*
	 * tables it can do without; a view stands for its tables but interface, address and those
	 * that the query names itself
	 */
	struct words optional;
	/* where a host has a row in none of these, the query has none for it (rule/about.h) */
	struct words about;
	/* column by which rows of several hosts meet; NULL: each host is judged by its own facts */
	const char *across;
	const char *why;
	const char *query;
	const char *message, *message_ok;
	/*
	 * SQL over the columns of `host`: where it is false the rule has no row, whatever else may
	 * be known of the host; NULL: always true
	 */
	const char *when;
	/* why a host may have no row: the reason of `not applicable`; NULL for a general one */
	const char *unless;
	const struct fix *fixes;
	size_t nfixes;
	const struct fix *verify;
	size_t nverify;
	const struct quiet *quiet; /* as written */
	size_t nquiet;
	const struct rule_facts *facts; /* of a built-in rule; NULL: they are worked out */
	/* a native snapshot that fails, for `uplint rules ID`; NULL where there is none */
	const char *example;
};

#endif
