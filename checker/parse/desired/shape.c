/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which kind of document a text is, told by the keys of its first one. */
#include "base/event.h"
#include "parse/desired/desired.h"

enum {
	SEEN_OTHER = 1 << 0,	  /* a key of no kind */
	SEEN_NAME = 1 << 1,	  /* in the first of `interfaces` */
	SEEN_TYPE = 1 << 2,
	SEEN_STATE = 1 << 3,	  /* other keys of a state of nmstate */
	SEEN_ROUTES = 1 << 4,
	SEEN_POLICY = 1 << 5,	  /* a state below a key, with or without `capture` */
	SEEN_NETWORK = 1 << 6,
	SEEN_DEVICES = 1 << 7,	  /* in `network`: what netplan has there */
	SEEN_CONFIG = 1 << 8,	  /* in `network`: what cloud-init has there */
	SEEN_ODD = 1 << 9,	  /* in `network`: what neither has there */
	SEEN_BARE = 1 << 10,	  /* ethernets and its like without `network` */
	SEEN_VERSION = 1 << 11,
	SEEN_API = 1 << 12,	  /* apiVersion, and kind */
	SEEN_KIND = 1 << 13,
	SEEN_NMSTATE = 1 << 14,	  /* an apiVersion of nmstate */
	SEEN_OBJECT = 1 << 15,
	SEEN_INVENTORY = 1 << 16,
	SEEN_COMPOSE = 1 << 17,
};

/* A key, what it tells, and the keys of its value, or of the first item of it. NULL: all others. */
struct word {
	const char *key;
	unsigned bit;
	const struct word *below;
};

static const struct word interface_words[] = {
	{ "name", SEEN_NAME, NULL }, { "type", SEEN_TYPE, NULL }, { "state", SEEN_TYPE, NULL },
	{ NULL, 0, NULL },
};
static const struct word route_words[] = {
	{ "config", SEEN_ROUTES, NULL },
	{ "running", SEEN_ROUTES, NULL },
	{ NULL, SEEN_OTHER, NULL },
};
static const struct word inventory_words[] = {
	{ "hosts", SEEN_INVENTORY, NULL },
	{ "children", SEEN_INVENTORY, NULL },
	{ "vars", SEEN_INVENTORY, NULL },
	{ NULL, SEEN_OTHER, NULL },
};
static const struct word item_words[] = { { "apiVersion", SEEN_API, NULL }, { NULL, 0, NULL } };
#define DEVICES(bit) \
	{ "ethernets", bit, NULL }, { "wifis", bit, NULL }, { "modems", bit, NULL }, \
	{ "bonds", bit, NULL }, { "bridges", bit, NULL }, { "vlans", bit, NULL }, \
	{ "vrfs", bit, NULL }, { "tunnels", bit, NULL }, { "dummy-devices", bit, NULL }, \
	{ "virtual-ethernets", bit, NULL }, { "nm-devices", bit, NULL }, \
	{ "renderer", bit, NULL }, { "openvswitch", bit, NULL }
static const struct word network_words[] = {
	DEVICES(SEEN_DEVICES),
	{ "version", SEEN_VERSION, NULL },
	{ "config", SEEN_CONFIG, NULL },
	{ NULL, SEEN_ODD, NULL },
};
static const struct word words[] = {
	{ "interfaces", SEEN_STATE, interface_words },
	{ "routes", SEEN_STATE, route_words },
	{ "route-rules", SEEN_STATE, NULL }, { "dns-resolver", SEEN_STATE, NULL },
	{ "hostname", SEEN_STATE, NULL },    { "description", SEEN_STATE, NULL },
	{ "ovs-db", SEEN_STATE, NULL },	     { "ovn", SEEN_STATE, NULL },
	{ "capture", SEEN_POLICY, NULL },    { "desiredState", SEEN_POLICY, NULL },
	{ "desired", SEEN_POLICY, NULL },    { "network", SEEN_NETWORK, network_words },
	DEVICES(SEEN_BARE),		     { "config", SEEN_BARE, NULL },
	{ "version", SEEN_VERSION, NULL },   { "apiVersion", SEEN_API, NULL },
	{ "kind", SEEN_KIND, NULL },	     { "metadata", SEEN_OBJECT, NULL },
	{ "spec", SEEN_OBJECT, NULL },	     { "status", SEEN_OBJECT, NULL },
	{ "items", SEEN_OBJECT, item_words }, { "all", 0, inventory_words },
	{ "services", SEEN_COMPOSE, NULL },  { "networks", SEEN_COMPOSE, NULL },
	{ "volumes", SEEN_COMPOSE, NULL },   { "secrets", SEEN_COMPOSE, NULL },
	{ NULL, SEEN_OTHER, NULL },
};

/* A text up to where it cannot be read. */
struct shape {
	struct events *events;
	bool broken;
};

static bool next(struct shape *s, struct event *ret_event)
{
	struct err err;

	s->broken = s->broken || events_next(s->events, ret_event, &err) < 0;
	return !s->broken;
}

static unsigned keys_of(struct shape *s, const struct word *list);

static unsigned value_of(struct shape *s, const struct word *word)
{
	struct event value, item;
	unsigned bits = 0;
	struct err err;

	if (!next(s, &value))
		return 0;
	if (word->bit & SEEN_API && str_starts(value.text, "nmstate.io/"))
		return SEEN_NMSTATE;
	if (word->below && value.type == EVENT_MAP)
		return keys_of(s, word->below);
	if (word->below && value.type == EVENT_LIST) {
		if (!next(s, &item) || item.type == EVENT_LIST_END)
			return 0;
		if (item.type == EVENT_MAP)
			bits = keys_of(s, word->below);
	}
	s->broken = s->broken || events_skip(s->events, &value, &err) < 0;
	return bits;
}

/* Those of the mapping that was just opened, up to its end or the first that cannot be read. */
static unsigned keys_of(struct shape *s, const struct word *list)
{
	struct event key;
	unsigned bits = 0;

	for (;;) {
		const struct word *w = list;
		if (!next(s, &key) || key.type != EVENT_KEY)
			return bits;
		while (w->key && !str_eq(key.text, w->key))
			w++;
		bits |= w->bit | value_of(s, w);
		/* None of a kind that is told with other keys beside. */
		if (bits & SEEN_OTHER && !(bits & (SEEN_API | SEEN_NETWORK)))
			return bits;
	}
}

static enum desired_kind other(const char *what, const char **ret_what)
{
	*ret_what = what;
	return DESIRED_OTHER;
}

static enum desired_kind network(unsigned seen, const char **ret_what)
{
	if (seen & SEEN_CONFIG)
		return other("network-config of cloud-init, version 1, is not read: only netplan's form, which has version 2",
			     ret_what);
	if (!(seen & SEEN_DEVICES) || seen & SEEN_ODD)
		return DESIRED_NONE;
	if (seen & ~(unsigned)(SEEN_NETWORK | SEEN_DEVICES | SEEN_VERSION))
		return other("a file of netplan has the key `network` alone; this one has others beside it",
			     ret_what);
	return DESIRED_NETPLAN;
}

static enum desired_kind kind_of(unsigned seen, const char **ret_what)
{
	unsigned state = SEEN_NAME | SEEN_TYPE;

	if (seen & SEEN_API && seen & SEEN_KIND)
		return seen & SEEN_NMSTATE
			       ? DESIRED_NMSTATE
			       : other("an object of Kubernetes that is none of nmstate's", ret_what);
	if (seen & SEEN_NETWORK)
		return network(seen, ret_what);
	if (seen & SEEN_OTHER)
		return DESIRED_NONE;
	if (seen & SEEN_BARE && seen & SEEN_VERSION)
		return other("network-config of cloud-init without `network:` is not read; below that key version 2 is netplan's form",
			     ret_what);
	if (seen & SEEN_INVENTORY)
		return other("an inventory of Ansible says nothing of a host's network", ret_what);
	if (seen & SEEN_COMPOSE)
		return other("a compose file of containers says nothing of a host's network",
			     ret_what);
	if ((seen & state) == state || seen & (SEEN_ROUTES | SEEN_POLICY))
		return DESIRED_NMSTATE;
	return DESIRED_NONE;
}

enum desired_kind desired_kind_of(struct str text, const char **ret_what)
{
	enum event_syntax syntax = event_syntax_of(text);
	struct event document, map;
	struct shape s = { .broken = false };
	unsigned seen = 0;

	if (syntax == EVENT_XML)
		return DESIRED_NONE;
	if (str_starts(text, "#cloud-config"))
		return other("user-data of cloud-init is not read; what it has below `network:`, alone in a file, is",
			     ret_what);
	s.events = events_new(syntax, "", text);
	events_let_keys_repeat(s.events);
	if (next(&s, &document) && document.type == EVENT_DOCUMENT && next(&s, &map) &&
	    map.type == EVENT_MAP)
		seen = keys_of(&s, words);
	events_free(s.events);
	return kind_of(seen, ret_what);
}
