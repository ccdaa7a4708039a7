/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of iscsiadm's texts: which a text may have, and what they make of it. */
#include <ctype.h>
#include <string.h>

#include "parse/iscsi/iscsiadm.h"

enum { LOOK_LINES = 4000 }; /* the first of these tell what a text is */

static bool is_target(struct str word)
{
	return str_starts(word, "iqn.") || str_starts(word, "eui.") || str_starts(word, "naa.");
}

bool iscsiadm_is_portal(struct str word)
{
	struct str address;
	struct num port, tpgt;

	return iscsi_portal_parse(word, &address, &port, &tpgt) && address.n;
}

bool iscsiadm_session_words(struct str line, struct str word[static 4])
{
	for (size_t i = 0; i < 4; i++)
		if (!str_word(&line, &word[i]))
			return false;
	return str_ends(word[0], ":") && str_starts(word[1], "[") && str_ends(word[1], "]") &&
	       iscsiadm_is_portal(word[2]) && is_target(word[3]);
}

bool iscsiadm_is_none(struct str v)
{
	return !v.n || str_eq(v, "<empty>") || str_eq(v, "default") || str_eq(v, "<NULL>") ||
	       str_eq(v, "(null)");
}

/* What open-iscsi has a driver for. */
static bool is_known_transport(struct str word)
{
	static const char *const known[] = {
		"tcp",	 "iser",    "be2iscsi", "bnx2i", "cxgb3i",
		"cxgb4i", "qla4xxx", "qedi",	"ocs",
	};

	for (size_t i = 0; i < countof(known); i++)
		if (str_eq(word, known[i]))
			return true;
	return false;
}

/* A driver's name, or one that is written wrong. */
static bool is_transport(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (!islower((unsigned char)word.p[i]) && !isdigit((unsigned char)word.p[i]) &&
		    word.p[i] != '_')
			return false;
	return word.n >= 2 && word.n <= 15;
}

/*
 * TRANSPORT,HWADDRESS,IPADDRESS,NET_IFACENAME,INITIATORNAME; very old versions have three or four.
 * Other lists have commas too: a transport that no driver has needs an <empty> beside it.
 */
static bool are_fields(struct str fields)
{
	bool marked = str_has(fields, "<empty>");
	struct str transport, hwaddress = STR(""), address = STR(""), rest = fields, more;
	struct mac mac;
	struct ip ip;
	unsigned n = 3;

	if (!str_split(&rest, ',', &transport) || !str_split(&rest, ',', &hwaddress) ||
	    !str_split(&rest, ',', &address))
		return false;
	while (str_split(&rest, ',', &more))
		n++;
	return n <= 5 && is_transport(transport) && (marked || is_known_transport(transport)) &&
	       (iscsiadm_is_none(hwaddress) || mac_parse_any(hwaddress, &mac)) &&
	       (iscsiadm_is_none(address) || ip_parse(address, &ip));
}

bool iscsiadm_iface_fields(struct str line, struct str *ret_name, struct str *ret_fields)
{
	size_t n = line.n;

	while (n && line.p[n - 1] != ' ')
		n--;
	*ret_name = str_trim(str_upto(line, n));
	*ret_fields = str_from(line, n);
	return ret_name->n && str_find(*ret_name, '\t') == ret_name->n && are_fields(*ret_fields) &&
	       !iscsiadm_is_portal(*ret_name);
}

bool iscsiadm_is_node_line(struct str line)
{
	struct str portal, target;

	return str_word(&line, &portal) && str_word(&line, &target) && iscsiadm_is_portal(portal) &&
	       is_target(target);
}

static bool is_discovery_line(struct str line)
{
	struct str portal, via;

	return str_word(&line, &portal) && str_word(&line, &via) && str_eq(via, "via") &&
	       iscsiadm_is_portal(portal);
}

static bool is_message(struct str line)
{
	return str_starts(line, "iscsiadm: ") || str_has(line, "command not found") ||
	       str_ends(line, ": not found") || str_has(line, "No such file or directory") ||
	       str_has(line, "ermission denied") || str_starts(line, "iSCSI ERROR:") ||
	       str_starts(line, "timeout: ") || str_starts(line, "-bash:");
}

static bool is_setting(struct str line)
{
	return (str_starts(line, "iface.") || str_starts(line, "node.")) && str_has(line, " = ");
}

static enum iscsiadm_kind more(enum iscsiadm_kind a, enum iscsiadm_kind b)
{
	return a > b ? a : b;
}

/* What one line says about the text; `so_far` is what the lines before it said. */
static enum iscsiadm_kind kind_of_line(struct str line, enum iscsiadm_kind so_far)
{
	struct str word[4], name, fields;

	if (str_starts(line, "iscsiadm: No active sessions"))
		return ISCSIADM_NO_SESSIONS;
	if (str_starts(line, "iscsiadm: No records found"))
		return ISCSIADM_NO_RECORDS;
	if (is_message(line))
		return ISCSIADM_FAILED;
	if (str_starts(line, "node.name = "))
		return ISCSIADM_NODE_RECORDS;
	if (str_starts(line, "iface.") && so_far != ISCSIADM_NODE_RECORDS && is_setting(line))
		return ISCSIADM_IFACE_RECORD;
	if (str_starts(line, "Current Portal:"))
		return ISCSIADM_SESSION_1;
	if (str_starts(line, "Recovery Timeout:"))
		return ISCSIADM_SESSION_2;
	if (str_starts(line, "Attached SCSI devices:"))
		return ISCSIADM_SESSION_3;
	if (str_starts(line, "Iface: "))
		return ISCSIADM_IFACE_TREE;
	if (str_eq(line, "SENDTARGETS:") || str_starts(line, "DiscoveryAddress: "))
		return ISCSIADM_DISCOVERY_TREE;
	if (str_starts(line, "Portal: ") && so_far < ISCSIADM_DISCOVERY_LIST)
		return ISCSIADM_NODE_TREE;
	if (iscsiadm_session_words(line, word))
		return ISCSIADM_SESSION_LIST;
	if (is_discovery_line(line))
		return ISCSIADM_DISCOVERY_LIST;
	if (iscsiadm_is_node_line(line))
		return ISCSIADM_NODE_LIST;
	if (iscsi_is_hit(line))
		return ISCSIADM_NODE_GREP;
	if (iscsiadm_iface_fields(line, &name, &fields))
		return ISCSIADM_IFACE_LIST;
	return ISCSIADM_NONE;
}

enum iscsiadm_kind iscsiadm_kind(struct str text)
{
	enum iscsiadm_kind kind = ISCSIADM_NONE;
	struct str line;

	if (!str_trim(text).n)
		return ISCSIADM_EMPTY;
	if (memchr(text.p, '\0', text.n))
		return ISCSIADM_NONE;
	for (size_t n = 0; n < LOOK_LINES && str_line(&text, &line); n++)
		kind = more(kind, kind_of_line(str_trim(line), kind));
	return kind;
}

static bool begins(struct str line, const char *const *starts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_starts(line, starts[i]))
			return true;
	return false;
}

/* -P 1 to -P 3, which the versions of open-iscsi fill more and more. */
static bool is_session_line(struct str line)
{
	static const char *const starts[] = {
		"iSCSI Transport Class version", "version ", "Target: ", "Current Portal: ",
		"Persistent Portal: ", "*****", "Interface:", "Iface ", "SID: ",
		"iSCSI Connection State: ", "iSCSI Session State: ",
		"Internal iscsid Session State: ", "Timeouts:", "Recovery Timeout: ",
		"Target Reset Timeout: ", "LUN Reset Timeout: ", "Abort Timeout: ", "CHAP:",
		"username: ", "password: ", "username_in: ", "password_in: ",
		"Negotiated iSCSI params:", "HeaderDigest: ", "DataDigest: ",
		"MaxRecvDataSegmentLength: ", "MaxXmitDataSegmentLength: ", "FirstBurstLength: ",
		"MaxBurstLength: ", "ImmediateData: ", "InitialR2T: ", "MaxOutstandingR2T: ",
		"Attached SCSI devices:", "Host Number: ", "scsi", "Attached scsi disk ",
	};

	return begins(line, starts, countof(starts));
}

static bool is_tree_line(enum iscsiadm_kind kind, struct str line)
{
	static const char *const starts[] = { "Target: ", "Portal: ", "Iface Name: ", "Iface: " };
	static const char *const methods[] = {
		"SENDTARGETS:", "DiscoveryAddress: ", "iSNS:", "STATIC:", "FIRMWARE:",
		"No targets found.",
	};

	return begins(line, starts, countof(starts)) ||
	       (kind == ISCSIADM_DISCOVERY_TREE && begins(line, methods, countof(methods)));
}

static bool is_record_line(struct str line)
{
	return str_starts(line, "# BEGIN RECORD") || str_starts(line, "# END RECORD") ||
	       is_setting(line);
}

/* Of other files and comments too: only the path in front is of grep. */
static bool is_grep_line(struct str line)
{
	struct str word;

	return str_starts(line, "Binary file ") ||
	       (str_word(&line, &word) && str_has(word, "/") && str_has(word, ":"));
}

bool iscsiadm_is_line(enum iscsiadm_kind kind, struct str line)
{
	struct str word[4], name, fields;

	if (!line.n || is_message(line))
		return true;
	switch (kind) {
	case ISCSIADM_SESSION_LIST: return iscsiadm_session_words(line, word);
	case ISCSIADM_SESSION_1:
	case ISCSIADM_SESSION_2:
	case ISCSIADM_SESSION_3: return is_session_line(line);
	case ISCSIADM_DISCOVERY_LIST: return is_discovery_line(line);
	case ISCSIADM_NODE_LIST: return iscsiadm_is_node_line(line);
	case ISCSIADM_DISCOVERY_TREE:
	case ISCSIADM_IFACE_TREE:
	case ISCSIADM_NODE_TREE: return is_tree_line(kind, line);
	case ISCSIADM_NODE_GREP: return is_grep_line(line);
	case ISCSIADM_NODE_RECORDS:
	case ISCSIADM_IFACE_RECORD: return is_record_line(line);
	case ISCSIADM_IFACE_LIST: return iscsiadm_iface_fields(line, &name, &fields);
	case ISCSIADM_NONE:
	case ISCSIADM_EMPTY:
	case ISCSIADM_FAILED:
	case ISCSIADM_NO_SESSIONS:
	case ISCSIADM_NO_RECORDS: break;
	}
	return false;
}

bool iscsiadm_fits(struct str text)
{
	enum iscsiadm_kind kind = iscsiadm_kind(text);
	struct str line;

	while (str_line(&text, &line))
		if (!iscsiadm_is_line(kind, str_trim(line)))
			return false;
	return kind > ISCSIADM_FAILED;
}
