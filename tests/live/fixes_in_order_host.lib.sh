#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# One host, in its network namespace and in an empty directory; fixes_in_order.sh starts it.
#   HOST ORDER   a script of fixtures/faults; json or text: in which order the printed fixes are pasted
# The first thing that is not as it should be ends it.
set -u
script=$1 order=$2
[[ ${script##*/} == random-* ]] && random=yes
root=$PWD/root
# shellcheck disable=SC2153 # the tree is in ROOT
export STAND_IN_ROOT=$root PATH=$ROOT/tests/live/stand_in:$PATH

wrong() {
	echo "$*"
	[ ! -e now ] || { echo "--- after pasting"; cat now said; }
	exit 1
}

mkdir -p root/etc/sysctl.d root/etc/iscsi
echo host >root/etc/hostname
set -e
# shellcheck source=tests/live/hosts.lib.sh
. "$ROOT/tests/live/hosts.lib.sh"
ip netns exec "$world" sh -c 'cd /proc/sys/net/ipv4 && echo 1 >ip_forward && for c in all default; do
	echo 0 >conf/$c/rp_filter; echo 1 >conf/$c/arp_ignore; echo 2 >conf/$c/arp_announce; done
	cd ../ipv6/conf && echo 1 >all/forwarding && echo 0 >all/accept_dad && echo 0 >default/accept_dad'
ip -n "$world" link set lo up
ip -n "$world" addr add 192.0.2.9/32 dev lo
# The rules that keep the operator's network apart come before local addresses.
ip -n "$world" rule add pref 20 lookup local
ip -n "$world" rule del pref 0
: >storage
# shellcheck source=/dev/null
. "$script"
# As a host with multipath is set up: what a new record takes over.
echo 'node.session.timeo.replacement_timeout = 5' >root/etc/iscsi/iscsid.conf
# Programs that Debian has by way of links in /etc.
[ ! -d /etc/alternatives ] || cp -a /etc/alternatives root/etc
mount --bind root/etc /etc
set +e

serve 22 >serve-host &
ip netns exec "$world" "$ROOT/tests/live/stand_in/serve" 22 2049 3260 >serve-world &
trap 'kill %1 %2' EXIT
until [ -s serve-host ] && [ -s serve-world ]; do sleep 0.01; done

# What a host has that was logged in to at boot; what fails is a fault of the host.
[ -n "${no_login-}" ] || for record in /etc/iscsi/nodes/*/*/*; do
	grep -qx 'node.startup = automatic' "$record" 2>/dev/null || continue
	portal=${record%/*}
	portal=${portal##*/}
	target=${record%/*/*}
	iscsiadm -m node -T "${target##*/}" -p "${portal%%,*}" -I "${record##*/}" --login >login 2>&1
done

# connection N: what reach is asked for it.
connection() {
	echo "$(cat "root/sys/class/iscsi_connection/connection$1:0/address"),3260,$(
		sed 's/^<NULL>$//' "root/sys/class/iscsi_host/host$1/netdev"),$(cat "root/sys/class/iscsi_host/host$1/ipaddress")"
}

# A line for each thing that must work: `in`, `out`, and the device of each connection of storage or `-`.
works() {
	local kind address ports one n wanted=() names=()
	if [ -e operator ]; then
		echo "out $(reach 192.0.2.9,22,,)"
		echo "in $(ip netns exec "$world" "$ROOT/tests/live/stand_in/reach" "$(cat operator),22,,192.0.2.9")"
	fi
	while read -r kind address ports; do
		case $kind in
		nfs) wanted+=("$address,2049,,") names+=("$address") ;;
		iscsi)
			for one in root/sys/class/iscsi_session/session*; do
				n=${one##*session}
				grep -qxF "$address" "root/sys/class/iscsi_connection/connection$n:0/address" 2>/dev/null || continue
				wanted+=("$(connection "$n")")
				names+=("$address")
			done
			;;
		esac
	done <storage
	[ ${#wanted[@]} -eq 0 ] || reach "${wanted[@]}" | paste -d ' ' <(printf '%s\n' "${names[@]}") -
}

# A session whose connection is dead is seen as such by the initiator.
refresh() {
	local n device
	find root/sys/class/iscsi_session -mindepth 1 -maxdepth 1 2>/dev/null | sed 's/.*session//' | sort >numbers
	[ -s numbers ] || return
	# shellcheck disable=SC2046 # words
	reach $(while read -r n; do connection "$n"; done <numbers) | paste -d ' ' numbers - | while read -r n device; do
		if [ "$device" = - ]; then
			echo FAILED >"root/sys/class/iscsi_session/session$n/state"
			echo failed >"root/sys/class/iscsi_connection/connection$n:0/state"
		else
			echo LOGGED_IN >"root/sys/class/iscsi_session/session$n/state"
			echo up >"root/sys/class/iscsi_connection/connection$n:0/state"
		fi
	done
}

# kept: what worked at first still does, storage by one way at least.
kept() {
	local name device
	works >working
	while read -r name device; do
		[ "$device" = - ] || grep -q "^$name [^-]" working ||
			wrong "$name worked at first and does no longer: $(tr '\n' ';' <working)"
	done <worked
}

report() {
	refresh
	uplint check --root root "$@" "${policy[@]}" 2>err
	[ $? -le 1 ] || wrong "the check failed: $(cat err)"
}

findings() {
	jq -r '.results[] | select(.status == "non-compliant" and .severity != "info") | "\(.rule) \(.subject)"' "$1" | sort
}

settings() {
	(cd /proc/sys/net && grep -H . ipv4/conf/*/{rp_filter,arp_ignore,arp_announce,arp_filter,ignore_routes_with_linkdown} \
		ipv6/conf/*/{accept_ra,accept_ra_defrtr,autoconf})
}

state() {
	for what in 'addr show' 'link show' 'route show table all' 'rule show' '-6 rule show'; do
		# shellcheck disable=SC2086 # words
		ip $what
	done | sed 's/ qlen [0-9]*//; s/expires [0-9]*sec//; s/valid_lft.*//'
	settings
	find /etc -type f -exec cksum {} +
	ls root/sys/class/iscsi_session 2>/dev/null
}

! command -v after_login >/dev/null || after_login
works >worked
[ ! -e operator ] || [ -n "${no_operator-}${random-}" ] || { grep -q '^out [^-]' worked && grep -q '^in [^-]' worked; } ||
	wrong "the operator is out before anything was pasted: $(cat worked)"
settings >settings.before
policy=()
[ ! -e uplint.yaml ] || policy=(-p uplint.yaml)
report -f json >before.json
findings before.json >before
sed -n 's/^# fault: //p' "$script" | while read -r fault; do
	grep -qxF "$fault" before || { echo "not found: $fault, but: $(tr '\n' ';' <before)"; exit 1; }
done || exit 1

# Each entry once, a file each, in the order of the report.
mkdir entries
: >queue
jq -c '[.results[] | select(.status == "non-compliant") | .fix[]? | .run // empty]
	| reduce .[] as $e ([]; if index([$e]) then . else . + [$e] end) | .[]' before.json >commands
i=100
while read -r command; do
	i=$((i + 1))
	jq -r . <<<"$command" >"entries/$i"
	echo $i >>queue
done <commands
# What a person is told in words alone stays where the script says so; on a random host it may.
sed -n 's/^# left: //p' "$script" | sort >left
if [ -n "${random-}" ]; then
	jq -r '.results[] | select(.status == "non-compliant" and .severity != "info") | select([.fix[]? | .run // empty] == []) | "\(.rule) \(.subject)"' before.json |
		sort >left
	[ -s before ] && grep -q . commands || exit 0
fi
[ -s queue ] || command -v by_hand >/dev/null || [ -z "$(comm -13 left before)" ] || wrong "no command is printed for: $(cat before)"
# place ENTRY: the line of the page where it stands, unwrapped and whole.
place() {
	awk 'FNR == NR { wanted[n++] = $0; next }
		{ sub(/^ +(\$ )?/, ""); page[++m] = $0 }
		END {
			for (at = 1; at <= m; at++) {
				for (i = 0; i < n && page[at + i] == wanted[i]; i++) continue
				if (i == n) { print at; exit }
			}
		}' "$1" before.text
}
if [ "$order" = text ]; then
	report >before.text
	while read -r i; do
		at=$(place "entries/$i")
		[ -n "$at" ] || wrong "not on the page as it is pasted: $(cat "entries/$i")"
		echo "$at $i"
	done <queue >places || { cat places; exit 1; }
	sort -n places | cut -d ' ' -f 2 >on-page
	! cmp -s queue on-page || exit 0 # the other order is the same
	mv on-page queue
fi

while read -r i; do
	cp "entries/$i" now
	sh ./now >said 2>&1 </dev/null
	! grep -iE 'syntax|not found|RTNETLINK|^Error|cannot|invalid|No such|unknown|does not know|Could not' said >/dev/null ||
		wrong "something was refused"
	kept
done <queue
rm -f now

# A person does what words ask for.
command -v by_hand >/dev/null && by_hand

# Carrier is told within a second, neighbours that were dead are asked again.
settled() {
	local i
	for i in {1..20}; do
		works >working
		! grep -q ' -$' working && return
		sleep 0.1
	done
}

# after WHEN: the report is clean, storage is reached by an intended port.
after() {
	local kind address ports
	settled
	for _ in 1 2 3; do
		report -f json >after.json
		findings after.json >after
		[ -n "$(comm -13 left after)" ] || break
		sleep 0.5
	done
	[ -z "$(comm -13 left after)" ] || wrong "$1, non-compliant: $(comm -13 left after | tr '\n' ';')"
	works >working
	if [ -n "${random-}" ] && [ -s left ]; then # what words ask for was not done
		kept
		return
	fi
	while read -r kind address ports; do
		grep "^$address " working | while read -r _ device; do
			[[ " $ports " == *" $device "* ]] || { echo "$address by $device"; exit 1; }
		done >by || wrong "$1, storage leaves by another port than $ports: $(cat by)"
		grep -q "^$address [^-]" working || wrong "$1, $address is not reached"
	done <storage
	[ ! -e operator ] || { grep -q '^out [^-]' working && grep -q '^in [^-]' working; } || wrong "$1, the operator is out"
}
after "in the end"

# The kernel's own values, and over them what a boot applies, in the order of the names.
while IFS=: read -r file value; do
	[ ! -e "/proc/sys/net/$file" ] || echo "$value" >"/proc/sys/net/$file" 2>/dev/null
done <settings.before
for file in /etc/sysctl.d/*.conf; do
	[ ! -e "$file" ] || sysctl -qp "$file" >said 2>&1
done
after "after a boot"

state >once
while read -r i; do
	sh "entries/$i" >/dev/null 2>&1 </dev/null
done <queue
state >twice
diff once twice >difference || wrong "pasted twice: $(grep '^[<>]' difference | head -n 8)"
