#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# collect/esxi.sh under busybox, among stand-ins that print what hosts print,
# and uplint on what it collects.
. "$ROOT/tests/cli/lib.sh"
command -v busybox >/dev/null || { echo "no busybox here"; exit 77; }

# A host: its commands, each of which prints its fixture or fails as esxcli does.
host() {
	rm -rf "bin" && mkdir bin
	busybox --install -s bin
	cat >bin/stand-in <<-'END'
	#!/bin/sh
	echo "$0 $*" >>"$CALLS"
	stem=$(echo "${0##*/} $*" | sed 's/[\/"]//g; s/ /_/; s/ /-/g; s/_$//')
	[ ! -e "$HANG" ] || [ "$stem" != vim-cmd_hostsvcnetinfo ] || sleep 60
	[ -e "$FIXTURE/$stem.txt" ] || { echo "Error: Unknown command or namespace $*"; exit 1; }
	exec cat "$FIXTURE/$stem.txt"
	END
	chmod +x bin/stand-in
	for command; do
		rm -f "bin/$command" && ln -s stand-in "bin/$command"
	done
}

# Debian's busybox prefers its own hostname and uname to those in PATH, but a function to both.
cat >run.sh <<'END'
hostname() { "$BIN/hostname" "$@"; }
uname() { "$BIN/uname" "$@"; }
. "$SCRIPT"
END

# Fixture, script, and the script's words.
collect_with() {
	env -i PATH="$PWD/bin" BIN="$PWD/bin" FIXTURE="$1" SCRIPT="$2" CALLS="$PWD/calls" HANG="$PWD/hang" \
		TMPDIR="$PWD/tmp" bin/sh run.sh "${@:3}"
}

collect() {
	collect_with "$ROOT/fixtures/collect/$1" "$ROOT/collect/esxi.sh" "${@:2}"
}
mkdir tmp

host esxcli esxcfg-vmknic esxcfg-vswitch esxcfg-nics esxcfg-route esxcfg-nas vmware uname hostname vim-cmd
ends 0 collect esxi7 esx.tgz
[ "$(cat out)" = esx.tgz ] || fail "the file is not named"
empty err
[ -z "$(ls tmp)" ] || fail "something is left behind"
mkdir there
tar -xzf esx.tgz -C there || fail "no archive"
cd there/uplint-esxi.esxi.localdomain-* || fail "the folder has another name"
has README "Captured on: 20"
cmp -s commands/esxcfg-vmknic_-l.txt "$ROOT/fixtures/collect/esxi7/esxcfg-vmknic_-l.txt" || fail "esxcfg-vmknic differs"
has commands/esxcli_network-vswitch-standard-portgroup-policy-failover-get--p.txt "[root@esxi.esxi.localdomain:~] esxcli network vswitch standard portgroup policy failover get -p \"iSCSI, it's A\""
[ "$(grep -c 'Active Adapters' commands/esxcli_network-vswitch-standard-portgroup-policy-failover-get--p.txt)" = 5 ] || fail "not every port group"
[ "$(grep -c 'Active Adapters' commands/esxcli_network-vswitch-standard-policy-failover-get--v.txt)" = 2 ] || fail "not every switch"
[ "$(grep -c 'Tags:' commands/esxcli_network-ip-interface-tag-get--i.txt)" = 4 ] || fail "not every vmk"
grep -q "route ipv4 list -N 'vmotion'" commands/esxcli_network-ip-route-ipv4-list--N.txt || fail "no routes of the stack"
has errors.txt "# esxcli storage nfs list"
[ -e commands/esxcli_storage-nfs-list.txt ] && fail "a command that failed left output"
cd ../..

# What a bundle would leave open is known, and the host is as it should be.
ends 0 uplint check -f json esx.tgz
jq -r '.results[] | select(.status == "compliant") | .rule + " " + .subject' out >compliant
for result in "single-active-uplink vmk1" "single-active-uplink vmk2" "no-standby-uplinks vmk1" \
	"own-active-uplink vmk2" "one-vmknic-per-subnet 10.10.10.0/24" "binding-reported-compliant vmk1"; do
	grep -q "^${result% *} .*${result##* }" compliant || fail "not evaluated: $result"
done
ends 0 uplint query "SELECT captured > '2026', version, services FROM host JOIN interface ON interface.name = 'vmk3'" esx.tgz -f csv
has out "1,7.0.3,vmotion"

# Lists of the same uplinks in another order are no contradiction.
ends 0 uplint query "SELECT count(*) AS n FROM note WHERE reason LIKE '%contradicts%'" esx.tgz -f csv
grep -qx 0 <(tr -d "\r" <out) || fail "a contradiction"

# Nothing that changes a host, and no secret.
grep -vE '/(esxcli (--formatter=keyvalue )?([a-z0-9]+ )*(list|get)( -[a-zA-Z] .*)?|esxcfg-[a-z]+ (-f V6 )?-[lnqa]|vmware -vl|uname -a|hostname ?|vim-cmd hostsvc/net/(info|query_networkhint))$' \
	calls >out && fail "a command that does more than list"

# A host where names come from tables alone.
cp -r "$ROOT/fixtures/collect/esxi7" plain
rm plain/*keyvalue*
ends 0 collect_with "$PWD/plain" "$ROOT/collect/esxi.sh" plain.tgz
[ "$(tar -xzOf plain.tgz --wildcards '*/*-portgroup-policy-failover-get--p.txt' | grep -c 'Active Adapters')" = 5 ] ||
	fail "not every port group of the table"
[ "$(tar -xzOf plain.tgz --wildcards '*/*-standard-policy-failover-get--v.txt' | grep -c 'Active Adapters')" = 2 ] ||
	fail "not every switch of the list"

# A command that hangs is given up; the rest is there.
sed 's/^limit=30/limit=1/' "$ROOT/collect/esxi.sh" >quick.sh
: >hang
ends 0 collect_with "$ROOT/fixtures/collect/esxi7" "$PWD/quick.sh" hung.tgz
rm hang
tar -xzOf hung.tgz --wildcards '*/errors.txt' | grep -q '^# vim-cmd' || fail "it is not named"
tar -tzf hung.tgz | grep -q esxcli_iscsi-networkportal-list.txt || fail "what comes later is missing"

# Classic ESX, where esxcli knows no network.
host esxcli esxcfg-vmknic esxcfg-vswif esxcfg-nics vmware hostname route
ends 0 collect esx4 esx4.tgz
tar -tzf esx4.tgz >out
has out commands/esxcfg-vswif_-l.txt
has out commands/route_-n.txt

# Another host, a wrong word, a place that cannot be written to.
host
ends 2 collect esxi7
has err "no ESX or ESXi host"
host esxcli
ends 2 collect esxi7 --fast
has err "unknown option --fast"
ends 2 collect esxi7 nowhere/at/all.tgz
has err "cannot write nowhere/at/all.tgz"
[ -z "$(ls tmp)" ] || fail "something is left behind"
