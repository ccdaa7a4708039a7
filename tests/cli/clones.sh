#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Hosts of one image: each is told, in words that do not grow with their number.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

# host FILE NAME MAC: a host with the address and the initiator name of the image.
host() {
	cat >"$1" <<-END
		host: $2
		platform: linux
		interface: [{ name: eth0, kind: physical, mac: "$3", admin: true, carrier: true, addresses: [10.0.0.5/24] }]
		iscsi_adapter: [{ name: initiator, kind: software, initiator_name: "iqn.2001-05.com.example:image" }]
	END
}
check() {
	uplint check -f json --select initiator-name-unique,duplicate-address --fail-on info "$@" >out 2>err
}
count() { jq "[.results[] | select(.rule == \"$1\" and .status == \"$2\")] | length" out; }

mkdir clones
for i in $(seq 10 40); do
	host "clones/$i.yaml" "db$i" "52:54:00:00:00:$i"
done
check clones/*
[ "$(count initiator-name-unique non-compliant)$(count duplicate-address non-compliant)" = 3131 ] || fail "not all clones"
jq -r '.results[] | select(.host == "db11") | .message' out >got
has got "10.0.0.5 is on eth0 and on db10 eth0, db12 eth0,"
has got "db18 eth0 and 22 more machines"
has got "iqn.2001-05.com.example:image is the initiator name of db10, db12, db13, db14, db15, db16, db17, db18 and 22 more"

# A month of snapshots of one host is one host; a stranger behind all of them is found nevertheless.
mkdir days
for i in $(seq 10 40); do
	host "days/$i.yaml" db "52:54:00:00:00:01"
done
check days/*
[ "$(count duplicate-address compliant)" = 31 ] || fail "one host is several"
host days/zz.yaml zz "52:54:00:00:00:02"
check days/*
[ "$(count duplicate-address non-compliant)$(count initiator-name-unique non-compliant)" = 3232 ] || fail "the stranger was missed"
