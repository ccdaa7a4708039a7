/* SPDX-License-Identifier: GPL-2.0-or-later */
/* esxcfg-vswitch -l: names have blanks, so a row is read from the numbers at its right. */
#include <string.h>

#include "parse/esxi/reader.h"
#include "parse/esxi/row_words.h"

enum { SCREEN = 80 }; /* columns of a terminal */

enum section { NOTHING, STANDARD, DISTRIBUTED, PORTGROUPS, DVPORTS };

struct listing {
	struct esxi *x;
	const struct esxi_capture *c;
	enum section section;
	size_t numbers; /* of a switch's row: with or without the MTU */
	struct text vswitch;
	bool distributed;
	struct str rest; /* behind the line that is read */
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

static bool is_nic(struct str word)
{
	static const char *const stems[] = { "vmnic", "vusb" };
	uint64_t n;

	for (size_t i = 0; i < countof(stems); i++)
		if (str_starts(word, stems[i]) && str_to_u64(str_from(word, strlen(stems[i])), &n))
			return true;
	return false;
}

/* The list goes on in the next line, which a terminal began. */
static bool is_wrapped(const struct esxi_row_words *w, struct str rest)
{
	struct str next = STR("");
	struct esxi_row_words words;

	if (w->line.n != SCREEN || !str_line(&rest, &next))
		return false;
	esxi_row_split(&words, str_upto(next, SCREEN));
	return words.n == 1 && next.p[0] != ' ';
}

/* Uplinks are NICs: what is none was cut. */
static bool is_cut(struct str uplinks)
{
	struct str one;

	if (uplinks.n && uplinks.p[uplinks.n - 1] == ',')
		return true;
	while (str_split(&uplinks, ',', &one))
		if (str_trim(one).n && !is_nic(str_trim(one)))
			return true;
	return false;
}

static struct text uplinks_of(struct listing *l, const struct esxi_row_words *w, size_t from)
{
	struct str words = esxi_row_text(w, from, w->n);

	if (!words.n || !(is_cut(words) || is_wrapped(w, l->rest)))
		return esxi_list(l->x, words);
	l->damaged = true;
	return (struct text){ NULL };
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
	v.uplinks = uplinks_of(l, w, at + l->numbers);
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
	t.listed = uplinks_of(l, w, at + 2);
	esxi_put_portgroup(l->x, MERGE_LISTING, &p);
	esxi_put_esxi_team(l->x, MERGE_LISTING, &t);
	return true;
}

static bool dvport_row(struct listing *l, const struct esxi_row_words *w, struct origin origin)
{
	struct esxi_port p = { .row.origin = origin, .vswitch = l->vswitch };

	if (w->n < 2 || !is_number(w->v[1]) || !l->vswitch.s)
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
		l->vswitch = (struct text){ NULL };
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
	if (esxi_row_is_quoted(w))
		return false;
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
		l.rest = lines.rest;
		if (take_row(&l, &w, origin)) {
			l.any = true;
			continue;
		}
		esxi_note(x, origin, str_trim(lines.text), "not a row of this listing");
		l.damaged = true;
		/* What follows may be of the switch whose row this was. */
		if (l.section == STANDARD || l.section == DISTRIBUTED)
			l.vswitch = (struct text){ NULL };
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
