#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Outputs of ESXi hosts that people published: what they say, and nothing that they do not.
. "$ROOT/tests/cli/lib.sh"
captures=$ROOT/fixtures/captures

# The input without the words on where it comes from; --kind: its names or its prompts say nothing.
take() {
	rm -rf input && cp -r "$captures/$1" input && rm -f input/SOURCE
}
says() { # SQL, rows in their order
	local question=$1
	shift
	uplint query --kind esxi "$question" input -f csv 2>err | sed 1d | tr -d '\r' >out
	printf '%s\n' "$@" >wanted
	cmp -s out wanted || fail "$question: wanted $*"
}
counts() { # compliant, non-compliant
	uplint check --kind esxi input >out 2>err
	grep -q "^$1 compliant, $2 non-compliant" out || fail "not $1 compliant and $2 non-compliant"
}
finds() { # RULE STATUS
	uplint check --kind esxi --select "$1" -f jsonl input >out 2>err
	has out "\"status\":\"$2\""
}

take esxi-classic-vm-support-names
says 'SELECT platform, version FROM host' esx,4.1.0
finds esx-upgrade-subnet non-compliant
uplint check --kind esxi --select one-vmknic-per-subnet -f jsonl input >out 2>err
lacks out '"status":"non-compliant"'

# As a text in Markdown, and the same with another ending.
take esxi-memo-three-prompts
for file in input/memo.md input/memo.txt; do
	[ -e $file ] || mv input/memo.md $file
	says 'SELECT name, version FROM host' exi116,5.5.0
	ends 0 uplint path --kind esxi 8.8.8.8 $file
	has out '8.8.8.8 via 192.168.5.1 dev vmk0 src 192.168.5.116'
	uplint check --kind esxi $file >out 2>err
	has out ' 0 non-compliant'
done

take esxi-incomplete-neighbour
says "SELECT address, mac FROM neighbour WHERE interface = 'vmk0' AND mac IS NOT NULL" \
	10.65.17.104,00:50:56:9c:31:0b 10.65.17.1,48:73:97:8e:b4:01
says "SELECT address FROM neighbour WHERE state = 'INCOMPLETE'" 10.65.17.17
finds one-vmknic-per-subnet compliant
uplint check --kind esxi input >out 2>err
has out ' 0 non-compliant'

take esxi-liquid-dvs
says 'SELECT name, kind, uplinks FROM vswitch' 'dvSwitch,distributed,"vmnic0,vmnic1"'
counts 0 0

take esxi-cheat-sheet
says 'SELECT interface, address, prefixlen FROM address' vmk0,192.168.31.200,24
uplint check --kind esxi input >out 2>err
has out ' 0 non-compliant'
# A command whose output was not copied has none.
says "SELECT state FROM coverage WHERE fact = 'neighbour'" absent

take esxi-collector-names
says 'SELECT interface, address, prefixlen FROM address' vmk0,10.65.17.33,24 vmk2,192.168.17.33,24
uplint check --kind esxi input >out 2>err
has out ' 0 non-compliant'

take esxi-nas-deleted
uplint check --kind esxi --select nfs-datastore-available -f jsonl input >out 2>err
lacks out '"status":"compliant"'

take esxi-nas-mounted
says 'SELECT path, server, mounted, accessible FROM nfs_mount' esxivms,store.xd.lan,1,1
finds nfs-datastore-available compliant

# Fields that no host prints make no address; what is masked is not known.
take esxi-invented-fields
says "SELECT name, mtu, mac FROM interface WHERE name = 'vmk1'" vmk1,9000,
says 'SELECT count(*) FROM address' 0
uplint check --kind esxi input >out 2>err
has out ' 0 non-compliant'

for capture in esxi-policy-in-comments esxi-invented-policy; do
	take $capture
	says 'SELECT count(*) FROM uplink' 0
	counts 0 0
done

# Other programs' words on such hosts are not read yet, and are said not to be.
for capture in powercli-two-hosts powercli-vmotion-nuc ansible-vmkernel-info; do
	take $capture
	for input in input input/*; do
		ends 2 uplint check "$input"
		has err 'no known kind of input'
	done
done
exit 0
