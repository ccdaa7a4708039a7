/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/merge.h"

#include <stdlib.h>
#include <string.h>

#include "model/merge_store.h"

/* Interfaces and addresses are compared with one another; so many notes are kept. */
enum { MOST_ROWS = 20000, MOST_INTERFACES = 4096, MOST_NOTES = 10000 };

static void take_key(struct merge_rows *rows, const char *key)
{
	struct str rest = str_of(key), name;

	while (rest.n && str_split(&rest, ',', &name)) {
		name = str_trim(name);
		bool soft = str_starts(name, "~");
		const struct column *c = table_column(rows->table, str_from(name, soft));
		if (soft && rows->nsoft < MERGE_KEY_MOST)
			rows->soft[rows->nsoft++] = c;
		else if (!soft && rows->nhard < MERGE_KEY_MOST)
			rows->hard[rows->nhard++] = c;
	}
}

struct merge *merge_new(struct snapshot *s, const struct merge_table *more, size_t n)
{
	struct merge *m = xcalloc(1, sizeof(*m));

	m->s = s;
	m->arena = arena_new();
	m->ntables = TABLE_COUNT + n;
	m->rows = arena_array(m->arena, m->ntables, sizeof(*m->rows));
	for (unsigned t = 0; t < m->ntables; t++) {
		m->rows[t].table = t < TABLE_COUNT ? schema_table((enum table_id)t)
						   : more[t - TABLE_COUNT].table;
		take_key(&m->rows[t], t < TABLE_COUNT ? schema_key((enum table_id)t)
						      : more[t - TABLE_COUNT].key);
	}
	return m;
}

void merge_free(struct merge *m)
{
	if (!m)
		return;
	for (unsigned t = 0; t < m->ntables; t++)
		free(m->rows[t].buckets);
	arena_free(m->arena);
	free(m);
}

struct arena *merge_arena(const struct merge *m)
{
	return m->arena;
}

static struct cell cell_of(const struct row *row, const struct column *c)
{
	const char *at = (const char *)row + c->offset;
	struct cell cell = { .type = c->type };

	switch (c->type) {
	case CELL_text: memcpy(&cell.text, at, sizeof(cell.text)); break;
	case CELL_num: memcpy(&cell.num, at, sizeof(cell.num)); break;
	case CELL_tri: memcpy(&cell.tri, at, sizeof(cell.tri)); break;
	case CELL_ip: memcpy(&cell.ip, at, sizeof(cell.ip)); break;
	case CELL_prefix: memcpy(&cell.prefix, at, sizeof(cell.prefix)); break;
	case CELL_mac: memcpy(&cell.mac, at, sizeof(cell.mac)); break;
	}
	return cell;
}

static size_t cell_size(enum cell_type type)
{
	switch (type) {
	case CELL_text: return sizeof(struct text);
	case CELL_num: return sizeof(struct num);
	case CELL_tri: return sizeof(enum tri);
	case CELL_ip: return sizeof(struct ip);
	case CELL_prefix: return sizeof(struct prefix);
	case CELL_mac: return sizeof(struct mac);
	}
	return 0;
}

static const char *cell_words(struct merge *m, const struct cell *c)
{
	struct arena *a = m->arena;

	switch (c->type) {
	case CELL_text: return c->text.s;
	case CELL_num: return arena_printf(a, "%lld", (long long)c->num.v);
	case CELL_tri: return c->tri == TRI_YES ? "yes" : "no";
	case CELL_ip: return arena_strdup(a, ip_text(c->ip).s);
	case CELL_prefix: return arena_strdup(a, prefix_text(c->prefix).s);
	case CELL_mac: return arena_strdup(a, mac_text(c->mac).s);
	}
	return "";
}

static uint64_t hash_bytes(uint64_t h, const void *bytes, size_t n)
{
	const uint8_t *b = bytes;

	for (size_t i = 0; i < n; i++)
		h = (h ^ b[i]) * 0x100000001b3U;
	return h;
}

static uint64_t hash_cell(uint64_t h, const struct cell *c)
{
	switch (c->type) {
	case CELL_text: return hash_bytes(h, &c->text.s, sizeof(c->text.s));
	case CELL_ip: return hash_bytes(hash_bytes(h, &c->ip.family, 1), c->ip.bytes, 16);
	case CELL_prefix:
		return hash_bytes(hash_bytes(h, &c->prefix.len, 1), c->prefix.ip.bytes, 16);
	case CELL_num: return hash_bytes(h, &c->num.v, c->num.known ? sizeof(c->num.v) : 0);
	case CELL_tri:
	case CELL_mac: break;
	}
	return h;
}

static uint64_t hash_row(const struct merge_rows *rows, const struct row *row)
{
	uint64_t h = 0xcbf29ce484222325U;

	for (size_t i = 0; i < rows->nhard; i++) {
		struct cell c = cell_of(row, rows->hard[i]);
		h = hash_cell(h, &c);
	}
	return h;
}

static bool knows(const struct row *row, const struct column *c)
{
	struct cell cell = cell_of(row, c);

	return cell_known(&cell);
}

static bool identified(const struct merge_rows *rows, const struct row *row)
{
	for (size_t i = 0; i < rows->nhard; i++)
		if (knows(row, rows->hard[i]))
			return true;
	for (size_t i = 0; i < rows->nsoft; i++)
		if (knows(row, rows->soft[i]))
			return true;
	return !rows->nhard && !rows->nsoft;
}

/*
 * A stack of VMkernel, whose rows come one by one, has one route to a prefix; only link-local and
 * multicast ones are connected several times over.
 */
static bool soft_counts(const struct merge_rows *rows, const struct row *row, unsigned fragment)
{
	const struct route *r = (const void *)row;

	return fragment || rows->table != schema_table(TABLE_route) ||
	       ip_is_link_local(r->dst.ip) || ip_is_multicast(r->dst.ip);
}

static bool same_cell(const struct row *a, const struct row *b, const struct column *c, bool soft)
{
	struct cell x = cell_of(a, c), y = cell_of(b, c);

	if (soft && (!cell_known(&x) || !cell_known(&y)))
		return true;
	return cell_equal(&x, &y);
}

static bool same_key(const struct merge_rows *rows, bool soft, const struct row *a,
		     const struct row *b)
{
	for (size_t i = 0; i < rows->nhard; i++)
		if (!same_cell(a, b, rows->hard[i], false))
			return false;
	for (size_t i = 0; soft && i < rows->nsoft; i++)
		if (!same_cell(a, b, rows->soft[i], true))
			return false;
	return true;
}

static void rehash(struct merge_rows *rows)
{
	free(rows->buckets);
	rows->nbuckets = rows->nbuckets ? rows->nbuckets * 2 : 16;
	rows->buckets = xcalloc(rows->nbuckets, sizeof(*rows->buckets));
	for (size_t i = 0; i < rows->n; i++) {
		size_t *head = &rows->buckets[rows->v[i].hash & (rows->nbuckets - 1)];
		rows->v[i].chain = *head;
		*head = i + 1;
	}
}

/*
 * Of several that a row without its soft column fits, the one that was put first.  Rows of one
 * output are never one another's: it listed them apart.
 */
static struct merge_row *find(const struct merge_rows *rows, const struct row *row, uint64_t hash,
			      unsigned fragment)
{
	bool soft = soft_counts(rows, row, fragment);
	size_t found = 0;

	if (!rows->nbuckets)
		return NULL;
	for (size_t i = rows->buckets[hash & (rows->nbuckets - 1)]; i; i = rows->v[i - 1].chain) {
		const struct merge_row *r = &rows->v[i - 1];
		if (r->hash == hash && (!fragment || r->fragment != fragment) &&
		    same_key(rows, soft, r->row, row))
			found = i;
	}
	return found ? &rows->v[found - 1] : NULL;
}

/* Some are compared with one another. */
static size_t most_rows(const struct merge_rows *rows)
{
	return rows->table == schema_table(TABLE_interface) ||
			       rows->table == schema_table(TABLE_address)
		       ? MOST_INTERFACES
		       : MOST_ROWS;
}

static bool has_room(struct merge *m, struct merge_rows *rows, struct origin origin)
{
	if (rows->n < most_rows(rows))
		return true;
	if (!rows->full)
		merge_note(m, origin, str_of(rows->table->name),
			   "more rows of one kind than a host can have: the rest is left out");
	rows->full = true;
	return false;
}

static struct merge_row *append(struct merge *m, struct merge_rows *rows, uint64_t hash,
				struct origin origin)
{
	struct merge_row *r;

	if (!has_room(m, rows, origin))
		return NULL;
	rows->v = arena_grow(m->arena, rows->v, rows->n, sizeof(*rows->v));
	r = &rows->v[rows->n++];
	*r = (struct merge_row){ .row = arena_alloc(m->arena, rows->table->size),
				 .ranks = arena_alloc(m->arena, rows->table->ncolumns),
				 .hash = hash };
	r->row->origin = origin;
	if (rows->n > rows->nbuckets) {
		rehash(rows);
	} else {
		size_t *head = &rows->buckets[hash & (rows->nbuckets - 1)];
		r->chain = *head;
		*head = rows->n;
	}
	return r;
}

/* "vmk0", "vmk1 10.0.0.1": the known key of a row in words. */
static const char *row_words(struct merge *m, const struct merge_rows *rows, const struct row *row)
{
	const char *words = "";

	for (size_t i = 0; i < rows->nhard + rows->nsoft; i++) {
		const struct column *c =
			i < rows->nhard ? rows->hard[i] : rows->soft[i - rows->nhard];
		if (!knows(row, c))
			continue;
		struct cell cell = cell_of(row, c);
		words = arena_printf(m->arena, "%s%s%s", words, *words ? " " : "",
				     cell_words(m, &cell));
	}
	return words;
}

static bool lists(struct str list, struct str wanted)
{
	struct str one;

	while (str_split(&list, ',', &one))
		if (str_same(one, wanted))
			return true;
	return false;
}

/* esxcli and esxcfg-vswitch list the uplinks of one switch in different orders. */
static bool same_members(struct str a, struct str b)
{
	struct str rest = a, one;

	if (a.n != b.n || a.n > 4096)
		return false;
	while (str_split(&rest, ',', &one))
		if (!lists(b, one))
			return false;
	return true;
}

/* net-tools do not say which kind of rejecting route it is. */
static bool is_kind_of_reject(struct str x, struct str reject)
{
	return str_eq(reject, "reject") && (str_eq(x, "blackhole") || str_eq(x, "unreachable") ||
					    str_eq(x, "prohibit") || str_eq(x, "throw"));
}

/*
 * A host's short name and its full one agree, and lists of the same uplinks.  What moves while a
 * host is asked is no contradiction: when it was (a bundle takes minutes), the age of a neighbour.
 */
static bool agree(const struct merge_rows *rows, const struct column *c, const struct cell *a,
		  const struct cell *b)
{
	const char *table = rows->table->name;
	struct str x, y;

	if (cell_equal(a, b))
		return true;
	if (c->type != CELL_text)
		return false;
	if ((same(table, "host") && same(c->name, "captured")) ||
	    (same(table, "neighbour") && same(c->name, "state")))
		return true;
	x = str_of(a->text.s);
	y = str_of(b->text.s);
	if (same(table, "vswitch") && same(c->name, "uplinks"))
		return same_members(x, y);
	if (same(table, "route") && same(c->name, "type"))
		return is_kind_of_reject(x, y) || is_kind_of_reject(y, x);
	return same(table, "host") && same(c->name, "name") &&
	       str_same(str_upto(x, str_find(x, '.')), str_upto(y, str_find(y, '.')));
}

static const struct origin *origin_of(const struct merge_row *r, size_t column)
{
	return r->origins && r->origins[column].line ? &r->origins[column] : &r->row->origin;
}

/* "iscsi_session" is "iscsi session". */
static const char *name_words(struct merge *m, const char *name)
{
	char *words = arena_strdup(m->arena, name);

	for (char *p = words; *p; p++)
		*p = *p == '_' ? ' ' : *p;
	return words;
}

static void contradiction(struct merge *m, const struct merge_rows *rows, const struct row *row,
			  const struct column *c, const struct cell *lost,
			  const struct origin *lost_at, const struct cell *held,
			  const struct origin *held_at)
{
	const char *what = arena_printf(m->arena, "%s %s: %s %s", name_words(m, rows->table->name),
					row_words(m, rows, row), name_words(m, c->name),
					cell_words(m, lost));

	merge_note(m, *lost_at, str_of(what),
		   arena_printf(m->arena, "contradicts %s:%u, which is believed: %s",
				held_at->file.s ? held_at->file.s : "", held_at->line,
				cell_words(m, held)));
}

/* One kind of output, and a port has two MAC addresses: that is two hosts, or one at two times. */
static void keep_apart(struct merge *m, const struct merge_rows *rows, const struct column *c,
		       const struct merge_row *to, const struct row *from, const struct origin *held)
{
	const struct cell old = cell_of(to->row, c), new = cell_of(from, c);
	const struct interface *i = (const void *)to->row;

	if (rows->table != schema_table(TABLE_interface) || !same(c->name, "mac") || m->apart)
		return;
	m->clash = arena_printf(m->arena, "%s has MAC address %s in %s and %s in %s", i->name.s,
				cell_words(m, &old), held->file.s, cell_words(m, &new),
				from->origin.file.s);
	if (!same(held->file.s, from->origin.file.s))
		m->apart = m->clash;
}

/* The row's own origin is that of its first cells. */
static void set_origin(struct merge *m, const struct merge_rows *rows, struct merge_row *r,
		       size_t column, struct origin origin)
{
	if (!r->origins && same(origin.file.s, r->row->origin.file.s) &&
	    origin.line == r->row->origin.line)
		return;
	if (!r->origins)
		r->origins = arena_array(m->arena, rows->table->ncolumns, sizeof(*r->origins));
	r->origins[column] = origin;
}

static void merge_cell(struct merge *m, struct merge_rows *rows, enum merge_rank rank,
		       struct merge_row *to, const struct row *from, size_t i)
{
	const struct column *c = &rows->table->columns[i];
	struct cell new = cell_of(from, c), old = cell_of(to->row, c);
	bool wins = !to->ranks[i] || rank > to->ranks[i];

	if (!cell_known(&new))
		return;
	if (to->ranks[i] && !agree(rows, c, &new, &old)) {
		const struct origin *held = origin_of(to, i);
		if (rank == (enum merge_rank)to->ranks[i])
			keep_apart(m, rows, c, to, from, held);
		if (wins)
			contradiction(m, rows, from, c, &old, held, &new, &from->origin);
		else
			contradiction(m, rows, from, c, &new, &from->origin, &old, held);
	}
	if (!wins)
		return;
	memcpy((char *)to->row + c->offset, (const char *)from + c->offset, cell_size(c->type));
	to->ranks[i] = (uint8_t)rank;
	set_origin(m, rows, to, i, from->origin);
}

bool merge_put_of(struct merge *m, unsigned table, enum merge_rank rank, const struct row *row,
		  unsigned fragment, bool may_add)
{
	struct merge_rows *rows = &m->rows[table];
	struct merge_row *to;
	uint64_t hash;

	if (!identified(rows, row))
		return false;
	hash = hash_row(rows, row);
	to = find(rows, row, hash, fragment);
	if (!to && may_add)
		to = append(m, rows, hash, row->origin);
	if (!to)
		return false;
	to->fragment = fragment;
	for (size_t i = 0; i < rows->table->ncolumns; i++)
		if (!rows->table->columns[i].computed)
			merge_cell(m, rows, rank, to, row, i);
	return true;
}

void merge_put(struct merge *m, unsigned table, enum merge_rank rank, const struct row *row)
{
	(void)merge_put_of(m, table, rank, row, 0, true);
}

const struct row *merge_find(const struct merge *m, unsigned table, const struct row *like)
{
	const struct merge_rows *rows = &m->rows[table];
	const struct merge_row *found;

	if (!identified(rows, like))
		return NULL;
	found = find(rows, like, hash_row(rows, like), 0);
	return found ? found->row : NULL;
}

const struct row *merge_get(const struct merge *m, unsigned table, size_t index)
{
	const struct merge_rows *rows = &m->rows[table];

	return index < rows->n ? rows->v[index].row : NULL;
}

size_t merge_rows(const struct merge *m, unsigned table)
{
	return m->rows[table].n;
}

unsigned merge_rank(const struct merge *m, unsigned table, size_t index, size_t column)
{
	return m->rows[table].v[index].ranks[column];
}

const char *merge_apart(const struct merge *m, bool same_file)
{
	return same_file ? m->clash : m->apart;
}

void merge_note(struct merge *m, struct origin origin, struct str text, const char *reason)
{
	if (m->nnotes == MOST_NOTES)
		return;
	text = str_upto(text, 200);
	m->notes = arena_grow(m->arena, m->notes, m->nnotes, sizeof(*m->notes));
	m->notes[m->nnotes++] = (struct merge_said){ origin,
						     { arena_str(m->arena, text), text.n },
						     arena_strdup(m->arena, reason) };
}

void merge_write_notes(struct merge *m, unsigned host)
{
	for (size_t i = 0; i < m->nnotes; i++)
		snapshot_note(m->s, host, m->notes[i].origin, m->notes[i].text,
			      m->notes[i].reason);
}
