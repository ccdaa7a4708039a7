/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/net/vlan: config lists the VLAN devices, and a file of each has its counters too. */
#include "parse/linux/linux.h"
#include "parse/linux/rows.h"

static const char why[] = "only the VLAN devices that /proc/net/vlan shows";

bool is_proc_vlan_config(struct str text)
{
	return str_starts(str_trim(text), "VLAN Dev name");
}

bool is_proc_vlan(struct str text)
{
	struct str line = str_upto(text, str_find(text, '\n'));

	return str_has(line, "VID:") && str_has(line, "REORDER_HDR:");
}

static void store(struct snapshot *s, unsigned host, struct str name, struct num id,
		  struct str lower, struct origin where)
{
	struct interface row = linux_interface(s, host, snapshot_text(s, name), where);

	fill_text(&row.kind, snapshot_cstr(s, "vlan"));
	if (same(row.kind.s, "vlan")) {
		fill_num(&row.vlan_id, id);
		fill_text(&row.lower, lower.n ? snapshot_text(s, lower) : (struct text){ NULL });
	}
	put_interface(s, host, row.row.index, &row);
}

static bool valid_id(struct str word, struct num *ret_id)
{
	*ret_id = num_of(word);
	return ret_id->known && ret_id->v >= 0 && ret_id->v <= 4095;
}

/* "bond0.100      | 100  | bond0" */
static bool take_line(struct snapshot *s, unsigned host, struct str line, struct origin where)
{
	struct str name, id, lower;
	struct num n;

	if (!str_split(&line, '|', &name) || !str_split(&line, '|', &id) ||
	    !str_split(&line, '|', &lower))
		return false;
	name = str_trim(name);
	lower = str_trim(lower);
	if (!name.n || !lower.n || !valid_id(str_trim(id), &n))
		return false;
	store(s, host, name, n, lower, where);
	return true;
}

void parse_proc_vlan_config(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct str line;

	for (unsigned n = 1; str_line(&text, &line); n++) {
		struct origin where = snapshot_at(s, file, n);
		line = str_trim(line);
		if (!line.n || str_starts(line, "VLAN Dev name") || str_starts(line, "Name-Type:"))
			continue;
		if (!take_line(s, host, line, where))
			snapshot_note(s, host, where, line, "not a line of /proc/net/vlan/config");
	}
	linux_cover_part(s, host, TABLE_interface, why);
}

static bool is_counter(struct str line)
{
	static const char *const starts[] = {
		"total frames ", "total bytes ", "Broadcast/Multicast ", "INGRESS ", "EGRESS ",
	};

	for (size_t i = 0; i < countof(starts); i++)
		if (str_starts(line, starts[i]))
			return true;
	return !line.n;
}

/* "bond0.100  VID: 100	 REORDER_HDR: 1 …" and, further below, "Device: bond0" */
void parse_proc_vlan(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct str line, name, word, lower = { NULL, 0 };
	struct num id = { .known = false };

	if (!is_proc_vlan(text) || !str_line(&text, &line) || !str_word(&line, &name)) {
		snapshot_note(s, host, snapshot_at(s, file, 1), text, "not a file of /proc/net/vlan");
		return;
	}
	while (str_word(&line, &word))
		if (str_eq(word, "VID:") && str_word(&line, &word) && valid_id(word, &id))
			break;
	for (unsigned n = 2; str_line(&text, &line); n++) {
		line = str_trim(line);
		if (str_starts(line, "Device:"))
			lower = str_trim(str_from(line, sizeof("Device:") - 1));
		else if (!is_counter(line))
			snapshot_note(s, host, snapshot_at(s, file, n), line,
				      "not a line of /proc/net/vlan");
	}
	if (id.known)
		store(s, host, name, id, lower, snapshot_at(s, file, 1));
	else
		snapshot_note(s, host, snapshot_at(s, file, 1), name, "no VLAN id that is one");
	linux_cover_part(s, host, TABLE_interface, why);
}
