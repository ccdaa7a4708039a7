/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/linux/rows.h"

#include <string.h>

#include "model/lookup.h"

struct interface linux_interface(struct snapshot *s, unsigned host, struct text name,
				 struct origin where)
{
	struct interface row = { .row.origin = where, .name = name };
	size_t i;

	if (snapshot_lookup_text(s, TABLE_interface, host, COLUMN(interface, name), name, &i)) {
		get_interface(s, host, i, &row);
		return row;
	}
	row.row.index = snapshot_rows(s, TABLE_interface, host);
	add_interface(s, host, &row);
	return row;
}

struct bond linux_bond(struct snapshot *s, unsigned host, struct text name, const char *driver,
		       struct origin where)
{
	struct bond row = {
		.row.origin = where,
		.name = name,
		.driver = snapshot_cstr(s, driver),
	};
	size_t i;

	if (snapshot_lookup_text(s, TABLE_bond, host, COLUMN(bond, name), name, &i)) {
		get_bond(s, host, i, &row);
		return row;
	}
	row.row.index = snapshot_rows(s, TABLE_bond, host);
	add_bond(s, host, &row);
	return row;
}

struct uplink linux_member(struct snapshot *s, unsigned host, struct text team, const char *kind,
			   struct text member, struct origin where)
{
	struct uplink row = {
		.row.origin = where,
		.team = team,
		.team_kind = snapshot_cstr(s, kind),
		.interface = member,
	};
	size_t at;

	if (snapshot_lookup_text(s, TABLE_uplink, host, COLUMN(uplink, interface), member, &at)) {
		struct uplink known = { .row.next = at };
		while (snapshot_next(s, TABLE_uplink, host, &known.row))
			if (known.interface.s == member.s && known.team.s == team.s)
				return known;
	}
	row.row.index = snapshot_rows(s, TABLE_uplink, host);
	add_uplink(s, host, &row);
	return row;
}

void linux_enslave(struct snapshot *s, unsigned host, struct text member, struct text team,
		   const char *kind, struct origin where)
{
	struct interface port = linux_interface(s, host, member, where);

	fill_text(&port.master, team);
	if (same(port.master.s, team.s))
		fill_text(&port.master_kind, snapshot_cstr(s, kind));
	put_interface(s, host, port.row.index, &port);
}

void fill_text(struct text *cell, struct text value)
{
	if (!cell->s)
		*cell = value;
}

void fill_num(struct num *cell, struct num value)
{
	if (!cell->known)
		*cell = value;
}

void fill_mac(struct mac *cell, struct mac value)
{
	if (!mac_known(*cell))
		*cell = value;
}

void fill_tri(enum tri *cell, enum tri value)
{
	if (*cell == TRI_UNKNOWN)
		*cell = value;
}

struct num num_of(struct str v)
{
	int64_t n;

	return str_to_i64(v, &n) ? num(n) : (struct num){ .known = false };
}

struct mac mac_of(struct str v)
{
	struct mac mac = { .len = 0 };

	mac_parse(v, &mac);
	return mac;
}

void linux_cover_part(struct snapshot *s, unsigned host, enum table_id t, const char *why)
{
	const char *told;

	if (snapshot_coverage(s, host, t, &told) == COVERAGE_ABSENT)
		snapshot_cover(s, host, t, COVERAGE_PARTIAL, why);
}

void linux_finish_bond(struct snapshot *s, unsigned host, struct text name)
{
	struct bond bond;
	enum tri active = TRI_NO;
	size_t at;

	if (!snapshot_lookup_text(s, TABLE_bond, host, COLUMN(bond, name), name, &at) ||
	    !get_bond(s, host, at, &bond))
		return;
	for_each_row (uplink, u, s, host) {
		if (u->team.s != name.s)
			continue;
		if (same(u->role.s, "active") && u->link == TRI_YES)
			active = TRI_YES;
		else if (active == TRI_NO &&
			 (!u->role.s || (same(u->role.s, "active") && u->link == TRI_UNKNOWN)))
			active = TRI_UNKNOWN;
	}
	fill_tri(&bond.has_active, active);
	put_bond(s, host, at, &bond);
}

struct str linux_base_name(const char *file)
{
	static const char *const endings[] = { ".txt", ".json", ".out" };
	const char *slash = strrchr(file, '/');
	struct str base = str_of(slash ? slash + 1 : file);

	for (size_t i = 0; i < countof(endings); i++)
		if (str_ends(base, endings[i]))
			base = str_upto(base, base.n - strlen(endings[i]));
	return base;
}

static bool is_gap(char c)
{
	return c == ' ' || c == '_' || c == '-';
}

/* Where the word begins that has gaps or ends on both sides; the last one. n: nowhere. */
static size_t last_word(struct str name, const char *word)
{
	size_t n = strlen(word), found = name.n;

	for (size_t i = 1; i + n <= name.n; i++)
		if (is_gap(name.p[i - 1]) && memcmp(name.p + i, word, n) == 0 &&
		    (i + n == name.n || is_gap(name.p[i + n]) || name.p[i + n] == '.'))
			found = i;
	return found;
}

struct str linux_device_of_name(const char *file, const char *before, const char *after)
{
	struct str name = linux_base_name(file), none = { NULL, 0 };
	size_t n = strlen(before);

	while (name.n > n && !str_starts(name, before))
		name = str_from(name, 1);
	if (name.n <= n || !is_gap(name.p[n]))
		return none;
	name = str_from(name, n + 1);
	if (after) {
		size_t end = last_word(name, after);
		if (end == name.n)
			return none;
		name = str_upto(name, end - 1);
	}
	return name.n ? name : none;
}
