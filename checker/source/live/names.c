/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names for numbers, as iproute2 prints them. */
#include "source/live/shared.h"

#include <linux/rtnetlink.h>
#include <stdlib.h>

#include "parse/ip/ip.h"

struct builtin {
	uint32_t number;
	const char *name;
};

static const struct builtin tables[] = {
	{ RT_TABLE_UNSPEC, "unspec" },
	{ RT_TABLE_DEFAULT, "default" },
	{ RT_TABLE_MAIN, "main" },
	{ RT_TABLE_LOCAL, "local" },
};

static const struct builtin protocols[] = {
	{ RTPROT_UNSPEC, "unspec" },   { RTPROT_REDIRECT, "redirect" },
	{ RTPROT_KERNEL, "kernel" },   { RTPROT_BOOT, "boot" },
	{ RTPROT_STATIC, "static" },   { RTPROT_GATED, "gated" },
	{ RTPROT_RA, "ra" },           { RTPROT_MRT, "mrt" },
	{ RTPROT_ZEBRA, "zebra" },     { RTPROT_BIRD, "bird" },
	{ RTPROT_DNROUTED, "dnrouted" }, { RTPROT_XORP, "xorp" },
	{ RTPROT_NTK, "ntk" },         { RTPROT_DHCP, "dhcp" },
	{ RTPROT_KEEPALIVED, "keepalived" }, { RTPROT_BABEL, "babel" },
	{ RTPROT_OPENR, "openr" },     { RTPROT_BGP, "bgp" },
	{ RTPROT_ISIS, "isis" },       { RTPROT_OSPF, "ospf" },
	{ RTPROT_RIP, "rip" },         { RTPROT_EIGRP, "eigrp" },
};

/* The first file that there is wins, as in iproute2; then what the .d directories add. */
static const char *const directories[] = { "etc/iproute2", "usr/share/iproute2",
					   "usr/lib/iproute2" };

static void add_name(struct live *l, enum live_names list, uint32_t number, struct text name)
{
	struct live_name_list *names = &l->names[list];

	names->v = arena_grow(snapshot_arena(l->s), names->v, names->n, sizeof(*names->v));
	names->v[names->n++] = (struct live_name){ number, name };
}

static bool add_file(struct live *l, enum live_names list, const char *path)
{
	struct str text, name;
	uint32_t number;

	if (root_read(l->root, path, snapshot_arena(l->s), &text) < 0)
		return false;
	while (parse_next_name(&text, &number, &name))
		add_name(l, list, number, snapshot_text(l->s, name));
	return true;
}

static void add_directory(struct live *l, enum live_names list, const char *path)
{
	struct arena *a = snapshot_arena(l->s);
	char **names;
	size_t n;

	if (root_list(l->root, path, a, &names, &n) < 0)
		return;
	for (size_t i = 0; i < n; i++)
		if (str_ends(str_of(names[i]), ".conf"))
			add_file(l, list, arena_printf(a, "%s/%s", path, names[i]));
}

void live_read_names(struct live *l)
{
	static const char *const files[NAMES_COUNT] = {
		[NAMES_TABLE] = "rt_tables",
		[NAMES_PROTOCOL] = "rt_protos",
	};
	struct arena *a = snapshot_arena(l->s);

	for (enum live_names list = 0; list < NAMES_COUNT; list++) {
		bool found = false;
		for (size_t i = 0; i < countof(directories); i++) {
			if (!found)
				found = add_file(
					l, list,
					arena_printf(a, "%s/%s", directories[i], files[list]));
			add_directory(l, list,
				      arena_printf(a, "%s/%s.d", directories[i], files[list]));
		}
	}
}

/* main, local and default mean what they mean whatever a file calls them. */
static const char *builtin_name(enum live_names list, uint32_t number)
{
	const struct builtin *v = list == NAMES_TABLE ? tables : protocols;
	size_t n = list == NAMES_TABLE ? countof(tables) : countof(protocols);

	for (size_t i = 0; i < n; i++)
		if (v[i].number == number)
			return v[i].name;
	return NULL;
}

struct text live_name(struct live *l, enum live_names list, uint32_t number)
{
	const char *builtin = builtin_name(list, number);

	if (builtin)
		return snapshot_cstr(l->s, builtin);
	for (size_t i = l->names[list].n; i-- > 0;)
		if (l->names[list].v[i].number == number)
			return l->names[list].v[i].name;
	return snapshot_textf(l->s, "%u", number);
}

struct text live_scope(struct live *l, uint8_t scope)
{
	switch (scope) {
	case RT_SCOPE_UNIVERSE: return snapshot_cstr(l->s, "global");
	case RT_SCOPE_SITE: return snapshot_cstr(l->s, "site");
	case RT_SCOPE_LINK: return snapshot_cstr(l->s, "link");
	case RT_SCOPE_HOST: return snapshot_cstr(l->s, "host");
	case RT_SCOPE_NOWHERE: return snapshot_cstr(l->s, "nowhere");
	default: return snapshot_textf(l->s, "%u", scope);
	}
}
