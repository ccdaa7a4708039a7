/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which file says what: by its place. */
#include <stdlib.h>
#include <string.h>

#include "parse/config/state.h"

/* In the order in which a file of one folder hides that of another. */
const char *const config_folders[] = {
	"run/NetworkManager/devices",
	"run/systemd/netif/links",
	"run/systemd/netif/leases",
	"run/NetworkManager/system-connections",
	"etc/NetworkManager/system-connections",
	"usr/lib/NetworkManager/system-connections",
	"etc/network/interfaces.d",
	"etc/sysconfig/network-scripts",
	"etc/sysconfig/network",
	"etc/netplan",
	"run/netplan",
	"usr/lib/netplan",
	"lib/netplan",
	"etc/systemd/network",
	"run/systemd/network",
	"usr/local/lib/systemd/network",
	"usr/lib/systemd/network",
	"lib/systemd/network",
	"var/lib/vdsm/persistence/netconf/nets",
	"var/lib/vdsm/persistence/netconf/bonds",
	"var/lib/NetworkManager",
	"run/NetworkManager",
	"var/lib/dhcp",
	"var/lib/dhclient",
	"var/lib/wicked",
	NULL,
};

const char *const config_single[] = { "etc/network/interfaces", NULL };

typedef void read_fn(struct config *c, const char *path, struct str base, struct str text);

static struct claim *add_claim(struct config *c, struct claim one)
{
	struct claims *list = &c->claims;

	list->v = arena_grow(c->a, list->v, list->n, sizeof(*list->v));
	list->v[list->n] = one;
	return &list->v[list->n++];
}

static void read_device(struct config *c, const char *path, struct str base, struct str text)
{
	struct state one = { .uuid = ini_value(text, "device", "connection-uuid") };

	(void)path;
	c->nm_state = true;
	if (!str_to_i64(base, &one.ifindex) || !one.uuid.n ||
	    !str_eq(ini_value(text, "device", "managed"), "true"))
		return;
	c->devices.v = arena_grow(c->a, c->devices.v, c->devices.n, sizeof(one));
	c->devices.v[c->devices.n++] = one;
}

static void read_link(struct config *c, const char *path, struct str base, struct str text)
{
	struct state one = { .file = ini_value(text, "", "NETWORK_FILE") };

	(void)path;
	c->networkd_state = true;
	if (!str_to_i64(base, &one.ifindex) || !one.file.n ||
	    str_eq(ini_value(text, "", "ADMIN_STATE"), "unmanaged"))
		return;
	c->links.v = arena_grow(c->a, c->links.v, c->links.n, sizeof(one));
	c->links.v[c->links.n++] = one;
}

static void read_lease(struct config *c, const char *path, struct str base, struct str text)
{
	(void)base;
	c->networkd_leases |= str_starts(str_of(path), "run/systemd/");
	leases_read(c->a, &c->leases, path, text);
}

static void read_keyfile(struct config *c, const char *path, struct str base, struct str text)
{
	struct claim one = { .kind = CLAIM_KEYFILE, .path = path };

	(void)base;
	claim_keyfile(c->a, &one, text);
	if (one.id.p)
		add_claim(c, one);
}

static void read_ifcfg(struct config *c, const char *path, struct str base, struct str text)
{
	bool suse = str_starts(str_of(path), "etc/sysconfig/network/");
	struct claim one = { .kind = suse ? CLAIM_WICKED : CLAIM_IFCFG, .path = path };

	claim_ifcfg(c->a, &one, text);
	if (!one.id.p)
		one.id = str_of(arena_printf(c->a, "System %.*s",
					     STR_ARGS(str_from(base, strlen("ifcfg-")))));
	add_claim(c, one);
}

static void read_vdsm(struct config *c, const char *path, struct str base, struct str text)
{
	(void)text;
	add_claim(c, (struct claim){ .kind = CLAIM_VDSM, .path = path, .name = base });
}

static void read_networkd(struct config *c, const char *path, struct str base, struct str text)
{
	struct unit one = { .path = path, .base = base, .text = text, .place = c->units.n };
	struct str folder = str_upto(str_of(path), strlen(path) - base.n - 1);

	one.is_main = !str_ends(base, ".conf");
	one.owner = one.is_main ? base : str_take_last(&folder, '/');
	if (!one.is_main)
		one.owner = str_upto(one.owner, one.owner.n - strlen(".d"));
	c->units.v = arena_grow(c->a, c->units.v, c->units.n, sizeof(one));
	c->units.v[c->units.n++] = one;
}

static void read_netplan(struct config *c, const char *path, struct str base, struct str text)
{
	(void)base;
	claims_netplan(c->a, &c->claims, path, text);
}

static void add_source(struct config *c, struct str pattern, const char *end)
{
	if (!pattern.n || pattern.p[0] != '/')
		return;
	c->sources = arena_grow(c->a, c->sources, c->n_sources, sizeof(*c->sources));
	c->sources[c->n_sources++] =
		arena_printf(c->a, "%.*s%s", STR_ARGS(str_from(pattern, 1)), end);
}

static void find_sources(struct config *c, struct str text)
{
	struct str line, word;

	while (ifupdown_line(c->a, &text, &line)) {
		if (!str_word(&line, &word))
			continue;
		if (str_eq(word, "source"))
			while (str_word(&line, &word))
				add_source(c, word, "");
		else if (str_eq(word, "source-directory") && str_word(&line, &word))
			add_source(c, word, "/");
	}
}

static void read_interfaces(struct config *c, const char *path, struct str base, struct str text)
{
	(void)base;
	claims_ifupdown(c->a, &c->claims, path, text);
	find_sources(c, text);
}

static const struct place {
	const char *folder, *start, *end;
	read_fn *read;
	bool unread_too; /* that it is there says something */
} places[] = {
	{ "run/NetworkManager/devices", "", "", read_device, true },
	{ "run/systemd/netif/links", "", "", read_link, true },
	{ "run/systemd/netif/leases", "", "", read_lease, true },
	{ "run/NetworkManager/system-connections", "", "", read_keyfile, false },
	{ "etc/NetworkManager/system-connections", "", "", read_keyfile, false },
	{ "usr/lib/NetworkManager/system-connections", "", "", read_keyfile, false },
	{ "etc/network/interfaces.d", "", "", read_interfaces, false },
	{ "etc/sysconfig/network-scripts", "ifcfg-", "", read_ifcfg, true },
	{ "etc/sysconfig/network", "ifcfg-", "", read_ifcfg, true },
	{ "etc/netplan", "", ".yaml", read_netplan, false },
	{ "run/netplan", "", ".yaml", read_netplan, false },
	{ "usr/lib/netplan", "", ".yaml", read_netplan, false },
	{ "lib/netplan", "", ".yaml", read_netplan, false },
	{ "etc/systemd/network", "", ".network", read_networkd, true },
	{ "run/systemd/network", "", ".network", read_networkd, true },
	{ "usr/local/lib/systemd/network", "", ".network", read_networkd, true },
	{ "usr/lib/systemd/network", "", ".network", read_networkd, true },
	{ "lib/systemd/network", "", ".network", read_networkd, true },
	{ "var/lib/vdsm/persistence/netconf/nets", "", "", read_vdsm, true },
	{ "var/lib/vdsm/persistence/netconf/bonds", "", "", read_vdsm, true },
	{ "var/lib/NetworkManager", "", ".lease", read_lease, false },
	{ "run/NetworkManager", "", ".lease", read_lease, false },
	{ "var/lib/dhcp", "", ".leases", read_lease, false },
	{ "var/lib/dhclient", "", ".leases", read_lease, false },
	{ "var/lib/wicked", "lease-", ".xml", read_lease, false },
};

/* What editors and packages leave beside a file; the programs leave it alone too. */
static bool is_left_over(struct str base)
{
	static const char *const ends[] = { "~",	".bak",	   ".orig",	".rej",	    ".old",
					    ".rpmnew",	".rpmorig", ".rpmsave", ".augnew",  ".augtmp",
					    ".dpkg-new", ".dpkg-old", ".dpkg-dist", ".save", ".scpmbackup" };

	if (!base.n || base.p[0] == '.')
		return true;
	for (size_t i = 0; i < countof(ends); i++)
		if (str_ends(base, ends[i]))
			return true;
	return false;
}

static bool is_at(const struct place *p, struct str folder, struct str base)
{
	size_t n = strlen(p->folder);

	/* etc/systemd/network/10-x.network.d/more.conf */
	if (p->read == read_networkd && str_ends(folder, ".network.d") && str_ends(base, ".conf")) {
		return str_starts(folder, p->folder) && folder.n > n && folder.p[n] == '/' &&
		       str_find(str_from(folder, n + 1), '/') == folder.n - n - 1;
	}
	return str_eq(folder, p->folder) && str_starts(base, p->start) && str_ends(base, p->end) &&
	       base.n > strlen(p->start);
}

static const struct place *place_of(struct str path)
{
	struct str folder = path, base = str_take_last(&folder, '/');

	if (is_left_over(base))
		return NULL;
	for (size_t i = 0; i < countof(places); i++)
		if (is_at(&places[i], folder, base))
			return &places[i];
	return NULL;
}

bool config_knows(struct str path)
{
	return str_eq(path, config_single[0]) || place_of(path);
}

struct config *config_new(struct snapshot *s, unsigned host)
{
	struct config *c = arena_alloc(snapshot_arena(s), sizeof(*c));

	c->s = s;
	c->host = host;
	c->a = snapshot_arena(s);
	return c;
}

void config_add(struct config *c, const char *path, struct str text)
{
	const struct place *p = place_of(str_of(path));
	struct str folder = str_of(arena_strdup(c->a, path)), base;

	if (c->files++ >= CONFIG_FILES_MOST)
		return;
	path = folder.p;
	base = str_take_last(&folder, '/');
	if (!p && text.p)
		read_interfaces(c, path, base, text);
	else if (p && (text.p || p->unread_too))
		p->read(c, path, base, text);
}

void config_leases_hidden(struct config *c)
{
	c->leases_hidden = true;
}

const char *config_next_source(struct config *c)
{
	if (c->sourced >= c->n_sources || c->sourced >= CONFIG_SOURCES_MOST)
		return NULL;
	return c->sources[c->sourced++];
}
