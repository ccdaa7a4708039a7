/* SPDX-License-Identifier: GPL-2.0-or-later */
/* open-iscsi's grammar, its records and the texts of iscsiadm; verified with iscsiadm 2.1.8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "parse/iscsi/iscsi.h"

struct fixture {
	struct snapshot *s;
	unsigned host;
};

static struct fixture *fixture(void **state)
{
	return *state;
}

static int setup(void **state)
{
	static struct fixture f;
	struct host row = { .row.next = 0 };

	f.s = snapshot_new();
	row.name = snapshot_cstr(f.s, "h");
	f.host = snapshot_add_host(f.s, &row);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	snapshot_free(fixture(state)->s);
	return 0;
}

static const struct record_place iface_file = {
	.kind = "iface",
	.root = "/etc/iscsi",
	.path = "/etc/iscsi/ifaces/st0",
	.file = "st0",
	.name = "st0",
};

static const struct record_place node_file = {
	.kind = "node",
	.root = "/etc/iscsi",
	.path = "/etc/iscsi/nodes/x",
	.file = "x",
	.name = "x",
};

/* The problem rows of a table, "setting:problem" with a blank between. */
static const char *problems(struct fixture *f)
{
	static char list[512];

	list[0] = '\0';
	for_each_row (iscsi_record, r, f->s, f->host)
		if (r->problem.s) {
			size_t n = strlen(list);
			snprintf(list + n, sizeof(list) - n, "%s%s:%s", n ? " " : "", r->setting.s,
				 r->problem.s);
		}
	return list;
}

static void test_grammar(void **state)
{
	static const struct {
		const char *text, *key, *value, *problems;
	} cases[] = {
		{ "node.startup = automatic\n", "node.startup", "automatic", "" },
		{ "  node.startup \t= \tautomatic  \r\n", "node.startup", "automatic", "" },
		{ "node.startup =automatic\n", "node.startup", "automatic", "" },
		{ "node.startup=automatic\n", "node.startup", "manual",
		  "node.startup:no-separator" },
		{ "node.startup= automatic\n", "node.startup", "manual",
		  "node.startup:no-separator" },
		{ "node.startup==automatic\n", "node.startup", "automatic", "" },
		{ "node.startup automatic\n", "node.startup", "manual",
		  "node.startup:no-separator" },
		{ "node.startup =\n", "node.startup", "manual", "node.startup:no-value" },
		{ "node.startup=\n", "node.startup", "manual", "node.startup:no-value" },
		{ "node.startup\n", "node.startup", "manual", "node.startup:no-value" },
		{ "node.startup = automatic", "node.startup", "manual", "node.startup:no-newline" },
		{ "# END RECORD", "node.startup", "manual", "" },
		{ "  # node.startup = automatic\n", "node.startup", "manual", "" },
		{ "node.startup = automatic # why\n", "node.startup", "manual",
		  "node.startup:comment" },
		{ "node.startup = Automatic\n", "node.startup", "manual",
		  "node.startup:bad-value" },
		{ "node.leading_login = Yes\nnode.leading_login = maybe\n", "node.leading_login",
		  "Yes", "node.leading_login:bad-value" },
		{ "node.session.nr_sessions = 4 # why\n", "node.session.nr_sessions", "4", "" },
		{ "node.session.nr_sessions = many\n", "node.session.nr_sessions", "0",
		  "node.session.nr_sessions:bad-value" },
		{ "node.session.timeo.replacement_timeout = -1\n",
		  "node.session.timeo.replacement_timeout", "-1", "" },
		{ "iface.mtu = 70000\n", "iface.mtu", "4464", "" },
		{ "iface.net_ifacename = eth0 # why\n", "iface.net_ifacename", "eth0 # why",
		  "iface.net_ifacename:comment" },
		{ "iface.net_ifacename = <empty>\n", "iface.net_ifacename", "<empty>",
		  "iface.net_ifacename:empty-literal" },
		{ "iface.net_ifacename = abcdefghijklmnopqrst\n", "iface.net_ifacename",
		  "abcdefghijklmno", "iface.net_ifacename:too-long" },
		{ "iface.net_ifacename = eth0\niface.net_ifacename = eth1\n", "iface.net_ifacename",
		  "eth1", "iface.net_ifacename:duplicate" },
		{ "iface.netifacename = eth0\n", "iface.net_ifacename", "",
		  "iface.netifacename:unknown-key" },
		{ "", "node.conn[0].port", "3260", "" },
		{ "\n\n", "node.session.timeo.replacement_timeout", "120", "" },
	};

	for (size_t i = 0; i < countof(cases); i++) {
		struct fixture *f = fixture(state);
		struct record r;
		struct str got;
		snapshot_truncate(f->s, TABLE_iscsi_record, f->host, 0);
		record_read(f->s, f->host, &node_file, str_of(cases[i].text), false, &r);
		got = record_value(&r, cases[i].key);
		if (!str_eq(got, cases[i].value))
			fail_msg("%s gives \"%.*s\"", cases[i].text, STR_ARGS(got));
		assert_string_equal(problems(f), cases[i].problems);
	}
}

/* A long line is read in pieces: the first are dropped, the last counts as a line. */
static void test_long_line(void **state)
{
	struct fixture *f = fixture(state);
	char text[2200];
	struct record r;
	int n;

	memset(text, ' ', sizeof(text));
	memcpy(text, "node.startup", 12);
	n = 2047 + snprintf(text + 2047, sizeof(text) - 2047, "node.startup = onboot\n");
	record_read(f->s, f->host, &node_file, (struct str){ text, (size_t)n }, false, &r);
	assert_true(str_eq(record_value(&r, "node.startup"), "onboot"));
	assert_string_equal(problems(f), "node.startup:too-long");
}

static void test_secrets_stay_out(void **state)
{
	static const char text[] = "node.name = iqn.x:y\n"
				   "node.session.auth.password = tops3cret\n"
				   "node.session.auth.password=tops3cret\n"
				   "node.session.auth.passwd = tops3cret\n"
				   "node.session.auth.username = tops3cret\n"
				   "password tops3cret\n"
				   "node.session.auth.password_in = tops3cret";
	struct fixture *f = fixture(state);

	parse_iscsi_node(f->s, f->host, &node_file, STR("iqn.x:y"), STR("10.0.0.1,3260,1"),
			 STR("st0"), str_of(text));
	assert_null(snapshot_find(f->s, STR("tops3cret")).s);
	for_each_row (iscsi_record, r, f->s, f->host)
		if (r->written.s)
			assert_null(strstr(r->written.s, "tops3cret"));
	assert_int_equal(snapshot_rows(f->s, TABLE_iscsi_record, f->host), 5);
}

static struct iscsi_iface read_iface(struct fixture *f, const char *text)
{
	struct iscsi_iface row;
	size_t n = snapshot_rows(f->s, TABLE_iscsi_iface, f->host);

	parse_iscsi_iface(f->s, f->host, &iface_file, str_of(text));
	assert_true(get_iscsi_iface(f->s, f->host, n, &row));
	return row;
}

static void test_iface(void **state)
{
	struct fixture *f = fixture(state);
	struct iscsi_iface i = read_iface(f, "iface.transport_name = tcp\n"
					     "iface.hwaddress = default\n"
					     "iface.net_ifacename = abcdefghijklmnopqrst\n"
					     "iface.mtu = 9000\n"
					     "iface.vlan_id = 0\n"
					     "iface.gateway = 10.0.0.1\n");

	assert_string_equal(i.name.s, "st0");
	assert_string_equal(i.hwaddress.s, "");
	assert_string_equal(i.net_ifacename.s, "abcdefghijklmno");
	assert_string_equal(i.net_ifacename_written.s, "abcdefghijklmnopqrst");
	assert_string_equal(i.ipaddress_written.s, "");
	assert_string_equal(i.ignored_keys.s, "gateway,mtu");
	i = read_iface(f, "iface.transport_name = tcp\niface.iscsi_ifacename = other\n");
	assert_string_equal(i.name.s, "other");
	assert_string_equal(i.file_name.s, "st0");
	i = read_iface(f, "iface.iscsi_ifacename = cxgb3i.00:07:43:05:97:07\n"
			  "iface.ipaddress = 20.15.0.66\n"
			  "iface.hwaddress = 00:07:43:05:97:07\n"
			  "iface.transport_name = cxgb3i\niface.mtu = 9000\n");
	assert_string_equal(i.transport.s, "cxgb3i");
	assert_string_equal(ip_text(i.ipaddress).s, "20.15.0.66");
	assert_string_equal(i.ignored_keys.s, "");
	/* Without a transport it is none. */
	parse_iscsi_iface(f->s, f->host, &iface_file, STR("iface.net_ifacename = eth0\n"));
	assert_int_equal(snapshot_rows(f->s, TABLE_iscsi_iface, f->host), 3);
}

static void test_node_defaults(void **state)
{
	struct fixture *f = fixture(state);
	struct iscsi_node n;

	parse_iscsi_node(f->s, f->host, &node_file, STR("iqn.x:y"), STR("fd00::1,3260,1"),
			 STR("st0"), STR("node.name = iqn.x:y\nnode.conn[0].address = fd00::1\n"));
	assert_true(get_iscsi_node(f->s, f->host, 0, &n));
	assert_string_equal(n.portal.s, "[fd00::1]:3260");
	assert_string_equal(n.iface.s, "default"); /* whatever its file is called */
	assert_string_equal(n.path_iface.s, "st0");
	assert_string_equal(n.startup.s, "manual");
	assert_string_equal(n.scan.s, "auto");
	assert_string_equal(n.discovery_type.s, "static");
	assert_int_equal(n.leading_login, TRI_NO);
	assert_int_equal(n.tpgt.v, -1);
	assert_int_equal(n.replacement_timeout.v, 120);
	assert_int_equal(n.noop_out_interval.v, 5);
	assert_int_equal(n.nr_sessions.v, 1);
	iscsi_add_node_targets(f->s, f->host);
	iscsi_add_node_targets(f->s, f->host);
	assert_int_equal(snapshot_rows(f->s, TABLE_iscsi_target, f->host), 1);
}

static void test_initiatorname(void **state)
{
	static const struct {
		const char *text, *name;
		enum tri set;
	} cases[] = {
		{ "InitiatorName=iqn.1993-08.org.debian:01:lab\n", "iqn.1993-08.org.debian:01:lab",
		  TRI_YES },
		{ "## x\n# InitiatorName=a\nInitiatorName = b # c\nInitiatorName=d\n", "b # c",
		  TRI_YES },
		{ "GenerateName=yes\n", NULL, TRI_NO },
		{ "InitiatorName=\n", NULL, TRI_NO },
		{ "InitiatorName=eui.0123456789abcdef", "eui.0123456789abcdef", TRI_YES },
		{ NULL, NULL, TRI_UNKNOWN },
	};
	struct fixture *f = fixture(state);

	for (size_t i = 0; i < countof(cases); i++) {
		struct iscsi_adapter a;
		parse_iscsi_initiatorname(f->s, f->host, &node_file, str_of(cases[i].text));
		assert_true(get_iscsi_adapter(f->s, f->host, i, &a));
		assert_int_equal(a.initiator_name_set, cases[i].set);
		if (cases[i].name)
			assert_string_equal(a.initiator_name.s, cases[i].name);
		else
			assert_null(a.initiator_name.s);
	}
}

static void add_link(struct fixture *f, int index, const char *name, const char *mac,
		     const char *altnames)
{
	struct interface i = {
		.name = snapshot_cstr(f->s, name),
		.ifindex = num(index),
		.kind = snapshot_cstr(f->s, "physical"),
		.altnames = snapshot_cstr(f->s, altnames),
	};

	mac_parse(str_of(mac), &i.mac);
	add_interface(f->s, f->host, &i);
}

static void test_resolve(void **state)
{
	static const struct {
		const char *text, *binds, *device;
		int matches;
	} cases[] = {
		{ "iface.net_ifacename = eth1\n", "net_ifacename", "eth1", -1 },
		{ "iface.net_ifacename = enp1s0\n", "altname", "eth1", -1 },
		{ "iface.net_ifacename = eth9\n", "missing", NULL, -1 },
		{ "iface.net_ifacename = eth1:1\n", "missing", NULL, -1 },
		{ "iface.net_ifacename = eth1\niface.hwaddress = 52:54:00:AA:BB:02\n", "hwaddress",
		  "eth2", 2 },
		{ "iface.hwaddress = 52-54-00-aa-bb-02\n", "missing", NULL, 0 },
		{ "\n", "nothing", NULL, -1 },
		{ "iface.transport_name = iser\niface.net_ifacename = eth1\n", "nothing", NULL,
		  -1 },
		{ "iface.transport_name = bnx2i\niface.hwaddress = 52:54:00:aa:bb:02\n", "offload",
		  NULL, -1 },
	};
	struct fixture *f = fixture(state);

	/* The bond comes first in the list, its member has the lower index. */
	add_link(f, 5, "bond0", "52:54:00:aa:bb:02", NULL);
	add_link(f, 2, "eth1", "52:54:00:aa:bb:01", "enp1s0,ens1");
	add_link(f, 3, "eth2", "52:54:00:aa:bb:02", NULL);
	for (size_t i = 0; i < countof(cases); i++) {
		char text[256];
		snprintf(text, sizeof(text), "iface.transport_name = tcp\n%s", cases[i].text);
		read_iface(f, text);
	}
	snapshot_cover(f->s, f->host, TABLE_interface, COVERAGE_READ, NULL);
	iscsi_resolve(f->s, f->host);
	for_each_row (iscsi_iface, r, f->s, f->host) {
		size_t i = r->row.index;
		assert_string_equal(r->binds.s, cases[i].binds);
		if (cases[i].device)
			assert_string_equal(r->device.s, cases[i].device);
		else
			assert_null(r->device.s);
		assert_int_equal(num_or(r->mac_matches, -1), cases[i].matches);
	}
}

static void test_resolve_without_interfaces(void **state)
{
	struct fixture *f = fixture(state);
	struct iscsi_iface i;

	read_iface(f, "iface.transport_name = tcp\niface.net_ifacename = eth1\n");
	read_iface(f, "iface.transport_name = tcp\niface.hwaddress = 52:54:00:aa:bb:02\n");
	iscsi_resolve(f->s, f->host);
	get_iscsi_iface(f->s, f->host, 0, &i);
	assert_string_equal(i.device.s, "eth1");
	assert_null(i.binds.s);
	get_iscsi_iface(f->s, f->host, 1, &i);
	assert_null(i.device.s);
	assert_null(i.binds.s);
}

static void test_kinds(void **state)
{
	static const struct {
		const char *text;
		enum iscsiadm_kind kind;
	} cases[] = {
		{ "", ISCSIADM_EMPTY },
		{ " \n", ISCSIADM_EMPTY },
		{ "hello world\n", ISCSIADM_NONE },
		{ "iscsiadm: No active sessions.\n", ISCSIADM_NO_SESSIONS },
		{ "iscsiadm: No records found\n", ISCSIADM_NO_RECORDS },
		{ "bash: iscsiadm: command not found\n", ISCSIADM_FAILED },
		{ "tcp: [1] 10.0.0.1:3260,1 iqn.x:y (non-flash)\n", ISCSIADM_SESSION_LIST },
		{ "tcp: [1] [fd00::1]:3260,1 iqn.x:y\n", ISCSIADM_SESSION_LIST },
		{ "10.0.0.1:3260,1 iqn.x:y\n", ISCSIADM_NODE_LIST },
		{ "10.0.0.1:3260 via sendtargets\n", ISCSIADM_DISCOVERY_LIST },
		{ "default tcp,<empty>,<empty>,<empty>,<empty>\n", ISCSIADM_IFACE_LIST },
		{ "a b tcp,<empty>,<empty>\n", ISCSIADM_IFACE_LIST },
		{ "node.name = iqn.x:y\nnode.session.auth.chap_algs = SHA3-256,SHA256,SHA1,MD5\n",
		  ISCSIADM_NODE_RECORDS },
		{ "# BEGIN RECORD 2.0-871\niface.iscsi_ifacename = x\n", ISCSIADM_IFACE_RECORD },
		{ "Iface: st1\n\tTarget: iqn.x:y\n\t\tPortal: 10.0.0.1:3260,1\n",
		  ISCSIADM_IFACE_TREE },
		{ "Target: iqn.x:y\n\tPortal: 10.0.0.1:3260,1\n\t\tIface Name: st1\n",
		  ISCSIADM_NODE_TREE },
		{ "SENDTARGETS:\nNo targets found.\n", ISCSIADM_DISCOVERY_TREE },
	};

	(void)state;
	for (size_t i = 0; i < countof(cases); i++)
		if (iscsiadm_kind(str_of(cases[i].text)) != cases[i].kind)
			fail_msg("%s is taken for %d", cases[i].text,
				 (int)iscsiadm_kind(str_of(cases[i].text)));
}

/* Lists of other things have commas and blanks too. */
static void test_foreign_lists(void **state)
{
	static const char *const foreign[] = {
		"libiscsi 81920 3 qla4xxx,libiscsi_tcp,iscsi_tcp\n",
		"postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash\n",
		"depends:        libiscsi,libiscsi_tcp,scsi_transport_iscsi\n",
		"german de,at,ch,lu\n",
		"storage tcp,iser,fc,nvme,nfs\n",
		"st0 tcp,a,b,c,d,e\n",
		"st0 tcp,<empty>,<empty>,eth0,<empty>,<empty>\n",
		"st0 tcp,<empty>,<empty>,eth0,<empty>\nand what is no line of it\n",
		"tcp: [1] 10.0.0.1:3260,1 nobody (non-flash)\n",
		"Target: iqn.x:y\n\tPortal: 10.0.0.1:3260,1\nhello\n",
		"10.0.0.1:3260,1 iqn.x:y\nhello\n",
		"iscsiadm: No active sessions.\nhello\n",
	};
	static const char *const own[] = {
		"st0 tpc,<empty>,<empty>,eth0,<empty>\n", /* written wrong, yet a record */
		"\nst0 tcp,52:54:00:00:00:01,10.0.0.1,,\niscsiadm: some message\n",
		"-bash: warning: setlocale\ntcp: [1] 10.0.0.1:3260,1 iqn.x:y\n",
	};

	(void)state;
	for (size_t i = 0; i < countof(foreign); i++)
		if (iscsiadm_fits(str_of(foreign[i])))
			fail_msg("of iscsiadm: %s", foreign[i]);
	for (size_t i = 0; i < countof(own); i++)
		if (!iscsiadm_fits(str_of(own[i])))
			fail_msg("not of iscsiadm: %s", own[i]);
}

/* A line that could not be read may have been an entry; what it hides stays out of the note. */
static void test_foreign_lines(void **state)
{
	static const struct {
		const char *text;
		enum table_id table;
		const char *note;
	} cases[] = {
		{ "tcp: [1] 10.0.0.1:3260,1 iqn.x:y\ntcp: [2] 10.0.0.2:32\n", TABLE_iscsi_session,
		  "tcp: [2] 10.0.0.2:32" },
		{ "Target: iqn.x:y\n\tCurrent Portal: 10.0.0.1:3260,1\n\tCurrent Por\n",
		  TABLE_iscsi_session, "Current Por" },
		{ "node.name = iqn.x:y\nnode.conn[0].address = 10.0.0.1\nsecret: hunter2\n",
		  TABLE_iscsi_node, "" },
		{ "node.name = iqn.x:y\nnode.conn[0].address = 10.0.0.1\ntoken=hunter2\n",
		  TABLE_iscsi_node, "token" },
	};
	struct fixture *f = fixture(state);
	const char *why;

	for (size_t i = 0; i < countof(cases); i++) {
		struct note note;
		parse_iscsiadm(f->s, f->host, "x", str_of(cases[i].text));
		assert_int_equal(snapshot_coverage(f->s, f->host, cases[i].table, &why),
				 COVERAGE_PARTIAL);
		assert_true(get_note(f->s, f->host, i, &note));
		assert_string_equal(note.line_text.s, cases[i].note);
	}
}

/* Absent is never "no sessions". */
static void test_failed_outputs(void **state)
{
	static const struct {
		const char *text;
		enum coverage_state state;
	} cases[] = {
		{ "", COVERAGE_ABSENT },
		{ "sh: 1: iscsiadm: not found\n", COVERAGE_ABSENT },
		{ "iscsiadm: No active sessions.\n", COVERAGE_READ },
	};
	struct fixture *f = fixture(state);
	const char *why;

	for (size_t i = 0; i < countof(cases); i++) {
		parse_iscsiadm(f->s, f->host, "iscsiadm_-m_session_-P_3", str_of(cases[i].text));
		assert_int_equal(snapshot_coverage(f->s, f->host, TABLE_iscsi_session, &why),
				 cases[i].state);
		assert_int_equal(snapshot_rows(f->s, TABLE_iscsi_session, f->host), 0);
	}
}

/* Two sessions by two ifaces to one portal: iscsiadm prints its lines once. */
static void test_sessions_of_one_portal(void **state)
{
	static const char text[] = "Target: iqn.x:a (non-flash)\n"
				   "\tCurrent Portal: 10.1.1.50:3260,1\n"
				   "\tPersistent Portal: 10.1.1.51:3260,1\n"
				   "\t\t**********\n\t\tInterface:\n\t\t**********\n"
				   "\t\tIface Name: st2\n\t\tIface IPaddress: 10.1.1.12\n"
				   "\t\tSID: 1\n\t\tiSCSI Session State: LOGGED_IN\n\n"
				   "\t\t**********\n\t\tInterface:\n\t\t**********\n"
				   "\t\tIface Name: st1\n\t\tIface IPaddress: 10.1.1.11\n"
				   "\t\tSID: 2\n\t\tiSCSI Session State: FAILED\n";
	static const char *const ifaces[] = { "st2", "st1" };
	struct fixture *f = fixture(state);
	struct iscsi_session s;

	parse_iscsiadm(f->s, f->host, "s", str_of(text));
	assert_int_equal(snapshot_rows(f->s, TABLE_iscsi_session, f->host), 2);
	for (size_t i = 0; i < countof(ifaces); i++) {
		get_iscsi_session(f->s, f->host, i, &s);
		assert_string_equal(s.iface.s, ifaces[i]);
		assert_string_equal(s.portal.s, "10.1.1.50:3260");
		assert_string_equal(s.persistent_portal.s, "10.1.1.51:3260");
		assert_int_equal(s.sid.v, (int)i + 1);
		assert_int_equal(s.logged_in, i == 0 ? TRI_YES : TRI_NO);
	}
}

static void test_redirected_session(void **state)
{
	static const char text[] = "Target: iqn.2016-02.com.example:gs\n"
				   "  Current Portal: 172.23.2.51:3261,1\n"
				   "  Persistent Portal: 172.23.2.50:3260,1\n"
				   "  Iface Name: default\n"
				   "  Iface Transport: tcp\n"
				   "  Iface IPaddress: 172.23.7.150\n"
				   "  Iface HWaddress: <empty>\n"
				   "  Iface Netdev: <empty>\n"
				   "  SID: 741\n"
				   "  iSCSI Connection State: LOGGED IN\n"
				   "  iSCSI Session State: LOGGED_IN\n"
				   "  Current Portal: [fd00::1]:3260,2\n"
				   "  iSCSI Connection State: TRANSPORT WAIT\n"
				   "  iSCSI Session State: FAILED\n";
	struct fixture *f = fixture(state);
	struct iscsi_session s;

	parse_iscsiadm(f->s, f->host, "s", str_of(text));
	assert_int_equal(snapshot_rows(f->s, TABLE_iscsi_session, f->host), 2);
	get_iscsi_session(f->s, f->host, 0, &s);
	assert_string_equal(s.portal.s, "172.23.2.51:3261");
	assert_string_equal(s.persistent_portal.s, "172.23.2.50:3260");
	assert_string_equal(ip_text(s.local_address).s, "172.23.7.150");
	assert_string_equal(s.netdev.s, "");
	assert_int_equal(s.logged_in, TRI_YES);
	assert_int_equal(s.row.origin.line, 2);
	assert_null(s.disks.s);
	get_iscsi_session(f->s, f->host, 1, &s);
	assert_string_equal(s.target.s, "iqn.2016-02.com.example:gs");
	assert_string_equal(s.portal.s, "[fd00::1]:3260");
	assert_int_equal(s.tpgt.v, 2);
	assert_int_equal(s.logged_in, TRI_NO);
}

/* The examples of the Red Hat Storage Administration Guide, 24.13. */
static void test_guide(void **state)
{
	static const char list[] =
		"iface0 qla4xxx,00:c0:dd:08:63:e8,20.15.0.7,default,iqn.2005-06.com.redhat:madmax\n"
		"default tcp,<empty>,<empty>,<empty>,<empty>\n";
	static const char record[] = "# BEGIN RECORD 2.0-871\n"
				     "iface.iscsi_ifacename = cxgb3i.00:07:43:05:97:07\n"
				     "iface.net_ifacename = <empty>\n"
				     "iface.ipaddress = <empty>\n"
				     "iface.hwaddress = 00:07:43:05:97:07\n"
				     "iface.transport_name = cxgb3i\n"
				     "iface.initiatorname = <empty>\n"
				     "# END RECORD\n";
	struct fixture *f = fixture(state);
	struct iscsi_iface i;

	parse_iscsiadm(f->s, f->host, "iface", str_of(list));
	parse_iscsiadm(f->s, f->host, "iface", str_of(record));
	assert_int_equal(snapshot_rows(f->s, TABLE_iscsi_iface, f->host), 3);
	get_iscsi_iface(f->s, f->host, 0, &i);
	assert_string_equal(i.name.s, "iface0");
	assert_string_equal(i.transport.s, "qla4xxx");
	assert_string_equal(i.hwaddress.s, "00:c0:dd:08:63:e8");
	assert_string_equal(ip_text(i.ipaddress).s, "20.15.0.7");
	assert_string_equal(i.net_ifacename.s, "");
	assert_string_equal(i.initiator_name.s, "iqn.2005-06.com.redhat:madmax");
	get_iscsi_iface(f->s, f->host, 2, &i);
	assert_string_equal(i.name.s, "cxgb3i.00:07:43:05:97:07");
	assert_string_equal(i.net_ifacename.s, "");
	assert_string_equal(i.transport.s, "cxgb3i");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_grammar),
		TEST(test_long_line),
		TEST(test_secrets_stay_out),
		TEST(test_iface),
		TEST(test_node_defaults),
		TEST(test_initiatorname),
		TEST(test_resolve),
		TEST(test_resolve_without_interfaces),
		TEST(test_kinds),
		TEST(test_sessions_of_one_portal),
		TEST(test_foreign_lists),
		TEST(test_foreign_lines),
		TEST(test_failed_outputs),
		TEST(test_redirected_session),
		TEST(test_guide),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
