/* SPDX-License-Identifier: GPL-2.0-or-later */
/* VMware's words as ours. */
#include <stdlib.h>

#include "parse/esxi/facts.h"

struct word {
	const char *theirs, *ours;
};

/* Compared without blanks, case and punctuation. */
static bool squeezed_eq(struct str a, const char *b)
{
	for (size_t i = 0; i < a.n; i++) {
		unsigned char c = (unsigned char)a.p[i];
		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c | 0x20);
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
			continue;
		if (c != (unsigned char)*b++)
			return false;
	}
	return !*b;
}

static const char *look_up(const struct word *words, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (squeezed_eq(word, words[i].theirs))
			return words[i].ours;
	return NULL;
}

struct text esxi_text(struct esxi *x, struct str value)
{
	static const char *const none[] = { "",	     "N/A", "<unset>",	"(null)", "null",
					    "none set", "<none>", "\"\"", "N.A." };

	value = str_trim(value);
	for (size_t i = 0; i < countof(none); i++)
		if (str_eq_nocase(value, none[i]))
			return (struct text){ NULL };
	return snapshot_text(x->s, value);
}

/* Blanks divide only where nothing else does and all are NICs: "Uplink 1" is one name. */
static bool by_blanks(struct str value)
{
	struct str word;

	if (str_find(value, ',') < value.n || str_find(value, ';') < value.n)
		return false;
	while (str_word(&value, &word))
		if (!str_starts(word, "vmnic"))
			return false;
	return true;
}

static bool decoration(char c)
{
	return c == ' ' || c == '\t' || c == '[' || c == ']' || c == '"' || c == '\'';
}

struct text esxi_list(struct esxi *x, struct str value)
{
	bool blanks = by_blanks(value);
	struct text text;
	char *joined;
	size_t n = 0;

	if (!esxi_text(x, value).s)
		return snapshot_text(x->s, STR(""));
	joined = xmalloc(value.n + 1);
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];
		bool divides = c == ',' || c == ';' || (blanks && (c == ' ' || c == '\t'));
		bool between = n && joined[n - 1] != ',' && i + 1 < value.n &&
			       !decoration(value.p[i + 1]) && c == ' ';
		if (divides) {
			while (n && joined[n - 1] == ' ')
				n--;
			if (n && joined[n - 1] != ',')
				joined[n++] = ',';
		} else if (!decoration(c) || between) {
			joined[n++] = c;
		}
	}
	while (n && (joined[n - 1] == ',' || joined[n - 1] == ' '))
		n--;
	text = snapshot_text(x->s, (struct str){ joined, n });
	free(joined);
	return text;
}

struct text esxi_stack(struct esxi *x, struct str name)
{
	name = str_trim(name);
	if (str_eq_nocase(name, "defaultTcpipStack") || str_eq_nocase(name, "default"))
		return (struct text){ NULL };
	return esxi_text(x, name);
}

struct text esxi_route_table(struct esxi *x, struct str name)
{
	struct text stack = esxi_stack(x, name);

	return stack.s ? stack : snapshot_text(x->s, STR("defaultTcpipStack"));
}

struct text esxi_load_balancing(struct esxi *x, struct str word)
{
	static const struct word words[] = {
		{ "srcport", "srcport" },
		{ "portid", "srcport" },
		{ "lbsrcid", "srcport" },
		{ "lbsrcport", "srcport" },
		{ "loadbalancesrcid", "srcport" },
		{ "sourcevirtualportid", "srcport" },
		{ "srcmac", "srcmac" },
		{ "mac", "srcmac" },
		{ "lbsrcmac", "srcmac" },
		{ "loadbalancesrcmac", "srcmac" },
		{ "sourceethermac", "srcmac" },
		{ "sourcemachash", "srcmac" },
		{ "iphash", "iphash" },
		{ "ip", "iphash" },
		{ "lbip", "iphash" },
		{ "loadbalanceip", "iphash" },
		{ "sourceiphash", "iphash" },
		{ "sourceip", "iphash" },
		{ "explicit", "explicit" },
		{ "lbexplicit", "explicit" },
		{ "failoverexplicit", "explicit" },
		{ "explicitfailoverorder", "explicit" },
		{ "lbt", "lbt" },
		{ "lbload", "lbt" },
		{ "loadbalanceloadbased", "lbt" },
		{ "loadbased", "lbt" },
	};

	return snapshot_cstr(x->s, look_up(words, countof(words), word));
}

struct text esxi_failure_detection(struct esxi *x, struct str word)
{
	static const struct word words[] = {
		{ "link", "link" },
		{ "linkstatus", "link" },
		{ "beacon", "beacon" },
		{ "beaconprobing", "beacon" },
	};

	return snapshot_cstr(x->s, look_up(words, countof(words), word));
}

const char *esxi_service_name(struct str word)
{
	static const struct word words[] = {
		{ "management", "management" },
		{ "vmotion", "vmotion" },
		{ "faulttolerancelogging", "ft" },
		{ "vspherereplication", "replication" },
		{ "vspherereplicationnfc", "replication-nfc" },
		{ "vsphereprovisioning", "provisioning" },
		{ "vsan", "vsan" },
		{ "vsanwitness", "vsan-witness" },
		{ "vspherebackupnfc", "backup" },
		{ "nvmetcp", "nvme-tcp" },
		{ "nvmerdma", "nvme-rdma" },
		{ "ptp", "ptp" },
	};

	return look_up(words, countof(words), word);
}

enum tri esxi_tri(struct str word)
{
	static const char *const yes[] = { "true", "yes", "1", "up", "enabled", "on", "linkup" };
	static const char *const no[] = {
		"false", "no", "0", "down", "disabled", "off", "linkdown"
	};

	for (size_t i = 0; i < countof(yes); i++)
		if (squeezed_eq(word, yes[i]))
			return TRI_YES;
	for (size_t i = 0; i < countof(no); i++)
		if (squeezed_eq(word, no[i]))
			return TRI_NO;
	return TRI_UNKNOWN;
}

struct num esxi_num(struct str word)
{
	size_t n = 0;
	int64_t v;

	word = str_trim(word);
	while (n < word.n && ((word.p[n] >= '0' && word.p[n] <= '9') || (!n && word.p[n] == '-')))
		n++;
	if (n < word.n && word.p[n] != ' ' && !str_starts(str_from(word, n), "Mb"))
		return (struct num){ .known = false };
	return str_to_i64(str_upto(word, n), &v) ? num(v) : (struct num){ .known = false };
}
