/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ethtool: settings of a link as text and JSON, -P and -i. */
#include <string.h>

#include "model/lookup.h"
#include "parse/json_leaves.h"
#include "parse/linux/linux.h"
#include "parse/linux/rows.h"

enum { LOOK_BYTES = 4096 }; /* what could not be asked may come first */

struct link {
	struct text name;
	struct num speed;
	struct text duplex;
	enum tri carrier;
	struct mac permanent_mac;
	struct text driver, bus;
	struct origin origin;
};

/* An interface that the list of all lacks is none of this host, or goes by another name there. */
static bool is_foreign(struct snapshot *s, unsigned host, struct text name)
{
	const char *why;
	size_t i;

	return snapshot_coverage(s, host, TABLE_interface, &why) == COVERAGE_READ &&
	       !snapshot_lookup_text(s, TABLE_interface, host, COLUMN(interface, name), name, &i);
}

static void store(struct snapshot *s, unsigned host, const struct link *l)
{
	struct interface row;

	if (!l->name.s || is_foreign(s, host, l->name)) {
		snapshot_note(s, host, l->origin, str_of(l->name.s),
			      l->name.s ? "no interface of this name"
					: "which interface it is of, is not said");
		return;
	}
	linux_cover_part(s, host, TABLE_interface, "only interfaces that ethtool was asked of");
	row = linux_interface(s, host, l->name, l->origin);
	fill_num(&row.speed, l->speed);
	fill_text(&row.duplex, l->duplex);
	fill_tri(&row.carrier, l->carrier);
	fill_mac(&row.permanent_mac, l->permanent_mac);
	fill_text(&row.bus, l->bus);
	if (!row.kind.s || same(row.kind.s, "physical"))
		fill_text(&row.driver, l->driver);
	put_interface(s, host, row.row.index, &row);
}

static bool value_of(struct str line, const char *key, struct str *ret_value)
{
	if (!str_starts(line, key))
		return false;
	*ret_value = str_trim(str_from(line, strlen(key)));
	return true;
}

static struct num known_speed(struct num n)
{
	if (n.known && (n.v <= 0 || n.v == UINT16_MAX || n.v >= UINT32_MAX))
		n.known = false;
	return n;
}

/* "1000Mb/s", "Unknown!" */
static struct num speed_of(struct str v)
{
	return str_ends(v, "Mb/s") ? known_speed(num_of(str_upto(v, v.n - strlen("Mb/s"))))
				   : (struct num){ .known = false };
}

static struct text duplex_of(struct snapshot *s, struct str v)
{
	if (str_eq_nocase(v, "full"))
		return snapshot_cstr(s, "full");
	return str_eq_nocase(v, "half") ? snapshot_cstr(s, "half") : (struct text){ NULL };
}

bool is_ethtool(struct str text)
{
	return str_starts(text, "Settings for ") ||
	       str_has(str_upto(text, LOOK_BYTES), "\nSettings for ");
}

/* "\tPort: Twisted Pair", and below it, further in, what a long list goes on with. */
static bool is_setting(struct str line)
{
	size_t in = 0;

	while (in < line.n && (line.p[in] == ' ' || line.p[in] == '\t'))
		in++;
	return in > 8 || ((in >= 4 || str_starts(line, "\t")) && str_find(line, ':') < line.n);
}

/* What ethtool could not ask is of no use here. */
static bool is_remark(struct str line)
{
	static const char *const starts[] = {
		"Cannot get ", "netlink error:", "No data available",
	};

	for (size_t i = 0; i < countof(starts); i++)
		if (str_starts(line, starts[i]))
			return true;
	return !str_trim(line).n;
}

static void note_line(struct snapshot *s, unsigned host, struct origin where, struct str line)
{
	snapshot_note(s, host, where, line, "not a line of ethtool");
}

void parse_ethtool(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct link l = { .carrier = TRI_UNKNOWN };
	struct str line, v;

	for (unsigned n = 1; str_line(&text, &line); n++) {
		struct str bare = str_trim(line);
		if (value_of(line, "Settings for ", &v) && str_ends(v, ":")) {
			if (l.name.s)
				store(s, host, &l);
			l = (struct link){ .name = snapshot_text(s, str_upto(v, v.n - 1)),
					   .origin = snapshot_at(s, file, n) };
		} else if (value_of(bare, "Speed:", &v)) {
			l.speed = speed_of(v);
		} else if (value_of(bare, "Duplex:", &v)) {
			l.duplex = duplex_of(s, v);
		} else if (value_of(bare, "Link detected:", &v)) {
			/* "no (No cable)" */
			l.carrier = str_starts(v, "yes")  ? TRI_YES
				    : str_starts(v, "no") ? TRI_NO
							  : TRI_UNKNOWN;
		} else if (!is_remark(line) && !is_setting(line)) {
			note_line(s, host, snapshot_at(s, file, n), line);
		}
	}
	if (l.name.s)
		store(s, host, &l);
}

bool is_ethtool_json(struct str text)
{
	text = str_trim(text);
	return text.n && text.p[0] == '[' && str_has(text, "\"ifname\"") &&
	       (str_has(text, "\"link-detected\"") || str_has(text, "\"supported-link-modes\""));
}

void parse_ethtool_json(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct leaves l;
	struct span o;
	struct err err;
	int more;

	leaves_open(&l, file, text);
	while ((more = leaves_next(&l, &o, &err)) == 1) {
		struct link one = { .origin = snapshot_at(s, file, l.line) };
		struct str v;
		int64_t n;
		if (!span_text(&o, "ifname", &v))
			continue;
		one.name = snapshot_text(s, v);
		if (span_number(&o, "speed", &n))
			one.speed = known_speed(num(n));
		if (span_text(&o, "duplex", &v))
			one.duplex = duplex_of(s, v);
		if (span_text(&o, "link-detected", &v))
			one.carrier = tri(str_eq(v, "true"));
		store(s, host, &one);
	}
	leaves_close(&l);
	if (more < 0)
		snapshot_note(s, host, snapshot_at(s, file, 1), str_of(err.text),
			      "not all could be read");
}

bool is_ethtool_address(struct str text)
{
	return str_starts(str_trim(text), "Permanent address:");
}

static struct text name_in(struct snapshot *s, const char *file, const char *option)
{
	struct str name = linux_device_of_name(file, option, NULL);

	return name.p ? snapshot_text(s, name) : (struct text){ NULL };
}

/* "52:54:00:00:00:01", or "not set" */
void parse_ethtool_address(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct link l = {
		.name = name_in(s, file, "-P"),
		.origin = snapshot_at(s, file, 1),
	};
	struct str line, v = { NULL, 0 };

	for (unsigned n = 1; str_line(&text, &line); n++)
		if (!value_of(str_trim(line), "Permanent address:", &v) && !is_remark(line))
			note_line(s, host, snapshot_at(s, file, n), line);
	l.permanent_mac = mac_of(v);
	if (mac_is_zero(l.permanent_mac))
		l.permanent_mac.len = 0;
	store(s, host, &l);
}

bool is_ethtool_driver(struct str text)
{
	return str_starts(str_trim(text), "driver:") && str_has(text, "\nbus-info:");
}

static bool is_driver_line(struct str line)
{
	static const char *const keys[] = {
		"driver:",   "version:",  "firmware-version:", "expansion-rom-version:",
		"bus-info:", "supports-",
	};

	for (size_t i = 0; i < countof(keys); i++)
		if (str_starts(line, keys[i]))
			return true;
	return false;
}

void parse_ethtool_driver(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct link l = {
		.name = name_in(s, file, "-i"),
		.origin = snapshot_at(s, file, 1),
	};
	struct str line, v;

	for (unsigned n = 1; str_line(&text, &line); n++)
		if (value_of(line, "driver:", &v) && v.n)
			l.driver = snapshot_text(s, v);
		else if (value_of(line, "bus-info:", &v) && v.n && !str_eq(v, "N/A"))
			l.bus = snapshot_text(s, v);
		else if (!is_driver_line(line) && !is_remark(line))
			note_line(s, host, snapshot_at(s, file, n), line);
	store(s, host, &l);
}
