/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/command.h"

#include <ctype.h>
#include <string.h>

enum { WRAPPERS_MOST = 8 };

/* Programs that run another one, and their options of one letter that take a word. */
static const struct wrapper {
	const char *name, *valued;
} wrappers[] = {
	{ "sudo", "ugUCphrtDRT" }, { "doas", "uC" },   { "time", "fo" },    { "watch", "nq" },
	{ "env", "uCS" },	   { "nice", "n" },    { "ionice", "cnp" }, { "nohup", "" },
	{ "stdbuf", "ioe" },	   { "unbuffer", "" }, { "busybox", "" },   { "sshpass", "pfde" },
	{ "setsid", "" },	   { "exec", "a" },    { "timeout", "ks" },
};

static const char ssh_valued[] = "BbcDEeFIiJLlmOopQRSWw";

/*
 * Programs whose outputs are read, or stand beside these, and their first argument: "-" an option,
 * "/" a path, "." a word with a dot or slash, "9" with a digit, "0" none at all; NULL: any.
 * A name that ends with '*' is the begin of one.
 */
static const struct program {
	const char *name, *args;
	enum command_kind kind;
} programs[] = {
	{ "esxcli", NULL, COMMAND_ESX },
	{ "localcli", NULL, COMMAND_ESX },
	{ "esxcfg-*", NULL, COMMAND_ESX },
	{ "vicfg-*", NULL, COMMAND_ESX },
	{ "vim-cmd", NULL, COMMAND_ESX },
	{ "vmware", "-", COMMAND_ESX },
	{ "vmkping", NULL, COMMAND_ESX },
	{ "net-dvs*", NULL, COMMAND_ESX },
	{ "vmkiscsid*", NULL, COMMAND_ESX },
	{ "vmkiscsi-*", NULL, COMMAND_ESX },
	{ "swiscsi", NULL, COMMAND_ESX },
	{ "nicinfo.sh*", NULL, COMMAND_ESX },
	{ "vmware-vimdump*", NULL, COMMAND_ESX },
	{ "uname", "- 0", COMMAND_SURE },
	{ "hostname", "- 0", COMMAND_SURE },
	{ "hostnamectl", "- 0 status", COMMAND_SURE },
	{ "iscsiadm", "-", COMMAND_SURE },
	{ "multipath", "-", COMMAND_SURE },
	{ "multipathd", "- show list", COMMAND_SURE },
	{ "teamdctl", "- 9", COMMAND_SURE },
	{ "teamnl", "- 9", COMMAND_SURE },
	{ "sysctl", "- .", COMMAND_SURE },
	{ "ethtool", "- 9", COMMAND_SURE },
	{ "ifconfig", "- 0 9 lo", COMMAND_SURE },
	{ "route", "- 0 print", COMMAND_SURE },
	{ "netstat", "- 0", COMMAND_SURE },
	{ "arp", "- 0", COMMAND_SURE },
	{ "mount", "- 0", COMMAND_SURE },
	{ "findmnt", "- / 0", COMMAND_SURE },
	{ "nfsstat", "- 0", COMMAND_SURE },
	{ "lldpctl", "- 0 9", COMMAND_SURE },
	{ "lldpcli", "- show sh", COMMAND_SURE },
	{ "networkctl", "- 0 lldp status list", COMMAND_SURE },
	{ "nmcli", "- 0 c con conn connection d dev device g general n net networking",
	  COMMAND_SURE },
	{ "bridge", "- link l fdb f vlan v mdb m vni", COMMAND_SURE },
	{ "brctl", "show showmacs showstp", COMMAND_SURE },
	{ "cat", "/ - .", COMMAND_SURE },
	{ "head", "/ -", COMMAND_SURE },
	{ "tail", "/ -", COMMAND_SURE },
	{ "more", "/", COMMAND_SURE },
	{ "less", "/", COMMAND_SURE },
	{ "grep", "- / '* \"*", COMMAND_SURE },
	{ "egrep", "- / '* \"*", COMMAND_SURE },
	{ "lsblk", "- 0 /", COMMAND_SURE },
	{ "ss", "- 0", COMMAND_SURE },
};

/* Others after which an output of theirs stands; the latter are words of prose too. */
static const char strange[] =
	" ls ll cd sudo pwd df du ps id uptime dmesg lsmod lspci lscpu lsusb modinfo modprobe systemctl"
	" journalctl loginctl chkconfig ifup ifdown vi vim nano rpm yum dnf apt apt-get dpkg zypper"
	" awk sed cp mv rm mkdir chmod chown ln tar ping ping6 arping traceroute tracepath dig nslookup"
	" tcpdump nmap curl wget su ssh scp rsync iptables ip6tables nft firewall-cmd tc udevadm blkid"
	" fdisk parted pvs vgs lvs lsscsi sg_inq virsh docker podman kubectl crictl dladm svcs"
	" openssl printenv whoami clear lsof strace free fio iperf iperf3 targetcli netplan wc xxd sha256sum"
	" nstat ibstat rdma devlink dmsetup smartctl showmount rpcinfo exportfs ntpq chronyc timedatectl"
	" vmkload_mod vmkfstools esxtop dcui pktcap-uw nc tar python python3 perl ";
static const char prosaic[] = " find date echo sleep touch sort cut man host service kill history exit"
			      " logout top last who test export source set unset printf for while if"
			      " reboot shutdown file type which true false read watch time strings"
			      " script less more head tail cat mount route ";

struct scan {
	size_t end; /* of what counts: no comment, no lone ; or & */
	size_t pipe;
	bool several, redirected;
};

static bool ends_at(struct str line, size_t i)
{
	return !str_trim(str_from(line, i)).n;
}

/* One of ; & | outside of quotes. */
static void take_sign(struct scan *s, struct str line, size_t *i)
{
	char c = line.p[*i], next = *i + 1 < line.n ? line.p[*i + 1] : '\0';

	if (c == '&' && (next == '>' || (*i && line.p[*i - 1] == '>')))
		return;
	if (c != ';' && next == c) {
		s->several = true;
	} else if (c == '|') {
		s->pipe = s->pipe < *i ? s->pipe : *i;
	} else {
		s->several |= !ends_at(line, *i + 1);
		s->redirected |= c == '&';
		s->end = *i;
	}
	*i += c != ';' && next == c;
}

/* 2>/dev/null and 2>&1 take nothing of the output away. */
static bool is_of_errors(struct str line, size_t i)
{
	return i && line.p[i - 1] == '2' && (i == 1 || line.p[i - 2] == ' ');
}

static struct scan scan(struct str line)
{
	struct scan s = { .end = line.n, .pipe = line.n };
	char quote = '\0';

	for (size_t i = 0; i < line.n && s.end == line.n; i++) {
		char c = line.p[i];
		if (quote)
			quote = c == quote ? '\0' : quote;
		else if (c == '\\')
			i++;
		else if (c == '\'' || c == '"')
			quote = c;
		else if (c == '#' && i && (line.p[i - 1] == ' ' || line.p[i - 1] == '\t'))
			s.end = i;
		else if (strchr(";&|", c))
			take_sign(&s, line, &i);
		else if (c == '>')
			s.redirected |= !is_of_errors(line, i);
	}
	return s;
}

/* All goes through them. */
static bool passes_all(struct str filter)
{
	struct str word, next;

	if (!str_word(&filter, &word))
		return false;
	if (str_eq(word, "tee"))
		return true;
	while (str_word(&filter, &next))
		if (!str_starts(next, "-"))
			return false;
	return str_eq(word, "cat") || str_eq(word, "less") || str_eq(word, "more");
}

static struct str without_errors(struct str words)
{
	for (;;) {
		struct str rest = words, last = str_take_last(&rest, ' ');
		if (!str_starts(last, "2>"))
			return words;
		words = str_trim(rest);
	}
}

/* What counts of a line; false: several commands. */
static bool take_line(struct command *c, struct str line)
{
	struct scan s = scan(line);

	if (s.several)
		return false;
	if (s.pipe < s.end && passes_all(str_from(str_upto(line, s.end), s.pipe + 1)))
		s.end = s.pipe;
	else if (s.pipe < s.end)
		c->whole = false;
	c->whole &= !s.redirected;
	c->words = without_errors(str_trim(str_upto(line, s.end)));
	return true;
}

static bool is_assignment(struct str word)
{
	size_t at = str_find(word, '=');

	for (size_t i = 0; i < at; i++)
		if (!isalnum((unsigned char)word.p[i]) && word.p[i] != '_')
			return false;
	return at && at < word.n && !isdigit((unsigned char)word.p[0]);
}

static void skip_options(struct str *rest, const char *valued)
{
	struct str next = *rest, word;

	while (str_word(&next, &word) && (is_assignment(word) || str_starts(word, "-"))) {
		if (word.p[0] == '-' && word.n >= 2 && word.p[1] != '-' &&
		    strchr(valued, word.p[word.n - 1]))
			str_word(&next, &word);
		*rest = next;
		if (str_eq(word, "--"))
			return;
	}
}

static struct str unquoted(struct str words)
{
	words = str_trim(words);
	if (words.n >= 2 && (words.p[0] == '\'' || words.p[0] == '"') &&
	    words.p[words.n - 1] == words.p[0])
		return str_trim(str_from(str_upto(words, words.n - 1), 1));
	return words;
}

/* `ssh -p 22 root@web01 'ip a'`, `sh -c "ip a"`: into what runs there. */
static bool enter_shell(struct command *c, struct str program, struct str rest)
{
	struct str word, next = rest;
	bool remote = str_eq(program, "ssh");

	if (!remote && !(str_ends(program, "sh") && program.n <= 4 && str_word(&next, &word) &&
			 str_starts(word, "-") && str_ends(word, "c")))
		return false;
	if (remote) {
		skip_options(&next, ssh_valued);
		if (!str_word(&next, &word) || !str_trim(next).n)
			return false;
		c->host = str_take_last(&word, '@');
	}
	if (!take_line(c, unquoted(next)))
		c->words = (struct str){ NULL, 0 };
	return true;
}

static struct str without_path(struct str words)
{
	size_t end = str_find(words, ' '), slash = end;

	while (slash && words.p[slash - 1] != '/')
		slash--;
	if (words.n && words.p[0] == '\\')
		return str_from(words, 1);
	return str_ends(str_upto(words, slash), "bin/") ? str_from(words, slash) : words;
}

/* Takes one program off that runs the rest. */
static bool unwrap(struct command *c)
{
	struct str rest = without_path(c->words), word, next;

	c->words = rest;
	if (!str_word(&rest, &word))
		return false;
	if (enter_shell(c, word, rest))
		return c->words.n;
	if (is_assignment(word)) {
		c->words = str_trim(rest);
		return true;
	}
	for (size_t i = 0; i < countof(wrappers); i++) {
		if (!str_eq(word, wrappers[i].name))
			continue;
		skip_options(&rest, wrappers[i].valued);
		if (str_eq(word, "timeout"))
			str_word(&rest, &next);
		if (!str_trim(rest).n)
			return false;
		c->timed |= str_eq(word, "time");
		c->words = unquoted(rest);
		return true;
	}
	return false;
}

/* Is it the begin of one of the words?  `ip` takes its own so. */
static bool is_short(struct str word, const char *all)
{
	struct str rest = str_of(all), one;

	while (word.n && str_word(&rest, &one))
		if (word.n <= one.n && str_same(word, str_upto(one, word.n)))
			return true;
	return false;
}

static bool is_digit_in(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (isdigit((unsigned char)word.p[i]))
			return true;
	return false;
}

static void skip_ip_options(struct str *rest)
{
	struct str next = *rest, word;

	while (str_word(&next, &word) && str_starts(word, "-")) {
		if (str_eq(word, "-n") || str_eq(word, "-netns") || str_eq(word, "-f") ||
		    str_eq(word, "-family"))
			str_word(&next, &word);
		*rest = next;
	}
}

/* "ip address of the host" is prose; "ip a s eth0" is none. */
static bool is_ip(struct str rest)
{
	struct str object, verb;

	skip_ip_options(&rest);
	if (!str_word(&rest, &object) ||
	    !is_short(object, "link address route rule neighbour neighbor nexthop maddress mroute"
			      " vrf netns tunnel tuntap xfrm monitor netconf ntable addrlabel"))
		return false;
	if (!str_word(&rest, &verb) || str_starts(verb, "|") || str_starts(verb, "-"))
		return true;
	return is_short(verb, "show list lst get add delete replace change append flush save set"
			      " exec help identify pids attach") ||
	       str_eq(verb, "dev") || str_eq(verb, "table") || str_eq(verb, "up");
}

static bool takes(struct str arg, const char *args)
{
	struct str rest = str_of(args), one;

	while (str_word(&rest, &one)) {
		if (str_eq(one, "-") || str_eq(one, "/") || str_eq(one, "'*") || str_eq(one, "\"*")) {
			if (arg.n > 1 && arg.p[0] == one.p[0])
				return true;
		} else if (str_eq(one, ".")) {
			if (arg.n > 2 && memchr(arg.p, '.', arg.n - 1) && arg.p[0] != '.')
				return true;
		} else if (str_eq(one, "9") ? is_digit_in(arg) : str_same(arg, one)) {
			return true;
		}
	}
	return !args || (!arg.n && str_has(str_of(args), "0")) || str_starts(arg, "|");
}

static bool is_program(struct str word, const char *name)
{
	size_t n;

	if (!word.n || word.p[0] != name[0])
		return false;
	n = strlen(name);
	if (name[n - 1] == '*')
		return word.n + 1 >= n && str_same(str_upto(word, n - 1), (struct str){ name, n - 1 });
	return str_eq(word, name);
}

/* list: words with a blank before and behind each. */
static bool is_among(struct str word, const char *list)
{
	struct str rest = str_of(list);
	const char *p;

	while ((p = memmem(rest.p, rest.n, word.p, word.n))) {
		if (p[-1] == ' ' && p[word.n] == ' ')
			return true;
		rest = str_from(rest, (size_t)(p - rest.p) + 1);
	}
	return false;
}

/* Options, paths and numbers all: no prose. */
static bool are_plain(struct str args)
{
	struct str word;

	if (!str_trim(args).n)
		return false;
	while (str_word(&args, &word))
		if (!strchr("-/|'\"$", word.p[0]) && !is_digit_in(word))
			return false;
	return true;
}

static enum command_kind kind_of(struct str words)
{
	struct str rest = words, program, next, arg = STR("");

	if (!str_word(&rest, &program))
		return COMMAND_NONE;
	next = rest;
	str_word(&next, &arg);
	if (str_eq(program, "ip"))
		return is_ip(rest) ? COMMAND_SURE : COMMAND_NONE;
	for (size_t i = 0; i < countof(programs); i++)
		if (is_program(program, programs[i].name) && takes(arg, programs[i].args))
			return programs[i].kind;
	if (is_among(program, strange))
		return COMMAND_LIKELY;
	if (is_among(program, prosaic))
		return are_plain(rest) ? COMMAND_LIKELY : COMMAND_PROGRAM;
	return COMMAND_NONE;
}

/* The surest of them. */
static enum command_kind kind_of_several(struct str line)
{
	enum command_kind most = COMMAND_NONE;

	for (size_t i = 0, from = 0; i <= line.n; i++) {
		enum command_kind kind;
		if (i < line.n && !strchr("&|;", line.p[i]))
			continue;
		kind = kind_of(without_path(str_trim(str_from(str_upto(line, i), from))));
		most = kind > most ? kind : most;
		from = i + 1;
	}
	return most;
}

struct command command_of(struct str line)
{
	struct command c = { .whole = true };

	line = str_trim(line);
	if (!line.n)
		return (struct command){ .kind = COMMAND_NONE };
	if (!take_line(&c, line)) {
		c.kind = kind_of_several(line);
		c.whole = false;
		c.words = (struct str){ NULL, 0 };
		return c;
	}
	for (unsigned i = 0; i < WRAPPERS_MOST && unwrap(&c); i++)
		;
	c.kind = c.words.p ? kind_of(c.words) : COMMAND_LIKELY;
	c.whole &= !str_ends(c.words, "^C");
	if (!c.words.n)
		c.words.p = NULL;
	return c;
}

bool command_begins(struct str line)
{
	struct str rest = without_path(str_trim(line)), word;

	if (!str_word(&rest, &word))
		return false;
	if (str_eq(word, "ip") || str_eq(word, "ssh") || is_assignment(word))
		return true;
	for (size_t i = 0; i < countof(wrappers); i++)
		if (is_program(word, wrappers[i].name))
			return true;
	for (size_t i = 0; i < countof(programs); i++)
		if (is_program(word, programs[i].name))
			return true;
	return false;
}
