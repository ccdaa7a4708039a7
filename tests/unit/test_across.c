/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/db.h"
#include "rule/across.h"
#include "rule/rule.h"

static bool across(const char *query)
{
	return across_hosts(str_of(query), db_view_text);
}

#define HEAD "SELECT i.host, i.name AS subject, 1 AS ok FROM interface i "

/* Each row is of one host, whatever the others have. */
static const char *const of_one[] = {
	HEAD,
	"SELECT host, name AS subject, 1 AS ok FROM interface",
	HEAD "JOIN address a ON a.host = i.host AND a.interface = i.name",
	HEAD "JOIN address a ON a.interface = i.name WHERE i.mtu > 1 AND i.host == a.host",
	HEAD ", address a WHERE a.interface = i.name AND a.host = i.host",
	HEAD "LEFT JOIN address a ON a.host = i.host LEFT JOIN route r ON r.host = a.host",
	HEAD "WHERE i.mtu BETWEEN 1 AND 2 AND EXISTS (SELECT 1 FROM route r WHERE r.host = i.host)",
	HEAD "WHERE i.name IN (SELECT interface FROM address a WHERE a.host = i.host)",
	HEAD "WHERE i.mtu = CASE WHEN i.mtu = 1 OR i.mtu = 2 THEN 1 END OR i.mtu = 3",
	HEAD "WHERE (SELECT count(*) FROM address a WHERE a.host = i.host) > 1",
	HEAD "WHERE (SELECT max(a.address) FROM address a WHERE a.host = i.host LIMIT 1) = 1",
	HEAD "JOIN path(i.host, '10.0.0.1', NULL, NULL) p WHERE p.reachable",
	HEAD "JOIN json_each(i.services) s",
	HEAD "JOIN policy_role r WHERE r.role = 'storage'",
	HEAD "JOIN storage_port s ON s.host = i.host",
	HEAD "JOIN policy_expect e ON e.host = i.host",
	"SELECT host, name AS subject, count(*) = 1 AS ok FROM interface GROUP BY name, host",
	"SELECT i.host, row_number() OVER (PARTITION BY i.host ORDER BY i.name) AS subject, 1 AS ok "
	"FROM interface i",
	"SELECT i.host, lead(i.name) OVER w AS subject, 1 AS ok FROM interface i "
	"WINDOW w AS (PARTITION BY i.name, i.host ORDER BY i.mtu)",
	"WITH x AS (SELECT host, name FROM interface), y AS (SELECT x.*, 1 AS z FROM x) "
	"SELECT y.host, y.name AS subject, 1 AS ok FROM x JOIN y ON y.host = x.host",
	"WITH x(host, name) AS (SELECT i.host, i.name FROM interface i UNION SELECT a.host, 'a' FROM address a) "
	"SELECT host, name AS subject, 1 AS ok FROM x",
	"WITH RECURSIVE d(host, name, n) AS (SELECT i.host, i.name, 0 FROM interface i "
	"UNION SELECT d.host, i.lower, n + 1 FROM d JOIN interface i ON i.host = d.host AND i.name = d.name) "
	"SELECT d.host, d.name AS subject, 1 AS ok FROM d",
	"SELECT s.host, s.n AS subject, 1 AS ok FROM (SELECT host, max(mtu) AS n FROM interface GROUP BY host) s",
	HEAD "WHERE (SELECT count(*) FROM (SELECT DISTINCT a.address FROM address a WHERE a.host = i.host) d) > 1",
};

/* Each of these needs more than one host, or is not understood. */
static const char *const of_many[] = {
	"",
	"SELECT",
	"SELECT 'h1' AS host, 's' AS subject, 1 AS ok",
	"SELECT i.name AS host, i.name AS subject, 1 AS ok FROM interface i",
	HEAD "JOIN address a ON a.interface = i.name",
	HEAD "JOIN address a ON a.host <> i.host",
	HEAD "JOIN address a ON a.host = i.host OR a.interface = i.name",
	HEAD "JOIN address a ON NOT a.host = i.host",
	HEAD "JOIN address a ON (a.host = i.host) = 0",
	HEAD "JOIN address a ON a.host = i.host = 0",
	HEAD "JOIN address a ON 'x' || a.host = i.host",
	HEAD "JOIN address a ON a.host = i.host || 'x'",
	HEAD "JOIN address a ON i.mtu BETWEEN 0 AND a.host = i.host",
	HEAD "JOIN address a ON CASE WHEN a.host = i.host THEN 1 ELSE 1 END",
	HEAD "JOIN address a USING (interface)",
	HEAD "NATURAL JOIN address a",
	HEAD "JOIN address a LEFT JOIN route r ON a.host = i.host AND r.host = a.host",
	HEAD "FULL JOIN address a ON a.host = i.host",
	HEAD "JOIN path('h1', '10.0.0.1', NULL, NULL) p",
	HEAD "JOIN nothing n ON n.host = i.host",
	HEAD "JOIN (address a) ON a.host = i.host",
	HEAD "JOIN [address] a ON a.host = i.host",
	HEAD "WHERE EXISTS (SELECT 1 FROM route r WHERE r.host <> i.host)",
	HEAD "WHERE EXISTS (SELECT 1 FROM route)",
	HEAD "WHERE i.mtu = (SELECT max(mtu) FROM interface)",
	HEAD "WHERE (i.host, i.name) IN (SELECT a.host, a.interface FROM address a)",
	HEAD "WHERE i.name IN names",
	HEAD "WHERE coalesce(1, (SELECT count(*) FROM address))",
	HEAD "JOIN host h ON h.host = i.host AND coalesce(1, (SELECT count(*) FROM address))",
	HEAD "WHERE (SELECT max(i.mtu) FROM address a WHERE a.host = i.host) > 1",
	HEAD "LIMIT 1",
	HEAD "GROUP BY i.name",
	HEAD "GROUP BY i.host || i.name",
	"SELECT max(i.host) AS host, i.name AS subject, 1 AS ok FROM interface i",
	"SELECT i.host, count(*) AS subject, 1 AS ok FROM interface i",
	"SELECT i.host, row_number() OVER (ORDER BY i.name) AS subject, 1 AS ok FROM interface i",
	"SELECT i.host, row_number() OVER (PARTITION BY i.name) AS subject, 1 AS ok FROM interface i",
	"SELECT i.host, lead(i.name) OVER w AS subject, 1 AS ok FROM interface i WINDOW w AS (ORDER BY i.host)",
	"WITH x AS (SELECT DISTINCT mac FROM interface) "
	"SELECT i.host, i.name AS subject, 1 AS ok FROM interface i JOIN x ON x.mac = i.mac",
	"WITH x AS (SELECT count(*) AS n FROM host) SELECT i.host, x.n AS subject, 1 AS ok FROM interface i JOIN x",
	"WITH x AS (SELECT host FROM interface UNION SELECT name FROM interface) SELECT host, 1 AS subject, 1 AS ok FROM x",
	"WITH x AS (SELECT i.host AS node FROM interface i) SELECT x.node AS host, 1 AS subject, 1 AS ok FROM x",
	"WITH interface AS (SELECT a.interface AS host FROM address a) SELECT i.host, 1 AS subject, 1 AS ok FROM interface i",
	"SELECT i.name AS host, i.host, 1 AS subject, 1 AS ok FROM interface i",
	"WITH x AS (SELECT * FROM (SELECT 'h1' AS host) f JOIN interface i) SELECT x.host, 1 AS subject, 1 AS ok FROM x",
	"SELECT (SELECT min(h.host) FROM host h) AS host, 1 AS subject, 1 AS ok",
	"SELECT i.host, 1 AS subject, 1 AS ok FROM interface i UNION SELECT 'h1', 1, 1",
};

static void tells_hosts_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(of_one); i++)
		if (across(of_one[i]))
			fail_msg("of one host: %s", of_one[i]);
	for (size_t i = 0; i < countof(of_many); i++)
		if (!across(of_many[i]))
			fail_msg("not of one host: %s", of_many[i]);
}

/* Those of RULES.md, and no other: one more would be asked of all hosts at a time. */
static void knows_the_pack(void **state)
{
	static const char *const known[] = { "duplicate-address", "initiator-name-unique",
					     "storage-mtu-equal" };
	const struct rule_pack *pack = rule_builtin();
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < pack->n; i++) {
		bool is_known = false;
		for (size_t k = 0; k < countof(known); k++)
			is_known = is_known || same(pack->rules[i]->id, known[k]);
		n += is_known;
		if (pack->rules[i]->tables.across != is_known)
			fail_msg("%s", pack->rules[i]->id);
	}
	assert_int_equal(n, countof(known));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_hosts_apart),
		cmocka_unit_test(knows_the_pack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
