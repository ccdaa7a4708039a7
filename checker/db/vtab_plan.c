/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "db/state.h"

struct plan {
	char text[2 * PLAN_STEPS + 1];
	size_t n;
	double rows, looked_at;
};

/* How many of the rows one value leaves, as a guess. */
static double share(enum plan_affinity affinity, unsigned column)
{
	if (column == 0)
		return 0.2;
	return affinity == PLAN_NUMBER ? 0.1 : 0.02;
}

static bool is_binary(sqlite3_index_info *info, int i)
{
	const char *collation = sqlite3_vtab_collation(info, i);

	return !collation || sqlite3_stricmp(collation, "BINARY") == 0;
}

/*
 * May SQLite leave out its own comparison?  Numbers are compared here as it
 * would.  A text column is compared as text only with text: what else stands
 * on the other side is known in advance only for a constant.
 */
static bool is_exact(sqlite3_index_info *info, int i, enum plan_affinity affinity)
{
	sqlite3_value *v = NULL;

	if (affinity == PLAN_NUMBER)
		return true;
	if (affinity == PLAN_NONE || sqlite3_vtab_rhs_value(info, i, &v) != SQLITE_OK || !v)
		return false;
	return sqlite3_value_type(v) == SQLITE_TEXT || sqlite3_value_type(v) == SQLITE_NULL;
}

static void take(sqlite3_index_info *info, struct plan *plan, int i, unsigned op, bool exact)
{
	plan->text[2 * plan->n] = (char)(info->aConstraint[i].iColumn + 1);
	plan->text[2 * plan->n + 1] = (char)op;
	plan->n++;
	info->aConstraintUsage[i].argvIndex = (int)plan->n;
	info->aConstraintUsage[i].omit = exact;
}

/*
 * One lookup for each value of IN would compare by other rules than IN does
 * (texts with numbers), so the set is looked at as a whole, and again by SQLite.
 */
static bool take_set(sqlite3_index_info *info, struct plan *plan, int i,
		     enum plan_affinity affinity)
{
	if (!sqlite3_vtab_in(info, i, -1))
		return false;
	if (affinity != PLAN_NONE && sqlite3_vtab_in(info, i, 1)) {
		take(info, plan, i, PLAN_IN, false);
		plan->rows *= 0.25;
	}
	return true;
}

/*
 * Only what SQLite 3.40 offers rightly: it offers `left.x IS NOT NULL` (and <>,
 * LIKE …) of a LEFT JOIN's ON to the left table, where it does not belong.
 */
static void consider(sqlite3_index_info *info, struct plan *plan, int i,
		     enum plan_affinity affinity)
{
	unsigned column = (unsigned)info->aConstraint[i].iColumn, op = info->aConstraint[i].op;

	switch (op) {
	case SQLITE_INDEX_CONSTRAINT_EQ:
	case SQLITE_INDEX_CONSTRAINT_IS:
		if (affinity != PLAN_NUMBER && !is_binary(info, i))
			return;
		if (take_set(info, plan, i, affinity))
			return;
		take(info, plan, i, op, is_exact(info, i, affinity));
		plan->rows *= share(affinity, column);
		plan->looked_at = plan->rows;
		break;
	case PLAN_HOLDS:
		take(info, plan, i, op, false);
		plan->rows *= 0.02;
		plan->looked_at = plan->rows;
		break;
	case SQLITE_INDEX_CONSTRAINT_ISNULL:
		take(info, plan, i, op, true);
		plan->rows *= 0.25;
		break;
	}
}

int plan_make(sqlite3_index_info *info, size_t ncolumns, double rows,
	      enum plan_affinity (*affinity)(const void *ctx, unsigned column), const void *ctx)
{
	struct plan plan = { .rows = rows, .looked_at = rows };

	for (int i = 0; i < info->nConstraint && plan.n < PLAN_STEPS; i++) {
		int column = info->aConstraint[i].iColumn;
		if (info->aConstraint[i].usable && column >= 0 && (size_t)column < ncolumns)
			consider(info, &plan, i, affinity(ctx, (unsigned)column));
	}
	info->idxStr = sqlite3_mprintf("%s", plan.text);
	info->needToFreeIdxStr = 1;
	info->idxNum = (int)plan.n;
	info->estimatedRows = (sqlite3_int64)plan.rows + 1;
	info->estimatedCost = 4 + plan.rows + plan.looked_at * 0.2;
	return info->idxStr ? SQLITE_OK : SQLITE_NOMEM;
}

size_t plan_read(const char *text, struct plan_step *ret_steps)
{
	size_t n = strlen(text) / 2;

	for (size_t i = 0; i < n; i++) {
		ret_steps[i].column = (unsigned char)text[2 * i] - 1U;
		ret_steps[i].op = (unsigned char)text[2 * i + 1];
	}
	return n;
}
