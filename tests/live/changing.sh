#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Links and addresses come and go while they are read: what is read is of one moment, or says that it is not.
. "$ROOT/tests/live/lib.sh"
ns_new changing
for i in {1..40}; do
	echo "link add v$i type veth peer name w$i"
	echo "addr add 10.$i.0.1/24 dev v$i"
done | ns_ip

touch go
while [ -e go ]; do
	ip -n "$ns" link add come type veth peer name go
	ip -n "$ns" addr add 10.99.0.1/24 dev come
	ip -n "$ns" link set come mtu 1400 up
	ip -n "$ns" link del come
done 2>/dev/null &
for _ in {1..40}; do
	ends 0 uplint query --netns "$ns" -f json "SELECT
		(SELECT count(*) FROM address a WHERE NOT EXISTS (SELECT 1 FROM interface i WHERE i.name = a.interface)) AS lost,
		(SELECT count(*) FROM interface) - (SELECT count(DISTINCT name) FROM interface) AS twice,
		(SELECT state FROM coverage WHERE fact = 'interface') AS state,
		(SELECT count(*) FROM interface WHERE name LIKE 'v%') AS still"
	[ "$(jq '.[0].still' out)" = 40 ] || fail "links are missing"
	[ "$(jq '.[0].twice' out)" = 0 ] || fail "links are there twice"
	[ "$(jq '.[0].lost' out)" = 0 ] || [ "$(jq -r '.[0].state' out)" = partial ] || fail "an address without its link"
done
rm go
wait
