/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * LLDP and CDP neighbours: what lldpd tells (lldpctl as text, -f keyvalue, -f json
 * and json0), and what systemd-networkd does (networkctl lldp).
 */
#include <string.h>

#include "base/err.h"
#include "base/event.h"
#include "parse/linux/linux.h"
#include "parse/linux/rows.h"

enum { KEYS_MOST = 16 };

struct reader {
	struct snapshot *s;
	unsigned host;
	const char *file;
	struct link_neighbour row; /* the one that is read; interface NULL: none */
	struct num vlan;           /* the last one told: the row's where it is the untagged one */
};

static void store(struct reader *r)
{
	if (r->row.interface.s)
		add_link_neighbour(r->s, r->host, &r->row);
	r->row = (struct link_neighbour){ .row.index = 0 };
	r->vlan = (struct num){ .known = false };
}

static void begin(struct reader *r, struct str interface, unsigned line)
{
	store(r);
	r->row.row.origin = snapshot_at(r->s, r->file, line);
	r->row.interface = snapshot_text(r->s, interface);
}

enum field {
	FIELD_PROTOCOL,
	FIELD_CHASSIS,
	FIELD_NAME,
	FIELD_ADDRESS,
	FIELD_PORT,
	FIELD_DESCRIPTION,
	FIELD_FRAME,
	FIELD_VLAN,
	FIELD_UNTAGGED,
};

/* IEEE 802.3 counts the header and the check sequence of a frame. */
static struct num mtu_of_frame(struct str v)
{
	struct num n = num_of(v);

	n.known = n.known && n.v > 18;
	n.v -= n.known ? 18 : 0;
	return n;
}

static void put(struct reader *r, enum field field, struct str value)
{
	struct link_neighbour *n = &r->row;

	switch (field) {
	case FIELD_PROTOCOL: fill_text(&n->protocol, snapshot_text(r->s, value)); break;
	case FIELD_CHASSIS: fill_text(&n->chassis, snapshot_text(r->s, value)); break;
	case FIELD_NAME: fill_text(&n->name, snapshot_text(r->s, value)); break;
	case FIELD_PORT: fill_text(&n->port, snapshot_text(r->s, value)); break;
	case FIELD_DESCRIPTION: fill_text(&n->description, snapshot_text(r->s, value)); break;
	case FIELD_FRAME: fill_num(&n->mtu, mtu_of_frame(value)); break;
	case FIELD_VLAN: r->vlan = num_of(value); break;
	case FIELD_UNTAGGED:
		if (str_eq(value, "yes") || str_eq(value, "true"))
			fill_num(&n->vlan_id, r->vlan);
		break;
	case FIELD_ADDRESS:
		if (!ip_known(n->address))
			ip_parse(value, &n->address);
		break;
	}
}

/* The same names in all of lldpd's formats; ids by their type, or in parts of their own. */
static const struct {
	const char *path;
	enum field field;
} paths[] = {
	{ "chassis.mac", FIELD_CHASSIS },      { "chassis.local", FIELD_CHASSIS },
	{ "chassis.ifname", FIELD_CHASSIS },   { "chassis.ip", FIELD_CHASSIS },
	{ "chassis.id.value", FIELD_CHASSIS }, { "chassis.name", FIELD_NAME },
	{ "chassis.name.value", FIELD_NAME },  { "chassis.mgmt-ip", FIELD_ADDRESS },
	{ "chassis.mgmt-ip.value", FIELD_ADDRESS },
	{ "port.mac", FIELD_PORT },            { "port.local", FIELD_PORT },
	{ "port.ifname", FIELD_PORT },         { "port.ip", FIELD_PORT },
	{ "port.id.value", FIELD_PORT },       { "port.descr", FIELD_DESCRIPTION },
	{ "port.descr.value", FIELD_DESCRIPTION },
	{ "port.mfs", FIELD_FRAME },           { "port.mfs.value", FIELD_FRAME },
	{ "vlan.vlan-id", FIELD_VLAN },        { "vlan.pvid", FIELD_UNTAGGED },
};

static void take(struct reader *r, struct str path, struct str value)
{
	for (size_t i = 0; i < countof(paths) && r->row.interface.s; i++)
		if (str_eq(path, paths[i].path))
			put(r, paths[i].field, value);
}

static void note_line(struct reader *r, struct str line, unsigned number)
{
	snapshot_note(r->s, r->host, snapshot_at(r->s, r->file, number), line,
		      "no line of a list of neighbours");
}

static struct reader reader_of(struct snapshot *s, unsigned host, const char *file)
{
	snapshot_cover(s, host, TABLE_link_neighbour, COVERAGE_READ, NULL);
	return (struct reader){ .s = s, .host = host, .file = file };
}

bool is_lldp_keyvalue(struct str text)
{
	struct str line;

	return str_line(&text, &line) && str_starts(line, "lldp.") && str_has(line, ".via=");
}

/*
 * lldp.eth0.100.via=LLDP begins a neighbour: the interface may have dots in its name.  What a switch
 * says of itself may have more than one line.
 */
void parse_lldp_keyvalue(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct reader r = reader_of(s, host, file);
	bool description = false;
	struct str line;

	for (unsigned n = 1; str_line(&text, &line); n++) {
		size_t equals = str_find(line, '=');
		struct str path = str_upto(line, equals), value = str_from(line, equals + 1);
		if (!str_starts(path, "lldp.") || equals == line.n) {
			if (!description && str_trim(line).n)
				note_line(&r, line, n);
			continue;
		}
		description = str_ends(path, ".descr");
		path = str_from(path, strlen("lldp."));
		if (str_ends(path, ".via")) {
			begin(&r, str_upto(path, path.n - strlen(".via")), n);
			put(&r, FIELD_PROTOCOL, value);
		} else if (r.row.interface.s && str_starts(path, r.row.interface.s)) {
			take(&r, str_from(path, strlen(r.row.interface.s) + 1), value);
		}
	}
	store(&r);
}

bool is_lldp_text(struct str text)
{
	struct str line;

	return str_line(&text, &line) && str_starts(line, "-----") && str_line(&text, &line) &&
	       str_starts(line, "LLDP neighbors");
}

/* "Interface:    eth0, via: LLDP, RID: 1, Time: 0 day, 00:00:05" */
static void begin_text(struct reader *r, struct str value, unsigned line)
{
	struct str interface, via;

	str_split(&value, ',', &interface);
	begin(r, interface, line);
	if (str_split(&value, ',', &via) && str_starts(str_trim(via), "via:"))
		put(r, FIELD_PROTOCOL, str_trim(str_from(str_trim(via), strlen("via:"))));
}

/* "mac 92:f1:d8:c6:7d:31": without the type. */
static struct str id_of(struct str value)
{
	return str_trim(str_from(value, str_find(value, ' ')));
}

/* "75, pvid: yes DEFAULT" */
static void take_vlan(struct reader *r, struct str value)
{
	struct str id;

	str_split(&value, ',', &id);
	put(r, FIELD_VLAN, str_trim(id));
	value = str_trim(value);
	if (str_starts(value, "pvid: yes"))
		put(r, FIELD_UNTAGGED, STR("yes"));
}

static void take_text(struct reader *r, struct str key, struct str value)
{
	if (str_eq(key, "ChassisID"))
		put(r, FIELD_CHASSIS, id_of(value));
	else if (str_eq(key, "SysName"))
		put(r, FIELD_NAME, value);
	else if (str_eq(key, "MgmtIP"))
		put(r, FIELD_ADDRESS, value);
	else if (str_eq(key, "PortID"))
		put(r, FIELD_PORT, id_of(value));
	else if (str_eq(key, "PortDescr"))
		put(r, FIELD_DESCRIPTION, value);
	else if (str_eq(key, "MFS"))
		put(r, FIELD_FRAME, value);
	else if (str_eq(key, "VLAN"))
		take_vlan(r, value);
}

/* At the margin: rulers and the title. */
static bool is_frame(struct str line)
{
	return !str_trim(line).n || str_starts(line, "-----") ||
	       str_starts(line, "LLDP neighbors");
}

void parse_lldp_text(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct reader r = reader_of(s, host, file);
	struct str line;

	for (unsigned n = 1; str_line(&text, &line); n++) {
		size_t colon = str_find(line, ':');
		struct str key = str_trim(str_upto(line, colon));
		struct str value = str_trim(str_from(line, colon + 1));
		if (str_starts(line, "Interface:"))
			begin_text(&r, value, n);
		else if (!(r.row.interface.s && str_starts(line, " ")) && !is_frame(line))
			note_line(&r, line, n);
		else if (r.row.interface.s && value.n)
			take_text(&r, key, value);
	}
	store(&r);
}

bool is_lldp_json(struct str text)
{
	text = str_trim(text);
	if (!str_starts(text, "{"))
		return false;
	text = str_trim(str_from(text, 1));
	return str_starts(text, "\"lldp\"");
}

/* Keys from the top down to a value; lists have none. */
struct walk {
	struct reader *reader;
	struct events *events;
	struct arena *arena;
	struct str keys[KEYS_MOST];
	struct str interface; /* json0: the name that stands before the neighbour's parts */
	bool flat;            /* json0: names are values, never keys */
};

static bool is_attribute(struct str key)
{
	static const char *const names[] = { "id",	 "name",       "descr",
					     "mgmt-ip",	 "mgmt-iface", "capability" };

	for (size_t i = 0; i < countof(names); i++)
		if (str_eq(key, names[i]))
			return true;
	return false;
}

/* "chassis": { "leaf-1": { "id": … } }: in JSON the name is a key. */
static void take_keys(struct walk *w, size_t from, size_t n, struct str value)
{
	const char *path = NULL;

	for (size_t i = from; i < n; i++) {
		if (!w->flat && i == from + 1 && str_eq(w->keys[from], "chassis") &&
		    !is_attribute(w->keys[i]))
			put(w->reader, FIELD_NAME, w->keys[i]);
		else
			path = arena_list(w->arena, path, ".", arena_str(w->arena, w->keys[i]));
	}
	take(w->reader, str_of(path), value);
}

static void take_leaf(struct walk *w, size_t n, const struct event *at)
{
	size_t from = w->flat ? 2 : 3;

	if (n < 3 || !str_eq(w->keys[0], "lldp") || !str_eq(w->keys[1], "interface"))
		return;
	if (n == 3 && str_eq(w->keys[2], "name")) {
		w->flat = true;
		w->interface = str_of(arena_str(w->arena, at->text));
		return;
	}
	if (n == from + 1 && str_eq(w->keys[from], "via")) {
		begin(w->reader, w->flat ? w->interface : w->keys[2], at->line);
		put(w->reader, FIELD_PROTOCOL, at->text);
	} else if (n > from && w->reader->row.interface.s) {
		take_keys(w, from, n, at->text);
	}
}

/* The value that begins with this event, n keys down. */
static int walk(struct walk *w, size_t n, struct event at, struct err *err)
{
	enum event_type end = at.type == EVENT_MAP ? EVENT_MAP_END : EVENT_LIST_END;

	if (at.type == EVENT_SCALAR) {
		take_leaf(w, n, &at);
		return 0;
	}
	for (;;) {
		size_t below = n;
		if (events_next(w->events, &at, err) < 0)
			return -1;
		if (at.type == end)
			return 0;
		if (at.type == EVENT_KEY) {
			if (n == KEYS_MOST)
				return events_error(w->events, &at, err, "nested too deep");
			w->keys[below++] = str_of(arena_str(w->arena, at.text));
			if (events_next(w->events, &at, err) < 0)
				return -1;
		}
		if (walk(w, below, at, err) < 0)
			return -1;
	}
}

void parse_lldp_json(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	CLEANUP(events_freep) struct events *events = events_new(EVENT_JSON, file, text);
	struct reader r = reader_of(s, host, file);
	struct walk w = { .reader = &r, .events = events, .arena = a };
	struct event document, value;
	struct err err;

	events_let_keys_repeat(events);
	if (events_next(events, &document, &err) < 0 || events_next(events, &value, &err) < 0 ||
	    walk(&w, 0, value, &err) < 0) {
		snapshot_note(s, host, snapshot_at(s, file, 1), str_of(err.text), "no JSON");
		snapshot_cover(s, host, TABLE_link_neighbour, COVERAGE_PARTIAL,
			       "the list of neighbours is cut off");
	}
	store(&r);
}

/* Where the columns begin, in characters. */
struct columns {
	size_t chassis, name, caps, port, description;
};

static bool find_column(struct str header, const char *title, size_t *ret_at)
{
	const char *at = memmem(header.p, header.n, title, strlen(title));

	*ret_at = at ? (size_t)(at - header.p) : 0;
	return at;
}

/* Before systemd 254 the titles have blanks for hyphens. */
static bool read_header(struct str line, struct columns *c)
{
	if (!str_starts(line, "LINK"))
		return false;
	if (find_column(line, "CHASSIS-ID", &c->chassis))
		return find_column(line, "SYSTEM-NAME", &c->name) &&
		       find_column(line, "CAPS", &c->caps) &&
		       find_column(line, "PORT-ID", &c->port) &&
		       find_column(line, "PORT-DESCRIPTION", &c->description);
	return find_column(line, "CHASSIS ID", &c->chassis) &&
	       find_column(line, "SYSTEM NAME", &c->name) && find_column(line, "CAPS", &c->caps) &&
	       find_column(line, "PORT ID", &c->port) &&
	       find_column(line, "PORT DESCRIPTION", &c->description);
}

bool is_networkctl_lldp(struct str text)
{
	struct columns c;
	struct str line;

	return str_line(&text, &line) && read_header(line, &c);
}

/* The bytes before so many characters. */
static size_t bytes_of(struct str s, size_t characters)
{
	size_t i = 0;

	for (; i < s.n; i++)
		if (((unsigned char)s.p[i] & 0xc0) != 0x80 && characters-- == 0)
			break;
	return i;
}

/* What was shortened to fit the terminal is not known. */
static struct str cell(struct str line, size_t from, size_t to)
{
	size_t begin = bytes_of(line, from);
	struct str v = str_trim(str_upto(str_from(line, begin), bytes_of(line, to) - begin));

	return str_has(v, "\xe2\x80\xa6") || str_eq(v, "n/a") || str_eq(v, "-") ? str_upto(v, 0)
										 : v;
}

static void put_cell(struct reader *r, enum field field, struct str value)
{
	if (value.n)
		put(r, field, value);
}

/* The capabilities are a letter or a dot each: "..b........" */
static bool is_entry(struct str line, const struct columns *c)
{
	struct str interface = cell(line, 0, c->chassis), caps = cell(line, c->caps, c->port);

	for (size_t i = 0; i < caps.n; i++)
		if (caps.p[i] != '.' && (caps.p[i] < 'a' || caps.p[i] > 'z'))
			return false;
	return interface.n && str_find(interface, ' ') == interface.n && caps.n >= 8;
}

/* "a - Station; c - Customer VLAN" and the count, below the table. */
static bool is_legend(struct str line)
{
	line = str_trim(line);
	return !line.n || str_starts(line, "Capability Flags:") ||
	       str_has(line, "neighbors listed") || str_has(line, "neighbor(s) listed") ||
	       str_starts(str_from(line, 1), " - ");
}

void parse_networkctl_lldp(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct reader r = reader_of(s, host, file);
	struct columns c = { .caps = 0 };
	bool header = false;
	struct str line;

	for (unsigned n = 1; str_line(&text, &line); n++) {
		if (!header && read_header(line, &c)) {
			header = true;
			continue;
		}
		if (!header || !is_entry(line, &c)) {
			if (!is_legend(line))
				note_line(&r, line, n);
			continue;
		}
		begin(&r, cell(line, 0, c.chassis), n);
		put(&r, FIELD_PROTOCOL, STR("LLDP"));
		put_cell(&r, FIELD_CHASSIS, cell(line, c.chassis, c.name));
		put_cell(&r, FIELD_NAME, cell(line, c.name, c.caps));
		put_cell(&r, FIELD_PORT, cell(line, c.port, c.description));
		put_cell(&r, FIELD_DESCRIPTION, cell(line, c.description, SIZE_MAX));
	}
	store(&r);
	if (!header)
		snapshot_cover(s, host, TABLE_link_neighbour, COVERAGE_PARTIAL,
			       "the list of neighbours has no header");
}
