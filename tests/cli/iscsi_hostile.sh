#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whatever lies in open-iscsi's folders: no crash, no endless read, nothing from outside, nothing made up.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

mkdir -p host/sys/class/net host/proc
nodes=host/etc/iscsi/nodes target=iqn.2001-05.com.example:a
node_file() { # TARGET ADDRESS IFACE
	printf 'node.name = %s\nnode.tpgt = 1\nnode.startup = automatic\nnode.conn[0].address = %s\n' "$1" "$2"
	printf 'iface.iscsi_ifacename = %s\n' "$3"
}
record() { # TARGET PORTAL,PORT,TPGT IFACE
	mkdir -p "$nodes/$1/$2"
	node_file "$1" "${2%%,*}" "$3" >"$nodes/$1/$2/$3"
}
# rows QUERY LINE…: by --root and as a directory.
rows() {
	local query=$1 road
	shift
	printf '%s\n' "$@" >wanted
	for road in '--root host' '--kind iproute2 host'; do
		# shellcheck disable=SC2086 # words
		ends 0 timeout 60 uplint query -f csv "$query" $road
		tail -n +2 out | tr -d '\r' | diff wanted - || fail "$road: $query"
	done
}
count_nodes="SELECT count(*) FROM iscsi_node"

# Neither a fifo, a device, a socket nor a folder is a record; links lead round in circles and out.
record $target 10.0.0.1,3260,1 st0
mkfifo "$nodes/$target/10.0.0.1,3260,1/fifo"
mkdir "$nodes/$target/10.0.0.1,3260,1/folder"
ln -s . "$nodes/$target/10.0.0.9,3260,1"
ln -s ../.. "$nodes/$target/loop"
ln -s self "$nodes/self"
ln -s /etc "$nodes/iqn.2001-05.com.example:out"
ln -s /dev/zero "$nodes/$target/10.0.0.1,3260,1/zero"
ln -s ../../../../../../../../etc/passwd "$nodes/$target/10.0.0.1,3260,1/up"
mkdir -p host/etc/iscsi/send_targets/10.0.0.1,3260 host/etc/iscsi/isns host/etc/iscsi/static
ln -s .. host/etc/iscsi/send_targets/10.0.0.1,3260/loop
ln -s "$target,10.0.0.1,3260,1,st0" "host/etc/iscsi/send_targets/10.0.0.1,3260/$target,10.0.0.1,3260,1,st0"
ln -s /nowhere "host/etc/iscsi/static/iqn.x,,,,"
mkfifo host/etc/iscsi/send_targets/10.0.0.1,3260/st_config host/etc/iscsi/initiatorname.iscsi host/etc/iscsi/iscsid.conf
mkdir host/etc/iscsi/ifaces
mkfifo host/etc/iscsi/ifaces/st0
ends 0 timeout 60 uplint query -f csv --root host "SELECT count(*) FROM iscsi_node WHERE target = '$target' AND path LIKE '%/10.0.0.1,3260,1/st0'"
has out 1
ends 0 timeout 60 uplint query -f csv --root host "SELECT written FROM iscsi_record UNION ALL SELECT target FROM iscsi_node"
lacks out root:
timeout 60 uplint check --root host >out 2>err
[ $? -le 1 ] || fail 'check'
timeout 60 uplint check --kind iproute2 host >out 2>err
[ $? -le 2 ] || fail 'check of the directory'

# Names of all bytes: shown harmlessly, and quoted where a command has them.
rm -r host/etc/iscsi
for name in $'iqn.x\ny' $'iqn.\e[31mred' "iqn.'\$(id)\`id\`\"" 'iqn.a b' $'iqn.\xff\xfe' '-rf' 'iqn.*'; do
	record "$name" 10.0.0.1,3260,1 st0
done
record $target '10.0.0.1; reboot,3260,1' 'st0 $(id)'
record $target ',,,' st0
record $target '10.0.0.1,99999999999999999999,1' st0
mkdir -p host/etc/iscsi/ifaces
printf 'iface.iscsi_ifacename = st0 $(id)\niface.transport_name = tcp\n' >'host/etc/iscsi/ifaces/st0 $(id)'
know_formats
for format in "${formats[@]}"; do
	timeout 60 uplint check -v -f "$format" --root host >out 2>err
	[ $? -le 1 ] || fail "check -f $format"
	harmless out
done
timeout 60 uplint check -f jsonl --root host >out 2>err
jq -r '.fix[]?.run // empty' out >commands
[ -s commands ] || fail 'no commands'
# Where quoting fails, id or reboot would run: none of these words stands bare.
grep -E '\$\(id\)|`id`|; reboot' commands | grep -vE "'[^']*(\\\$\(id\)|; reboot|\`id\`)" >bare
empty bare
ends 0 uplint snapshot --root host -o snapshot.yaml
ends 0 uplint query -f csv "$count_nodes" snapshot.yaml
has out 10

# A large file is not read, one of nothing but noise says nothing.
rm -r host/etc/iscsi
record $target 10.0.0.1,3260,1 st0
head -c 17000000 /dev/zero | tr '\0' x >"$nodes/$target/10.0.0.1,3260,1/large"
ends 0 timeout 60 uplint query -f csv --root host "SELECT state, why FROM coverage WHERE fact = 'iscsi_node'"
has out partial
has out large
ends 0 timeout 60 uplint query -f csv --root host "$count_nodes"
has out 1
head -c 1000000 /dev/urandom >"$nodes/$target/10.0.0.1,3260,1/large"
ends 0 timeout 60 uplint query -f csv --root host "SELECT startup, portal FROM iscsi_node ORDER BY path"
has out manual, # the defaults of a file that sets nothing
ends 0 timeout 60 uplint snapshot --root host -o snapshot.yaml
ends 0 uplint query "$count_nodes" snapshot.yaml

# Time grows with the records: four times as many take about four times as long.
TIMEFORMAT=%U
records() {
	awk -v n="$1" 'BEGIN {
		print "host: db\nplatform: linux\niscsi_session: []\niscsi_node:"
		for (i = 0; i < n; i++)
			printf "  - { target: \"iqn.x:%d\", portal: \"10.%d.%d.%d:3260\", address: 10.%d.%d.%d, port: 3260, tpgt: 1, " \
				"iface: st%d, startup: automatic, leading_login: false }\n", i / 2, i % 2, i / 500, i / 2 % 250 + 1,
				i % 2, i / 500, i / 2 % 250 + 1, i % 2
		print "iscsi_iface:"
		for (k = 0; k < 2; k++)
			printf "  - { name: st%d, transport: tcp, hwaddress: \"\", net_ifacename: eth%d, binds: missing, builtin: false }\n", k, k
	}' >"$1.yaml"
	{ time uplint check -f json "$1.yaml" >out 2>err; } 2>"$1.time"
	[ "$(jq '.summary.non_compliant' out)" -gt 0 ] || fail "$1 records: nothing found"
}
records 2500
records 10000
awk 'NR == FNR { few = $1; next } $1 > 5.5 * few + 0.2 { print few " s and " $1 " s"; exit 1 }' 2500.time 10000.time ||
	fail 'too slow'
