#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh BUILD [PART…]: speed and memory beside the targets. uplint and what it
# is compared with (the commands of ip, a bare netlink dump, libyaml, gzip, xz)
# run in turn, the live ones in namespaces made for this. A missed target is
# marked with "missed"; it is no failure.
set -u
export LC_ALL=C.UTF-8
unset UPLINT_POLICY
build=$(cd "$1" && pwd)
shift
here=$(dirname "$0")
race=$build/bench/race dump=$build/bench/dump events=$build/bench/events steps=$build/bench/steps
uplint=$build/uplint
five='ip -j -d link ; ip -j addr ; ip -j route show table all ; ip -j rule ; ip -j neigh'
work=$(mktemp -d)
ns=uplint-bench-$$
trap 'ip netns del "$ns" 2>/dev/null; rm -rf "$work"' EXIT

[ "$(id -u)" -eq 0 ] || { echo "bench: namespaces are made by root alone" >&2; exit 2; }

# A fresh namespace, filled by the commands of ip on standard input.
build_ns() {
	ip netns del "$ns" 2>/dev/null
	ip netns add "$ns" && ip -n "$ns" link set lo up && ip -n "$ns" -batch -
}

# race_in ROUNDS NAME COMMAND…: the results go to $work/result.
race_in() { ip netns exec "$ns" "$race" "$@" >"$work/result"; }

# A status that is neither 0 nor 1 is said with the command.
title() {
	printf '\n%s\n' "$1"
	awk -F '\t' '{ printf "  %-34s %10.2f ms %10.2f ms processor %8.1f MB%s\n", $1, $2 / 1e3, $3 / 1e3, $4 / 1024,
		($5 > 1 ? "   exit " $5 : "") }' "$work/result"
}
field() { awk -F '\t' -v name="$1" -v field="$2" '$1 == name { print $field }' "$work/result"; }
median() { field "$1" 2; }
cpu() { field "$1" 3; }
peak() { field "$1" 4; }
status() { field "$1" 5; }
calc() { awk "BEGIN { print $1 }"; }

# target WORDS VALUE LIMIT UNIT
target() {
	awk -v words="$1" -v value="$2" -v limit="$3" -v unit="$4" 'BEGIN {
		printf "  %-34s %10.2f %s, target %.2f%s\n", words, value, unit, limit, (value != "" && value <= limit + 0 ? "" : "   missed") }'
}
ratio() { target "$1 / $2" "$(calc "$(median "$1") / $(median "$2")")" "$3" times; }
cpu_ratio() { target "processor: $1 / $2" "$(calc "$(cpu "$1") / $(cpu "$2")")" "$3" times; }

# devices N: pairs of veth ports, each with an address of its own subnet; the machine has many of them up.
devices() {
	for ((i = 0; i < $1; i += 2)); do
		echo "link add eth$i type veth peer name eth$((i + 1))"
	done
	for ((i = 0; i < $1; i++)); do
		echo "link set eth$i up"
		echo "addr add 10.$((i / 250)).$((i % 250)).1/24 dev eth$i"
	done
}

# routes N DEVICES: networks of 24 bits behind gateways on the first devices.
routes() {
	awk -v n="$1" -v devices="$2" 'BEGIN {
		for (i = 0; i < n; i++) {
			d = i % devices
			printf "route add %d.%d.%d.0/24 via 10.%d.%d.2\n", 20 + int(i / 65536), int(i / 256) % 256, i % 256, int(d / 250), d % 250
		}
	}'
}

small_host() {
	devices 10 | build_ns
	race_in 51 check "$uplint check -f json" 'five ip -j' "$five" dump "$dump"
	title '10 ports'
	ratio check 'five ip -j' 0.45
	target check "$(calc "$(median check) / 1000")" 5 ms
	instructions
}

# What the program itself runs, whatever else the machine does.
instructions() {
	local n
	if ! command -v valgrind >/dev/null; then
		echo '  instructions of check: skipped, there is no valgrind'
		return
	fi
	n=$(ip netns exec "$ns" valgrind --tool=callgrind --callgrind-out-file=/dev/null \
		"$uplint" check -f json 2>&1 >/dev/null | sed -n 's/.*Collected : //p')
	target 'instructions of check' "$(calc "${n:-1e12} / 1e6")" 17 millions
}

# A gateway on each port, since what looks gateways up must not look through all of them.
many_interfaces() {
	{ devices 1000; routes 10000 1000; } | build_ns
	race_in 11 'check -f json' "$uplint check -f json" 'five ip -j' "$five" check "$uplint check" dump "$dump"
	title '1,000 ports, 10,000 routes, 1,000 gateways'
	ratio 'check -f json' 'five ip -j' 0.75
	ratio check 'five ip -j' 0.65
	cpu_ratio 'check -f json' dump 3.8
}

# bulk ROUTES ROUNDS MEGABYTES
bulk() {
	{ devices 10; routes "$1" 8; } | build_ns
	race_in "$2" check "$uplint check" dump "$dump" 'five ip -j' "$five"
	title "$1 routes"
	cpu_ratio check dump 1.3
	target 'check, memory' "$(calc "$(peak check) / 1024")" "$3" MB
	target 'check, bytes a route' "$(awk -v k="$(peak check)" -v n="$1" 'BEGIN { b = (k * 1024 - 8 * 1048576) / n; print (b > 0 ? b : 0) }')" 32 bytes
}

# facts SHAPE N: a snapshot of so many objects, and the policy where the shape needs one; sets $policy to it.
facts() {
	policy=
	awk -v shape="$1" -v n="$2" -f "$here/shapes.awk" >"$work/$1.$2.yaml"
	[ "$1" != policy ] || awk -v n="$2" -f "$here/policy.awk" >"${policy:=$work/policy.$2.policy}"
}

# Each rule's steps of SQLite's machine at 500 and 1,000 objects of a kind; a rule that does not end on 1,000 is
# stopped. One that says a row for each pair is judged by what a row costs. A few steps are start-up, not growth.
shapes() {
	local shape n
	: >"$work/growth"
	: >"$work/stopped"
	for shape in $(awk -v list=1 -f "$here/shapes.awk" | tr '\n' ' '); do
		for n in 500 1000; do
			facts "$shape" $n
			"$steps" "$work/$shape.$n.yaml" ${policy:+"$policy"} >"$work/steps.$n" 2>/dev/null
		done
		"$uplint" check -f json ${policy:+-p "$policy"} "$work/$shape.1000.yaml" 2>&1 >/dev/null |
			awk -v shape="$shape" '/ is broken: / { print shape ": " $3 }' >>"$work/stopped"
		awk -v shape="$shape" 'NR == FNR { steps[$1] = $2; rows[$1] = $3; next }
			$1 != "facts" && $2 > 10000 && steps[$1] && $4 == "" {
				pairs = rows[$1] ? $3 / rows[$1] / 2 : 1
				printf "%.3f %s: %s %d / %d steps\n", $2 / steps[$1] / (pairs > 1 ? pairs : 1), shape, $1, $2, steps[$1]
			}' "$work/steps.500" "$work/steps.1000" >>"$work/growth"
		rm -f "$work/$shape".*
	done
	sort -rn -o "$work/growth" "$work/growth"
	printf '\nrules on one host of 500 and of 1,000 objects, %s rules and shapes\n' "$(wc -l <"$work/growth")"
	awk 'NR == 1 || $1 > 2.5 { printf "  %.2f times, %s\n", $1, substr($0, index($0, $2)) }' "$work/growth"
	sed 's/^/  stopped at 1,000 objects, /' "$work/stopped"
	target 'worst, 1,000 / 500 objects' "$(awk 'NR == 1 { print $1 }' "$work/growth")" 2.5 times
	target 'stopped at 1,000 objects' "$(wc -l <"$work/stopped")" 0 rules
}

# Eight bound ports and 256 targets, a session of each by each. `query` reads the same file and runs no rule.
esxi_host() {
	facts esxir 256
	"$race" 11 check "$uplint check -f json $work/esxir.256.yaml" read "$uplint query SELECT+1 $work/esxir.256.yaml" \
		libyaml "$events $work/esxir.256.yaml" >"$work/result"
	title '8 bound vmks and 256 targets, of a snapshot'
	target 'processor: rules / libyaml' "$(calc "($(cpu check) - $(cpu read)) / $(cpu libyaml)")" 6 times
}

# bonds N: a snapshot of N bonds of two ports, each with 20 VLANs; VLANs, bonds and team need no kernel that has them.
bonds() {
	awk -v n="$1" 'BEGIN {
		print "host: wide\nplatform: linux\ninterface:"
		for (b = 0; b < n; b++) {
			printf "- { name: bond%d, kind: bond, admin: true, carrier: true, mtu: 9000 }\n", b
			for (m = 2 * b; m < 2 * b + 2; m++)
				printf "- { name: eth%d, kind: physical, admin: true, carrier: true, mtu: 9000, master: bond%d, master_kind: bond }\n", m, b
			for (v = 0; v < 20; v++)
				printf "- { name: bond%d.%d, kind: vlan, admin: true, carrier: true, mtu: 9000, lower: bond%d, vlan_id: %d }\n", b, 100 + v, b, 100 + v
		}
		print "address:"
		for (i = 0; i < 20 * n; i++)
			printf "- { interface: bond%d.%d, address: 10.%d.%d.1, prefixlen: 24 }\n", int(i / 20), 100 + i % 20, int(i / 250), i % 250
		print "uplink:"
		for (m = 0; m < 2 * n; m++)
			printf "- { team: bond%d, team_kind: bond, interface: eth%d, role: %s, link: true }\n", int(m / 2), m, m % 2 ? "backup" : "active"
		print "bond:"
		for (b = 0; b < n; b++)
			printf "- { name: bond%d, driver: bond, mode: active-backup, miimon: 100, active_member: eth%d }\n", b, 2 * b
	}'
}

# What grows faster than the host does is seen when the host doubles; `query` reads the same file and runs no rule.
wide_host() {
	bonds 10 >"$work/10.yaml"
	bonds 50 >"$work/50.yaml"
	bonds 100 >"$work/100.yaml"
	"$race" 7 'check 200 VLANs' "$uplint check $work/10.yaml" 'read 200 VLANs' "$uplint query SELECT+1 $work/10.yaml" \
		'check 1000 VLANs' "$uplint check $work/50.yaml" 'read 1000 VLANs' "$uplint query SELECT+1 $work/50.yaml" \
		'check 2000 VLANs' "$uplint check $work/100.yaml" 'read 2000 VLANs' "$uplint query SELECT+1 $work/100.yaml" >"$work/result"
	title 'VLANs on bonds, of a snapshot'
	target 'rules 2000 / 1000 VLANs' "$(awk -v a="$(rules_of 1000)" -v b="$(rules_of 2000)" 'BEGIN { print b / a }')" 2.5 times
	target 'rules / parse, 1000 VLANs' "$(awk -v a="$(rules_of 1000)" -v b="$(median 'read 1000 VLANs')" 'BEGIN { print a / b }')" 0.75 times
}
rules_of() { awk -v all="$(median "check $1 VLANs")" -v read="$(median "read $1 VLANs")" 'BEGIN { print all - read }'; }

# In the namespace of a million routes: what 999 more destinations cost.
lookups() {
	{ devices 10; routes 1000000 8; } | build_ns
	awk 'BEGIN { for (i = 0; i < 1000; i++) printf "%d.%d.%d.%d\n", 20 + i % 15, i * 7 % 256, i * 13 % 256, 1 + i % 250 }' >"$work/to"
	sed 's/^/route get /' "$work/to" >"$work/get"
	head -n 1 "$work/get" >"$work/get1"
	all=$(tr '\n' ' ' <"$work/to")
	ip netns exec "$ns" "$uplint" snapshot -f json -o "$work/host.json"
	race_in 5 'path 1, live' "$uplint path -q ${all%% *}" 'path 1000, live' "$uplint path -q $all" \
		'ip route get 1' "ip -batch $work/get1" 'ip route get 1000' "ip -batch $work/get" \
		'path 1, snapshot' "$uplint path -q ${all%% *} $work/host.json" \
		'path 1000, snapshot' "$uplint path -q $all $work/host.json"
	title '1,000 destinations among 1,000,000 routes'
	each live "$(cpu 'path 1, live')" "$(cpu 'path 1000, live')"
	each snapshot "$(cpu 'path 1, snapshot')" "$(cpu 'path 1000, snapshot')"
	each 'ip route get' "$(cpu 'ip route get 1')" "$(cpu 'ip route get 1000')"
	"$build/bench/path_bench" 1000000 | sed 's/^/  /'
}
each() { awk -v name="$1" -v one="$2" -v all="$3" 'BEGIN { printf "  %-34s %10.2f us of processor for each further destination\n", name, (all - one) / 999 }'; }

# A support bundle of 200 MB, most of it logs: what unpacking it alone takes. And a sosreport of 55 MB and 8,000 members:
# their names, and the host's outputs in their midst.
bundle() {
	packed "$work/bundle.tgz" 'gzip -dc' 0.60 200
	packed "$work/members.tar.xz" 'xz -dc' 1.10 0 8000
	target 'check, memory' "$(calc "$(peak check) / 1024")" 32 MB
}

# packed FILE UNPACK LIMIT MEGABYTES [MEMBERS]
packed() {
	local file=$1 unpack=$2 limit=$3
	shift 3
	"$here/bundle.sh" "$file" "$@"
	"$race" 5 check "$uplint check $file" "$unpack" "$unpack $file" >"$work/result"
	title "a support bundle of ${2:-$1 MB}${2:+ members}"
	cpu_ratio check "$unpack" "$limit"
	rm -f "$file"
}

# Ten times the hosts: ten times the time, and no more memory but what the command line and one file need.
hosts() {
	local n form few many bare
	mkdir "$work/1000" "$work/10000"
	for n in 1000 10000; do
		awk -v n=$n -f "$here/hosts.awk" >"$work/$n.yaml"
		awk -v n=$n -v dir="$work/$n" -f "$here/hosts.awk"
		"$uplint" snapshot -f json -o "$work/$n.json" "$work/$n.yaml"
	done
	for form in yaml json files; do
		few=$work/1000.$form many=$work/10000.$form bare=()
		case $form in
		yaml) bare=(libyaml "$events $many") ;;
		files) few="$work/1000/*" many="$work/10000/*" ;;
		esac
		"$race" 3 'check 1000' "$uplint check $few" 'check 10000' "$uplint check $many" \
			'check 10000, -j 1' "$uplint check -j 1 $many" "${bare[@]}" >"$work/result"
		title "hosts: $form"
		cpu_ratio 'check 10000' 'check 1000' 11
		target 'check 10000, exit status' "$(status 'check 10000')" 1 ''
		[ ${#bare[@]} -eq 0 ] || cpu_ratio 'check 10000' libyaml 15
		target 'memory 10000 - 1000' "$(calc "($(peak 'check 10000') - $(peak 'check 1000')) / 1024")" 24 MB
		ratio 'check 10000' 'check 10000, -j 1' 0.57
	done
	rm -rf "$work/1000" "$work/10000"
}

printf '%s, Linux %s, %s processors\n' "$("$uplint" --version)" "$(uname -r)" "$(nproc)"
parts='small many 1m shapes hosts bundle esxi wide 100k path'
# shellcheck disable=SC2086 # words
[ $# -gt 0 ] || set -- $parts
for part; do
	case $part in
	small) small_host ;;
	many) many_interfaces ;;
	1m) bulk 1000000 5 24 ;;
	shapes) shapes ;;
	hosts) hosts ;;
	bundle) bundle ;;
	esxi) esxi_host ;;
	wide) wide_host ;;
	100k) bulk 100000 7 14 ;;
	path) lookups ;;
	*) echo "bench: no part $part; there are: $parts" >&2; exit 2 ;;
	esac
done
