#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Teams: mode and ports from the kernel; what only teamd knows is said to be unknown.
. "$ROOT/tests/live/lib.sh"
need_kind team
ns_new team
ns_ip <<-END
	link add team0 type team
	link add a0 type veth peer name a1
	link set a0 master team0
	link set a1 up
	link set team0 up
END
same_facts team '[{"name": "team0", "driver": "team"}]' "$(facts 'SELECT name, driver FROM bond')"
same_facts port '[{"team": "team0", "team_kind": "team", "interface": "a0"}]' "$(facts 'SELECT team, team_kind, interface FROM uplink')"
same_facts coverage '[{"state": "partial"}]' "$(facts "SELECT state FROM coverage WHERE fact = 'bond'")"
