#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Policy rules with each selector and action.
. "$ROOT/tests/live/lib.sh"
ns_new rules
ns_ip <<-END
	link add a0 type veth peer name a1
	rule add pref 100 from 10.1.0.0/16 lookup 101
	rule add pref 101 not from 10.1.0.0/16 to 10.2.0.0/24 lookup main suppress_prefixlength 0
	rule add pref 102 iif lo lookup 102
	rule add pref 103 oif a0 lookup 103
	rule add pref 104 iif gone0 lookup 104
	rule add pref 105 fwmark 0x10/0xf0 lookup 105
	rule add pref 106 tos 0x10 lookup 106
	rule add pref 107 ipproto tcp dport 3260 lookup 107
	rule add pref 108 ipproto udp sport 1000-2000 lookup 108
	rule add pref 109 uidrange 100-200 lookup 109
	rule add pref 110 tun_id 77 lookup 110
	rule add pref 111 from 10.3.0.0/16 goto 113
	rule add pref 112 from 10.4.0.0/16 nop
	rule add pref 113 from 10.5.0.0/16 blackhole
	rule add pref 114 from 10.6.0.0/16 unreachable
	rule add pref 115 from 10.7.0.0/16 prohibit
	rule add pref 116 lookup 116 suppress_ifgroup 5
	rule add pref 117 fwmark 0/0x1 lookup 117
	rule add pref 118 fwmark 0/0xffffffff lookup 118
	rule add pref 119 fwmark 0x1/0 lookup 119
	rule add pref 0 from 10.8.0.0/16 lookup 117
END
ns_ip -6 <<-END
	rule add pref 100 from fd00::/64 lookup 101
END

# The kernel's words through ip: mark and mask are hexadecimal there, a port is a range of one.
hex='def hex: if . == null then null else ltrimstr("0x") | explode | reduce .[] as $c (0; . * 16 +
	(if $c > 96 then $c - 87 else $c - 48 end)) end;'
number='{"tcp": 6, "ipproto-6": 6, "udp": 17, "ipproto-17": 17}'
wanted() {
	ip -n "$ns" "$1" -j rule | jq --argjson number "$number" "$hex"' [.[] | {priority,
		invert: (if has("not") then 1 else 0 end),
		src: (if .src == "all" then null else .src + "/" + ((.srclen // (if .src | contains(":") then 128 else 32 end)) | tostring) end),
		dst: (if .dst == null or .dst == "all" then null else .dst + "/" + ((.dstlen // 32) | tostring) end),
		iif, oif, detached: (if has("iif_detached") then "iif" elif has("oif_detached") then "oif" else null end),
		fwmark: (.fwmark | hex), fwmask: (if .fwmark then (.fwmask // "0xffffffff" | hex) else null end),
		tos: (if .tos then (.tos | tostring | hex) else null end), ipproto: (if .ipproto then $number[.ipproto] else null end),
		sport_start: (.sport // .sport_start), sport_end: (.sport // .sport_end),
		dport_start: (.dport // .dport_start), dport_end: (.dport // .dport_end),
		uid_start, uid_end, tun_id: .tun_id,
		rule_action: (if .action then .action elif has("nop") then "nop" elif .goto then "goto" else "lookup" end),
		route_table: .table, goto_priority: .goto, suppress_prefixlen: .suppress_prefixlen}]'
}
columns='priority, invert, src, dst, iif, oif, detached, fwmark, fwmask, tos, ipproto, sport_start, sport_end, dport_start,
	dport_end, uid_start, uid_end, tun_id, rule_action, route_table, goto_priority, suppress_prefixlen'
same_facts "IPv4 rules" "$(wanted -4)" "$(facts "SELECT $columns FROM routing_rule WHERE family = 4")"
same_facts "IPv6 rules" "$(wanted -6)" "$(facts "SELECT $columns FROM routing_rule WHERE family = 6")"
same_facts "interface group" '[{"suppress_ifgroup": 5}]' "$(facts 'SELECT suppress_ifgroup FROM routing_rule WHERE priority = 116')"

# The kernel leaves a mark of 0 out of what it tells; a rule that asks for one is not one without a mark.
ns_ip <<-END
	link set a0 up
	link set a1 up
	addr add 10.9.0.1/24 dev a0
	route add 10.9.9.9 via 10.9.0.2
	rule add pref 1 to 10.9.9.9 fwmark 0/0x1 prohibit
END
for mark in 0 1 2 3; do
	reachable=true
	ip -n "$ns" route get 10.9.9.9 mark $mark >said 2>&1 || reachable=false
	uplint path --netns "$ns" --mark $mark -f json 10.9.9.9 >out 2>err
	jq -e ".paths[0].reachable == $reachable" out >/dev/null || fail "mark $mark: $(cat said)"
	has out "rule 1: from all to 10.9.9.9 fwmark 0/0x1 prohibit:"
done
