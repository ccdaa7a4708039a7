#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Collects what uplint needs of this ESX or ESXi host into one .tgz:
#
#	sh esxi.sh [FILE.tgz]        default: uplint-HOST-TIME.tgz in this directory
#
# It only lists: nothing is set, loaded or sent, and no secret is read (the
# iSCSI database with its CHAP passwords is left alone).  A command that this
# version lacks, or that fails, is named in errors.txt and leaves no output,
# so that nothing half read passes for a whole list.
#
#	uplint check FILE.tgz        on any machine
set -u
umask 077
LC_ALL=C
export LC_ALL

limit=30 # seconds for one command: a hostd that hangs must not hang this

die() {
	echo "esxi.sh: $*" >&2
	exit 2
}

has() {
	command -v "$1" >/dev/null 2>&1
}

case ${1-} in
-h | --help)
	sed -n '/^# Collects/,/^# so that/s/^# \{0,1\}//p' "$0"
	exit 0
	;;
-?*) die "unknown option $1; usage: esxi.sh [FILE.tgz]" ;;
esac
has esxcfg-vmknic || has esxcli || die "this is no ESX or ESXi host: it has neither esxcli nor esxcfg-vmknic"

host=$(hostname 2>/dev/null | sed 's/[^A-Za-z0-9.-]/_/g')
[ -n "$host" ] || host=unknown
name=uplint-$host-$(date -u '+%Y-%m-%d--%H.%M')
target=${1:-$name.tgz}
work=$(mktemp -d "${TMPDIR:-/tmp}/uplint.XXXXXX") || die "no room for a temporary directory"
top=$work/$name
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
mkdir -p "$top/commands" "$top/etc/vmware" || die "cannot write to $work"

# Runs a command for `limit` seconds at most; its words are in $work/out and $work/err.
bounded() {
	"$@" >"$work/out" 2>"$work/err" </dev/null &
	command=$!
	(
		nap=
		trap 'kill $nap 2>/dev/null' TERM
		sleep $limit &
		nap=$!
		wait $nap && kill $command
	) >/dev/null 2>&1 &
	watch=$!
	wait $command
	status=$?
	kill $watch 2>/dev/null
	wait $watch 2>/dev/null
	return $status
}

failed() {
	{
		echo "# $*"
		cat "$work/err" "$work/out"
	} >>"$top/errors.txt"
}

# One command, one file, named as vm-support names it.
keep() {
	has "$1" || return 1
	file=$(echo "$*" | sed 's/[\/"]//g; s/ /_/; s/ /-/g').txt
	if bounded "$@"; then
		cp "$work/out" "$top/commands/$file"
	else
		failed "$@"
		return 1
	fi
}

# The same for each of many things: one file, and before each output the
# command as one would type it, with the thing in quotes.
keep_each() {
	thing=$1
	shift
	file=$(echo "$*" | sed 's/ /_/; s/ /-/g').txt
	if bounded "$@" "$thing"; then
		{
			printf '[root@%s:~] %s ' "$host" "$*"
			case $thing in
			*\'*) printf '"%s"\n' "$thing" ;;
			*) printf "'%s'\\n" "$thing" ;;
			esac
			cat "$work/out"
			echo
		} >>"$top/commands/$file"
	else
		failed "$@" "$thing"
	fi
}

# The names in a list, one a line: keyvalue shows them whole, tables cut them.
names_of() {
	bounded esxcli --formatter=keyvalue "$@" || return 1
	sed -n 's/^[^=]*\.Name\.string=//p' "$work/out"
}

column_one() {
	bounded "$@" || return 1
	awk '/^-+/ { w = index($0, "  "); w = w ? w - 1 : length($0); next }
		w { n = substr($0, 1, w); sub(/ +$/, "", n); if (n != "") print n }' "$work/out"
}

names() {
	all=$(names_of "$@")
	[ -n "$all" ] || all=$(column_one esxcli "$@")
	[ -n "$all" ] || all=$(bounded esxcli "$@" && sed -n 's/^ *Name: //p' "$work/out")
	[ -z "$all" ] || printf '%s\n' "$all"
}

the_host() {
	keep vmware -vl
	keep uname -a
	keep hostname
	keep esxcli system version get
	echo "Captured on: $(date -u '+%Y-%m-%dT%H:%M:%SZ')" >"$top/README"
}

the_network() {
	keep esxcfg-vmknic -l
	keep esxcfg-vswitch -l
	keep esxcfg-nics -l
	keep esxcfg-route -l
	keep esxcfg-route -f V6 -l
	keep esxcfg-route -n
	keep esxcli network nic list
	keep esxcli network ip interface list
	keep esxcli network ip interface ipv4 get
	keep esxcli network ip interface ipv6 address list
	keep esxcli network ip netstack list
	keep esxcli network ip route ipv4 list
	keep esxcli network ip route ipv6 list
	keep esxcli network ip neighbor list
	keep esxcli network vswitch standard list
	keep esxcli network vswitch standard portgroup list
	keep esxcli network vswitch dvs vmware list
	keep esxcli network vswitch dvs vmware lacp status get
	keep net-dvs -l
	keep vim-cmd hostsvc/net/info
	keep vim-cmd hostsvc/net/query_networkhint
}

# What a support bundle lacks: these commands want to be told of what.
the_policies() {
	names network vswitch standard portgroup list >"$work/groups"
	while IFS= read -r group; do
		keep_each "$group" \
			esxcli network vswitch standard portgroup policy failover get -p
	done <"$work/groups"
	names network vswitch standard list >"$work/switches"
	while IFS= read -r switch; do
		keep_each "$switch" \
			esxcli network vswitch standard policy failover get -v
	done <"$work/switches"
}

the_ports() {
	if bounded esxcli network ip interface list; then
		sed -n 's/^ *Name: *\(vmk[0-9]*\) *$/\1/p' "$work/out" >"$work/vmks"
		while IFS= read -r vmk; do
			keep_each "$vmk" esxcli network ip interface tag get -i
		done <"$work/vmks"
	fi
	bounded esxcli network ip netstack list || return
	sed -n 's/^ *Key: *\([A-Za-z0-9_.-]*\) *$/\1/p' "$work/out" >"$work/stacks"
	while IFS= read -r stack; do
		[ "$stack" = defaultTcpipStack ] && continue
		keep_each "$stack" esxcli network ip route ipv4 list -N
		keep_each "$stack" esxcli network ip route ipv6 list -N
		keep_each "$stack" esxcli network ip neighbor list -N
	done <"$work/stacks"
}

the_storage() {
	keep esxcli iscsi software get
	keep esxcli iscsi adapter list
	keep esxcli iscsi networkportal list
	keep esxcli iscsi logicalnetworkportal list
	keep esxcli iscsi physicalnetworkportal list
	keep esxcli iscsi adapter target list
	keep esxcli iscsi adapter target portal list
	keep esxcli iscsi adapter discovery sendtarget list
	keep esxcli iscsi adapter discovery statictarget list
	keep esxcli iscsi session list
	keep esxcli iscsi session connection list
	keep esxcli storage core path list
	keep esxcli storage nfs list
	keep esxcli storage nfs41 list
	keep esxcfg-nas -l
}

# ESX and ESXi 4.x: before esxcli knew networks.
the_old_ways() {
	keep esxcfg-vswif -l
	! has esxcfg-vswif || keep route -n
	keep esxcfg-swiscsi -q
	bounded esxcfg-scsidevs -a || return
	sed -n 's/^\(vmhba[0-9]*\).*[iI][sS][cC][sS][iI].*/\1/p' "$work/out" | sort -u >"$work/adapters"
	while IFS= read -r adapter; do
		keep_each "$adapter" esxcli swiscsi nic list -d
		keep_each "$adapter" vmkiscsi-tool -I -l
		keep_each "$adapter" vmkiscsi-tool -T -l
	done <"$work/adapters"
}

# Network and NFS settings alone: the rest of the file is nobody's business.
the_settings() {
	[ -r /etc/vmware/esx.conf ] || return
	grep -E '^/(net|nas|adv/(Net|Migrate|FT))/|^/adv/Misc/Host' /etc/vmware/esx.conf \
		>"$top/etc/vmware/esx.conf"
}

the_host
the_network
the_storage
if has esxcli && [ -s "$top/commands/esxcli_network-vswitch-standard-list.txt" ]; then
	the_policies
	the_ports
else
	the_old_ways
fi
the_settings

(cd "$work" && tar -czf "$work/done.tgz" "$name") || die "tar failed: is $work full?"
{ cp "$work/done.tgz" "$target.part" && mv "$target.part" "$target"; } || die "cannot write $target"
echo "$target"
