#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Questions, and where they are wrong.
. "$ROOT/tests/cli/lib.sh"
faulty_host >bad.yaml

ends 0 uplint query "SELECT name, mtu, speed, '' AS none FROM interface ORDER BY name" bad.yaml
has out "eth1  1500  NULL"
ends 0 uplint query 'SELECT name, speed FROM interface ORDER BY name' bad.yaml -f csv
[ "$(cat out)" = $'name,speed\r\neth1,\r\neth2,\r' ] || fail "csv"
# A column without a name is called by its text, as it was written.
ends 0 uplint query 'WITH t AS (SELECT name FROM interface) SELECT (SELECT count(*) FROM t JOIN t u) FROM host' bad.yaml -f csv
[ "$(cat out)" = $'(SELECT count(*) FROM t JOIN t u)\r\n4\r' ] || fail "the name of a column"
ends 2 uplint query 'SELECT mtuu FROM interface' bad.yaml
has err "no such column"
has err "  SELECT mtuu FROM"
has err "         ^"
for sql in 'DELETE FROM interface' "ATTACH 'x' AS y" 'PRAGMA table_list' 'SELECT 1; SELECT 2' '' \
	'CREATE TABLE x (y)' "SELECT load_extension('x')"; do
	ends 2 uplint query "$sql" bad.yaml
	[ ! -e x ] || fail "a file was made"
done
ends 0 uplint query .tables
has out "interface  network interfaces"
ends 0 uplint query '.tables bond' -f csv
has out "bond,mode,text,"
