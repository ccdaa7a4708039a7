/* SPDX-License-Identifier: GPL-2.0-or-later */
/* networkctl list and networkctl status. */
#include <string.h>

#include "parse/config/claim.h"

static const char *manager_of(struct str file)
{
	return str_has(file, "netplan") ? "netplan" : "systemd-networkd";
}

bool is_networkctl_list(struct str text)
{
	static const char *const titles[] = { "IDX", "LINK", "TYPE", "OPERATIONAL", "SETUP" };
	struct str line, word;

	if (!str_line(&text, &line))
		return false;
	for (size_t i = 0; i < countof(titles); i++)
		if (!str_word(&line, &word) || !str_eq(word, titles[i]))
			return false;
	return true;
}

/* "configured by networkd": with the file or without, netplan may stand behind it. */
static bool list_row(struct snapshot *s, unsigned host, struct str line, struct origin where)
{
	struct str index, link, word;
	uint64_t n;

	if (!str_word(&line, &index) || !str_word(&line, &link))
		return false;
	if (str_eq(link, "links") && str_trim(line).n)
		return true;
	if (!str_to_u64(index, &n) || !str_word(&line, &word) || !str_word(&line, &word) ||
	    !str_word(&line, &word))
		return false;
	told_manager(s, host, snapshot_text(s, link), NULL, (struct text){ NULL }, where);
	return true;
}

void parse_networkctl_list(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct str line;

	for (unsigned n = 1; str_line(&text, &line); n++)
		if (n > 1 && str_trim(line).n && !list_row(s, host, line, snapshot_at(s, file, n)))
			snapshot_note(s, host, snapshot_at(s, file, n), str_trim(line),
				      "no row of networkctl");
}

/* "● 2: eth0": the mark is any that is no letter, or none. */
static bool is_heading(struct str line, struct str *ret_name)
{
	struct str t = str_trim(line), number;
	uint64_t n;

	while (t.n && !(t.p[0] >= '0' && t.p[0] <= '9') && (unsigned char)t.p[0] >= 0x80)
		t = str_from(t, 1);
	t = str_trim(t);
	if (t.n && (t.p[0] == '*' || t.p[0] == 'o'))
		t = str_trim(str_from(t, 1));
	number = str_upto(t, str_find(t, ':'));
	if (!number.n || number.n == t.n || !str_to_u64(number, &n))
		return false;
	*ret_name = str_trim(str_from(t, number.n + 1));
	return ret_name->n && str_find(*ret_name, ' ') == ret_name->n;
}

bool is_networkctl_status(struct str text)
{
	struct str line, name;

	for (size_t n = 0; n < 4 && str_line(&text, &line); n++)
		if (is_heading(line, &name))
			return str_has(str_upto(text, 400), "Link File:") ||
			       str_has(str_upto(text, 400), "Network File:");
	return false;
}

struct link {
	struct snapshot *s;
	unsigned host;
	struct text name;
	struct origin where;
	struct str file, state;
	bool in_addresses;
};

static void end_link(struct link *l)
{
	bool ours = l->file.n && !str_eq(l->file, "n/a") && !str_has(l->state, "unmanaged");

	if (l->name.s)
		told_manager(l->s, l->host, l->name, ours ? manager_of(l->file) : NULL,
			     ours ? snapshot_text(l->s, l->file) : (struct text){ NULL },
			     l->where);
	l->name = (struct text){ NULL };
	l->file = l->state = (struct str){ NULL, 0 };
	l->in_addresses = false;
}

/* "10.0.0.5 (DHCP4 via 10.0.0.1)" */
static bool on_address(struct link *l, struct str v, struct origin where)
{
	struct str address;
	const char *method = NULL;

	if (!l->name.s || !str_word(&v, &address))
		return false;
	if (str_has(v, "(DHCP4") || str_has(v, "(DHCPv4") || str_has(v, "(DHCP6") ||
	    str_has(v, "(DHCPv6"))
		method = "dhcp";
	else if (str_has(v, "(IPv4LL"))
		method = "link-local";
	else if (str_has(v, "(NDisc") || str_has(v, "(RA"))
		method = "slaac";
	return told_address(l->s, l->host, l->name, address, method, where);
}

static void on_key(struct link *l, struct str line, struct origin where)
{
	struct str t = str_trim(line);
	size_t colon = str_find(t, ':');
	struct str v = str_trim(str_from(t, colon + 1));

	/* values of one key stand below each other; in IPv6 addresses a ':' has no blank behind */
	if (l->in_addresses && on_address(l, t, where))
		return;
	l->in_addresses = str_starts(t, "Address:");
	if (l->in_addresses)
		on_address(l, v, where);
	else if (str_starts(t, "Network File:"))
		l->file = v;
	else if (str_starts(t, "State:"))
		l->state = v;
}

void parse_networkctl_status(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct link l = { .s = s, .host = host };
	struct str line, name;

	for (unsigned n = 1; str_line(&text, &line); n++) {
		if (is_heading(line, &name)) {
			end_link(&l);
			l.name = snapshot_text(s, name);
			l.where = snapshot_at(s, file, n);
		} else if (l.name.s && str_trim(line).n) {
			on_key(&l, line, snapshot_at(s, file, n));
		}
	}
	end_link(&l);
}
