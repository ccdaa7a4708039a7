/* SPDX-License-Identifier: GPL-2.0-or-later */
/* esxcfg-vswitch -l: names have blanks, so a row is read from the numbers at its right. */
#include <string.h>

#include "parse/esxi/reader.h"
#include "parse/esxi/row_words.h"

enum section { NOTHING, STANDARD, DISTRIBUTED, PORTGROUPS, DVPORTS };

struct listing {
	struct esxi *x;
	const struct esxi_capture *c;
	enum section section;
	size_t numbers; /* of a switch's row: with or without the MTU */
	struct text vswitch;
	bool distributed;
	bool any, damaged; /* something was read; something was not */
};

static bool is_number(struct str word)
{
	uint64_t n;

	return str_to_u64(word, &n);
}

/* Where the last `numbers` numbers in a row begin; 0: nowhere. */
static size_t find_numbers(const struct esxi_row_words *w, size_t numbers)
{
	size_t end = w->n;

	while (end && !is_number(w->v[end - 1]))
		end--;
	if (end <= numbers)
		return 0;
	for (size_t i = end - numbers; i < end; i++)
		if (!is_number(w->v[i]))
			return 0;
	return end - numbers;
}

/* Uplinks of a standard switch are NICs: what is none was cut. */
static struct text uplinks_of(struct listing *l, struct str words)
{
	struct text list = esxi_list(l->x, words);
	struct str rest = str_of(list.s), one;
	uint64_t n;

	while (!l->distributed && str_split(&rest, ',', &one)) {
		if (!one.n || ((str_starts(one, "vmnic") && str_to_u64(str_from(one, 5), &n)) ||
			       (str_starts(one, "vusb") && str_to_u64(str_from(one, 4), &n))))
			continue;
		l->damaged = true;
		return (struct text){ NULL };
	}
	return list;
}

static bool switch_row(struct listing *l, const struct esxi_row_words *w, struct origin origin)
{
	size_t at = find_numbers(w, l->numbers);
	struct vswitch v = { .row.origin = origin };

	if (!at)
		return false;
	v.name = snapshot_text(l->x->s, esxi_row_text(w, 0, at));
	v.kind = snapshot_cstr(l->x->s, l->distributed ? "distributed" : "standard");
	if (l->numbers == 4)
		v.mtu = esxi_num(w->v[at + 3]);
	v.uplinks = uplinks_of(l, esxi_row_text(w, at + l->numbers, w->n));
	l->vswitch = v.name;
	esxi_put_vswitch(l->x, MERGE_LISTING, &v);
	return true;
}

static bool portgroup_row(struct listing *l, const struct esxi_row_words *w, struct origin origin)
{
	size_t at = find_numbers(w, 2);
	struct portgroup p = { .row.origin = origin, .vswitch = l->vswitch };
	struct esxi_team t = { .row.origin = origin, .vswitch = l->vswitch };

	if (!at)
		return false;
	p.name = t.portgroup = snapshot_text(l->x->s, esxi_row_text(w, 0, at));
	p.vlan_id = esxi_num(w->v[at]);
	p.vms = esxi_num(w->v[at + 1]);
	t.listed = uplinks_of(l, esxi_row_text(w, at + 2, w->n));
	esxi_put_portgroup(l->x, MERGE_LISTING, &p);
	esxi_put_esxi_team(l->x, MERGE_LISTING, &t);
	return true;
}

static bool dvport_row(struct listing *l, const struct esxi_row_words *w, struct origin origin)
{
	struct esxi_port p = { .row.origin = origin, .vswitch = l->vswitch };

	if (w->n < 2 || !is_number(w->v[1]))
		return false;
	p.port = snapshot_text(l->x->s, w->v[0]);
	p.client = snapshot_text(l->x->s, esxi_row_text(w, 2, w->n));
	esxi_put_esxi_port(l->x, MERGE_LISTING, &p);
	return true;
}

/* What a terminal cut off lacks the last column, and its rows are those of nothing. */
static bool header(struct listing *l, struct str line)
{
	struct esxi_row_words w;
	bool switches, whole;

	esxi_row_split(&w, str_upto(line, 1024));
	switches = esxi_row_phrase(&w, 0, "Switch Name") || esxi_row_phrase(&w, 0, "DVS Name");
	whole = esxi_row_has(&w, "Uplinks");
	if (switches) {
		l->distributed = str_eq(w.v[0], "DVS");
		l->section = l->distributed ? DISTRIBUTED : STANDARD;
		l->numbers = esxi_row_has(&w, "MTU") ? 4 : 3;
	} else if (esxi_row_phrase(&w, 0, "PortGroup Name")) {
		l->section = PORTGROUPS;
	} else if (esxi_row_phrase(&w, 0, "DVPort ID")) {
		l->section = DVPORTS;
		whole = esxi_row_has(&w, "Client");
	} else {
		return false;
	}
	l->section = whole ? l->section : NOTHING;
	l->damaged |= !whole;
	return true;
}

static bool take_row(struct listing *l, const struct esxi_row_words *w, struct origin origin)
{
	switch (l->section) {
	case NOTHING: return false;
	case STANDARD:
	case DISTRIBUTED: return switch_row(l, w, origin);
	case PORTGROUPS: return portgroup_row(l, w, origin);
	case DVPORTS: return dvport_row(l, w, origin);
	}
	return false;
}

static void read_vswitch(struct esxi *x, const struct esxi_capture *c)
{
	struct esxi_lines lines = esxi_lines(c);
	struct listing l = { .x = x, .c = c };
	struct esxi_row_words w;

	while (esxi_next(&lines)) {
		struct origin origin = esxi_at(x, c, lines.line);
		if (!str_trim(lines.text).n || header(&l, str_trim(lines.text)))
			continue;
		esxi_row_split(&w, lines.text);
		if (take_row(&l, &w, origin)) {
			l.any = true;
			continue;
		}
		esxi_note(x, origin, str_trim(lines.text), "not a row of this listing");
		l.damaged = true;
	}
	if (l.section == NOTHING && !l.any)
		return;
	if (l.damaged)
		esxi_damaged(x, 1u << ESXI_PART_STANDARD | 1u << ESXI_PART_PORTGROUP |
					1u << ESXI_PART_DISTRIBUTED);
	esxi_read(x, ESXI_PART_STANDARD);
	esxi_read(x, ESXI_PART_PORTGROUP);
	esxi_read(x, ESXI_PART_DISTRIBUTED);
}

static bool looks_vswitch(struct str text)
{
	struct esxi_row_words w;
	struct str line = STR("");

	text = str_trim(text);
	str_line(&text, &line);
	esxi_row_split(&w, str_upto(line, 1024));
	return (esxi_row_phrase(&w, 0, "Switch Name") || esxi_row_phrase(&w, 0, "DVS Name")) &&
	       esxi_row_has(&w, "Num Ports");
}

static const char *const names[] = { "esxcfgvswitch", "vicfgvswitch", NULL };
const struct esxi_format esxi_format_vswitch = {
	.name = "esxcfg-vswitch -l",
	.names = names,
	.looks = looks_vswitch,
	.read = read_vswitch,
	.parts = 1u << ESXI_PART_STANDARD | 1u << ESXI_PART_PORTGROUP | 1u << ESXI_PART_DISTRIBUTED,
};
