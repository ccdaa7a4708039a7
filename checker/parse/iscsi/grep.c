/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of node records as `grep -r` prints them, each behind the path of its file. */
#include <string.h>

#include "base/keyset.h"
#include "parse/iscsi/iscsi.h"

enum { LINE_MOST = 4096 };

struct hit {
	struct str path, target, portal, iface; /* iface.p NULL: the old layout has none */
	struct str line;			/* of the file */
};

static bool is_target(struct str name)
{
	return str_starts(name, "iqn.") || str_starts(name, "eui.") || str_starts(name, "naa.");
}

/* ADDRESS,PORT or ADDRESS,PORT,TPGT: the name of a folder, or of a record of the old layout. */
static bool split_portal(struct str name, struct str *ret_address, struct num *ret_port,
			 struct num *ret_tpgt)
{
	struct str rest = name, last = str_take_last(&rest, ','), before;
	struct str address = rest;
	int64_t a, b;

	before = str_take_last(&address, ',');
	if (!str_to_i64(last, &a) || a < -1)
		return false;
	if (!address.n) { /* one comma */
		*ret_address = rest;
		*ret_port = num(a);
		*ret_tpgt = (struct num){ .known = false };
		return rest.n && a >= 0 && a <= 65535;
	}
	if (!str_to_i64(before, &b) || b < 0 || b > 65535)
		return false;
	*ret_address = address;
	*ret_port = num(b);
	*ret_tpgt = num(a == UINT32_MAX ? -1 : a);
	return true;
}

static bool split_path(struct hit *h)
{
	struct str rest = h->path, address;
	struct num port, tpgt;
	struct str last = str_take_last(&rest, '/'), above = str_take_last(&rest, '/');

	if (is_target(above) && split_portal(last, &address, &port, &tpgt)) {
		h->target = above;
		h->portal = last;
		h->iface = (struct str){ NULL, 0 };
		return true;
	}
	h->iface = last;
	h->portal = above;
	h->target = str_take_last(&rest, '/');
	return last.n && is_target(h->target) && split_portal(above, &address, &port, &tpgt);
}

/* Where a ":12" at the end begins; all of it where there is none. */
static size_t before_number(struct str path)
{
	size_t n = path.n;

	while (n && path.p[n - 1] >= '0' && path.p[n - 1] <= '9')
		n--;
	return n && n < path.n && path.p[n - 1] == ':' ? n - 1 : path.n;
}

/* Paths hold colons, keys hold none: the last one before the '=' divides. */
static bool split_hit(struct str line, bool numbered, struct hit *ret)
{
	size_t end = str_find(line, '='), colon = end;

	line = str_upto(line, LINE_MOST);
	while (end < line.n && colon && line.p[colon - 1] != ':')
		colon--;
	if (end >= line.n || !colon)
		return false;
	ret->path = str_upto(line, colon - 1);
	ret->line = str_from(line, colon);
	if (numbered)
		ret->path = str_upto(ret->path, before_number(ret->path));
	return record_key_find(str_trim(str_from(str_upto(line, end), colon))) && split_path(ret);
}

bool iscsi_is_hit(struct str line)
{
	struct hit h;

	return split_hit(line, false, &h);
}

/* With -n a number stands behind each path, and a file's lines have each another one. */
static bool is_numbered(struct str text)
{
	struct str line, before = { NULL, 0 };
	struct hit h;

	while (str_line(&text, &line)) {
		if (!split_hit(line, false, &h))
			continue;
		if (before_number(h.path) == h.path.n || str_same(h.path, before))
			return false;
		before = h.path;
	}
	return true;
}

/* What the record does not say itself is as its path has it. */
static void fill_from_path(struct snapshot *s, const struct hit *h, const struct record *r,
			   struct iscsi_node *row)
{
	struct str address;
	struct num port, tpgt;
	bool whole = record_knows(r, "node.name") && record_knows(r, "node.conn[0].address") &&
		     record_knows(r, "node.conn[0].port") && record_knows(r, "node.tpgt");

	split_portal(h->portal, &address, &port, &tpgt);
	row->path = snapshot_text(s, h->path);
	if (whole) {
		row->path_target = snapshot_text(s, h->target);
		row->path_portal = snapshot_text(s, h->portal);
		row->path_iface = snapshot_text(s, h->iface);
	}
	if (!row->target.s)
		row->target = snapshot_text(s, h->target);
	if (!row->portal.s) {
		row->portal = iscsi_portal_text(s, address, port.v);
		row->port = port;
		ip_parse(address, &row->address);
	}
	if (!row->tpgt.known)
		row->tpgt = tpgt;
	if (!row->iface.s)
		row->iface = snapshot_text(s, h->iface);
}

/* The lines of one file follow each other; `from` is the number of the first. */
static void add_node(struct snapshot *s, unsigned host, const char *file, const struct hit *h,
		     unsigned from, struct str lines)
{
	struct record_place place = { .kind = "node", .file = file, .before = from - 1 };
	struct iscsi_node row = { .row.origin = snapshot_at(s, file, from) };
	struct record record;

	record_read(s, host, &place, lines, true, &record);
	record.partial = true;
	iscsi_node_of_record(s, &record, &row);
	fill_from_path(s, h, &record, &row);
	add_iscsi_node(s, host, &row);
}

struct block {
	struct hit first;
	unsigned from;
	char *lines; /* as the file has them; room for all the text */
	size_t n;
};

static void add_line(struct block *b, struct str line)
{
	memcpy(b->lines + b->n, line.p, line.n);
	b->n += line.n;
	b->lines[b->n++] = '\n';
}

static void flush(struct snapshot *s, unsigned host, const char *file, struct block *b,
		  struct keyset *seen, uint64_t seed)
{
	struct str lines = { b->lines, b->n };

	if (!b->n)
		return;
	if (keyset_add(seen, seed, b->first.path))
		add_node(s, host, file, &b->first, b->from, lines);
	else
		snapshot_note(s, host, snapshot_at(s, file, b->from), b->first.path,
			      "further lines of a record that stands above");
	b->lines += b->n;
	b->n = 0;
}

void parse_iscsi_grep(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct block b = { .lines = arena_alloc(snapshot_arena(s), text.n + 1) };
	struct keyset seen = { .count = 0 };
	uint64_t seed = keyset_seed();
	bool numbered = is_numbered(text);
	struct str line;
	struct hit h;

	for (unsigned n = 1; str_line(&text, &line); n++) {
		if (!split_hit(line, numbered, &h))
			continue;
		if (b.n && !str_same(h.path, b.first.path))
			flush(s, host, file, &b, &seen, seed);
		if (!b.n) {
			b.first = h;
			b.from = n;
		}
		add_line(&b, h.line);
	}
	flush(s, host, file, &b, &seen, seed);
	keyset_clear(&seen);
	snapshot_cover(s, host, TABLE_iscsi_node, COVERAGE_PARTIAL,
		       "known from lines that grep chose");
}
