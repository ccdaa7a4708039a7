#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What grep shows of node records is known, and nothing that it does not show.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

# of FILE QUERY LINE…: a query over it gives exactly these lines.
of() {
	local file=$1 query=$2
	shift 2
	ends 0 uplint query -f csv "$query" "$file"
	tail -n +2 out | tr -d '\r' >got
	printf '%s\n' "$@" | diff - got || fail "$file: $query"
}
all="SELECT target, portal, tpgt, iface, path, startup, leading_login, replacement_timeout, transport, path_target FROM iscsi_node"
a=iqn.2001-05.com.example:node.startup n=/etc/iscsi/nodes

# Names with colons, dots and keys in them; both layouts; other files and comments beside.
cat >egrep <<END
$n/$a/10.0.0.1,3260,1/default:# node.startup = 9
$n/$a/10.0.0.1,3260,1/default:node.startup = automatic
$n/$a/10.0.0.1,3260,1/default:node.conn[0].startup = manual
$n/$a/fd00::1,3260,2/bnx2i.00:22:19:61:9d:b9.ipv4.0:node.startup=onboot
$n/$a/fd00::1,3260,2/bnx2i.00:22:19:61:9d:b9.ipv4.0:node.session.timeo.replacement_timeout = 15
/etc/iscsi/iscsid.conf:node.startup = manual
./nodes/$a/10.0.0.2,3260:node.leading_login = No
/etc/iscsi/ifaces/st0:iface.net_ifacename = eth0
Binary file /etc/iscsi/nodes/x matches
END
ends 0 uplint query -f json "$all" egrep
jq -c '.[] | [.target, .portal, .tpgt, .iface, .startup, .leading_login, .replacement_timeout, .transport, .path_target]' out >got ||
	fail 'no JSON'
diff - got <<END || fail 'egrep'
["$a","10.0.0.1:3260",1,"default","automatic",null,null,null,null]
["$a","[fd00::1]:3260",2,"bnx2i.00:22:19:61:9d:b9.ipv4.0",null,null,15,null,null]
["$a","10.0.0.2:3260",null,null,null,0,null,null,null]
END
of egrep "SELECT state FROM coverage WHERE fact = 'iscsi_node'" partial
of egrep "SELECT count(*) FROM iscsi_record" 0
of egrep "SELECT origin FROM iscsi_node LIMIT 2" egrep:2 egrep:4

# With line numbers, which are no part of a name; an alias label is.
awk '{ if (match($0, /:node[^:\/=]*=/)) $0 = substr($0, 1, RSTART) NR substr($0, RSTART); print }' egrep >numbered
has numbered 'default:2:node.startup = automatic'
ends 0 uplint query -f json "SELECT iface, startup FROM iscsi_node" numbered
[ "$(jq -c 'map(.iface)' out)" = '["default","bnx2i.00:22:19:61:9d:b9.ipv4.0",null]' ] || fail numbered
printf "$n/$a/10.0.0.1,3260,1/eth0:1:%s = manual\n" node.startup node.conn[0].startup >labels
of labels "SELECT iface FROM iscsi_node" eth0:1

# All of a record, by `grep -r .`: then its path can be compared with it.
sed "s,^,$n/$a/10.0.0.9\,3260\,1/st1:," >whole <<END
# BEGIN RECORD 2.1.8
node.name = $a
node.tpgt = 1
node.startup = automatic
iface.iscsi_ifacename = st1
iface.net_ifacename = eth1
iface.transport_name = tcp
node.conn[0].address = 10.0.0.1
node.conn[0].port = 3260
# END RECORD
END
of whole "SELECT portal, iface, net_ifacename FROM iscsi_node" 10.0.0.1:3260,st1,eth1
ends 1 uplint check --select record-path-agrees whole
has out "rm $n/$a/10.0.0.9,3260,1/st1"

# A record's lines come together; those that do not are not a second record.
printf "$n/$a/10.0.0.%s,3260,1/default:node.startup = manual\n" 1 2 1 >apart
of apart "SELECT portal FROM iscsi_node" 10.0.0.1:3260 10.0.0.2:3260
of apart "SELECT reason FROM note" 'further lines of a record that stands above'

# iscsiadm's own listing says more, in whatever order they are found.
mkdir both
cp "$ROOT"/fixtures/captures/lab-two-subnets/iscsiadm_-m_node_--op_show.txt both/
cp egrep both/egrep_nodes
of both "SELECT portal FROM iscsi_node" 10.10.1.50:3260 10.10.2.50:3260

# The published one: one target for each controller, one portal each.
source=$ROOT/fixtures/captures/gh-open-iscsi-73-leading-login-powerstore
array=iqn.2015-10.com.dell:dellemc-powerstore-apx00240413185
of "$source" "SELECT target, portal, iface, startup, leading_login FROM iscsi_node" \
	"$array-a-725b50f6,10.81.32.10:3260,default,automatic,1" \
	"$array-b-6dfd9c7b,10.81.32.11:3260,default,automatic,1"
uplint check -f json "$source" >out 2>err
[ "$(jq -r '.results[] | select(.status == "non-compliant") | .rule + " " + .subject' out)" = \
	"node-leading-login $array-a-725b50f6 10.81.32.10:3260 default
node-leading-login $array-b-6dfd9c7b 10.81.32.11:3260 default" ] || fail "$source: findings"
