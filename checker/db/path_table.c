/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * path(host, dst, src, interface, port): the route lookup as a table, a row for
 * each possible answer.  What follows dst may be left out or NULL.  With a port
 * it is a TCP connection that is asked for.  Where the facts do not suffice
 * `reachable` is NULL and `reason` says what is missing.
 */
#include <stdlib.h>
#include <string.h>

#include "db/cell.h"
#include "db/state.h"
#include "path/path.h"

enum path_column {
	PATH_HOST,
	PATH_DESTINATION,
	PATH_REACHABLE,
	PATH_INTERFACE,
	PATH_GATEWAY,
	PATH_SOURCE,
	PATH_ROUTE_TABLE,
	PATH_CERTAIN,
	PATH_REASON,
	PATH_ON_LINK_FALLBACK,
	PATH_ANSWERS,
	PATH_MTU,
	PATH_OTHER_ROUTE,
	/* From here on the lookup has to explain itself, which costs more. */
	PATH_ROUTE,
	PATH_CONNECTION_INTERFACE,
	PATH_CONNECTION_SOURCE,
	PATH_WARNINGS,
	PATH_ARGUMENT, /* hidden: host, dst, src, interface, port */
	PATH_ORIGIN = PATH_ARGUMENT + 5,
};

enum { ARGUMENTS = 5, EXPLAIN = 1 << ARGUMENTS };

static const char declaration[] =
	"CREATE TABLE x(host TEXT, destination TEXT, reachable INTEGER, interface TEXT, "
	"gateway TEXT, source TEXT, route_table TEXT, certain INTEGER, reason TEXT, "
	"on_link_fallback INTEGER, answers INTEGER, mtu INTEGER, other_route INTEGER, route TEXT, "
	"connection_interface TEXT, connection_source TEXT, warnings TEXT, of_host TEXT HIDDEN, of_dst TEXT HIDDEN, "
	"of_src TEXT HIDDEN, of_interface TEXT HIDDEN, of_port INTEGER HIDDEN, origin TEXT HIDDEN)";

struct cursor {
	sqlite3_vtab_cursor base;
	struct db *db;
	struct arena *arena;
	const char *host;
	struct ip dst;
	struct path path;
	size_t answer, answers;
};

static int connect(sqlite3 *sql, void *data, int argc, const char *const *argv, sqlite3_vtab **ret,
		   char **error)
{
	(void)sql, (void)argc, (void)argv, (void)error;
	return module_connect(data, data, sqlite3_mprintf("%s", declaration), ret);
}

/* idxNum: a bit for each argument given, and whether the answer is to be explained. */
static int best_index(sqlite3_vtab *v, sqlite3_index_info *info)
{
	static const sqlite3_uint64 explained = (1U << PATH_ARGUMENT) - (1U << PATH_ROUTE);
	int at[ARGUMENTS], given = 0, n = 0;

	for (int i = 0; i < info->nConstraint; i++) {
		int argument = info->aConstraint[i].iColumn - PATH_ARGUMENT;
		if (argument < 0 || argument >= ARGUMENTS ||
		    info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
			continue;
		if (!info->aConstraint[i].usable)
			return SQLITE_CONSTRAINT;
		at[argument] = i;
		given |= 1 << argument;
	}
	if ((given & 3) != 3) {
		v->zErrMsg = sqlite3_mprintf("path() wants a host and a destination");
		return SQLITE_ERROR;
	}
	for (int a = 0; a < ARGUMENTS; a++) {
		if (!(given & 1 << a))
			continue;
		info->aConstraintUsage[at[a]].argvIndex = ++n;
		info->aConstraintUsage[at[a]].omit = 1;
	}
	info->idxNum = given | (info->colUsed & explained ? EXPLAIN : 0);
	info->estimatedCost = 100;
	info->estimatedRows = 1;
	return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *v, sqlite3_vtab_cursor **ret)
{
	int rc = module_open(sizeof(struct cursor), sizeof(struct cursor), ret);

	if (rc == SQLITE_OK)
		((struct cursor *)*ret)->db = module_table(v);
	return rc;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
	arena_free(((struct cursor *)cursor)->arena);
	return module_close(cursor);
}

static const struct path_index *index_of(struct db *db, unsigned host)
{
	if (!db->paths) {
		db->npaths = snapshot_hosts(db->snapshot);
		db->paths = xcalloc(db->npaths, sizeof(struct path_index *));
	}
	if (!db->paths[host])
		db->paths[host] = path_index_new(db->snapshot, host);
	return db->paths[host];
}

static bool as_ip(struct cursor *c, sqlite3_value *v, const char *otherwise, struct ip *ret)
{
	struct str text = str_of((const char *)sqlite3_value_text(v));

	if (ip_parse(text, ret))
		return true;
	c->path = (struct path){ .reason = otherwise };
	return false;
}

static bool is_null(sqlite3_value *v)
{
	return !v || sqlite3_value_type(v) == SQLITE_NULL;
}

static bool as_port(struct cursor *c, sqlite3_value *v, unsigned *ret)
{
	sqlite3_int64 n = sqlite3_value_int64(v);

	if (n < 0 || n > UINT16_MAX) {
		c->path = (struct path){ .reason = "the port is none" };
		return false;
	}
	*ret = (unsigned)n;
	return true;
}

/* An answer there always is, be it that nothing is known: a rule's object must not vanish. */
static void look_up(struct cursor *c, unsigned host, sqlite3_value *const *args, bool explain)
{
	struct flow flow = { .mark = 0 };

	c->dst = (struct ip){ .family = IP_NONE };
	if (!as_ip(c, args[1], "the destination is not known", &c->dst))
		return;
	flow.dst = c->dst;
	if (!is_null(args[2]) && !as_ip(c, args[2], "the source is no address", &flow.src))
		return;
	if (!is_null(args[3]))
		flow.interface = arena_strdup(c->arena, (const char *)sqlite3_value_text(args[3]));
	flow.tcp = !is_null(args[4]);
	if (flow.tcp && !as_port(c, args[4], &flow.port))
		return;
	c->path = path_lookup(index_of(c->db, host), &flow, explain, c->arena);
}

static int start(sqlite3_vtab_cursor *cursor, int given, const char *text, int argc,
		 sqlite3_value **argv)
{
	struct cursor *c = (struct cursor *)cursor;
	sqlite3_value *args[ARGUMENTS] = { NULL };
	const char *name;
	unsigned host;

	(void)text, (void)argc;
	for (int a = 0, n = 0; a < ARGUMENTS; a++)
		if (given & 1 << a)
			args[a] = argv[n++];
	c->answer = c->answers = 0;
	name = (const char *)sqlite3_value_text(args[0]);
	if (!name || !db_host(c->db, name, &host))
		return SQLITE_OK;
	arena_free(c->arena);
	c->arena = arena_new();
	c->host = snapshot_host_name(c->db->snapshot, host);
	look_up(c, host, args, given & EXPLAIN);
	c->answers = 1 + c->path.nalternatives;
	return SQLITE_OK;
}

static int step(sqlite3_vtab_cursor *cursor)
{
	((struct cursor *)cursor)->answer++;
	return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *cursor)
{
	const struct cursor *c = (const struct cursor *)cursor;

	return c->answer >= c->answers;
}

static void result_ip(sqlite3_context *ctx, struct ip ip)
{
	if (ip_known(ip))
		sqlite3_result_text(ctx, ip_text(ip).s, -1, SQLITE_TRANSIENT);
}

static void result_text(sqlite3_context *ctx, const char *text)
{
	if (text)
		sqlite3_result_text(ctx, text, -1, SQLITE_TRANSIENT);
}

static void result_warnings(sqlite3_context *ctx, const struct path *p)
{
	sqlite3_str *text = sqlite3_str_new(NULL);

	for (size_t i = 0; i < p->nwarnings; i++)
		sqlite3_str_appendf(text, "%s%s", i ? "; " : "", p->warnings[i]);
	sqlite3_result_text(ctx, sqlite3_str_finish(text), -1, sqlite3_free);
}

static void result_known(sqlite3_context *ctx, const struct cursor *c, enum path_column column)
{
	const struct path *p = &c->path;
	const struct path_hop *hop = c->answer ? &p->alternatives[c->answer - 1] : &p->hop;

	switch (column) {
	case PATH_REACHABLE:
		sqlite3_result_int(ctx, p->reachable);
		break;
	case PATH_INTERFACE:
		result_text(ctx, hop->interface);
		break;
	case PATH_GATEWAY:
		result_ip(ctx, hop->gateway);
		break;
	case PATH_SOURCE:
		result_ip(ctx, hop->source);
		break;
	case PATH_ROUTE_TABLE:
		result_text(ctx, p->table);
		break;
	case PATH_CERTAIN:
		sqlite3_result_int(ctx, p->certain);
		break;
	case PATH_ON_LINK_FALLBACK:
		sqlite3_result_int(ctx, p->on_link_fallback);
		break;
	case PATH_ANSWERS:
		sqlite3_result_int64(ctx, (sqlite3_int64)c->answers);
		break;
	case PATH_MTU:
		if (p->mtu.known)
			sqlite3_result_int64(ctx, p->mtu.v);
		break;
	case PATH_OTHER_ROUTE:
		sqlite3_result_int(ctx, c->answer && p->other_routes);
		break;
	case PATH_ROUTE:
		result_text(ctx, p->route);
		break;
	case PATH_CONNECTION_INTERFACE:
		result_text(ctx, p->connection ? p->connection->interface : NULL);
		break;
	case PATH_CONNECTION_SOURCE:
		if (p->connection)
			result_ip(ctx, p->connection->source);
		break;
	case PATH_WARNINGS:
		if (p->nwarnings)
			result_warnings(ctx, p);
		break;
	case PATH_ORIGIN:
		origin_result(ctx, p->origin);
		break;
	case PATH_HOST:
	case PATH_DESTINATION:
	case PATH_REASON:
	case PATH_ARGUMENT:
		break;
	}
}

static int column(sqlite3_vtab_cursor *cursor, sqlite3_context *ctx, int n)
{
	const struct cursor *c = (const struct cursor *)cursor;

	if (n == PATH_HOST)
		sqlite3_result_text(ctx, c->host, -1, SQLITE_STATIC);
	else if (n == PATH_DESTINATION)
		result_ip(ctx, c->dst);
	else if (n == PATH_REASON)
		result_text(ctx, c->path.reason);
	else if (c->path.known)
		result_known(ctx, c, (enum path_column)n);
	return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *ret)
{
	*ret = (sqlite3_int64)((const struct cursor *)cursor)->answer;
	return SQLITE_OK;
}

static const sqlite3_module module = {
	.iVersion = 1,
	.xConnect = connect,
	.xBestIndex = best_index,
	.xDisconnect = module_disconnect,
	.xOpen = open_cursor,
	.xClose = close_cursor,
	.xFilter = start,
	.xNext = step,
	.xEof = at_end,
	.xColumn = column,
	.xRowid = rowid,
};

int path_table_register(struct db *db)
{
	return sqlite3_create_module_v2(db->sql, "path", &module, db, NULL);
}

void path_table_clear(struct db *db)
{
	for (unsigned h = 0; h < db->npaths; h++)
		path_index_free(db->paths[h]);
	free(db->paths);
	db->paths = NULL;
	db->npaths = 0;
}
