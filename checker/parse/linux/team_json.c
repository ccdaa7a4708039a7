/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON of teamdctl: `state dump` and `config dump`. */
#include "parse/json_leaves.h"
#include "parse/linux/linux.h"
#include "parse/linux/rows.h"
#include "parse/linux/team.h"

enum { DOTS_MOST = 3 }; /* in a port's name */

struct reader {
	struct snapshot *s;
	unsigned host;
	struct origin origin;
	struct team team;
};

static bool is_object(struct str text)
{
	text = str_trim(text);
	return text.n && text.p[0] == '{';
}

bool is_team_dump(struct str text)
{
	return is_object(text) && str_has(text, "\"runner_name\"") && str_has(text, "\"setup\"");
}

bool is_team_config(struct str text)
{
	return is_object(text) && !is_team_dump(text) && str_has(text, "\"runner\"") &&
	       (str_has(text, "\"device\"") || str_has(text, "\"link_watch\""));
}

static struct text text_at(const struct reader *r, const struct span *o, const char *path)
{
	struct str v;

	return span_text(o, path, &v) && v.n ? snapshot_text(r->s, v) : (struct text){ NULL };
}

static struct num number_at(const struct span *o, const char *path)
{
	int64_t n;

	return span_number(o, path, &n) ? num(n) : (struct num){ .known = false };
}

static enum tri truth_at(const struct span *o, const char *path)
{
	struct str v;

	if (!span_text(o, path, &v))
		return TRI_UNKNOWN;
	if (str_eq(v, "true"))
		return TRI_YES;
	return str_eq(v, "false") ? TRI_NO : TRI_UNKNOWN;
}

static struct mac mac_at(const struct span *o, const char *path)
{
	struct str v;

	return span_text(o, path, &v) ? mac_of(v) : (struct mac){ .len = 0 };
}

/* {"list": {"link_watch_0": {"name": "ethtool", …}}, "up": true} */
static void take_watches(struct reader *r, const struct span *o, struct team_port *port)
{
	struct span watches = span_below(o, "link_watches"), one;
	struct span list = span_below(&watches, "list");
	struct str name;

	port->watched = watches.from < watches.to;
	port->link = truth_at(&watches, "up");
	for (size_t at = 0; span_next(&list, &at, &one);)
		if (span_text(&one, "name", &name))
			team_add_watch(r->s, &r->team, name);
}

static void take_runner_of_port(struct reader *r, const struct span *o, struct team_port *port)
{
	struct span runner = span_below(o, "runner");

	port->selected = truth_at(&runner, "selected");
	port->state = text_at(r, &runner, "state");
	port->aggregator = number_at(&runner, "aggregator.id");
	port->actor_state = number_at(&runner, "actor_lacpdu_info.state");
	port->partner_state = number_at(&runner, "partner_lacpdu_info.state");
	port->partner = mac_at(&runner, "partner_lacpdu_info.system");
}

/* A key that has a dot, as eth0.100, looks like an object in an object. */
static void take_port(struct reader *r, const struct span *o, unsigned dots)
{
	struct text name = text_at(r, o, "ifinfo.ifname");
	struct team_port *port;
	struct span inner;

	if (!name.s && dots < DOTS_MOST)
		for (size_t at = 0; span_next(o, &at, &inner);)
			take_port(r, &inner, dots + 1);
	if (!name.s)
		return;
	port = team_add_port(r->s, &r->team, name, r->origin);
	port->speed = number_at(o, "link.speed");
	port->duplex = text_at(r, o, "link.duplex");
	take_watches(r, o, port);
	if (port->link == TRI_UNKNOWN)
		port->link = truth_at(o, "link.up");
	take_runner_of_port(r, o, port);
}

static void take_dump(struct reader *r, const struct span *o)
{
	struct span ports = span_below(o, "ports"), one;
	struct team *t = &r->team;

	t->whole = true;
	t->runner = text_at(r, o, "setup.runner_name");
	t->name = text_at(r, o, "team_device.ifinfo.ifname");
	t->ifindex = number_at(o, "team_device.ifinfo.ifindex");
	t->mac = mac_at(o, "team_device.ifinfo.dev_addr");
	t->active_port = text_at(r, o, "runner.active_port");
	t->lacp_active = truth_at(o, "runner.active");
	t->fast_rate = truth_at(o, "runner.fast_rate");
	t->select_policy = text_at(r, o, "runner.select_policy");
	for (size_t at = 0; span_next(&ports, &at, &one);)
		take_port(r, &one, 0);
}

/* One watcher, or a list of them. */
static void take_watch(struct reader *r, const struct span *o)
{
	struct span watch = span_below(o, "link_watch"), one;
	struct str name;

	if (span_text(&watch, "name", &name))
		team_add_watch(r->s, &r->team, name);
	else
		for (size_t at = 0; span_next(&watch, &at, &one);)
			if (span_text(&one, "name", &name))
				team_add_watch(r->s, &r->team, name);
}

/* What is configured: a port need not be there, nor need these be all. */
static void take_config(struct reader *r, const struct span *o)
{
	struct team *t = &r->team;

	t->runner = text_at(r, o, "runner.name");
	t->name = text_at(r, o, "device");
	t->lacp_active = truth_at(o, "runner.active");
	t->fast_rate = truth_at(o, "runner.fast_rate");
	take_watch(r, o);
}

static void read_object(struct snapshot *s, unsigned host, const char *file, struct str text,
			const char *last_word, void (*take)(struct reader *, const struct span *))
{
	struct reader r = { .s = s, .host = host, .origin = snapshot_at(s, file, 1) };
	struct str name = linux_device_of_name(file, "teamdctl", last_word);
	struct leaves l;
	struct span o;
	struct err err;
	int found;

	r.team.origin = r.origin;
	leaves_open(&l, file, text);
	found = leaves_next(&l, &o, &err);
	if (found == 1)
		take(&r, &o);
	leaves_close(&l);
	if (found < 0) {
		snapshot_note(s, host, r.origin, str_of(err.text), "cannot be read");
		return;
	}
	if (!r.team.name.s && name.p)
		r.team.name = snapshot_text(s, name);
	team_store(s, host, file, &r.team);
}

void parse_team_dump(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	read_object(s, host, file, text, "state", take_dump);
}

void parse_team_config(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	read_object(s, host, file, text, "config", take_config);
}
