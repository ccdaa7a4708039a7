/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wicked ifstatus, wicked show. */
#include <string.h>

#include "parse/config/claim.h"

static const char *const keys[] = { "link:", "type:", "config:", "control:", "leases:", "addr:",
				    "route:", "uuid:", "cstate:", "lldp:", "dns:", "ntp:" };

static bool is_key(struct str word)
{
	for (size_t i = 0; i < countof(keys); i++)
		if (str_eq(word, keys[i]))
			return true;
	return false;
}

/* "eth0            up" */
static bool is_heading(struct str line, struct str *ret_name)
{
	struct str state;

	return str_word(&line, ret_name) && !is_key(*ret_name) && str_word(&line, &state) &&
	       !str_trim(line).n;
}

bool is_wicked(struct str text)
{
	struct str line = { NULL, 0 }, word;

	while (str_line(&text, &line) && !str_trim(line).n)
		continue;
	if (!is_heading(line, &word) || !str_line(&text, &line) || !str_word(&line, &word) ||
	    !str_eq(word, "link:"))
		return false;
	return str_word(&line, &word) && word.p[0] == '#';
}

struct link {
	struct snapshot *s;
	unsigned host;
	struct text name;
};

/* "compat:suse:/etc/sysconfig/network/ifcfg-eth0,": other schemes have no file for us to name. */
static void on_config(struct link *l, struct str v, struct origin where)
{
	struct text profile = { NULL };
	size_t comma = str_find(v, ',');

	if (str_eq(v, "none") || !v.n)
		return;
	if (str_starts(v, "compat:suse:"))
		profile = snapshot_text(l->s, str_trim(str_from(str_upto(v, comma), 12)));
	told_manager(l->s, l->host, l->name, "wicked", profile, where);
}

/* "ipv4 10.0.0.5/24 brd … [dhcp]" */
static bool on_address(struct link *l, struct str v, struct origin where)
{
	struct str family, address, last = v, lease;
	const char *method = NULL;

	if (!str_word(&v, &family) || !str_word(&v, &address))
		return false;
	lease = str_take_last(&last, '[');
	if (str_eq(lease, "dhcp]"))
		method = "dhcp";
	else if (str_eq(lease, "static]"))
		method = "static";
	else if (str_eq(lease, "auto]"))
		method = str_eq(family, "ipv6") ? "slaac" : "link-local";
	return told_address(l->s, l->host, l->name, address, method, where);
}

static bool read_line(struct link *l, struct str line, struct origin where)
{
	struct str t = str_trim(line), word, name;

	if (!t.n)
		return true;
	if (is_heading(t, &name)) {
		l->name = snapshot_text(l->s, name);
		told_manager(l->s, l->host, l->name, NULL, (struct text){ NULL }, where);
		return true;
	}
	if (!l->name.s || !str_word(&t, &word) || !is_key(word))
		return false;
	t = str_trim(t);
	if (str_eq(word, "config:"))
		on_config(l, t, where);
	return !str_eq(word, "addr:") || on_address(l, t, where);
}

void parse_wicked(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct link l = { .s = s, .host = host };
	struct str line;

	for (unsigned n = 1; str_line(&text, &line); n++)
		if (!read_line(&l, line, snapshot_at(s, file, n)))
			snapshot_note(s, host, snapshot_at(s, file, n), str_trim(line),
				      "no line of wicked");
}
