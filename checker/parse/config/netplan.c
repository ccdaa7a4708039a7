/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of netplan, as far as they say whose an interface is and how it gets its addresses. */
#include <string.h>

#include "base/event.h"
#include "parse/config/claim.h"

struct reader {
	struct arena *a;
	struct events *e;
	struct event now;
	struct claims *list;
	const char *path;
	bool ended; /* or broken: the events may not be asked again */
};

static bool next(struct reader *r)
{
	struct err ignored;

	r->ended = r->ended || events_next(r->e, &r->now, &ignored) < 0 || r->now.type == EVENT_END;
	return !r->ended;
}

static bool skip(struct reader *r)
{
	struct err ignored;

	r->ended = r->ended || events_skip(r->e, &r->now, &ignored) < 0;
	return !r->ended;
}

/* Views of events last until the next one; claims until the end. */
static struct str kept(struct reader *r)
{
	return str_of(arena_str(r->a, r->now.text));
}

static bool is_true(const struct event *e)
{
	return e->scalar == SCALAR_TRUE || (e->plain && (str_eq_nocase(e->text, "yes") ||
							 str_eq_nocase(e->text, "on")));
}

static void set_dhcp(struct claim *c, const struct event *e, unsigned dhcp, unsigned by_hand)
{
	c->says = (c->says & ~(dhcp | by_hand)) | (is_true(e) ? dhcp : by_hand);
}

static void take_address(struct reader *r, struct claim *c)
{
	if (!claim_address(r->a, c, r->now.text) || !c->n_addresses)
		return;
	if (c->addresses[c->n_addresses - 1].family == IP_V4)
		c->says |= c->says & SAYS_DHCP4 ? 0 : SAYS_STATIC4;
	else
		c->says |= c->says & SAYS_DHCP6 ? 0 : SAYS_STATIC6;
}

/* Items are addresses, or maps of one key that is the address: "10.0.0.1/24": {label: x}. */
static bool read_addresses(struct reader *r, struct claim *c)
{
	if (!next(r))
		return false;
	if (r->now.type != EVENT_LIST)
		return r->now.type == EVENT_SCALAR || skip(r);
	while (next(r) && r->now.type != EVENT_LIST_END) {
		if (r->now.type == EVENT_SCALAR) {
			take_address(r, c);
		} else if (r->now.type == EVENT_MAP) {
			if (!next(r) || r->now.type != EVENT_KEY)
				return false;
			take_address(r, c);
			if (!skip(r) || !next(r) || r->now.type != EVENT_MAP_END)
				return false;
		} else {
			return false;
		}
	}
	return r->now.type == EVENT_LIST_END;
}

/* A value that is one word. */
static bool scalar(struct reader *r)
{
	if (!next(r))
		return false;
	return r->now.type == EVENT_SCALAR || (skip(r) && ((r->now.text = (struct str){ NULL, 0 }), true));
}

static bool read_match(struct reader *r, struct claim *c)
{
	if (!next(r))
		return false;
	if (r->now.type != EVENT_MAP)
		return r->now.type == EVENT_SCALAR || skip(r);
	while (next(r) && r->now.type == EVENT_KEY) {
		bool name = str_eq(r->now.text, "name"), mac = str_eq(r->now.text, "macaddress");
		if (!scalar(r))
			return false;
		if (name && r->now.text.n <= CLAIM_GLOBS_MOST)
			c->globs = kept(r);
		else if (mac)
			mac_parse(r->now.text, &c->mac);
		else
			c->unknown = true;
	}
	return r->now.type == EVENT_MAP_END;
}

static bool read_key(struct reader *r, struct claim *c, bool *ret_named)
{
	struct str key = r->now.text;
	bool v4 = str_eq(key, "dhcp4"), v6 = str_eq(key, "dhcp6"), name = str_eq(key, "set-name");

	if (str_eq(key, "addresses"))
		return read_addresses(r, c);
	if (str_eq(key, "match"))
		return read_match(r, c);
	if (!v4 && !v6 && !name)
		return skip(r);
	if (!scalar(r))
		return false;
	if (name) {
		c->name = kept(r);
		*ret_named = true;
	} else {
		set_dhcp(c, &r->now, v4 ? SAYS_DHCP4 : SAYS_DHCP6, v4 ? SAYS_STATIC4 : SAYS_STATIC6);
	}
	return true;
}

/* An id is the name too, unless `match` finds the device. */
static bool read_device(struct reader *r)
{
	struct claim c = { .kind = CLAIM_NETPLAN, .path = r->path, .name = kept(r) };
	bool named = false;

	if (!next(r))
		return false;
	if (r->now.type != EVENT_MAP)
		return r->now.type == EVENT_SCALAR;
	while (next(r) && r->now.type == EVENT_KEY)
		if (!read_key(r, &c, &named))
			return false;
	if (r->now.type != EVENT_MAP_END)
		return false;
	if (!named && (c.globs.p || mac_known(c.mac) || c.unknown))
		c.name = (struct str){ NULL, 0 };
	r->list->v = arena_grow(r->a, r->list->v, r->list->n, sizeof(*r->list->v));
	r->list->v[r->list->n++] = c;
	return true;
}

static bool read_devices(struct reader *r)
{
	if (!next(r) || r->now.type != EVENT_MAP)
		return r->now.type == EVENT_SCALAR;
	while (next(r) && r->now.type == EVENT_KEY)
		if (!read_device(r))
			return false;
	return r->now.type == EVENT_MAP_END;
}

static bool has_devices(struct str key)
{
	static const char *const keys[] = { "ethernets", "bonds",   "bridges", "vlans",
					    "vrfs",	 "tunnels", "wifis",   "modems",
					    "dummy-devices", "virtual-ethernets" };

	for (size_t i = 0; i < countof(keys); i++)
		if (str_eq(key, keys[i]))
			return true;
	return false;
}

void claims_netplan(struct arena *a, struct claims *list, const char *path, struct str text)
{
	CLEANUP(events_freep) struct events *e = events_new(EVENT_YAML, path, text);
	struct reader r = { .a = a, .e = e, .list = list, .path = path };
	bool going = next(&r) && r.now.type == EVENT_DOCUMENT;

	going = going && next(&r) && r.now.type == EVENT_MAP;
	while (going && next(&r) && r.now.type == EVENT_KEY) {
		if (!str_eq(r.now.text, "network")) {
			going = skip(&r);
			continue;
		}
		going = next(&r) && r.now.type == EVENT_MAP;
		while (going && next(&r) && r.now.type == EVENT_KEY)
			going = has_devices(r.now.text) ? read_devices(&r) : skip(&r);
	}
}
