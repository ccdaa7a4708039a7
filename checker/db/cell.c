/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "db/cell.h"

#include <string.h>

#include "base/index.h"

const char *cell_sql_type(enum cell_type type)
{
	return type == CELL_num || type == CELL_tri ? "INTEGER" : "TEXT";
}

/* The number that an INTEGER column would have to hold to equal this value. */
static bool as_number(sqlite3_value *v, int64_t *ret)
{
	double d;

	switch (sqlite3_value_numeric_type(v)) {
	case SQLITE_INTEGER:
		*ret = sqlite3_value_int64(v);
		return true;
	case SQLITE_FLOAT:
		d = sqlite3_value_double(v);
		if (!(d >= -9.2e18 && d <= 9.2e18))
			return false;
		*ret = (int64_t)d;
		return (double)*ret == d;
	}
	return false;
}

bool cell_of_number(sqlite3_value *v, struct cell *ret)
{
	int64_t number;

	if (!as_number(v, &number))
		return false;
	if (ret->type == CELL_num) {
		ret->num = num(number);
		return number != INT64_MIN;
	}
	ret->tri = number ? TRI_YES : TRI_NO;
	return number == 0 || number == 1;
}

/* SQL compares text: only the form that we print equals an address. */
bool cell_of_text(const struct snapshot *s, struct str text, struct cell *ret)
{
	switch (ret->type) {
	case CELL_text:
		ret->text = snapshot_find(s, text);
		return ret->text.s;
	case CELL_ip:
		return ip_parse(text, &ret->ip) && str_eq(text, ip_text(ret->ip).s);
	case CELL_prefix:
		return prefix_parse(text, &ret->prefix) && str_eq(text, prefix_text(ret->prefix).s);
	case CELL_mac:
		return mac_parse(text, &ret->mac) && str_eq(text, mac_text(ret->mac).s);
	case CELL_num:
	case CELL_tri:
		break;
	}
	return false;
}

/* Texts are one pointer each. */
uint64_t cell_hash(const struct cell *c)
{
	uint64_t parts[3] = { 0 };

	switch (c->type) {
	case CELL_text: return index_mix(0, (uintptr_t)c->text.s);
	case CELL_num: return index_mix(0, (uint64_t)c->num.v);
	case CELL_tri: return index_mix(0, c->tri);
	case CELL_ip:
		memcpy(parts, c->ip.bytes, sizeof(c->ip.bytes));
		break;
	case CELL_prefix:
		memcpy(parts, c->prefix.ip.bytes, sizeof(c->prefix.ip.bytes));
		parts[2] = c->prefix.len;
		break;
	case CELL_mac:
		memcpy(parts, c->mac.bytes, sizeof(c->mac.bytes));
		break;
	}
	return index_mix(index_mix(parts[0], parts[1]), parts[2]);
}

static void result_copy(sqlite3_context *ctx, const char *text)
{
	sqlite3_result_text(ctx, text, -1, SQLITE_TRANSIENT);
}

void cell_result(sqlite3_context *ctx, const struct cell *cell)
{
	if (!cell_known(cell))
		return;
	switch (cell->type) {
	case CELL_text:
		sqlite3_result_text(ctx, cell->text.s, -1, SQLITE_STATIC);
		break;
	case CELL_num:
		sqlite3_result_int64(ctx, cell->num.v);
		break;
	case CELL_tri:
		sqlite3_result_int(ctx, cell->tri == TRI_YES);
		break;
	case CELL_ip:
		result_copy(ctx, ip_text(cell->ip).s);
		break;
	case CELL_prefix:
		result_copy(ctx, prefix_text(cell->prefix).s);
		break;
	case CELL_mac:
		result_copy(ctx, mac_text(cell->mac).s);
		break;
	}
}

void origin_result(sqlite3_context *ctx, struct origin origin)
{
	char *text;

	if (!origin.file.s)
		return;
	text = origin.line ? sqlite3_mprintf("%s:%u", origin.file.s, origin.line)
			   : sqlite3_mprintf("%s", origin.file.s);
	sqlite3_result_text(ctx, text, -1, sqlite3_free);
}
