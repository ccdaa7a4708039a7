/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/esxi/facts.h"

#include <stdlib.h>
#include <string.h>

#include "parse/esxi/store.h"

enum { MOST_ROWS = 20000, MOST_INTERFACES = 4096, MOST_NOTES = 10000, MOST_SERVICES = 10000 };

#define TABLE(table_name, text) \
	static const struct table *describe_##table_name(void) \
	{ \
		typedef struct table_name row_type; \
		static const char name[] = #table_name, doc[] = text; \
		static const struct column columns[] = {
#define COL(type, field, text) { #field, CELL_##type, false, offsetof(row_type, field), text },
#define END \
		}; \
		static const struct table table = { name, doc, false, sizeof(row_type), columns, \
						    countof(columns) }; \
		return &table; \
	}
#include "parse/esxi/tables.def"

static const struct table *describe(unsigned table)
{
	if (table < TABLE_COUNT)
		return schema_table((enum table_id)table);
	switch (table) {
	case TABLE_esxi_team: return describe_esxi_team();
	case TABLE_esxi_port: return describe_esxi_port();
	case TABLE_esxi_lag: return describe_esxi_lag();
	}
	return describe_esxi_server();
}

/* What makes two rows one. A soft column matches where either side is not known. */
struct identity {
	bool alone; /* there is one row */
	const char *hard[3], *soft;
};

static struct identity identity_of(unsigned table)
{
	switch (table) {
	case TABLE_host: return (struct identity){ .alone = true };
	case TABLE_address: return (struct identity){ .hard = { "interface", "address" } };
	case TABLE_route:
		return (struct identity){ .hard = { "route_table", "dst", "gateway" },
					  .soft = "interface" };
	case TABLE_neighbour:
		return (struct identity){ .hard = { "address" }, .soft = "interface" };
	case TABLE_link_neighbour:
		return (struct identity){ .hard = { "interface", "protocol", "port" } };
	case TABLE_binding: return (struct identity){ .hard = { "vmknic" }, .soft = "adapter" };
	case TABLE_iscsi_target:
		return (struct identity){ .hard = { "target", "portal" }, .soft = "adapter" };
	case TABLE_iscsi_session:
		return (struct identity){ .hard = { "target", "isid" }, .soft = "adapter" };
	case TABLE_multipath: return (struct identity){ .hard = { "path" }, .soft = "device" };
	case TABLE_nfs_mount: return (struct identity){ .hard = { "path" } };
	case TABLE_esxi_team:
		return (struct identity){ .hard = { "portgroup" }, .soft = "vswitch" };
	case TABLE_esxi_port: return (struct identity){ .hard = { "vswitch", "port" } };
	case TABLE_esxi_lag: return (struct identity){ .hard = { "vswitch", "nic" } };
	case TABLE_esxi_server: return (struct identity){ .hard = { "path", "server" } };
	}
	return (struct identity){ .hard = { "name" } };
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

static const char *cell_words(struct esxi *x, const struct cell *c)
{
	struct arena *a = x->store->arena;

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

static struct cell named_cell(const struct esxi_rows *rows, const struct row *row, const char *name)
{
	return cell_of(row, table_column(rows->table, str_of(name)));
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
	case CELL_num:
	case CELL_tri:
	case CELL_mac: break;
	}
	return h;
}

static uint64_t hash_row(const struct esxi_rows *rows, const struct identity *id,
			 const struct row *row)
{
	uint64_t h = 0xcbf29ce484222325U;

	for (size_t i = 0; i < countof(id->hard) && id->hard[i]; i++) {
		struct cell c = named_cell(rows, row, id->hard[i]);
		h = hash_cell(h, &c);
	}
	return h;
}

static bool identified(const struct esxi_rows *rows, const struct identity *id,
		       const struct row *row)
{
	struct cell c;

	for (size_t i = 0; i < countof(id->hard) && id->hard[i]; i++) {
		c = named_cell(rows, row, id->hard[i]);
		if (cell_known(&c))
			return true;
	}
	if (!id->soft)
		return id->alone;
	c = named_cell(rows, row, id->soft);
	return cell_known(&c);
}

/* Only link-local and multicast prefixes are connected several times over; of others one route
 * holds. */
static bool soft_counts(unsigned table, const struct row *row)
{
	const struct route *r = (const void *)row;

	return table != TABLE_route || ip_is_link_local(r->dst.ip) || ip_is_multicast(r->dst.ip);
}

static bool same_identity(const struct esxi_rows *rows, const struct identity *id, bool soft,
			  const struct row *a, const struct row *b)
{
	struct cell ca, cb;

	for (size_t i = 0; i < countof(id->hard) && id->hard[i]; i++) {
		ca = named_cell(rows, a, id->hard[i]);
		cb = named_cell(rows, b, id->hard[i]);
		if (!cell_equal(&ca, &cb))
			return false;
	}
	if (!id->soft || !soft)
		return true;
	ca = named_cell(rows, a, id->soft);
	cb = named_cell(rows, b, id->soft);
	return !cell_known(&ca) || !cell_known(&cb) || cell_equal(&ca, &cb);
}

static void rehash(struct esxi_rows *rows)
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

/* Of several that a row without its soft column fits, the one that was put first. */
static struct esxi_row *find(const struct esxi_rows *rows, unsigned table,
			     const struct identity *id, const struct row *row, uint64_t hash)
{
	bool soft = soft_counts(table, row);
	size_t found = 0;

	if (!rows->nbuckets)
		return NULL;
	for (size_t i = rows->buckets[hash & (rows->nbuckets - 1)]; i; i = rows->v[i - 1].chain)
		if (rows->v[i - 1].hash == hash &&
		    same_identity(rows, id, soft, rows->v[i - 1].row, row))
			found = i;
	return found ? &rows->v[found - 1] : NULL;
}

/* Some are compared with one another. */
static size_t most_rows(unsigned table)
{
	return table == TABLE_interface || table == TABLE_address ? MOST_INTERFACES : MOST_ROWS;
}

static struct esxi_row *append(struct esxi *x, unsigned table, uint64_t hash, struct origin origin)
{
	struct arena *a = x->store->arena;
	struct esxi_rows *rows = &x->store->rows[table];
	struct esxi_row *r;

	if (rows->n == most_rows(table)) {
		if (!rows->full)
			esxi_note(
				x, origin, str_of(rows->table->name),
				"more rows of one kind than a host can have: the rest is left out");
		rows->full = true;
		return NULL;
	}
	rows->v = arena_grow(a, rows->v, rows->n, sizeof(*rows->v));
	r = &rows->v[rows->n++];
	*r = (struct esxi_row){ .row = arena_alloc(a, rows->table->size),
				.ranks = arena_alloc(a, rows->table->ncolumns),
				.origins =
					arena_array(a, rows->table->ncolumns, sizeof(*r->origins)),
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

/* "vmk0", "vmk1 10.0.0.1": the known identity of a row in words. */
static const char *row_words(struct esxi *x, const struct esxi_rows *rows,
			     const struct identity *id, const struct row *row)
{
	const char *words = "";
	const char *all[] = { id->hard[0], id->hard[1], id->hard[2], id->soft };

	for (size_t i = 0; i < countof(all); i++) {
		if (!all[i])
			continue;
		struct cell c = named_cell(rows, row, all[i]);
		if (cell_known(&c))
			words = arena_printf(x->store->arena, "%s%s%s", words, *words ? " " : "",
					     cell_words(x, &c));
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

/* A host's short name and its full one agree, and lists of the same uplinks. */
static bool agree(unsigned table, const struct column *c, const struct cell *a,
		  const struct cell *b)
{
	struct str x, y;

	if (cell_equal(a, b))
		return true;
	if (c->type != CELL_text)
		return false;
	/* A bundle takes minutes: its name and its README tell different ones. */
	if (table == TABLE_host && same(c->name, "captured"))
		return true;
	x = str_of(a->text.s);
	y = str_of(b->text.s);
	if (table == TABLE_vswitch && same(c->name, "uplinks"))
		return same_members(x, y);
	return table == TABLE_host && same(c->name, "name") &&
	       str_same(str_upto(x, str_find(x, '.')), str_upto(y, str_find(y, '.')));
}

static void contradiction(struct esxi *x, unsigned table, const struct row *row,
			  const struct column *c, const struct cell *lost,
			  const struct origin *lost_at, const struct cell *held,
			  const struct origin *held_at)
{
	struct identity id = identity_of(table);
	const struct esxi_rows *rows = &x->store->rows[table];
	struct arena *a = x->store->arena;
	const char *what = arena_printf(a, "%s %s: %s %s", rows->table->name,
					row_words(x, rows, &id, row), c->name, cell_words(x, lost));

	esxi_note(x, *lost_at, str_of(what),
		  arena_printf(a, "contradicts %s:%u, which is believed: %s",
			       held_at->file.s ? held_at->file.s : "", held_at->line,
			       cell_words(x, held)));
}

/* One kind of output in two files, and a port has two MAC addresses: that is two hosts. */
static void keep_apart(struct esxi *x, unsigned table, const struct column *c,
		       const struct esxi_row *to, const struct row *from, const struct origin *held)
{
	const struct cell old = cell_of(to->row, c), new = cell_of(from, c);
	const struct interface *i = (const void *)to->row;
	struct arena *a = x->store->arena;

	if (table != TABLE_interface || !same(c->name, "mac") || x->store->apart ||
	    same(held->file.s, from->origin.file.s))
		return;
	x->store->apart = arena_printf(a, "%s has MAC address %s in %s and %s in %s", i->name.s,
				       cell_words(x, &old), held->file.s, cell_words(x, &new),
				       from->origin.file.s);
}

static void merge_cell(struct esxi *x, unsigned table, enum esxi_rank rank, struct esxi_row *to,
		       const struct row *from, size_t i)
{
	const struct column *c = &x->store->rows[table].table->columns[i];
	struct cell new = cell_of(from, c), old = cell_of(to->row, c);
	bool wins = !to->ranks[i] || rank > to->ranks[i];

	if (!cell_known(&new))
		return;
	if (to->ranks[i] && !agree(table, c, &new, &old)) {
		if (rank == (enum esxi_rank)to->ranks[i])
			keep_apart(x, table, c, to, from, &to->origins[i]);
		if (wins)
			contradiction(x, table, from, c, &old, &to->origins[i], &new,
				      &from->origin);
		else
			contradiction(x, table, from, c, &new, &from->origin, &old,
				      &to->origins[i]);
	}
	if (!wins)
		return;
	memcpy((char *)to->row + c->offset, (const char *)from + c->offset, cell_size(c->type));
	to->ranks[i] = (uint8_t)rank;
	to->origins[i] = from->origin;
}

void esxi_put(struct esxi *x, unsigned table, enum esxi_rank rank, const struct row *row)
{
	struct esxi_rows *rows = &x->store->rows[table];
	struct identity id = identity_of(table);
	struct esxi_row *to;
	uint64_t hash;

	if (!identified(rows, &id, row))
		return;
	hash = hash_row(rows, &id, row);
	to = find(rows, table, &id, row, hash);
	if (!to)
		to = append(x, table, hash, row->origin);
	for (size_t i = 0; to && i < rows->table->ncolumns; i++)
		if (!rows->table->columns[i].computed)
			merge_cell(x, table, rank, to, row, i);
}

const struct row *esxi_find(const struct esxi *x, unsigned table, const struct row *like)
{
	const struct esxi_rows *rows = &x->store->rows[table];
	struct identity id = identity_of(table);
	const struct esxi_row *found;

	if (!identified(rows, &id, like))
		return NULL;
	found = find(rows, table, &id, like, hash_row(rows, &id, like));
	return found ? found->row : NULL;
}

bool esxi_holds(const struct esxi *x, unsigned table, const struct row *row)
{
	return esxi_find(x, table, row);
}

const struct row *esxi_get(const struct esxi *x, unsigned table, size_t index)
{
	const struct esxi_rows *rows = &x->store->rows[table];

	return index < rows->n ? rows->v[index].row : NULL;
}

void esxi_init(struct esxi *x, struct snapshot *s)
{
	*x = (struct esxi){ .s = s, .store = xcalloc(1, sizeof(*x->store)) };
	x->store->arena = arena_new();
	for (unsigned i = 0; i < ESXI_TABLE_COUNT; i++)
		x->store->rows[i].table = describe(i);
}

void esxi_done(struct esxi *x)
{
	for (unsigned i = 0; i < ESXI_TABLE_COUNT; i++)
		free(x->store->rows[i].buckets);
	arena_free(x->store->arena);
	free(x->store);
	x->store = NULL;
}

void esxi_service(struct esxi *x, struct str vmknic, const char *service)
{
	struct esxi_store *st = x->store;
	struct text name = snapshot_text(x->s, vmknic);

	for (size_t i = 0; i < st->nservices; i++)
		if (st->services[i].vmknic.s == name.s && same(st->services[i].service, service))
			return;
	if (!vmknic.n || st->nservices == MOST_SERVICES)
		return;
	st->services = arena_grow(st->arena, st->services, st->nservices, sizeof(*st->services));
	st->services[st->nservices++] = (struct esxi_service){ name, service };
}

void esxi_services_known(struct esxi *x, struct str vmknic)
{
	esxi_service(x, vmknic, NULL);
}

bool esxi_services_are_known(const struct esxi *x, struct str vmknic)
{
	const struct esxi_store *st = x->store;
	struct text name = snapshot_find(x->s, vmknic);

	for (size_t i = 0; i < st->nservices; i++)
		if (!st->services[i].service && st->services[i].vmknic.s == name.s)
			return true;
	return false;
}

void esxi_read(struct esxi *x, enum esxi_part part)
{
	x->store->parts[part].read = true;
}

void esxi_failed(struct esxi *x, enum esxi_part part, const char *why)
{
	if (!x->store->parts[part].failed)
		x->store->parts[part].failed = arena_strdup(x->store->arena, why);
}

/* "vmk1 …", "vmhba64 …", "10.0.0.0 …", also as a poor copy has them: "1O.0.0.0". */
static bool looks_a_row(struct str line)
{
	static const char *const begins[] = { "vmk", "vmnic", "vmhba", "vswif", "default" };
	struct str word = STR("");
	size_t dots = 0;

	str_word(&line, &word);
	for (size_t i = 0; i < countof(begins); i++)
		if (str_starts(word, begins[i]))
			return true;
	for (size_t i = 0; i < word.n; i++)
		dots += word.p[i] == '.';
	return dots == 3 && str_trim(line).n;
}

void esxi_lost_row(struct esxi *x, uint32_t parts, struct str line)
{
	if (!looks_a_row(line))
		return;
	for (unsigned i = 0; i < ESXI_PART_COUNT; i++)
		x->store->parts[i].damaged |= parts >> i & 1;
}

bool esxi_was_read(const struct esxi *x, enum esxi_part part)
{
	return x->store->parts[part].read;
}

void esxi_note(struct esxi *x, struct origin origin, struct str text, const char *reason)
{
	struct esxi_store *st = x->store;

	if (st->nnotes == MOST_NOTES)
		return;
	text = str_upto(text, 200);
	st->notes = arena_grow(st->arena, st->notes, st->nnotes, sizeof(*st->notes));
	st->notes[st->nnotes++] = (struct esxi_said){ origin,
						      { arena_str(st->arena, text), text.n },
						      arena_strdup(st->arena, reason) };
}
