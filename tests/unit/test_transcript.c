/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "parse/linux/linux.h"

/* What the line above an output is: the command that it names, and the host; NULL: none. */
static void prompts(void **state)
{
	static const struct { const char *line, *command, *host; } vectors[] = {
		{ "[root@web01 ~]# ip a", "ip a", "web01" },
		{ "[root@web01.example.org ~]# ip a", "ip a", "web01.example.org" },
		{ "[root@localhost ~]# ip route", "ip route", "localhost" },
		{ "[ec2-user@ip-10-0-0-1 ~]$ ip a", "ip a", "ip-10-0-0-1" },
		{ "[root@web01 network-scripts]# ip -d link", "ip -d link", "web01" },
		{ "[root@web01 My Files]# ip a", "ip a", "web01" },
		{ "[root@web01 ~]#ip a", "ip a", "web01" },
		{ "[root@web01 ~](main)# ip a", "ip a", "web01" },
		{ "[root@web01 ~] 0 # ip a", "ip a", "web01" },
		{ "[root@web01]/etc# ip a", "ip a", "web01" },
		{ "[root@web01 ~]# [root@web01 ~]# ip a", "ip a", "web01" },
		{ "  [root@web01 ~]# ip a", "ip a", "web01" },
		{ "(base) [root@web01 ~]# ip a", "ip a", "web01" },
		{ "(venv) joe@web01:~$ ip a", "ip a", "web01" },
		{ "12:00:01 root@web01:~# ip a", "ip a", "web01" },
		{ "[12:00:01] root@web01:~# ip a", "ip a", "web01" },
		{ "[0] root@web01:~# ip a", "ip a", "web01" },
		{ "1 root@web01:~# ip a", "ip a", "web01" },
		{ "root@web01:~# ip a", "ip a", "web01" },
		{ "root@web01:~#ip a", "ip a", "web01" },
		{ "root@web01:~ # ip a", "ip a", "web01" },
		{ "root@web01:/etc/network# cat interfaces", "cat interfaces", "web01" },
		{ "joe@web01:/etc$ ip r", "ip r", "web01" },
		{ "joe@web01:~/src (main) $ ip r", "ip r", "web01" },
		{ "joe@web01 ~ $ ip r", "ip r", "web01" },
		{ "joe@mac Documents % ip r", "ip r", "mac" },
		{ "root@web01# ip r", "ip r", "web01" },
		{ "joe@web01> ip r", "ip r", "web01" },
		{ "root@pve1 [~] # ip a", "ip a", "pve1" },
		{ "<root@web01>#ip a", "ip a", "web01" },
		{ "CORP\\joe@web01:~$ ip a", "ip a", "web01" },
		{ "root@6f3c1a2b4d5e:/# ip a", "ip a", "6f3c1a2b4d5e" },
		{ "root@10.1.2.3:~# ip a", "ip a", "10.1.2.3" },
		{ "web01:~ # ip a", "ip a", "web01" },
		{ "web01:/etc/sysconfig # ip a", "ip a", "web01" },
		{ "joe@web01:~> ip a", "ip a", "web01" },
		{ "web01 ~ # ip a", "ip a", "web01" },
		{ "web01# ip a", "ip a", "web01" },
		{ "web01% ip a", "ip a", "web01" },
		{ "host$esxcli network nic list", "esxcli network nic list", "host" },
		{ "bash-5.1$ ip a", "ip a", NULL },
		{ "-bash-4.2# ip a", "ip a", NULL },
		{ "sh-4.4# ip a", "ip a", NULL },
		{ "sh-4.4# frobnicate", "frobnicate", NULL },
		{ "$ ip a", "ip a", NULL },
		{ "# ip a", "ip a", NULL },
		{ "#ip a", "ip a", NULL },
		{ "% ip a", "ip a", NULL },
		{ "+ ip a", "ip a", NULL },
		{ "++ ip -4 rule", "ip -4 rule", NULL },
		{ "~ # esxcli network nic list", "esxcli network nic list", NULL },
		{ "/ # ls", "ls", NULL },
		{ "~ $ ip a", "ip a", NULL },
		{ "/tmp # ip a", "ip a", NULL },
		{ "[root@esx1:~] esxcli network nic list", "esxcli network nic list", "esx1" },
		{ "\\[root@esx1:\\~\\] esxcfg-vmknic -l", "esxcfg-vmknic -l", "esx1" },
		{ "[root@esx1:/vmfs/volumes] ls", "ls", "esx1" },
		{ "[root@esx1:~]esxcli network nic list", "esxcli network nic list", "esx1" },
		{ "vi-admin@vma:~[esx01]> esxcli network nic list", "esxcli network nic list",
		  "esx01" },
		{ "[vi-admin@vma /][esx01.lab.local]$ esxcfg-nas -l", "esxcfg-nas -l",
		  "esx01.lab.local" },
		{ "[root@web01 ~][main]$ ip a", "ip a", "web01" },
		{ "PS C:\\> esxcli -s h network nic list", "esxcli -s h network nic list", NULL },
		{ "[admin@MikroTik] > ip address print", "ip address print", "MikroTik" },
		{ "\xe2\x94\x94\xe2\x94\x80# ip a", "ip a", NULL },
		{ "\xe2\x9e\x9c  ~ ip a", "ip a", NULL },
		/* What runs the command, and what is behind it. */
		{ "$ sudo ip a", "ip a", NULL },
		{ "$ sudo -u root -n ip a", "ip a", NULL },
		{ "# time ip a", "ip a", NULL },
		{ "# watch -n 1 ip a", "ip a", NULL },
		{ "# /sbin/ip addr", "ip addr", NULL },
		{ "# /usr/sbin/ip addr show  # all of them", "ip addr show", NULL },
		{ "$ LANG=C LC_ALL=C ip a", "ip a", NULL },
		{ "# ip netns exec blue ip a", "ip netns exec blue ip a", NULL },
		{ "# ip a 2>/dev/null", "ip a", NULL },
		{ "# ip a | cat", "ip a", NULL },
		{ "# ip a | grep inet", "ip a | grep inet", NULL },
		{ "$ ssh root@web02 ip a", "ip a", "web02" },
		{ "$ ssh -p 22 -o BatchMode=yes root@web02 'ip -d link'", "ip -d link", "web02" },
		{ "[joe@web01 ~]$ ssh web02 sudo ip a", "ip a", "web02" },
		{ "[joe@web01 ~]$ sudo sh -c 'ip a'", "ip a", "web01" },
		{ "[root@web01 ~]# frobnicate -x", "frobnicate -x", "web01" },
		/* Headings. */
		{ "=== ip route ===", "ip route", NULL },
		{ "--- ip addr ---", "ip addr", NULL },
		{ "## ip a", "ip a", NULL },
		{ "**ip route show table all**", "ip route show table all", NULL },
		{ "`ip a`:", "ip a", NULL },
		{ "Output of ip route:", "ip route", NULL },
		{ "### 2. `ip -s link` ###", "ip -s link", NULL },
		{ "Command: iscsiadm -m session -P 3:", "iscsiadm -m session -P 3", NULL },
		{ "esxcli network nic list", "esxcli network nic list", NULL },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		struct prompt p = prompt_of(str_of(vectors[i].line));
		struct str host = p.command.host.n ? p.command.host : p.host;
		if (p.kind <= PROMPT_FENCE || !str_same(p.command.words, str_of(vectors[i].command)))
			fail_msg("%s: kind %d, command '%.*s'", vectors[i].line, p.kind,
				 STR_ARGS(p.command.words));
		if (!str_same(host, str_of(vectors[i].host)))
			fail_msg("%s: host '%.*s'", vectors[i].line, STR_ARGS(host));
	}
}

/* Prompts with nothing that names an output: they end one all the same. */
static void prompts_of_no_command(void **state)
{
	static const char *const lines[] = {
		"[root@web01 ~]#",
		"[root@esx1:~]",
		"root@web01:~#",
		"~ #",
		"/ #",
		"bash-5.1$",
		"[root@web01 ~]# ip a; ip r",
		"[root@web01 ~]# cd /tmp && ip a",
		"$ ip a; ip r",
		"\xe2\x94\x8c\xe2\x94\x80\xe2\x94\x80(root\xe3\x89\xbfkali)-[~]",
	};

	(void)state;
	for (size_t i = 0; i < countof(lines); i++) {
		struct prompt p = prompt_of(str_of(lines[i]));
		if (p.kind < PROMPT_SIGN || p.command.words.n)
			fail_msg("%s: kind %d, command '%.*s'", lines[i], p.kind,
				 STR_ARGS(p.command.words));
	}
}

static void no_prompts(void **state)
{
	static const char *const lines[] = {
		"Use ip a for that.",
		"The output of ip route is below:",
		"I ran ip a as root@web01 and saw this",
		"root@web01: permission denied",
		"root@web01's password:",
		"From: root@web01 (Cron Daemon)",
		"# ip address of the host",
		"# the ip route is static",
		"# sysctl settings for storage",
		"# mount point of the backup",
		"# ethtool settings",
		"# hostname of the filer",
		"# cat and dog",
		"#include <stdio.h>",
		"#define ip 5",
		"# net.ipv4.ip_forward = 1",
		"1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536",
		"    inet 10.0.0.1/24 scope global eth0",
		"0:	from all lookup local",
		"default via 10.0.0.1 dev eth0",
		"10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.1",
		"fe80::/64 dev eth0 proto kernel metric 256",
		"tcp: [1] 10.0.0.5:3260,1 iqn.2003-01.org.x:t (non-flash)",
		"# BEGIN RECORD 2.1.5",
		"filer:/vol/data /mnt nfs rw 0 0",
		"filer:/vol/data # the old one",
		"/dev/sda1 / ext4 defaults 0 1 # root",
		"/export/home # shared",
		"+++ b/file.c",
		"+ some text was added",
		"- ip address changed",
		"+	ip_route(x);",
		"> quoted words",
		"if (a > b) return c;",
		"100% of ip packets",
		"$HOME/bin",
		"mpatha (36001) dm-0 VENDOR,PROD",
		"|-+- policy='service-time 0' prio=50 status=active",
		"`- 3:0:0:0 sdb 8:16 active ready running",
		"\xe2\x94\x94\xe2\x94\x80/sys sysfs",
		"net.ipv4.conf.all.rp_filter = 1",
		"MII Status: up",
		"----------- ----------- ----",
		"-----  ------------  -------------",
		"[main]",
		"[2024-05-01 12:00:00] something happened",
		"[\"root@web01\", \"x\"]",
		"{\"user\":\"root@web01\"}",
		"email root@web01.example.org > the list",
		"ip route 10.0.0.0 255.0.0.0 10.1.1.1",
		"ip address 10.0.0.1 255.255.255.0",
		"hostname sw1",
		"hostname,ip",
		"Interface  Port Group/DVPort",
		"*** 5 errors",
		"## Network of the host",
	};

	(void)state;
	for (size_t i = 0; i < countof(lines); i++) {
		struct prompt p = prompt_of(str_of(lines[i]));
		if (p.kind != PROMPT_NONE)
			fail_msg("%s: kind %d, command '%.*s'", lines[i], p.kind,
				 STR_ARGS(p.command.words));
	}
}

/* Lines that begin an output: "one…", "two…"; "ONE" begins another of the first kind. */
static struct transcript_begin begins_number(struct str before, struct str line, struct str rest)
{
	struct transcript_begin b = { .kind = 0 };

	(void)before;
	(void)rest;
	if (str_starts(line, "one") || str_starts(line, "ONE"))
		b = (struct transcript_begin){ .kind = 1, .anew = line.p[0] == 'O' };
	else if (str_starts(line, "two"))
		b.kind = 2;
	if (str_has(line, "+two"))
		b.next = str_find(line, '+') + 1;
	return b;
}

/* Each capture as LINE|HOST|COMMAND|TEXT, with "e" behind the line where it may be empty. */
static const char *captures(struct arena *a, struct str text)
{
	struct transcript t = transcript_open("f", text, begins_number);
	const char *all = "";
	struct capture c;

	while (transcript_next(&t, &c)) {
		assert_string_equal(c.file, "f");
		assert_int_equal(c.typed, c.command.p != NULL);
		all = arena_printf(a, "%s%u%s|%.*s|%.*s|%.*s;", all, c.line,
				   c.may_be_empty ? "e" : "", STR_ARGS(c.host), STR_ARGS(c.command),
				   STR_ARGS(c.text));
	}
	return all;
}

static void transcripts(void **state)
{
	static const struct { const char *text, *captures; } vectors[] = {
		{ "", "1|||;" },
		{ "x\n", "1|||x\n;" },
		{ "[r@a ~]# ip a\nx\ny\n[r@a ~]# ip r\nz\n",
		  "1|||;2e|a|ip a|x\ny\n;5|a|ip r|z\n;" },
		{ "words\n$ ip a\nx\n", "1|||words\n;3||ip a|x\n;" },
		{ "[r@a ~]# ip rule\n[r@a ~]#\n", "1|||;2e|a|ip rule|;" },
		{ "[r@a ~]# ip rule\n", "1|||;2|a|ip rule|;" },
		{ "[r@a ~]# ip rule >x\n[r@a ~]#\n", "1|||;2|a|ip rule >x|;" },
		{ "[r@a ~]# ip rule^C\n[r@a ~]#\n", "1|||;2|a|ip rule^C|;" },
		{ "$ ip rule\n$ ip a\nx\n", "1|||;2||ip rule|;3||ip a|x\n;" },
		{ "[r@a ~]# ip a; ip r\none\ntwo\n[r@a ~]#\n", "1|||;2|a||one\n;3|a||two\n;" },
		{ "web01# ip a\nx\nweb01# frob\ny\nweb01#\n",
		  "1|||;2|web01|ip a|x\n;4|web01|frob|y\n;" },
		{ "web01# frob\n", "1|||web01# frob\n;" },
		{ "# ip a\nx\n# a comment\n", "1|||;2||ip a|x\n# a comment\n;" },
		{ "=== ip a ===\nx\n=== Routes ===\ny\n", "1|||;2||ip a|x\n;4|||y\n;" },
		{ "[r@a ~]# multipath -v3\n==== paths ====\nx\n",
		  "1|||;2|a|multipath -v3|==== paths ====\nx\n;" },
		{ "[r@a ~]# ./collect\n=== ip a ===\nx\n", "1|||;2|a|./collect|;3|a|ip a|x\n;" },
		{ "-----\nip a\n-----\none\n-----\nip r\n-----\ntwo\n",
		  "1|||;4||ip a|one\n;8||ip r|two\n;" },
		{ "ip a\n\none\n", "1|||;2||ip a|\none\n;" },
		{ "ip a\nprose\n", "1|||ip a\nprose\n;" },
		{ "ip a:\n\n```\nx\n```\nprose\n", "1|||;4||ip a|x\n;6|||prose\n;" },
		{ "```sh\n$ ip a\nx\n```\n", "1|||;2|||;3||ip a|x\n;" },
		{ "[r@a ~]# ip a\n```\nx\n", "1|||;2|a|ip a|;3|||x\n;" },
		{ "+ ip a\nx\n+ ip r\ny\n", "1|||;2||ip a|x\n;4||ip r|y\n;" },
		{ "+ ip a\nx\n+ lsmod\ny\n", "1|||;2||ip a|x\n;4||lsmod|y\n;" },
		{ "@@ -1 +1 @@\n+ ip a\n", "1|||@@ -1 +1 @@\n+ ip a\n;" },
		{ "one\none\ntwo\nx\n", "1|||one\none\n;3|||two\nx\n;" },
		{ "one\nONE\n", "1|||one\n;2|||ONE\n;" },
		{ "one\ntwo+two\n", "1|||one\n;2|||two+;2|||two\n;" },
		{ "one\nx+two\ntwo\n", "1|||one\nx+;2|||two\ntwo\n;" },
		{ "\n\none\n", "1|||\n\none\n;" },
		{ "$ ip a\none\ntwo\n", "1|||;2||ip a|one\ntwo\n;" },
		{ "[r@a ~]# ip -j a\n[{}][r@a ~]# ip -j r\n[]\n",
		  "1|||;2e|a|ip -j a|[{}];3|a|ip -j r|[]\n;" },
		{ "[r@a ~]# ip -j ru\n[][r@a ~]# ls\n", "1|||;2e|a|ip -j ru|[];3|a|ls|;" },
		{ "$ iscsiadm -m node \\\n  -P 1\nx\n", "1|||;3|||x\n;" },
		{ "# time ip a\nx\n\nreal\t0m0.1s\nuser\t0m0.0s\nsys\t0m0.0s\n",
		  "1|||;2||ip a|x\n\n;" },
		{ "[r@a ~]# ssh b ip a\nx\n[r@a ~]# ip a\ny\n",
		  "1|||;2e|b|ip a|x\n;4|a|ip a|y\n;" },
		{ "[r@a ~]# ip a\r\nx\r\n[r@a ~]# ip r\r\n", "1|||;2e|a|ip a|x\r\n;4|a|ip r|;" },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++)
		if (strcmp(captures(a, str_of(vectors[i].text)), vectors[i].captures) != 0)
			fail_msg("%s:\n%s", vectors[i].text, captures(a, str_of(vectors[i].text)));
	arena_free(a);
}

/* What stands around the lines of a text, and what it was before. */
static void texts(void **state)
{
	static const struct { const char *in, *out; } vectors[] = {
		{ "> a\n>   b\n>\n> c\n", "a\n  b\n\nc\n" },
		{ ">> a\n>> b\n", "a\nb\n" },
		{ "> > a\n> > b\n", "a\nb\n" },
		{ "Bob wrote:\n> a\n> b\nno\n", "Bob wrote:\na\nb\nno\n" },
		{ "> a\n\n> b\n", "a\n\nb\n" },
		{ "3a4,5\n> a\n> b\n", "3a4,5\n> a\n> b\n" },
		{ "x\n> a\n", "x\n> a\n" },
		{ "a&nbsp;&nbsp;b &lt;UP&gt;\n", "a  b <UP>\n" },
		{ "<pre>a\nb</pre>\n", "a\nb\n" },
		{ "<pre><code>a<br>\nb<br/>\n</code></pre>\n", "a\nb\n</code></pre>\n" },
		{ "[code]a\nb[/code]\n", "a\nb\n" },
		{ "<?xml version=\"1.0\"?>\n<a>&lt;</a>\n",
		  "<?xml version=\"1.0\"?>\n<a>&lt;</a>\n" },
		{ "name=a&amp;b\n", "name=a&amp;b\n" },
		{ "     1\ta\n     2\t  b\n     3\tc\n", "a\n  b\nc\n" },
		{ "1: a\n2:   b\n3: c\n", "a\n  b\nc\n" },
		{ "1:a\n2:  b\n3:\n4:c\n", "a\n  b\n\nc\n" },
		{ "1 a\n2   b\n3\n4 c\n", "a\n  b\n\nc\n" },
		{ " 8  a\n 9    b\n10  c\n", " 8  a\n 9    b\n10  c\n" },
		{ "1  a\n2  b\n3  c\n4  d\n5  e\n6  f\n7  g\n8  h\n9  i\n10 j\n",
		  "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n" },
		{ "  1  a\n  2  b\n\n  3  c\n", "a\nb\n\nc\n" },
		{ "1: 1: lo: <UP>\n2:     link/loopback\n3: 2: eth0: <UP>\n",
		  "1: lo: <UP>\n    link/loopback\n2: eth0: <UP>\n" },
		{ "1: lo: <UP>\n2: eth0: <UP>\n3: eth1: <UP>\n",
		  "1: lo: <UP>\n2: eth0: <UP>\n3: eth1: <UP>\n" },
		{ "1: lo    inet 127.0.0.1/8\n"
		  "2: eth0    inet 10.0.0.1/8\n"
		  "3: eth1    inet 10.0.0.1/8\n",
		  "1: lo    inet 127.0.0.1/8\n"
		  "2: eth0    inet 10.0.0.1/8\n"
		  "3: eth1    inet 10.0.0.1/8\n" },
		{ "0:\tfrom all lookup local\n"
		  "1:\tfrom all lookup 5\n"
		  "2:\tfrom all lookup 6\n",
		  "0:\tfrom all lookup local\n"
		  "1:\tfrom all lookup 5\n"
		  "2:\tfrom all lookup 6\n" },
		{ "1.0.0.0/8 dev a\n2.0.0.0/8 dev b\n3.0.0.0/8 dev c\n",
		  "1.0.0.0/8 dev a\n2.0.0.0/8 dev b\n3.0.0.0/8 dev c\n" },
		{ "1: a\n2: b\nc\n", "1: a\n2: b\nc\n" },
		{ "2024-05-06 12:00:01 a\n2024-05-06 12:00:01   b\n2024-05-06 12:00:02\n",
		  "a\n  b\n\n" },
		{ "2024-05-06T12:00:01.123456+02:00 a\n"
		  "2024-05-06T12:00:01.123457+02:00   b\n"
		  "2024-05-06T12:00:02Z c\n",
		  "a\n  b\nc\n" },
		{ "[12:00:01] a\n[12:00:01]   b\n[12:00:02] c\n", "a\n  b\nc\n" },
		{ "May  6 12:00:01 web01 collect[12]: a\n"
		  "May  6 12:00:01 web01 collect[12]:   b\n"
		  "May  6 12:00:02 web01 collect[12]: c\n",
		  "a\n  b\nc\n" },
		{ "[    1.234567] a\n[    1.234568]   b\n[   12.234568] c\n",
		  "a\n  b\nc\n" },
		{ "12:00:01 a\nb\n12:00:01 c\n", "12:00:01 a\nb\n12:00:01 c\n" },
		{ "    a\n      b\n    c\n", "a\n  b\nc\n" },
		{ "\ta\n\t\tb\n\tc\n", "a\n\tb\nc\n" },
		{ "   a\n   b\n   c\n", "   a\n   b\n   c\n" },
		{ "> 12:00:01 a\n> 12:00:01   b\n> 12:00:01 c\n", "a\n  b\nc\n" },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		struct str out = transcript_text(a, str_of(vectors[i].in));
		if (!str_eq(out, vectors[i].out))
			fail_msg("%s:\n%.*s", vectors[i].in, STR_ARGS(out));
	}
	arena_free(a);
}

/* One output each of what a Linux host says. */
static const struct { const char *name, *text; } outputs[] = {
	{ "ip addr",
	  "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n"
	  "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n"
	  "    inet 127.0.0.1/8 scope host lo\n"
	  "       valid_lft forever preferred_lft forever\n"
	  "2: eth0@if7: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default\n"
	  "    link/ether 52:54:00:12:34:56 brd ff:ff:ff:ff:ff:ff link-netnsid 0\n"
	  "    inet 10.0.0.1/24 brd 10.0.0.255 scope global eth0\n"
	  "       valid_lft forever preferred_lft forever\n" },
	{ "ip link",
	  "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default\n"
	  "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n"
	  "2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP mode DEFAULT group default\n"
	  "    link/ether 52:54:00:12:34:56 brd ff:ff:ff:ff:ff:ff\n" },
	{ "ip -o addr",
	  "1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever\n"
	  "1: lo    inet6 ::1/128 scope host \\       valid_lft forever preferred_lft forever\n"
	  "2: eth0    inet 10.0.0.1/24 brd 10.0.0.255 scope global eth0\\       valid_lft forever preferred_lft forever\n" },
	{ "ip -br addr",
	  "lo               UNKNOWN        127.0.0.1/8 ::1/128\n"
	  "eth0             UP             10.0.0.1/24\n" },
	{ "ip -br link",
	  "lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP>\n"
	  "eth0             UP             52:54:00:12:34:56 <BROADCAST,MULTICAST,UP,LOWER_UP>\n" },
	{ "ip route",
	  "default via 10.0.0.254 dev eth0 proto static metric 100 \n"
	  "10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.1 metric 100 \n"
	  "unreachable 10.9.0.0/16 \n"
	  "10.8.0.0/16 proto static \n"
	  "\tnexthop via 10.0.0.2 dev eth0 weight 1 \n"
	  "\tnexthop via 10.0.0.3 dev eth0 weight 1 \n" },
	{ "ip -6 route",
	  "::1 dev lo proto kernel metric 256 pref medium\n"
	  "fe80::/64 dev eth0 proto kernel metric 256 pref medium\n"
	  "default via fe80::1 dev eth0 proto ra metric 1024 pref medium\n" },
	{ "ip rule",
	  "0:\tfrom all lookup local\n"
	  "100:\tfrom 10.0.0.1 lookup 5\n"
	  "32766:\tfrom all lookup main\n"
	  "32767:\tfrom all lookup default\n" },
	{ "ip neigh",
	  "10.0.0.254 dev eth0 lladdr 52:54:00:00:00:01 REACHABLE\n"
	  "fe80::1 dev eth0 lladdr 52:54:00:00:00:01 router STALE\n"
	  "10.0.0.9 dev eth0  FAILED\n" },
	{ "ip nexthop",
	  "id 1 via 10.0.0.2 dev eth0 scope link \n"
	  "id 2 group 1 \n" },
	{ "ip route get",
	  "10.5.0.1 via 10.0.0.254 dev eth0 src 10.0.0.1 uid 0 \n"
	  "    cache \n" },
	{ "ip vrf",
	  "Name              Table\n"
	  "-----------------------\n"
	  "red               10\n" },
	{ "ip -j addr",
	  "[{\"ifindex\":1,\"ifname\":\"lo\",\"flags\":[\"UP\"],\"addr_info\":[{\"family\":\"inet\"}]}]\n" },
	{ "ip -j -p route",
	  "[ {\n"
	  "        \"dst\": \"default\",\n"
	  "        \"flags\": [ ]\n"
	  "    },{\n"
	  "        \"dst\": \"10.0.0.0/24\",\n"
	  "        \"flags\": [ ]\n"
	  "    } ]\n" },
	{ "jq",
	  "[\n"
	  "  {\n"
	  "    \"dst\": \"default\",\n"
	  "    \"flags\": [\n"
	  "      \"onlink\"\n"
	  "    ]\n"
	  "  }\n"
	  "]\n" },
	{ "list of lines",
	  "[{\"dst\":\"default\",\"flags\":[]},\n"
	  "{\"dst\":\"10.9.0.0/24\",\"flags\":[]},\n"
	  "{\"dst\":\"10.1.0.0/24\",\"flags\":[\"onlink\"]}]\n" },
	{ "empty list",
	  "[]\n" },
	{ "object",
	  "{\n"
	  "  \"filesystems\": [\n"
	  "    {\n"
	  "      \"target\": \"/\"\n"
	  "    }\n"
	  "  ]\n"
	  "}\n" },
	{ "ifconfig",
	  "eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500\n"
	  "        inet 10.0.0.1  netmask 255.255.255.0  broadcast 10.0.0.255\n"
	  "        ether 52:54:00:12:34:56  txqueuelen 1000  (Ethernet)\n"
	  "\n"
	  "lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536\n"
	  "        inet 127.0.0.1  netmask 255.0.0.0\n" },
	{ "route -n",
	  "Kernel IP routing table\n"
	  "Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n"
	  "0.0.0.0         10.0.0.254      0.0.0.0         UG    100    0        0 eth0\n"
	  "10.0.0.0        0.0.0.0         255.255.255.0   U     100    0        0 eth0\n" },
	{ "session",
	  "tcp: [1] 10.0.0.5:3260,1 iqn.2003-01.org.x:a (non-flash)\n"
	  "tcp: [2] 10.0.0.6:3260,1 iqn.2003-01.org.x:a (non-flash)\n" },
	{ "session -P 3",
	  "iSCSI Transport Class version 2.0-870\n"
	  "version 6.2.0.874\n"
	  "Target: iqn.2003-01.org.x:a (non-flash)\n"
	  "\tCurrent Portal: 10.0.0.5:3260,1\n"
	  "\tPersistent Portal: 10.0.0.5:3260,1\n"
	  "\t\t**********\n"
	  "\t\tInterface:\n"
	  "\t\t**********\n"
	  "\t\tIface Name: default\n"
	  "Target: iqn.2003-01.org.x:b (non-flash)\n"
	  "\tCurrent Portal: 10.0.0.6:3260,1\n"
	  "\tPersistent Portal: 10.0.0.6:3260,1\n" },
	{ "node",
	  "10.0.0.5:3260,1 iqn.2003-01.org.x:a\n"
	  "10.0.0.6:3260,1 iqn.2003-01.org.x:a\n" },
	{ "node -P 1",
	  "Target: iqn.2003-01.org.x:a\n"
	  "\tPortal: 10.0.0.5:3260,1\n"
	  "\t\tIface Name: default\n"
	  "Target: iqn.2003-01.org.x:b\n"
	  "\tPortal: 10.0.0.6:3260,1\n"
	  "\t\tIface Name: default\n" },
	{ "discovery -P 1",
	  "SENDTARGETS:\n"
	  "DiscoveryAddress: 10.0.0.5,3260\n"
	  "Target: iqn.2003-01.org.x:a\n"
	  "\tPortal: 10.0.0.5:3260,1\n"
	  "\t\tIface Name: default\n" },
	{ "iface -P 1",
	  "Iface: default\n"
	  "\tTarget: iqn.2003-01.org.x:a\n"
	  "\t\tPortal: 10.0.0.5:3260,1\n"
	  "Iface: iser\n" },
	{ "node records",
	  "# BEGIN RECORD 2.1.5\n"
	  "node.name = iqn.2003-01.org.x:a\n"
	  "node.tpgt = 1\n"
	  "iface.iscsi_ifacename = default\n"
	  "# END RECORD\n"
	  "# BEGIN RECORD 2.1.5\n"
	  "node.name = iqn.2003-01.org.x:b\n"
	  "# END RECORD\n" },
	{ "iface record",
	  "# BEGIN RECORD 2.1.5\n"
	  "iface.iscsi_ifacename = st0\n"
	  "iface.net_ifacename = eth1\n"
	  "# END RECORD\n" },
	{ "no sessions",
	  "iscsiadm: No active sessions.\n" },
	{ "bonding",
	  "Ethernet Channel Bonding Driver: v5.14.0\n"
	  "\n"
	  "Bonding Mode: fault-tolerance (active-backup)\n"
	  "Currently Active Slave: eth0\n"
	  "MII Status: up\n"
	  "\n"
	  "Slave Interface: eth0\n"
	  "MII Status: up\n"
	  "Speed: 1000 Mbps\n" },
	{ "vlan config",
	  "VLAN Dev name\t | VLAN ID\n"
	  "Name-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD\n"
	  "eth0.5         | 5  | eth0\n" },
	{ "vlan",
	  "eth0.5  VID: 5\t REORDER_HDR: 1  dev->priv_flags: 1001\n"
	  "         total frames received            0\n"
	  "Device: eth0\n"
	  "INGRESS priority mappings: 0:0\n" },
	{ "multipath",
	  "mpatha (360014050000000000000000000000001) dm-0 LIO-ORG,disk\n"
	  "size=10G features='0' hwhandler='1 alua' wp=rw\n"
	  "|-+- policy='service-time 0' prio=50 status=active\n"
	  "| `- 3:0:0:0 sdb 8:16 active ready running\n"
	  "`-+- policy='service-time 0' prio=50 status=enabled\n"
	  "  `- 4:0:0:0 sdc 8:32 active ready running\n"
	  "mpathb (360014050000000000000000000000002) dm-1 LIO-ORG,disk\n"
	  "size=10G features='0' hwhandler='1 alua' wp=rw\n"
	  "`-+- policy='service-time 0' prio=50 status=active\n"
	  "  `- 3:0:0:1 sdd 8:48 active ready running\n" },
	{ "sysctl",
	  "net.ipv4.conf.all.rp_filter = 1\n"
	  "net.ipv4.conf.eth0.arp_ignore = 0\n" },
	{ "mount",
	  "/dev/sda1 on / type ext4 (rw,relatime)\n"
	  "filer:/vol on /mnt type nfs4 (rw,vers=4.2,addr=10.0.0.5)\n" },
	{ "/proc/mounts",
	  "/dev/sda1 / ext4 rw,relatime 0 0\n"
	  "filer:/vol /mnt nfs4 rw,vers=4.2,addr=10.0.0.5 0 0\n" },
	{ "nfsstat",
	  "/mnt from filer:/vol\n"
	  " Flags:\trw,vers=4.2,addr=10.0.0.5\n" },
	{ "ethtool",
	  "Settings for eth0:\n"
	  "\tSupported ports: [ TP ]\n"
	  "\tSpeed: 1000Mb/s\n"
	  "\tLink detected: yes\n" },
	{ "ethtool -i",
	  "driver: virtio_net\n"
	  "version: 1.0.0\n"
	  "firmware-version: \n"
	  "bus-info: 0000:01:00.0\n" },
	{ "teamdctl",
	  "setup:\n"
	  "  runner: activebackup\n"
	  "ports:\n"
	  "  eth0\n"
	  "    link watches:\n"
	  "      link summary: up\n" },
	{ "lldpctl",
	  "-------------------------------------------------------------------------------\n"
	  "LLDP neighbors:\n"
	  "-------------------------------------------------------------------------------\n"
	  "Interface:    eth0, via: LLDP, RID: 1, Time: 0 day, 00:00:01\n"
	  "  Chassis:\n"
	  "    ChassisID:    mac 52:54:00:00:00:02\n"
	  "-------------------------------------------------------------------------------\n" },
	{ "uname -a",
	  "Linux web01 5.14.0-1.el9.x86_64 #1 SMP x86_64 GNU/Linux\n" },
};

/* That many captures of these sizes, none lost; names for the message. */
static void is_cut(const char *first, const char *second, struct str text, size_t border)
{
	struct transcript t = transcript_open("f", text, linux_begins);
	struct capture one, two, none;
	const char *lf = border ? memchr(text.p + border - 1, '\n', 1) : NULL;

	if (!transcript_next(&t, &one) || !transcript_next(&t, &two) || transcript_next(&t, &none) ||
	    one.text.p != text.p || one.text.n != border || two.text.n != text.n - border)
		fail_msg("%s, %s%s: cut at %zu, not at %zu:\n%.*s", first, second,
			 lf ? "" : " without LF", one.text.n, border, STR_ARGS(text));
}

/* What a discovery found, and records, are printed as the same tree. */
static bool is_alike(const char *first, const char *second)
{
	return strcmp(first, "discovery -P 1") == 0 && strcmp(second, "node -P 1") == 0;
}

/* Behind one another, in any order. */
static void outputs_in_a_row(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < countof(outputs); i++)
		for (size_t k = 0; k < countof(outputs); k++)
			if (i != k && !is_alike(outputs[i].name, outputs[k].name))
				is_cut(outputs[i].name, outputs[k].name,
				       str_of(arena_printf(a, "%s%s", outputs[i].text,
							   outputs[k].text)),
				       strlen(outputs[i].text));
	arena_free(a);
}

static bool is_one_of(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* Without the last LF of the first, where its end or the begin of the second is sure. */
static void outputs_in_a_line(void **state)
{
	static const char *const ends[] = { "ip addr",	 "ip -o addr", "ip -6 route", "ip neigh",
					    "ip -j addr", "ip -j -p route", "jq", "empty list",
					    "object", "session", "node records", "multipath" };
	static const char *const begins[] = { "ip addr", "ip link", "ip rule", "ip route", "route -n",
					      "ip -j addr", "ip -j -p route", "bonding", "ethtool",
					      "session -P 3", "node records" };
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < countof(outputs); i++)
		for (size_t k = 0; k < countof(outputs); k++) {
			size_t border = strlen(outputs[i].text) - 1;
			const char *name = outputs[i].name;
			if (i != k && (is_one_of(name, ends, countof(ends)) ||
				       is_one_of(outputs[k].name, begins, countof(begins))))
				is_cut(name, outputs[k].name,
				       str_of(arena_printf(a, "%.*s%s", (int)border,
							   outputs[i].text, outputs[k].text)),
				       border);
		}
	arena_free(a);
}

static void one_output_is_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(outputs); i++) {
		struct transcript t = transcript_open("f", str_of(outputs[i].text), linux_begins);
		struct capture c;
		assert_true(transcript_next(&t, &c));
		if (!str_eq(c.text, outputs[i].text))
			fail_msg("%s is cut at\n%.*s", outputs[i].name, STR_ARGS(t.rest));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prompts),
		cmocka_unit_test(prompts_of_no_command),
		cmocka_unit_test(no_prompts),
		cmocka_unit_test(transcripts),
		cmocka_unit_test(texts),
		cmocka_unit_test(one_output_is_one),
		cmocka_unit_test(outputs_in_a_row),
		cmocka_unit_test(outputs_in_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
