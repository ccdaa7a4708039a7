/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/linux/nfs.h"

#include <string.h>

static int octal(const char *p)
{
	int v = 0;

	for (int i = 0; i < 3; i++) {
		if (p[i] < '0' || p[i] > '7')
			return -1;
		v = v * 8 + (p[i] - '0');
	}
	return v > 0 && v < 256 ? v : -1;
}

static int hex(const char *p)
{
	uint64_t v;

	return *p == 'x' && str_to_hex((struct str){ p + 1, 2 }, &v) && v ? (int)v : -1;
}

struct text parse_mount_word(struct snapshot *s, struct str word)
{
	char *plain = arena_alloc(snapshot_arena(s), word.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < word.n; i++) {
		bool escaped = word.p[i] == '\\' && word.n - i > 3;
		int c = escaped ? octal(word.p + i + 1) : -1;
		c = escaped && c < 0 ? hex(word.p + i + 1) : c;
		plain[n++] = c < 0 ? word.p[i] : (char)c;
		i += c < 0 ? 0 : 3;
	}
	return snapshot_text(s, (struct str){ plain, n });
}

static bool option(struct str options, const char *name, struct str *ret_value)
{
	size_t n = strlen(name);
	struct str one;

	while (str_split(&options, ',', &one)) {
		if (!str_starts(one, name) || (one.n > n && one.p[n] != '='))
			continue;
		*ret_value = str_from(one, n + 1);
		return true;
	}
	return false;
}

static struct num number_option(struct str options, const char *name)
{
	struct str v;
	int64_t n;

	return option(options, name, &v) && str_to_i64(v, &n) ? num(n)
							      : (struct num){ .known = false };
}

/*
 * Server and share: the first ":/" divides, so that [fd00::1]:/x and a name with a colon both hold.
 */
static void split_source(struct snapshot *s, struct nfs_mount *m, struct str source)
{
	for (size_t i = 0; i + 1 < source.n; i++) {
		if (source.p[i] != ':' || source.p[i + 1] != '/')
			continue;
		m->server = parse_mount_word(s, str_upto(source, i));
		m->share = parse_mount_word(s, str_from(source, i + 1));
		return;
	}
	m->share = parse_mount_word(s, source);
}

/* A server that is written as an address: "10.0.0.1", "[fd00::1]". */
static struct ip address_of(struct text server)
{
	struct str v = str_of(server.s);
	struct ip ip = { .family = IP_NONE };

	if (v.n > 2 && v.p[0] == '[' && v.p[v.n - 1] == ']')
		v = (struct str){ v.p + 1, v.n - 2 };
	ip_parse(v, &ip);
	return ip;
}

static void take_options(struct snapshot *s, struct nfs_mount *m, struct str mount,
			 struct str super)
{
	struct str v;

	if (option(super, "vers", &v) || option(super, "nfsvers", &v))
		m->version = snapshot_text(s, v);
	if (option(super, "addr", &v))
		ip_parse(v, &m->server_ip);
	if (option(super, "clientaddr", &v))
		ip_parse(v, &m->clientaddr);
	if (option(super, "proto", &v))
		m->transport = snapshot_text(s, v);
	m->port = number_option(super, "port");
	m->nconnect = number_option(super, "nconnect");
	m->read_only = tri(option(mount, "ro", &v) || option(super, "ro", &v));
	if (!ip_known(m->server_ip))
		m->server_ip = address_of(m->server);
}

bool nfs_mount_of(struct snapshot *s, const struct nfs_words *w, struct nfs_mount *m)
{
	if (!str_eq(w->type, "nfs") && !str_eq(w->type, "nfs4"))
		return false;
	m->path = parse_mount_word(s, w->path);
	split_source(s, m, w->source);
	take_options(s, m, w->options, w->super.p ? w->super : w->options);
	m->mounted = TRI_YES;
	return true;
}


bool disk_mount_of(struct snapshot *s, const struct nfs_words *w, struct disk_mount *m)
{
	if (!str_starts(w->source, "/dev/"))
		return false;
	m->path = parse_mount_word(s, w->path);
	m->device = parse_mount_word(s, w->source);
	m->type = snapshot_text(s, w->type);
	return true;
}
