/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/snapshot.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/column.h"
#include "model/derive.h"
#include "model/intern.h"

/* Two parts of each chunk are the origin's: file and line. */
enum { PART_FILE, PART_LINE, PART_FIRST };

struct rows {
	struct column_part **chunks; /* each an array: PART_FIRST parts, then one for each column */
	size_t nchunks, count;
};

struct coverage_mark {
	bool spoken;
	enum coverage_state state;
	const char *why;
};

struct host_rows {
	const char *name, *given; /* given: by the source */
	struct rows rows[TABLE_COUNT];
	struct coverage_mark coverage[TABLE_COUNT];
	struct lookup *lookups[TABLE_COUNT];
};

/* Addresses and MACs that do not fit a code of 8 bytes; a code holds their place. */
struct wide {
	uint8_t bytes[20];
};

struct snapshot {
	struct arena *arena;
	struct intern texts;
	struct host_rows **hosts;
	size_t nhosts;
	struct wide *wide;
	size_t nwide, wide_room;
	unsigned *named; /* by number of a text: the host from 1 whose name it is */
	size_t nnamed;
	snapshot_taken *taken; /* NULL: all hosts are here */
	void *taken_ctx;
	bool sealed;
};

struct snapshot *snapshot_new(void)
{
	struct snapshot *s = xcalloc(1, sizeof(*s));

	s->arena = arena_new();
	intern_init(&s->texts, s->arena);
	return s;
}

void snapshot_free(struct snapshot *s)
{
	if (!s)
		return;
	intern_done(&s->texts);
	arena_free(s->arena);
	free(s->wide);
	free(s->named);
	free(s);
}

void snapshot_freep(struct snapshot **s)
{
	snapshot_free(*s);
}

struct arena *snapshot_arena(const struct snapshot *s)
{
	return s->arena;
}

struct text snapshot_text(struct snapshot *s, struct str text)
{
	return (struct text){ text.p ? intern_text(&s->texts, text) : NULL };
}

struct text snapshot_find(const struct snapshot *s, struct str text)
{
	return (struct text){ intern_find(&s->texts, text) };
}

struct text snapshot_cstr(struct snapshot *s, const char *text)
{
	return snapshot_text(s, str_of(text));
}

struct text snapshot_textf(struct snapshot *s, const char *fmt, ...)
{
	char small[256];
	va_list ap, again;
	struct text text;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	if (n >= (int)sizeof(small)) {
		char *large = xmalloc((size_t)n + 1);
		vsnprintf(large, (size_t)n + 1, fmt, again);
		text = snapshot_cstr(s, large);
		free(large);
	} else {
		text = snapshot_cstr(s, small);
	}
	va_end(again);
	return text;
}

struct origin snapshot_at(struct snapshot *s, const char *file, unsigned line)
{
	return (struct origin){ snapshot_cstr(s, file), file ? line : 0 };
}

/* Wide values: the last one of the column is often meant again. */
static uint64_t widen(struct snapshot *s, const void *bytes, size_t n, uint64_t before)
{
	if (before && memcmp(s->wide[before - 1].bytes, bytes, n) == 0)
		return before;
	if (s->nwide == s->wide_room) {
		s->wide_room = s->wide_room ? s->wide_room * 2 : 64;
		s->wide = xrealloc(s->wide, s->wide_room, sizeof(*s->wide));
	}
	s->wide[s->nwide] = (struct wide){ { 0 } };
	memcpy(s->wide[s->nwide].bytes, bytes, n);
	return ++s->nwide;
}

static const uint8_t widths[] = {
	[CELL_text] = 4, [CELL_num] = 8,    [CELL_tri] = 1,
	[CELL_ip] = 5,   [CELL_prefix] = 6, [CELL_mac] = 8,
};

/*
 * ip: family in the low byte, then the IPv4 address or the place of an IPv6 one. prefix: family,
 * length, address.
 */
static uint64_t encode_ipv6(struct snapshot *s, const struct ip *ip, unsigned shift,
			    uint64_t before)
{
	return widen(s, ip->bytes, 16, (before & 0xff) == IP_V6 ? before >> shift : 0) << shift |
	       IP_V6;
}

static inline uint64_t plain_ip(const struct ip *ip)
{
	const uint8_t *b = ip->bytes;

	return (uint64_t)b[0] << 24 | (uint64_t)b[1] << 16 | (uint64_t)b[2] << 8 | b[3];
}

static inline uint64_t plain_mac(const struct mac *mac)
{
	uint64_t code = 0;

	memcpy(&code, mac->bytes, 7);
	return mac->len ? code << 8 | mac->len : 0;
}

/* Codes that come from the cell alone; false where the cell is too wide for one. */
static inline bool encode_plain(const void *cell, enum cell_type type, uint64_t *ret_code)
{
	const struct num *n = cell;
	const struct ip *ip = cell; /* a prefix begins with one */

	switch (type) {
	case CELL_text:
		*ret_code = intern_number(((const struct text *)cell)->s);
		return true;
	case CELL_num:
		*ret_code = n->known ? (uint64_t)n->v ^ (uint64_t)INT64_MIN : 0;
		return true;
	case CELL_tri:
		*ret_code = (uint64_t)*(const enum tri *)cell;
		return true;
	case CELL_ip:
		*ret_code = ip->family ? plain_ip(ip) << 8 | IP_V4 : 0;
		return ip->family != IP_V6;
	case CELL_prefix:
		*ret_code = ip->family ? plain_ip(ip) << 16 |
						 (uint64_t)((const struct prefix *)cell)->len << 8 |
						 IP_V4
				       : 0;
		return ip->family != IP_V6;
	case CELL_mac:
		*ret_code = plain_mac(cell);
		return ((const struct mac *)cell)->len <= 7;
	}
	return false;
}

/* before: the code of the row in front, whose wide value may be the same. */
static uint64_t encode_wide(struct snapshot *s, const void *cell, enum cell_type type,
			    uint64_t before)
{
	const struct mac *mac = cell;

	if (type == CELL_mac)
		return widen(s, mac->bytes, mac->len, (before & 0xff) == mac->len ? before >> 8 : 0)
			       << 8 |
		       mac->len;
	if (type == CELL_prefix)
		return encode_ipv6(s, cell, 16, before) |
		       (uint64_t)((const struct prefix *)cell)->len << 8;
	return encode_ipv6(s, cell, 8, before);
}

static struct ip decode_ip(const struct snapshot *s, uint64_t code, unsigned shift)
{
	if ((code & 0xff) == IP_V4)
		return ip4((uint32_t)(code >> shift));
	if ((code & 0xff) == IP_V6)
		return ip_from_bytes(IP_V6, s->wide[(code >> shift) - 1].bytes);
	return (struct ip){ .family = IP_NONE };
}

static struct mac decode_mac(const struct snapshot *s, uint64_t code)
{
	size_t len = code & 0xff;
	uint64_t bytes = code >> 8;

	return mac_from_bytes(len > 7 ? (const void *)s->wide[bytes - 1].bytes : &bytes, len);
}

static void decode(const struct snapshot *s, uint64_t code, enum cell_type type, void *cell)
{
	switch (type) {
	case CELL_text:
		*(struct text *)cell = (struct text){ intern_at(&s->texts, (uint32_t)code) };
		break;
	case CELL_num:
		*(struct num *)cell =
			(struct num){ code != 0, code ? (int64_t)(code ^ (uint64_t)INT64_MIN) : 0 };
		break;
	case CELL_tri:
		*(enum tri *)cell = (enum tri)code;
		break;
	case CELL_ip:
		*(struct ip *)cell = decode_ip(s, code, 8);
		break;
	case CELL_prefix:
		*(struct prefix *)cell =
			(struct prefix){ decode_ip(s, code, 16), (uint8_t)(code >> 8) };
		break;
	case CELL_mac:
		*(struct mac *)cell = decode_mac(s, code);
		break;
	}
}

static struct column_part *chunk_for(struct snapshot *s, struct rows *rows, const struct table *t,
				     size_t chunk)
{
	if (chunk == rows->nchunks) {
		rows->chunks =
			arena_grow(s->arena, rows->chunks, rows->nchunks, sizeof(*rows->chunks));
		rows->chunks[rows->nchunks++] =
			arena_array(s->arena, PART_FIRST + t->ncolumns, sizeof(struct column_part));
	}
	return rows->chunks[chunk];
}

struct place {
	size_t room, used, row;
};

static inline void set(struct snapshot *s, struct column_part *part, const struct place *at,
		       size_t width, uint64_t code)
{
	if (!column_set_fast(part, at->row, width, code))
		column_set(part, s->arena, at->room, at->used, at->row, width, code);
}

static void store(struct snapshot *s, enum table_id id, unsigned host, size_t index,
		  const struct row *row)
{
	const struct table *t = schema_table(id);
	struct rows *rows = &s->hosts[host]->rows[id];
	struct chunk_place at = chunk_place(index);
	struct column_part *parts = chunk_for(s, rows, t, at.chunk);
	struct place place = { chunk_rows(at.chunk),
			       index == rows->count ? at.row : chunk_rows(at.chunk), at.row };

	set(s, &parts[PART_FILE], &place, 4, intern_number(row->origin.file.s));
	set(s, &parts[PART_LINE], &place, 4, row->origin.line);
	for (size_t c = 0; c < t->ncolumns; c++) {
		const struct column *col = &t->columns[c];
		const void *cell = (const char *)row + col->offset;
		struct column_part *part = &parts[PART_FIRST + c];
		uint8_t width = widths[col->type];
		uint64_t code;
		if (col->computed)
			continue;
		if (!encode_plain(cell, col->type, &code))
			code = encode_wide(s, cell, col->type,
					   at.row ? column_code(part, at.row - 1, width) : 0);
		set(s, part, &place, width, code);
	}
}

void snapshot_add(struct snapshot *s, enum table_id t, unsigned host, const struct row *row)
{
	struct rows *rows = &s->hosts[host]->rows[t];

	store(s, t, host, rows->count, row);
	rows->count++;
}

/*
 * Overwriting the last row of a chunk that is one value throughout: the rows behind it do not exist
 * yet.
 */
void snapshot_put(struct snapshot *s, enum table_id t, unsigned host, size_t index,
		  const struct row *row)
{
	if (index < s->hosts[host]->rows[t].count)
		store(s, t, host, index, row);
}

size_t snapshot_rows(const struct snapshot *s, enum table_id t, unsigned host)
{
	return s->hosts[host]->rows[t].count;
}

/* Codes of dropped rows stay in their chunks; a new row writes over them. */
void snapshot_truncate(struct snapshot *s, enum table_id t, unsigned host, size_t count)
{
	struct rows *rows = &s->hosts[host]->rows[t];

	if (count < rows->count) {
		rows->count = count;
		s->hosts[host]->lookups[t] = NULL;
	}
}

struct lookup **snapshot_lookup_slot(struct snapshot *s, enum table_id t, unsigned host)
{
	return &s->hosts[host]->lookups[t];
}

static const struct column_part *parts_at(const struct snapshot *s, enum table_id t, unsigned host,
					  struct chunk_place at)
{
	return s->hosts[host]->rows[t].chunks[at.chunk];
}

static struct origin origin_at(const struct snapshot *s, const struct column_part *parts,
			       size_t row)
{
	return (struct origin){
		{ intern_at(&s->texts, (uint32_t)column_code(&parts[PART_FILE], row, 4)) },
		(unsigned)column_code(&parts[PART_LINE], row, 4),
	};
}

bool snapshot_get(const struct snapshot *s, enum table_id id, unsigned host, size_t index,
		  struct row *ret_row)
{
	const struct table *t = schema_table(id);
	struct chunk_place at = chunk_place(index);
	const struct column_part *parts;

	if (index >= snapshot_rows(s, id, host))
		return false;
	parts = parts_at(s, id, host, at);
	ret_row->origin = origin_at(s, parts, at.row);
	ret_row->index = index;
	for (size_t c = 0; c < t->ncolumns; c++) {
		const struct column *col = &t->columns[c];
		if (!col->computed)
			decode(s, column_code(&parts[PART_FIRST + c], at.row, widths[col->type]),
			       col->type, (char *)ret_row + col->offset);
	}
	return true;
}

bool snapshot_next(const struct snapshot *s, enum table_id t, unsigned host, struct row *row)
{
	size_t index = row->next;

	if (!snapshot_get(s, t, host, index, row))
		return false;
	row->next = index + 1;
	return true;
}

uint64_t snapshot_key(const struct snapshot *s, enum table_id id, unsigned host, size_t index,
		      size_t column)
{
	struct chunk_place at = chunk_place(index);
	enum cell_type type = schema_table(id)->columns[column].type;
	uint64_t code =
		column_code(&parts_at(s, id, host, at)[PART_FIRST + column], at.row, widths[type]);

	return code;
}

bool snapshot_key_of(const struct cell *c, uint64_t *ret_key)
{
	return encode_plain(&c->text, c->type, ret_key);
}

void snapshot_keys(const struct snapshot *s, enum table_id id, unsigned host, size_t first,
		   size_t n, size_t column, uint64_t *ret_keys)
{
	size_t width = widths[schema_table(id)->columns[column].type];

	for (size_t i = 0; i < n;) {
		struct chunk_place at = chunk_place(first + i);
		const struct column_part *part = &parts_at(s, id, host, at)[PART_FIRST + column];
		size_t left = chunk_rows(at.chunk) - at.row, end = left < n - i ? i + left : n;
		for (; i < end; i++)
			ret_keys[i] = column_code(part, at.row++, width);
	}
}

/* A chunk that holds one value throughout is taken or passed over whole. */
size_t snapshot_seek(const struct snapshot *s, enum table_id id, unsigned host, size_t index,
		     size_t column, uint64_t key)
{
	size_t width = widths[schema_table(id)->columns[column].type],
	       rows = snapshot_rows(s, id, host);

	while (index < rows) {
		struct chunk_place at = chunk_place(index);
		const struct column_part *part = &parts_at(s, id, host, at)[PART_FIRST + column];
		size_t left = chunk_rows(at.chunk) - at.row,
		       end = left < rows - index ? index + left : rows;
		if (!part->codes) {
			if (part->same == key)
				return index;
			index = end;
			continue;
		}
		for (; index < end; index++, at.row++)
			if (column_code(part, at.row, width) == key)
				return index;
	}
	return rows;
}

struct cell snapshot_cell(const struct snapshot *s, enum table_id id, unsigned host, size_t index,
			  size_t column)
{
	struct cell cell = { .type = schema_table(id)->columns[column].type };

	decode(s, snapshot_key(s, id, host, index, column), cell.type, &cell.text);
	return cell;
}

struct origin snapshot_origin(const struct snapshot *s, enum table_id t, unsigned host,
			      size_t index)
{
	struct chunk_place at = chunk_place(index);

	return origin_at(s, parts_at(s, t, host, at), at.row);
}

unsigned snapshot_hosts(const struct snapshot *s)
{
	return (unsigned)s->nhosts;
}

const char *snapshot_host_name(const struct snapshot *s, unsigned host)
{
	return s->hosts[host]->name;
}

/* By one of the first n hosts, or elsewhere. */
static bool name_taken(const struct snapshot *s, size_t n, const char *name)
{
	uint32_t number = intern_number(name);

	if (s->taken && s->taken(s->taken_ctx, name))
		return true;
	return number < s->nnamed && s->named[number] && s->named[number] <= n;
}

static struct text free_name(struct snapshot *s, size_t before, struct text given,
			     const char *source)
{
	struct text name = given;

	if (name_taken(s, before, name.s) && source)
		name = snapshot_textf(s, "%s (%s)", given.s, source);
	for (unsigned n = 2; name_taken(s, before, name.s); n++)
		name = snapshot_textf(s, "%s (%u)", given.s, n);
	return name;
}

static void name_host(struct snapshot *s, unsigned host, const char *name)
{
	uint32_t number = intern_number(name);

	while (number >= s->nnamed) {
		size_t n = s->nnamed ? 2 * s->nnamed : 64;
		s->named = xrealloc(s->named, n, sizeof(*s->named));
		memset(s->named + s->nnamed, 0, (n - s->nnamed) * sizeof(*s->named));
		s->nnamed = n;
	}
	s->named[number] = host + 1;
	s->hosts[host]->name = name;
}

unsigned snapshot_add_host(struct snapshot *s, const struct host *row)
{
	unsigned host = (unsigned)s->nhosts;
	struct host named = *row;

	named.name = free_name(s, host, row->name, row->source.s);
	s->hosts = arena_grow(s->arena, s->hosts, s->nhosts, sizeof(*s->hosts));
	s->hosts[s->nhosts] = arena_alloc(s->arena, sizeof(**s->hosts));
	s->hosts[s->nhosts++]->given = row->name.s;
	name_host(s, host, named.name.s);
	add_host(s, host, &named);
	snapshot_cover(s, host, TABLE_host, COVERAGE_READ, NULL);
	snapshot_cover(s, host, TABLE_coverage, COVERAGE_READ, NULL);
	snapshot_cover(s, host, TABLE_note, COVERAGE_READ, NULL);
	return host;
}

void snapshot_rename_hosts(struct snapshot *s, snapshot_taken *taken, void *ctx)
{
	s->taken = taken;
	s->taken_ctx = ctx;
	memset(s->named, 0, s->nnamed * sizeof(*s->named));
	for (unsigned host = 0; host < s->nhosts; host++) {
		struct host row;
		get_host(s, host, 0, &row);
		row.name = free_name(s, host, snapshot_cstr(s, s->hosts[host]->given),
				     row.source.s);
		name_host(s, host, row.name.s);
		put_host(s, host, 0, &row);
	}
	s->taken = NULL;
}

void snapshot_cover(struct snapshot *s, unsigned host, enum table_id t, enum coverage_state state,
		    const char *why)
{
	struct coverage_mark *mark = &s->hosts[host]->coverage[t];
	bool had_some = mark->spoken && mark->state != COVERAGE_ABSENT;

	mark->state = had_some && state == COVERAGE_ABSENT ? COVERAGE_PARTIAL : state;
	mark->why = why ? snapshot_cstr(s, why).s : NULL;
	mark->spoken = true;
}

enum coverage_state snapshot_coverage(const struct snapshot *s, unsigned host, enum table_id t,
				      const char **ret_why)
{
	const struct coverage_mark *mark = &s->hosts[host]->coverage[t];

	*ret_why = mark->why;
	return mark->state;
}

void snapshot_note(struct snapshot *s, unsigned host, struct origin origin, struct str text,
		   const char *reason)
{
	struct note n = {
		.row.origin = origin,
		.line_text = snapshot_text(s, str_upto(text, 200)),
		.reason = snapshot_cstr(s, reason),
	};

	add_note(s, host, &n);
}

static void add_coverage_rows(struct snapshot *s, unsigned host)
{
	static const char *const states[] = { "absent", "partial", "read" };

	for (enum table_id t = 0; t < TABLE_COUNT; t++) {
		const struct coverage_mark *mark = &s->hosts[host]->coverage[t];
		struct coverage c = {
			.fact = snapshot_cstr(s, schema_table(t)->name),
			.state = snapshot_cstr(s, states[mark->state]),
			.why = snapshot_cstr(s, mark->why),
		};
		if (t != TABLE_host && t != TABLE_coverage && t != TABLE_note &&
		    !schema_table(t)->derived)
			add_coverage(s, host, &c);
	}
}

void snapshot_seal(struct snapshot *s)
{
	if (s->sealed)
		return;
	s->sealed = true;
	for (unsigned host = 0; host < s->nhosts; host++) {
		derive_tables(s, host);
		add_coverage_rows(s, host);
	}
}

size_t snapshot_bytes(const struct snapshot *s)
{
	return arena_used(s->arena) + s->wide_room * sizeof(*s->wide);
}
