/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * /proc/net/bonding/X (drivers/net/bonding/bond_procfs.c).  The bond comes
 * first, then a block for each member, which begins at `Slave Interface:`.
 */
#include <string.h>

#include "parse/linux/linux.h"
#include "parse/linux/rows.h"

enum part { PART_BOND, PART_MEMBER, PART_ACTOR, PART_PARTNER };

struct member {
	struct text name;
	struct uplink port;
	struct num speed;
	struct text duplex;
	struct origin origin;
	bool told_aggregator;
	bool addressed, queued; /* the lines that every, and every newer kernel prints */
};

struct reader {
	struct snapshot *s;
	unsigned host;
	const char *file;
	unsigned line;
	enum part part;
	struct bond bond;
	enum tri up; /* the bond itself */
	bool told_active;
	bool idle; /* 802.3ad: no aggregator is in use, so no member is */
	bool queues; /* the driver prints them */
	bool begun;  /* the line is a piece of a member's first one */
	bool ended; /* all that stands before ARP monitoring was there, and more follows */
	struct member *members; /* the last one is being read */
	size_t n;
};

/* A copy may lack the first lines; then it begins with those of its mode and has members below. */
bool is_proc_bonding(struct str text)
{
	text = str_trim(text);
	if (str_starts(text, "Ethernet Channel Bonding Driver:") || str_starts(text, "Bonding Mode:"))
		return true;
	return str_starts(text, "802.3ad info") &&
	       (str_has(text, "\nSlave Interface:") || str_has(text, "has no active aggregator"));
}

static bool after(struct str line, const char *key, struct str *ret_value)
{
	if (!str_starts(line, key))
		return false;
	*ret_value = str_trim(str_from(line, strlen(key)));
	return true;
}

static struct origin here(const struct reader *r)
{
	return snapshot_at(r->s, r->file, r->line);
}

static struct text text_of(const struct reader *r, struct str v)
{
	return v.n ? snapshot_text(r->s, v) : (struct text){ NULL };
}

/* "eth0", "eth0 (primary_reselect always)", "None" */
static struct text member_name(const struct reader *r, struct str v)
{
	struct str word;

	if (!str_word(&v, &word) || str_eq(word, "None"))
		return (struct text){ NULL };
	return snapshot_text(r->s, word);
}

/* "fault-tolerance (active-backup) (fail_over_mac active)" */
static void take_mode(struct reader *r, struct str v)
{
	static const struct {
		const char *said, *mode;
	} modes[] = {
		{ "load balancing (round-robin)", "balance-rr" },
		{ "fault-tolerance (active-backup)", "active-backup" },
		{ "load balancing (xor)", "balance-xor" },
		{ "fault-tolerance (broadcast)", "broadcast" },
		{ "IEEE 802.3ad Dynamic link aggregation", "802.3ad" },
		{ "transmit load balancing", "balance-tlb" },
		{ "adaptive load balancing", "balance-alb" },
	};
	struct str rest;

	for (size_t i = 0; i < countof(modes); i++)
		if (str_starts(v, modes[i].said)) {
			r->bond.mode = snapshot_cstr(r->s, modes[i].mode);
			v = str_trim(str_from(v, strlen(modes[i].said)));
		}
	if (!r->bond.mode.s)
		snapshot_note(r->s, r->host, here(r), v, "no bonding mode that uplint knows");
	else if (after(v, "(fail_over_mac ", &rest))
		r->bond.fail_over_mac = text_of(r, str_upto(rest, str_find(rest, ')')));
	else if (same(r->bond.mode.s, "active-backup") && !v.n)
		r->bond.fail_over_mac = snapshot_cstr(r->s, "none");
}

static void take_active(struct reader *r, struct str v)
{
	r->bond.active_member = member_name(r, v);
	r->told_active = v.n > 0;
}

static void take_targets(struct reader *r, struct str list)
{
	const char *all = r->bond.arp_targets.s ? r->bond.arp_targets.s : "";
	struct str one;
	struct ip ip;

	while (str_split(&list, ',', &one))
		if (ip_parse(str_trim(one), &ip) && !ip_is_unspecified(ip))
			all = snapshot_textf(r->s, "%s%s%s", all, *all ? "," : "",
					     ip_text(ip).s).s;
	r->bond.arp_targets = snapshot_cstr(r->s, all);
}

/* Lines that stand in the text and say nothing that a table holds. */
static bool is_idle(struct str line)
{
	static const char *const keys[] = {
		"Ethernet Channel Bonding Driver:",
		"Peer Notification Delay",
		"ARP Missed Max",
		"System priority:",
		"System MAC address:",
		"Active Aggregator Info:",
		"Number of ports:",
		"Actor Key:",
		"Partner Key:",
		"Actor Churned Count:",
		"Partner Churned Count:",
		"system priority:",
		"system mac address:",
		"port key:",
		"oper key:",
		"port priority:",
		"port number:",
		"Multicast Mode:",
	};

	for (size_t i = 0; i < countof(keys); i++)
		if (str_starts(line, keys[i]))
			return true;
	return false;
}

static bool take_lacp(struct reader *r, struct str line)
{
	struct bond *b = &r->bond;
	struct str v;

	if (after(line, "LACP active:", &v))
		b->lacp_active = v.n ? tri(str_eq(v, "on")) : TRI_UNKNOWN;
	else if (after(line, "LACP rate:", &v))
		b->lacp_rate = text_of(r, v);
	else if (after(line, "Min links:", &v))
		b->min_links = num_of(v);
	else if (after(line, "Aggregator selection policy (ad_select):", &v))
		b->ad_select = text_of(r, v);
	else if (after(line, "Aggregator ID:", &v))
		b->aggregator = num_of(v);
	else if (after(line, "Number of ports:", &v))
		b->ports = num_of(v);
	else if (after(line, "Partner Mac Address:", &v))
		b->partner_mac = mac_of(v);
	else if (str_starts(line, "bond ") && str_ends(line, "has no active aggregator"))
		r->idle = true;
	else if (str_starts(line, "802.3ad info"))
		fill_text(&b->mode, snapshot_cstr(r->s, "802.3ad"));
	else
		return false;
	return true;
}

static bool take_bond_line(struct reader *r, struct str line)
{
	struct bond *b = &r->bond;
	struct str v;

	if (after(line, "Bonding Mode:", &v))
		take_mode(r, v);
	else if (after(line, "Transmit Hash Policy:", &v))
		b->hash_policy = member_name(r, v);
	else if (after(line, "Primary Slave:", &v))
		b->primary_member = member_name(r, v);
	else if (after(line, "Currently Active Slave:", &v))
		take_active(r, v);
	else if (after(line, "MII Status:", &v))
		r->up = v.n ? tri(str_eq(v, "up")) : TRI_UNKNOWN;
	else if (after(line, "MII Polling Interval (ms):", &v))
		b->miimon = num_of(v);
	else if (after(line, "Up Delay (ms):", &v))
		b->updelay = num_of(v);
	else if (after(line, "Down Delay (ms):", &v))
		b->downdelay = num_of(v);
	else if (after(line, "ARP Polling Interval (ms):", &v))
		b->arp_interval = num_of(v);
	else if (after(line, "ARP IP target/s (n.n.n.n form):", &v) ||
		 after(line, "NS IPv6 target/s (xx::xx form):", &v))
		take_targets(r, v);
	else
		return take_lacp(r, line);
	return true;
}

/* Going down is still in use; going back is not yet. */
static enum tri link_of(struct str v)
{
	if (str_eq(v, "up") || str_eq(v, "going down"))
		return TRI_YES;
	return str_eq(v, "down") || str_eq(v, "going back") ? TRI_NO : TRI_UNKNOWN;
}

/* Old kernels print the number that stands for unknown. */
static struct num speed_of(struct str v)
{
	struct str word;
	struct num n = { .known = false };

	if (str_word(&v, &word) && str_eq(str_trim(v), "Mbps"))
		n = num_of(word);
	if (n.known && (n.v <= 0 || n.v == UINT16_MAX || n.v == UINT32_MAX))
		n.known = false;
	return n;
}

/* "1", or "N/A" */
static void take_aggregator(struct member *m, struct str v)
{
	m->port.aggregator = num_of(v);
	m->told_aggregator = v.n > 0;
}

static bool take_member_line(struct reader *r, struct str line)
{
	struct member *m = &r->members[r->n - 1];
	struct uplink *p = &m->port;
	struct str v;

	if (after(line, "MII Status:", &v))
		p->link = link_of(v);
	else if (after(line, "Speed:", &v))
		m->speed = speed_of(v);
	else if (after(line, "Duplex:", &v))
		m->duplex = str_eq(v, "full") || str_eq(v, "half") ? text_of(r, v)
								      : (struct text){ NULL };
	else if (after(line, "Link Failure Count:", &v))
		p->failures = num_of(v);
	else if (after(line, "Permanent HW addr:", &v))
		p->permanent_mac = mac_of(v);
	else if (after(line, "Slave queue ID:", &v))
		m->queued = v.n > 0;
	else if (after(line, "Aggregator ID:", &v))
		take_aggregator(m, v);
	else if (after(line, "Actor Churn State:", &v))
		p->actor_churn = text_of(r, v);
	else if (after(line, "Partner Churn State:", &v))
		p->partner_churn = text_of(r, v);
	else if (r->part == PART_ACTOR && after(line, "port state:", &v))
		p->actor_state = num_of(v);
	else if (r->part == PART_PARTNER && after(line, "port state:", &v))
		p->partner_state = num_of(v);
	else
		return false;
	if (str_starts(line, "Permanent HW addr:"))
		m->addressed = mac_known(p->permanent_mac);
	return m->addressed || !str_starts(line, "Permanent HW addr:");
}

static void start_member(struct reader *r, struct str name)
{
	r->part = PART_MEMBER;
	r->ended = true;
	r->members = arena_grow(snapshot_arena(r->s), r->members, r->n, sizeof(*r->members));
	r->members[r->n++] = (struct member){ .name = text_of(r, name), .origin = here(r) };
}

/* The kernel leaves ARP monitoring out where it is off; in a cut text nobody can tell. */
static bool ends_common(struct str line)
{
	return str_starts(line, "802.3ad info") || str_starts(line, "ARP ");
}

static bool begins_member(struct str line)
{
	static const char start[] = "Slave Interface:";

	return line.n < sizeof(start) && memcmp(line.p, start, line.n) == 0;
}

static void take_line(struct reader *r, struct str line)
{
	struct str v;
	bool taken;

	if (!line.n)
		return;
	r->begun = begins_member(line);
	if (r->begun)
		return;
	r->ended |= ends_common(line);
	if (after(line, "Slave Interface:", &v) && v.n) {
		start_member(r, v);
		return;
	}
	if (str_starts(line, "details actor lacp pdu:") && r->part != PART_BOND)
		r->part = PART_ACTOR;
	else if (str_starts(line, "details partner lacp pdu:") && r->part != PART_BOND)
		r->part = PART_PARTNER;
	else {
		taken = r->part == PART_BOND ? take_bond_line(r, line) : take_member_line(r, line);
		if (!taken && !is_idle(line))
			snapshot_note(r->s, r->host, here(r), line,
				      "not a line of /proc/net/bonding");
	}
}

static const char *role_of(const struct reader *r, const struct uplink *p, struct text name)
{
	const struct bond *b = &r->bond;

	if (!b->mode.s)
		return NULL;
	if (same(b->mode.s, "active-backup")) {
		if (!r->told_active)
			return NULL;
		return b->active_member.s == name.s ? "active" : "standby";
	}
	if (r->idle)
		return "standby";
	if (same(b->mode.s, "802.3ad")) {
		if (!b->aggregator.known || !p->aggregator.known)
			return NULL;
		return b->aggregator.v == p->aggregator.v ? "active" : "standby";
	}
	if (p->link == TRI_UNKNOWN)
		return NULL;
	return p->link == TRI_YES ? "active" : "unused";
}

static void store_member(struct reader *r, const struct member *m)
{
	const struct uplink *p = &m->port;
	struct uplink row = linux_member(r->s, r->host, r->bond.name, "bond", m->name, m->origin);
	struct interface i;

	fill_text(&row.role, snapshot_cstr(r->s, role_of(r, p, m->name)));
	fill_tri(&row.link, p->link);
	fill_num(&row.failures, p->failures);
	fill_mac(&row.permanent_mac, p->permanent_mac);
	fill_num(&row.aggregator, p->aggregator);
	fill_num(&row.actor_state, p->actor_state);
	fill_num(&row.partner_state, p->partner_state);
	fill_text(&row.actor_churn, p->actor_churn);
	fill_text(&row.partner_churn, p->partner_churn);
	put_uplink(r->s, r->host, row.row.index, &row);
	linux_enslave(r->s, r->host, m->name, r->bond.name, "bond", m->origin);
	i = linux_interface(r->s, r->host, m->name, m->origin);
	fill_num(&i.speed, m->speed);
	fill_text(&i.duplex, m->duplex);
	fill_mac(&i.permanent_mac, p->permanent_mac);
	put_interface(r->s, r->host, i.row.index, &i);
}

static void store_bond(struct reader *r)
{
	struct origin where = snapshot_at(r->s, r->file, 1);
	struct bond row = linux_bond(r->s, r->host, r->bond.name, "bond", where);
	struct interface i = linux_interface(r->s, r->host, r->bond.name, where);
	const struct bond *b = &r->bond;

	fill_text(&row.mode, b->mode);
	fill_text(&row.active_member, b->active_member);
	if (r->idle)
		fill_tri(&row.has_active, TRI_NO);
	fill_text(&row.primary_member, b->primary_member);
	fill_num(&row.miimon, b->miimon);
	fill_num(&row.arp_interval, b->arp_interval);
	fill_text(&row.arp_targets, b->arp_targets);
	fill_num(&row.updelay, b->updelay);
	fill_num(&row.downdelay, b->downdelay);
	fill_num(&row.min_links, b->min_links);
	fill_text(&row.hash_policy, b->hash_policy);
	fill_text(&row.lacp_rate, b->lacp_rate);
	fill_tri(&row.lacp_active, b->lacp_active);
	fill_num(&row.aggregator, b->aggregator);
	fill_num(&row.ports, b->ports);
	fill_mac(&row.partner_mac, b->partner_mac);
	fill_text(&row.ad_select, b->ad_select);
	fill_text(&row.fail_over_mac, b->fail_over_mac);
	put_bond(r->s, r->host, row.row.index, &row);
	fill_text(&i.kind, snapshot_cstr(r->s, "bond"));
	fill_tri(&i.carrier, r->up);
	put_interface(r->s, r->host, i.row.index, &i);
}

/*
 * Does the text end before its end?  Of a bond with a carrier there is a member, and of one with
 * an active member that one.  Drivers before 3.7 (2.6.36) have no queues.
 */
static bool is_cut(const struct reader *r)
{
	const struct member *last = r->n ? &r->members[r->n - 1] : NULL;
	bool has_active = !r->bond.active_member.s, past_queue = last && last->told_aggregator;

	if (!last)
		return !r->ended || !r->bond.downdelay.known || r->up != TRI_NO;
	for (size_t i = 0; i < r->n; i++)
		has_active |= r->members[i].name.s == r->bond.active_member.s;
	if (!has_active || !last->addressed || r->begun)
		return true;
	if (r->queues && !last->queued && !past_queue)
		return true;
	return same(r->bond.mode.s, "802.3ad") && !past_queue;
}

static void store(struct reader *r)
{
	static const char why[] = "only the bonds that /proc/net/bonding shows";
	bool cut = is_cut(r);

	if (cut)
		snapshot_note(r->s, r->host, here(r), STR(""), "the text ends in the middle");
	if (r->ended && r->bond.downdelay.known)
		fill_num(&r->bond.arp_interval, num(0));
	linux_cover_part(r->s, r->host, TABLE_interface, why);
	linux_cover_part(r->s, r->host, TABLE_bond, why);
	linux_cover_part(r->s, r->host, TABLE_uplink, why);
	/* A cut text with a member or none would tell of a bond that lacks the others. */
	if (cut && r->n < 2)
		return;
	store_bond(r);
	for (size_t i = 0; i < r->n; i++)
		store_member(r, &r->members[i]);
	linux_finish_bond(r->s, r->host, r->bond.name);
}

/* "bond0", "cat_proc_net_bonding_bond0", "cat_.proc.net.bonding.bond0" */
static struct str device_of(const char *file)
{
	struct str name = linux_base_name(file);

	for (size_t i = 0; i < name.n; i++)
		if (str_starts(str_from(name, i), "bonding") && name.n > i + strlen("bonding."))
			return str_from(name, i + strlen("bonding."));
	return name;
}

void parse_proc_bonding(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct str name = device_of(file), line;
	struct reader r = { .s = s, .host = host, .file = file };

	if (!name.n || str_eq(name, "-")) {
		snapshot_note(s, host, snapshot_at(s, file, 1), str_upto(text, str_find(text, '\n')),
			      "which bond it is of, is not said");
		return;
	}
	r.bond.name = text_of(&r, name);
	r.ended = str_ends(text, "\n");
	r.queues = !str_starts(str_trim(text), "Ethernet Channel Bonding Driver: v3.") ||
		   str_starts(str_trim(text), "Ethernet Channel Bonding Driver: v3.7");
	for (r.line = 1; str_line(&text, &line); r.line++)
		take_line(&r, str_trim(line));
	store(&r);
}
