/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `teamdctl X state`, with -v and without, and `teamnl X ports`. */
#include <string.h>

#include "parse/linux/linux.h"
#include "parse/linux/rows.h"
#include "parse/linux/team.h"

enum { DEPTH_MOST = 5 };

struct reader {
	struct snapshot *s;
	unsigned host;
	const char *file;
	unsigned line;
	struct team team;
	struct team_port *port;
	struct str section[DEPTH_MOST]; /* headings above the line, by depth */
};

bool is_team_state(struct str text)
{
	struct str line, word;

	text = str_trim(text);
	return str_line(&text, &line) && str_eq(str_trim(line), "setup:") &&
	       str_line(&text, &line) && str_word(&line, &word) && str_ends(word, ":") &&
	       (str_eq(word, "runner:") || str_has(text, "\n  runner:"));
}

/* " 19: eth12: up 10000Mbit FD" */
static bool split_port(struct str line, struct str word[static 5])
{
	for (size_t i = 0; i < 5; i++)
		if (!str_word(&line, &word[i]))
			return false;
	return !str_trim(line).n && str_ends(word[0], ":") && str_ends(word[1], ":") &&
	       (str_eq(word[2], "up") || str_eq(word[2], "down")) && str_ends(word[3], "Mbit") &&
	       (str_eq(word[4], "FD") || str_eq(word[4], "HD"));
}

bool is_team_ports(struct str text)
{
	struct str line, word[5];

	text = str_trim(text);
	return str_line(&text, &line) && split_port(line, word);
}

static bool value_of(struct str line, const char *key, struct str *ret_value)
{
	if (!str_starts(line, key) || line.n <= strlen(key) || line.p[strlen(key)] != ':')
		return false;
	*ret_value = str_trim(str_from(line, strlen(key) + 1));
	return true;
}

static enum tri truth(struct str v, const char *yes, const char *no)
{
	if (str_eq(v, yes))
		return TRI_YES;
	return str_eq(v, no) ? TRI_NO : TRI_UNKNOWN;
}

static struct text text_of(const struct reader *r, struct str v)
{
	return v.n ? snapshot_text(r->s, v) : (struct text){ NULL };
}

static struct num lacp_bits(struct str v)
{
	uint64_t n;

	if (str_starts(v, "0x") && str_to_hex(v, &n) && n <= UINT8_MAX)
		return num((int64_t)n);
	return num_of(v);
}

static bool in(const struct reader *r, unsigned depth, const char *heading)
{
	return str_eq(r->section[depth], heading);
}

static void take_lacpdu(struct reader *r, struct str line)
{
	bool partner = in(r, 3, "partner LACPDU info:");
	struct str v;

	if (partner && value_of(line, "system", &v))
		r->port->partner = mac_of(v);
	else if (value_of(line, "state", &v) && partner)
		r->port->partner_state = lacp_bits(v);
	else if (value_of(line, "state", &v) && in(r, 3, "actor LACPDU info:"))
		r->port->actor_state = lacp_bits(v);
}

/* "10000Mbit" */
static struct num speed_of(struct str v)
{
	return str_ends(v, "Mbit") ? num_of(str_upto(v, v.n - strlen("Mbit")))
				   : (struct num){ .known = false };
}

/* Below the port's name, which stands at depth 1, and a heading at depth 2. */
static void take_port_line(struct reader *r, struct str line, unsigned depth)
{
	struct team_port *p = r->port;
	struct str v;

	if (depth == 2 && str_eq(line, "link watches:"))
		p->watched = true;
	else if (depth == 3 && in(r, 2, "link watches:") && value_of(line, "link summary", &v))
		p->link = truth(v, "up", "down");
	else if (depth == 4 && in(r, 2, "link watches:") && value_of(line, "name", &v))
		team_add_watch(r->s, &r->team, v);
	else if (depth == 3 && in(r, 2, "link:") && value_of(line, "speed", &v))
		p->speed = speed_of(v);
	else if (depth == 3 && in(r, 2, "link:") && value_of(line, "duplex", &v))
		p->duplex = text_of(r, v);
	else if (depth == 3 && in(r, 2, "runner:") && value_of(line, "aggregator ID", &v))
		p->aggregator = num_of(str_upto(v, str_find(v, ',')));
	else if (depth == 3 && in(r, 2, "runner:") && value_of(line, "selected", &v))
		p->selected = truth(v, "yes", "no");
	else if (depth == 3 && in(r, 2, "runner:") && value_of(line, "state", &v))
		p->state = text_of(r, v);
	else if (depth == 4 && in(r, 2, "runner:"))
		take_lacpdu(r, line);
}

static void take_team_line(struct reader *r, struct str line)
{
	struct team *t = &r->team;
	struct str v;

	if (in(r, 0, "setup:") && value_of(line, "runner", &v))
		t->runner = text_of(r, v);
	else if (in(r, 0, "runner:") && value_of(line, "active port", &v))
		t->active_port = text_of(r, v);
	else if (in(r, 0, "runner:") && value_of(line, "active", &v))
		t->lacp_active = truth(v, "yes", "no");
	else if (in(r, 0, "runner:") && value_of(line, "fast rate", &v))
		t->fast_rate = truth(v, "yes", "no");
	else if (in(r, 0, "runner:") && value_of(line, "selection policy", &v))
		t->select_policy = text_of(r, v);
}

static bool is_top(struct str line)
{
	return str_eq(line, "setup:") || str_eq(line, "ports:") || str_eq(line, "runner:") ||
	       str_eq(line, "team device:");
}

/* "ports:", and below it names, headings and "key: value" */
static bool is_state_line(struct str bare, unsigned depth)
{
	if (depth == 0)
		return is_top(bare);
	return str_find(bare, ':') < bare.n || (depth == 1 && str_find(bare, ' ') == bare.n);
}

static void take_line(struct reader *r, struct str line)
{
	struct str bare = str_trim(line);
	unsigned depth = 0;

	while (depth < line.n && line.p[depth] == ' ')
		depth++;
	depth /= 2;
	if (!bare.n)
		return;
	if (depth >= DEPTH_MOST || !is_state_line(bare, depth)) {
		snapshot_note(r->s, r->host, snapshot_at(r->s, r->file, r->line), bare,
			      "not a line of teamdctl's state");
		return;
	}
	for (unsigned i = depth; i < DEPTH_MOST; i++)
		r->section[i] = STR("");
	r->section[depth] = bare;
	if (depth == 1 && in(r, 0, "ports:"))
		r->port = team_add_port(r->s, &r->team, snapshot_text(r->s, bare),
					snapshot_at(r->s, r->file, r->line));
	else if (depth >= 2 && in(r, 0, "ports:") && r->port)
		take_port_line(r, bare, depth);
	else if (depth == 1)
		take_team_line(r, bare);
	r->team.whole |= in(r, 0, "runner:");
}

void parse_team_state(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct str name = linux_device_of_name(file, "teamdctl", "state"), line;
	struct reader r = { .s = s, .host = host, .file = file };

	r.team.origin = snapshot_at(s, file, 1);
	if (name.p)
		r.team.name = snapshot_text(s, name);
	for (r.line = 1; str_line(&text, &line); r.line++)
		take_line(&r, line);
	/* Runners without a state of their own print no last section. */
	if (!same(r.team.runner.s, "activebackup") && !same(r.team.runner.s, "lacp"))
		r.team.whole = r.team.runner.s;
	if (!r.team.whole)
		snapshot_note(s, host, snapshot_at(s, file, r.line), STR(""),
			      "the text ends in the middle");
	team_store(s, host, file, &r.team);
}

/* Speed 0 is one that the kernel does not know, and no duplex goes with it. */
void parse_team_ports(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct str name = linux_device_of_name(file, "teamnl", "port"), word[5], line;
	struct team t = { .origin = snapshot_at(s, file, 1), .whole = true };

	if (!name.p)
		name = linux_device_of_name(file, "teamnl", "ports");
	if (name.p)
		t.name = snapshot_text(s, name);
	for (unsigned n = 1; str_line(&text, &line); n++) {
		struct origin where = snapshot_at(s, file, n);
		if (!str_trim(line).n)
			continue;
		if (!split_port(line, word)) {
			snapshot_note(s, host, where, line, "not a port of teamnl");
			continue;
		}
		struct team_port *p = team_add_port(
			s, &t, snapshot_text(s, str_upto(word[1], word[1].n - 1)), where);
		p->link = truth(word[2], "up", "down");
		p->speed = speed_of(word[3]);
		p->duplex = snapshot_cstr(s, str_eq(word[4], "FD") ? "full" : "half");
	}
	team_store(s, host, file, &t);
}
