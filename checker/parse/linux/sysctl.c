/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel settings as sysctl prints them and as they lie below /proc/sys/net. */
#include "parse/linux/linux.h"

#include <string.h>

/* The same that the live source keeps. */
static const char *const ipv4[] = {
	"forwarding",	  "rp_filter",		 "arp_filter",	 "arp_announce",
	"arp_ignore",	  "arp_accept",		 "arp_notify",	 "proxy_arp",
	"accept_local",	  "src_valid_mark",	 "route_localnet", "promote_secondaries",
	"ignore_routes_with_linkdown",
};
static const char *const ipv6[] = {
	"forwarding",	"accept_ra",	    "accept_ra_defrtr",	  "autoconf",
	"disable_ipv6", "use_tempaddr", "keep_addr_on_down", "use_oif_addrs_only", "ignore_routes_with_linkdown",
};
static const char *const host_wide[] = {
	"ip_forward", "fib_multipath_hash_policy", "fib_multipath_use_neigh", "nexthop_compat_mode",
};

enum { DEVICE_MOST = 64 };

struct setting {
	int family;
	char device[DEVICE_MOST]; /* empty: of the whole host */
	struct str name;
};

static bool among(const char *const *list, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(name, list[i]))
			return true;
	return false;
}

static bool matters(const struct setting *t)
{
	if (!*t->device)
		return t->family == 4 && among(host_wide, countof(host_wide), t->name);
	return t->family == 4 ? among(ipv4, countof(ipv4), t->name)
			      : among(ipv6, countof(ipv6), t->name);
}

static bool skip(struct str *rest, const char *word)
{
	if (!str_starts(*rest, word))
		return false;
	*rest = str_from(*rest, strlen(word));
	return true;
}

/* Where the last separator stands; n: nowhere. */
static size_t last_of(struct str v, char separator)
{
	size_t i = v.n;

	while (i > 0)
		if (v.p[--i] == separator)
			return i;
	return v.n;
}

/*
 * In the form with dots a dot of a device's name is a slash, except where a
 * tool did not care: bond0/100 and bond0.100 are the same.  In the form with
 * slashes it is itself.
 */
static bool split_key(struct str key, struct setting *ret_setting)
{
	char separator = str_starts(key, "net/") ? '/' : '.';
	struct setting t = { .family = 0 };
	size_t end;

	if (!skip(&key, "net.ipv") && !skip(&key, "net/ipv"))
		return false;
	if (key.n < 3 || (key.p[0] != '4' && key.p[0] != '6') || key.p[1] != separator)
		return false;
	t.family = key.p[0] - '0';
	key = str_from(key, 2);
	if (skip(&key, "conf.") || skip(&key, "conf/")) {
		end = last_of(key, separator);
		if (end == 0 || end >= key.n || end >= sizeof(t.device))
			return false;
		for (size_t i = 0; i < end; i++)
			t.device[i] = key.p[i] == '/' ? '.' : key.p[i];
		key = str_from(key, end + 1);
	}
	t.name = key;
	*ret_setting = t;
	return true;
}

static void add(struct snapshot *s, unsigned host, const struct setting *t, int64_t value,
		struct origin where)
{
	struct sysctl row = {
		.row.origin = where,
		.family = num(t->family),
		.interface = snapshot_cstr(s, *t->device ? t->device : NULL),
		.name = snapshot_text(s, t->name),
		.value = num(value),
	};

	add_sysctl(s, host, &row);
}

/* "net.ipv4.ip_forward = 0": a file of settings has what sysctl does not print, such as "a=b". */
static bool split_line(struct str line, struct str *ret_key, struct str *ret_value)
{
	size_t equal = str_find(line, '=');

	*ret_key = str_upto(line, equal ? equal - 1 : 0);
	*ret_value = str_trim(str_from(line, equal + 1));
	return equal > 1 && equal < line.n && line.p[equal - 1] == ' ' &&
	       (equal + 1 == line.n || line.p[equal + 1] == ' ') &&
	       str_find(*ret_key, ' ') == ret_key->n && ret_key->p[0] != '#' &&
	       ret_key->p[0] != ';' && ret_key->p[0] != '-';
}

static bool is_message(struct str line)
{
	return str_starts(line, "sysctl: ") || str_starts(line, "error: ");
}

/* Of all settings there are, not those that somebody looked for. */
static bool is_all(struct str text)
{
	static const char *const areas[] = { "kernel", "vm", "fs" };
	struct str line, key, value;
	bool seen[countof(areas)] = { false };

	while (str_line(&text, &line))
		if (split_line(line, &key, &value))
			for (size_t i = 0; i < countof(areas); i++)
				seen[i] |= str_starts(key, areas[i]);
	return seen[0] && seen[1] && seen[2];
}

/* Of every host lo has settings too: somebody who writes a file has none for it. */
static bool is_of_lo(struct str key)
{
	struct setting t;

	return split_key(key, &t) && strcmp(t.device, "lo") == 0;
}

bool is_sysctl(struct str text)
{
	struct str rest = text, line, key, value;
	bool net = false, lo = false;

	while (str_line(&rest, &line)) {
		line = str_trim(line);
		if (!line.n || is_message(line))
			continue;
		if (!split_line(line, &key, &value))
			return false;
		net |= str_starts(key, "net.ipv") || str_starts(key, "net/ipv");
		lo |= is_of_lo(key);
	}
	return lo || (net && is_all(text));
}

bool is_sysctl_by_name(struct str text)
{
	struct str line, key, value;

	while (str_line(&text, &line))
		if (split_line(str_trim(line), &key, &value))
			return true;
	return false;
}

void parse_sysctl(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	bool all = is_all(text);
	struct str line, key, value;
	struct setting t;
	int64_t n;

	for (unsigned i = 1; str_line(&text, &line); i++) {
		line = str_trim(line);
		if (!line.n || is_message(line))
			continue;
		if (!split_line(line, &key, &value))
			snapshot_note(s, host, snapshot_at(s, file, i), line, "not a line of sysctl");
		else if (!split_key(key, &t) || !matters(&t))
			continue;
		else if (str_to_i64(value, &n))
			add(s, host, &t, n, snapshot_at(s, file, i));
		else
			snapshot_note(s, host, snapshot_at(s, file, i), line, "not a number");
	}
	snapshot_cover(s, host, TABLE_sysctl, all ? COVERAGE_READ : COVERAGE_PARTIAL,
		       all ? NULL : "only some settings were saved");
}

bool is_proc_sys(struct str text)
{
	int64_t n;

	return str_to_i64(str_trim(text), &n);
}

void parse_proc_sys(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct str key = str_of(file);
	struct setting t;
	int64_t value;

	while (key.n && !str_starts(key, "proc/sys/net/ipv"))
		key = str_from(key, 1);
	if (!skip(&key, "proc/sys/") || !split_key(key, &t) || !matters(&t) ||
	    !str_to_i64(str_trim(text), &value))
		return;
	add(s, host, &t, value, snapshot_at(s, file, 1));
	snapshot_cover(s, host, TABLE_sysctl, COVERAGE_PARTIAL, "only some settings were saved");
}

void parse_sysctl_file(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	snapshot_note(s, host, snapshot_at(s, file, 1), str_upto(text, str_find(text, '\n')),
		      "what is configured need not be in force: save what sysctl -a prints");
}
