/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where one output of a Linux host ends and the next begins, in a text that no command names. */
#include <ctype.h>
#include <string.h>

#include "parse/ip/ip.h"
#include "parse/iscsi/iscsi.h"
#include "parse/linux/linux.h"

enum {
	ISCSI_BEGINS = IP_BEGINS_MOST,
	OTHER_BEGINS = ISCSI_BEGINS + 32,
	WINDOW = 1024,	  /* bytes that tell what a line begins */
	SHORT_LINE = 2000, /* of a text, details of a bridge too; JSON has no limit */
};

/* How an output begins that does so by one line alone. */
static const char *const heads[] = {
	"Ethernet Channel Bonding Driver:",
	"iSCSI Transport Class version",
	"SENDTARGETS:",
	"Settings for ",
	"Permanent address: ",
	"VLAN Dev name",
	"Linux version ",
};

/* "net.ipv4.ip_forward = 1": records of iscsiadm have other names. */
static bool is_setting(struct str line)
{
	static const char *const areas[] = { "net.",	"kernel.", "vm.",   "fs.",     "dev.",
					     "abi.",	"crypto.", "debug.", "sunrpc.", "user.",
					     "net/" };

	for (size_t i = 0; i < countof(areas); i++)
		if (str_starts(line, areas[i]))
			return str_has(line, " = ");
	return false;
}

/* What a text of such lines is. */
static const struct shape {
	bool (*is)(struct str text);
	bool anew;	/* one such line begins an output, and no more follow in it */
	bool line_only; /* more than the line says nothing of it */
} shapes[] = {
	{ is_setting, false, true },	      { is_mount, false, true },
	{ is_proc_mounts, false, true },      { is_findmnt, true, true },
	{ is_nfsstat, false, false },	      { is_proc_vlan, true, true },
	{ is_ethtool_driver, true, false },   { is_team_state, true, false },
	{ is_lldp_text, true, false },	      { is_lldp_keyvalue, false, true },
	{ is_networkctl_lldp, true, true },
};

/* The line and what follows it. */
static struct str all_of(struct str line, struct str rest)
{
	return (struct str){ line.p, rest.p ? (size_t)(rest.p - line.p) + rest.n : line.n };
}

static struct str next_line(struct str rest)
{
	struct str line = STR("");

	str_line(&rest, &line);
	return str_trim(line);
}

/* "mpatha (36001405…) dm-0 LIO-ORG,disk", and its size below. */
static bool is_map(struct str line, struct str rest)
{
	struct str next = next_line(rest);

	return str_has(line, "dm-") && (str_starts(next, "size=") || str_starts(next, "[size="));
}

static struct str first_line(struct str before)
{
	struct str line = STR("");

	while (str_line(&before, &line) && !str_trim(line).n)
		;
	return str_trim(line);
}

/* Lines of iscsiadm: a tree is one output, whatever the targets in it. */
static enum iscsiadm_kind iscsi_kind(struct str before, struct str line, struct str rest)
{
	struct str next = next_line(rest);

	if (str_starts(line, "# BEGIN RECORD"))
		return str_starts(next, "iface.") ? ISCSIADM_IFACE_RECORD : ISCSIADM_NODE_RECORDS;
	if (str_starts(line, "iSCSI Transport Class version"))
		return ISCSIADM_SESSION_1;
	if (str_starts(line, "Target: ")) {
		if (str_starts(first_line(before), "SENDTARGETS:"))
			return ISCSIADM_NONE;
		return str_starts(next, "Current Portal:") ? ISCSIADM_SESSION_1 :
							     ISCSIADM_NODE_TREE;
	}
	if (str_has(line, " = ") || (!str_starts(line, "iscsiadm: ") &&
				     iscsiadm_kind(line) == ISCSIADM_FAILED))
		return ISCSIADM_NONE;
	return iscsiadm_kind(line);
}

static bool has_head(struct str line)
{
	for (size_t i = 0; i < countof(heads); i++)
		if (str_starts(line, heads[i]))
			return true;
	return false;
}

static struct transcript_begin shape_begins(struct str line, struct str rest)
{
	struct str all = str_upto(all_of(line, rest), WINDOW);
	struct transcript_begin b = { .kind = 0 };

	if (is_map(line, rest))
		b.kind = OTHER_BEGINS;
	for (size_t i = 0; !b.kind && i < countof(shapes); i++)
		if (shapes[i].is(shapes[i].line_only ? line : all))
			b = (struct transcript_begin){ .kind = OTHER_BEGINS + 1 + (unsigned)i,
						       .anew = shapes[i].anew };
	return b;
}

static struct transcript_begin text_begins(struct str before, struct str line, struct str rest)
{
	struct transcript_begin b = ip_begins(before, line, rest);
	enum iscsiadm_kind kind;

	if (b.kind || !line.n || isspace((unsigned char)line.p[0]))
		return b;
	if (has_head(line) || (str_starts(line, "Linux ") && str_has(line, " #")))
		b = (struct transcript_begin){ .kind = OTHER_BEGINS - 1, .anew = true };
	kind = iscsi_kind(before, line, rest);
	if (kind)
		b.kind = ISCSI_BEGINS + (unsigned)kind;
	return b.kind ? b : shape_begins(line, rest);
}

/* Behind the value that the line begins with; line.n where it goes on in the next. */
static size_t json_length(struct str line)
{
	size_t depth = 0;
	bool text = false;

	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];
		if (text) {
			i += c == '\\';
			text = c != '"';
		} else if (c == '"') {
			text = true;
		} else if (c == '[' || c == '{') {
			depth++;
		} else if ((c == ']' || c == '}') && --depth == 0) {
			return i + 1;
		}
	}
	return line.n;
}

/* "} ]" and nothing else ends a list that has many lines. */
static size_t closing_length(struct str line)
{
	size_t n = 0;

	while (n < line.n && strchr(" \t]}", line.p[n]))
		n++;
	return n;
}

static bool opens_json(struct str line)
{
	struct str rest = str_trim(str_from(line, 1));

	if (str_starts(line, "{"))
		return !rest.n || rest.p[0] == '"' || rest.p[0] == '}';
	return str_starts(line, "[") && (!rest.n || rest.p[0] == '{' || rest.p[0] == ']');
}

/* Does the text stand inside of a list? */
static bool goes_on(struct str before)
{
	struct str last = transcript_last_line(before);

	return last.n && strchr(",[{:", last.p[last.n - 1]);
}

/* Does another text stand behind a value that ends in the line, at end? */
static bool is_behind(struct str line, size_t end)
{
	struct str rest = str_trim(str_from(line, end));

	return end && strchr("]}", line.p[end - 1]) && rest.n && !strchr(",]}", rest.p[0]);
}

static struct transcript_begin json_begins(struct str before, struct str line)
{
	struct transcript_begin b = { .kind = 0 };
	size_t end = 0;

	if (opens_json(line) && !goes_on(before)) {
		b = (struct transcript_begin){ .kind = OTHER_BEGINS - 2, .anew = true };
		end = json_length(line);
	} else if (line.n && strchr(" \t]}", line.p[0])) {
		end = closing_length(line);
	}
	b.next = is_behind(line, end) ? end : 0;
	return b;
}

static size_t find(struct str line, size_t from, const char *part)
{
	const char *p = from < line.n ? memmem(line.p + from, line.n - from, part, strlen(part)) : NULL;

	return p ? (size_t)(p - line.p) : line.n;
}

/* Behind words that end a line: of an address, a neighbour, a session; line.n: there are none. */
static size_t find_end(struct str line)
{
	static const char *const ends[] = { "preferred_lft forever", "REACHABLE",     "PERMANENT",
					    "STALE",		     "FAILED",	      "(non-flash)",
					    "# END RECORD",	     " ready running", "pref medium" };
	size_t at = find(line, 0, " brd ") + strlen(" brd ff:ff:ff:ff:ff:ff");

	for (size_t i = 0; i < countof(ends); i++) {
		size_t end = find(line, 0, ends[i]) + strlen(ends[i]);
		if (end < line.n && !strchr(" ,\\", line.p[end]))
			return end;
	}
	return at < line.n && line.p[at] != ' ' && line.p[at - 3] == ':' ? at : line.n;
}

/* "addr_info": [{ … goes on in a value. */
static bool is_inside(struct str head, const char *word)
{
	head = str_trim(head);
	return word[0] == '[' && head.n && strchr(",:[{", head.p[head.n - 1]);
}

/* Only behind a line of which it is known what it is, or where no blank is between. */
static bool may_end_here(struct str before, struct str head, struct str rest)
{
	struct str words = head, first, second;
	char last = head.n ? head.p[head.n - 1] : ' ';

	if (isalnum((unsigned char)last) || strchr(")]}", last) || prompt_is_ruler(head) ||
	    str_starts(head, "    ") || str_starts(head, "\t"))
		return true;
	return str_word(&words, &first) && str_word(&words, &second) &&
	       text_begins(before, head, rest).kind;
}

/* May a rule's number begin there?  Such lists rise, and no number has zeros in front. */
static bool may_be_priority(struct str line, size_t at, size_t colon, struct str rest)
{
	struct str next = next_line(rest);
	uint64_t priority, most;

	if ((line.p[at] == '0' && colon - at > 1) ||
	    !str_to_u64(str_upto(str_from(line, at), colon - at), &priority))
		return false;
	return !str_to_u64(str_upto(next, str_find(next, ':')), &most) || priority <= most;
}

/* Behind the number of a rule, from `from` on; line.n: there is none. */
static size_t find_colon(struct str line, size_t from)
{
	size_t plain = find(line, from, ":\tfrom "), inverted = find(line, from, ":\tnot from ");

	return plain < inverted ? plain : inverted;
}

static size_t number_begin(struct str line, size_t end)
{
	while (end && line.p[end - 1] >= '0' && line.p[end - 1] <= '9')
		end--;
	return end;
}

/* "10.0.0.1/", "fe80::", "3260,": do digits behind that belong to it? */
static bool is_in_address(struct str before)
{
	char mark = before.p[before.n - 1], last = before.n > 1 ? before.p[before.n - 2] : ' ';

	return mark && strchr("./:,-", mark) && (last == ':' || isxdigit((unsigned char)last));
}

/* "weight 1 ": does the word that ends there want no number behind it?  A column ("red     10") does. */
static bool has_its_value(struct str before)
{
	static const char *const wanting[] = { "lookup", "table", "metric", "weight", "proto", "protocol", "mtu", "advmss",
					       "tos", "expires", "suppress_prefixlength", "realms", "goto" };
	struct str word = str_trim(before), left = word;

	while (left.n && !isspace((unsigned char)left.p[left.n - 1]))
		left.n--;
	word = str_from(word, left.n);
	if (before.n - (size_t)(word.p + word.n - before.p) > 1)
		return false;
	for (size_t i = 0; i < countof(wanting); i++)
		if (str_eq(word, wanting[i]))
			return false;
	return true;
}

/*
 * "lookup default0:\tfrom all": before the number of a rule in the line; line.n: there is none.  Where
 * a number stands before it and nobody can tell the two apart, what follows is no rule either.
 */
static size_t find_rule(struct str line, struct str rest)
{
	size_t colon = find_colon(line, 1), at = number_begin(line, colon), found = colon + 1;
	unsigned ways = 0;
	bool whole;

	if (!at) {
		colon = find_colon(line, colon + 1);
		at = number_begin(line, colon);
	}
	if (colon == line.n || at == colon)
		return line.n;
	whole = isspace((unsigned char)line.p[at - 1]) ? has_its_value(str_upto(line, at))
						       : !is_in_address(str_upto(line, at));
	if (whole && may_be_priority(line, at, colon, rest))
		return at;
	/* "10.0.0.1/240:" is hardly a /2 and rule 40. */
	if ((whole || line.p[at - 1] == '/') && str_starts(str_from(line, colon - 1), "0:\tfrom all lookup local"))
		return colon - 1;
	for (size_t i = at + 1; i < colon; i++)
		if (may_be_priority(line, i, colon, rest)) {
			found = i;
			ways++;
		}
	return ways == 1 ? found : colon + 1;
}

/* Before the begin of another output that stands in the line. */
static size_t find_begin(struct str before, struct str line, struct str rest)
{
	static const char *const begins[] = { "1: lo: <",   "default via ", "default dev ",
					      "[{\"",	    "[ {",	    "tcp: [1] ",
					      "# BEGIN RECORD ", "Kernel IP ", "Kernel IPv6 " };
	size_t least = find_rule(line, rest);

	for (size_t i = 0; i < countof(begins) + countof(heads); i++) {
		const char *word = i < countof(begins) ? begins[i] : heads[i - countof(begins)];
		size_t at = find(line, 1, word);
		struct str head = str_upto(line, at);
		if (at < least && !is_inside(head, word) && may_end_here(before, head, rest))
			least = at;
	}
	return least;
}

static size_t find_other(struct str before, struct str line, struct str rest)
{
	size_t at, end;

	if (line.n < 2 || line.n > SHORT_LINE)
		return 0;
	at = find_begin(before, line, rest);
	end = find_end(line);
	at = end < at ? end : at;
	return at < line.n ? at : 0;
}

struct transcript_begin linux_begins(struct str before, struct str line, struct str rest)
{
	struct transcript_begin b = json_begins(before, line);
	size_t next;

	if (b.kind || b.next)
		return b;
	next = find_other(before, line, rest);
	if (next) {
		rest = str_from(all_of(line, rest), next);
		line = str_upto(line, next);
	}
	b = text_begins(before, line, rest);
	b.next = next;
	return b;
}
