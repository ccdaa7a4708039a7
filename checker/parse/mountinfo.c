/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "parse/parse.h"

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

/* Blank, tab, newline, backslash and # stand as \040 and so on. */
static struct text unescape(struct snapshot *s, struct str word)
{
	char *plain = arena_alloc(snapshot_arena(s), word.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < word.n; i++) {
		int c = word.p[i] == '\\' && word.n - i > 3 ? octal(word.p + i + 1) : -1;
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
		m->server = unescape(s, str_upto(source, i));
		m->share = unescape(s, str_from(source, i + 1));
		return;
	}
	m->share = unescape(s, source);
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
	m->mounted = TRI_YES;
}

/* ID parent major:minor root path options [tag…] - type source super-options */
static bool parse_line(struct snapshot *s, struct str line, struct nfs_mount *m)
{
	struct str word[6], type, source, super, w;

	for (size_t i = 0; i < countof(word); i++)
		if (!str_word(&line, &word[i]))
			return false;
	do {
		if (!str_word(&line, &w))
			return false;
	} while (!str_eq(w, "-"));
	if (!str_word(&line, &type) || !str_word(&line, &source) || !str_word(&line, &super))
		return false;
	if (!str_eq(type, "nfs") && !str_eq(type, "nfs4"))
		return true;
	m->path = unescape(s, word[4]);
	split_source(s, m, source);
	take_options(s, m, word[5], super);
	return true;
}

void parse_mountinfo(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct str line;

	for (unsigned n = 1; str_line(&text, &line); n++) {
		struct nfs_mount m = { .row.origin = snapshot_at(s, file, n) };
		if (str_trim(line).n && !parse_line(s, line, &m))
			snapshot_note(s, host, m.row.origin, line, "not a line of mountinfo");
		else if (m.path.s)
			add_nfs_mount(s, host, &m);
	}
}
