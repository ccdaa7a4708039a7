/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which host the outputs are of, and whether they are of one. */
#include <string.h>

#include "base/keyset.h"
#include "parse/linux/linux.h"
#include "source/config.h"
#include "source/saved_part.h"
#include "tree/tree.h"

enum { NAME_MOST = 253, COMPARED_MOST = 64 };

static struct str short_name(struct str host)
{
	return str_upto(host, str_find(host, '.'));
}

static bool is_name(struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '-' || c == '.' || c == '_'))
			return false;
	}
	return name.n && name.n <= NAME_MOST && name.p[0] != '-';
}

void saved_take_host(struct saved *r, struct str name, const char *file, unsigned line)
{
	struct saved_name told = { name, file, line };

	if (!is_name(name))
		return;
	if (str_eq(short_name(name), "localhost"))
		r->nameless = told;
	else if (!r->named.name.n)
		r->named = told;
	else if (!r->other.name.n && !str_same(short_name(name), short_name(r->named.name)))
		r->other = told;
	else if (name.n > r->named.name.n && str_same(short_name(name), short_name(r->named.name)))
		r->named.name = name;
}

/* "Linux web01 5.14.0-70.el9.x86_64 #1 SMP …" */
static bool take_uname(struct saved *r, const struct capture *c)
{
	struct str line = str_trim(c->text), word[4];

	line = str_upto(line, str_find(line, '\n'));
	for (size_t i = 0; i < 4; i++)
		if (!str_word(&line, &word[i]))
			return false;
	if (!str_eq(word[0], "Linux") || !str_starts(word[3], "#") || !str_has(word[2], "."))
		return false;
	saved_take_host(r, word[1], c->file, c->line);
	r->release = word[2];
	return true;
}

/* "   Static hostname: web01" */
static bool take_hostnamectl(struct saved *r, const struct capture *c)
{
	struct str text = c->text, line;
	bool any = false;

	while (str_line(&text, &line)) {
		line = str_trim(line);
		if (!str_starts(line, "Static hostname: ") && !str_starts(line, "Transient hostname: "))
			continue;
		saved_take_host(r, str_trim(str_from(line, str_find(line, ':') + 1)), c->file,
				c->line);
		any = true;
	}
	return any;
}

static bool take_hostname(struct saved *r, const struct capture *c, const struct asked *asked)
{
	struct str name = str_trim(c->text);

	if (strchr(asked->words, ' ') && !str_eq(str_of(asked->words), "hostname -f") &&
	    !str_eq(str_of(asked->words), "hostname -s"))
		return true; /* hostname -I and the like */
	if (!is_name(name))
		return false;
	saved_take_host(r, name, c->file, c->line);
	return true;
}

static bool is_at(const char *path, const char *place)
{
	return path && (strcmp(path, place) == 0 ||
			(str_ends(str_of(path), place) && path[strlen(path) - strlen(place) - 1] == '/'));
}

bool saved_take_name(struct saved *r, const struct capture *c, const struct asked *asked,
		     const char *path)
{
	if (is_at(path, "etc/os-release")) {
		r->os_release = c->text;
		return true;
	}
	if (is_at(path, "proc/sys/kernel/osrelease")) {
		r->release = str_trim(c->text);
		return true;
	}
	if (is_at(path, "etc/hostname") || is_at(path, "proc/sys/kernel/hostname") ||
	    is_at(path, "etc/HOSTNAME"))
		return take_hostname(r, c, &(struct asked){ .words = "" });
	if (str_eq(asked->program, "hostname"))
		return take_hostname(r, c, asked);
	if (str_eq(asked->program, "hostnamectl"))
		return take_hostnamectl(r, c);
	return take_uname(r, c);
}

/* What two outputs have in common of one table: an interface with one and the same value, or others. */
struct comparison {
	bool alike, unlike;
	const char *interface, *a, *b; /* of the first that is unlike */
};

static bool is_own_mac(const struct interface *i)
{
	static const struct mac zero = { .len = 6 };

	return i->name.s && mac_known(i->mac) && !mac_equal(i->mac, zero);
}

/* Devices that come and go have a new address each time. */
static bool lasts(const char *name)
{
	static const char *const passing[] = { "veth", "docker", "br-", "cali", "tap", "vnet", "virbr" };

	for (size_t i = 0; i < countof(passing); i++)
		if (strncmp(name, passing[i], strlen(passing[i])) == 0)
			return false;
	return true;
}

static bool find_interface(const struct snapshot *s, unsigned host, struct text name,
			   struct interface *ret)
{
	for_each_row (interface, i, s, host)
		if (i->name.s == name.s) {
			*ret = *i;
			return true;
		}
	return false;
}

static void compare_macs(struct saved *r, unsigned a, unsigned b, struct comparison *c)
{
	struct interface other;
	unsigned n = 0;

	for_each_row (interface, i, r->scratch, a) {
		if (!is_own_mac(i) || !lasts(i->name.s) || n++ == COMPARED_MOST ||
		    !find_interface(r->scratch, b, i->name, &other) || !is_own_mac(&other))
			continue;
		if (mac_equal(i->mac, other.mac)) {
			c->alike = true;
		} else if (!c->unlike) {
			c->unlike = true;
			c->interface = i->name.s;
			c->a = arena_printf(r->arena, "MAC address %s", mac_text(i->mac).s);
			c->b = arena_printf(r->arena, "%s", mac_text(other.mac).s);
		}
	}
}

/* An interface of one that has addresses in the other too, none of them the same. */
static void compare_addresses(struct saved *r, unsigned a, unsigned b, struct comparison *c)
{
	unsigned n = 0;

	for_each_row (address, x, r->scratch, a) {
		bool equal = false;
		const struct address *first = NULL;
		struct address other = { .prefixlen = { 0 } };
		if (x->address.family != IP_V4 || ip_is_loopback(x->address) ||
		    !lasts(x->interface.s) || n++ == COMPARED_MOST)
			continue;
		for_each_row (address, y, r->scratch, b) {
			if (y->interface.s != x->interface.s || y->address.family != IP_V4)
				continue;
			equal |= ip_equal(x->address, y->address);
			other = first ? other : *y;
			first = &other;
		}
		c->alike |= equal;
		if (!first || equal || c->unlike)
			continue;
		c->unlike = true;
		c->interface = x->interface.s;
		c->a = arena_strdup(r->arena, ip_text(x->address).s);
		c->b = arena_strdup(r->arena, ip_text(other.address).s);
	}
}

static const char *words_apart(struct saved *r, const struct saved_output *a,
			       const struct saved_output *b)
{
	struct comparison c = { .alike = false };

	compare_macs(r, a->fragment.host, b->fragment.host, &c);
	if (!c.alike && !c.unlike)
		compare_addresses(r, a->fragment.host, b->fragment.host, &c);
	if (c.alike || !c.unlike)
		return NULL;
	return arena_printf(r->arena, "%s has %s in %s:%u and %s in %s:%u", c.interface, c.a,
			    a->file, a->fragment.line, c.b, b->file, b->fragment.line);
}

/* Outputs that tell devices or addresses, each held against the first. */
const char *saved_apart(struct saved *r)
{
	const struct saved_output *first = NULL;
	const char *words;

	for (size_t i = 0; i < r->n; i++) {
		const struct saved_output *o = &r->v[i];
		if (o->dropped || (o->ip != IP_OUTPUT_LINK && o->ip != IP_OUTPUT_ADDRESS))
			continue;
		words = first ? words_apart(r, first, o) : NULL;
		if (words)
			return words;
		first = first ? first : o;
	}
	return NULL;
}

static const char advice[] = "give each host a folder of its own";

static int two_hosts(const struct saved_name *a, const struct saved_name *b, struct err *err)
{
	return err_set(err, "outputs of two hosts, %.*s (%s:%u) and %.*s (%s:%u): %s",
		       STR_ARGS(a->name), a->file, a->line, STR_ARGS(b->name), b->file, b->line,
		       advice);
}

/* A host that had no name yet may have got one later in the session. */
static int check_one_host(struct saved *r, struct err *err)
{
	const char *apart = saved_apart(r);

	if (r->other.name.n)
		return two_hosts(&r->named, &r->other, err);
	if (apart && r->nameless.name.n && r->named.name.n)
		return two_hosts(&r->nameless, &r->named, err);
	return apart ? err_set(err, "outputs of two hosts, or of two times: %s; %s", apart, advice)
		     : 0;
}

/* What the host's own files say of it stands in the host's row of their fragment. */
static void take_host_facts(const struct saved *r, struct host *row)
{
	struct host told;

	for (size_t i = 0; i < r->n; i++) {
		if (!get_host(r->scratch, r->v[i].fragment.host, 0, &told))
			continue;
		if (told.safe_logout != TRI_UNKNOWN)
			row->safe_logout = told.safe_logout;
	}
}

static unsigned add_this_host(struct saved *r, const struct saved_label *label)
{
	struct host row = {
		.name = r->named.name.n ? snapshot_text(r->s, r->named.name)
					: snapshot_cstr(r->s, label->name),
		.platform = snapshot_cstr(r->s, "linux"),
		.kind = snapshot_cstr(r->s, label->kind),
		.source = snapshot_cstr(r->s, label->source),
		.version = snapshot_text(r->s, r->release),
		.vdsm = label->vdsm,
	};

	if (r->os_release.n) {
		row.os = parse_os_release(r->s, r->os_release, "ID");
		row.os_version = parse_os_release(r->s, r->os_release, "VERSION_ID");
	}
	take_host_facts(r, &row);
	return snapshot_add_host(r->s, &row);
}

/* The notes of all that was no output are a fragment too, without rows. */
static size_t fragments_of(struct saved *r, struct merge_fragment *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		if (!r->v[i].dropped)
			ret[n++] = r->v[i].fragment;
	ret[n++] = (struct merge_fragment){ .from = r->scratch, .host = r->notes };
	return n;
}

static bool has_member(const struct snapshot *s, unsigned host, struct text bond)
{
	for_each_row (uplink, u, s, host)
		if (u->team.s == bond.s)
			return true;
	return false;
}

/* Members of a bond are told by several outputs: only together do they say whether one is active. */
static void finish_bonds(struct saved *r, unsigned host)
{
	for_each_row (bond, b, r->s, host)
		if (has_member(r->s, host, b->name))
			linux_finish_bond(r->s, host, b->name);
}

int saved_finish(struct saved *r, const struct saved_label *label, struct err *err)
{
	struct merge_fragment *all = arena_array(r->arena, r->n + 1, sizeof(*all));
	unsigned host;

	if (check_one_host(r, err) < 0)
		return -1;
	host = add_this_host(r, label);
	saved_tell_rules(r);
	merge_fragments(r->s, host, all, fragments_of(r, all));
	saved_finish_ip(r, host);
	finish_bonds(r, host);
	config_read(r->s, host, &r->files, r->configs, r->nconfigs);
	saved_finish_iscsi(r, host);
	return 0;
}
