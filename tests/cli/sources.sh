#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Sources side by side: directories and archives of them, pastes of one host, what could not be read.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

hosts_of() { jq -r '[.hosts[].host] | sort | join(" ")' out; }
sources_of() { jq -c '[.sources[] | [.source, .kind, (.error != null)]]' out; }
# gives HOSTS SOURCE...: whatever the verdicts are.
gives() {
	local wanted=$1
	shift
	uplint check -f json --fail-on never "$@" >out 2>err
	is "$(hosts_of)" "$wanted"
}
is() { [ "$1" = "$2" ] || fail "'$1' is not '$2'"; }

# addr IP MAC [DEVICE]: what `ip addr` prints of a host with one port.
addr() {
	cat <<-END
		1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
		    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
		    inet 127.0.0.1/8 scope host lo
		       valid_lft forever preferred_lft forever
		2: ${3:-eth0}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
		    link/ether $2 brd ff:ff:ff:ff:ff:ff
		    inet $1/24 brd ${1%.*}.255 scope global ${3:-eth0}
		       valid_lft forever preferred_lft forever
	END
}
docker0() {
	cat <<-END
		3: docker0: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc noqueue state DOWN group default
		    link/ether 02:42:5f:10:20:30 brd ff:ff:ff:ff:ff:ff
		    inet 172.17.0.1/16 brd 172.17.255.255 scope global docker0
		       valid_lft forever preferred_lft forever
	END
}
route() { printf 'default via %s.254 dev eth0 \n%s.0/24 dev eth0 proto kernel scope link src %s \n' "${1%.*}" "${1%.*}" "$1"; }

# A folder of snapshots is its snapshots, and so is an archive of them, whatever lies beside.
mkdir -p many/sub many/.git
for i in 1 2 3; do faulty_host "web$i" >"many/w$i.yaml"; done
faulty_host deep >many/sub/deep.yaml
echo 'read me' >many/README
echo 'not: a snapshot' >many/.hidden.yaml
echo 'params: { storage_mtu: 9000 }' >many/uplint.yaml
printf 'apiVersion: v1\nkind: Pod\n' >many/pod.yaml
ends 1 uplint check -f json many/
empty err
is "$(hosts_of)" 'deep web1 web2 web3'
is "$(sources_of)" '[["many/","native",false]]'
mv out folder
ends 1 uplint check -f json many/sub/deep.yaml many/w*.yaml
is "$(jq -c '.summary, [.results[] | [.host, .rule, .status, .subject]]' out)" \
	"$(jq -c '.summary, [.results[] | [.host, .rule, .status, .subject]]' folder)"
tar czf many.tgz many
ends 1 uplint check -f json many.tgz
is "$(hosts_of)" 'deep web1 web2 web3'
(cd many && zip -qr ../many.zip . 2>/dev/null) || left_out "zip is not installed"
[ ! -e many.zip ] || ends 1 uplint check -f json many.zip
is "$(hosts_of)" 'deep web1 web2 web3'

# The kind is said, and with -v why.
ends 1 uplint check --select one-nic-per-subnet many/w1.yaml
has out "web1  Linux  native many/w1.yaml"
ends 0 uplint check --select duplicate-address many/w1.yaml
has out "native many/w1.yaml"

# One that is broken is named; the others are read, and the count is right.
printf 'host: web9\ninterfaces: []\n' >many/typo.yaml
ends 2 uplint check -f json many
is "$(hosts_of)" 'deep web1 web2 web3'
is "$(sources_of)" '[["many/typo.yaml","native",true],["many","native",false]]'
has err "many/typo.yaml:2"
ends 2 uplint check many
has out "; 4 of 5 sources were read"
ends 2 uplint check -f jsonl many
tail -n 1 out | jq -e '.type == "summary" and (.sources | length) == 2' >/dev/null || fail "jsonl lacks sources"
: >many/typo.yaml
ends 2 uplint check many
has err "many/typo.yaml"
rm many/typo.yaml

# A folder of archives; one of them is cut short.
mkdir cust
for h in a b; do
	mkdir "$h"
	addr 10.1.0.5 "52:54:00:00:00:0$h" >"$h/what"
	route 10.1.0.5 >"$h/else"
	tar czf "cust/$h.tgz" "$h"
done
gives 'a b' cust
is "$(jq -r '[.hosts[].kind] | join(" ")' out)" 'iproute2 iproute2'
is "$(jq -r '[.hosts[].source] | join(" ")' out)" 'cust/a.tgz cust/b.tgz'
head -c 200 cust/a.tgz >cust/c.tgz
ends 2 uplint check cust
has err "cust/c.tgz"

# A source that cannot be read is in the JSON, and alone it is all that is said.
ends 2 uplint check -f json no-such.yaml many/w1.yaml
is "$(sources_of)" '[["no-such.yaml",null,true],["many/w1.yaml","native",false]]'
is "$(jq .summary.hosts out)" 1
ends 2 uplint check no-such.yaml many/w1.yaml
has out "; 1 of 2 sources were read"
ends 2 uplint check no-such.yaml
empty out
is "$(wc -l <err)" 1
ends 0 uplint check -f json --fail-on never
is "$(sources_of)" '[[null,"live",false]]'

# Pastes without a name: those of one host are one, in any order.
M=52:54:00:aa:00:01 N=52:54:00:aa:00:02
addr 10.1.0.5 $M >a.txt
route 10.1.0.5 >r.txt
printf '10.1.0.254 dev eth0 lladdr 00:50:56:00:00:01 REACHABLE\n' >n.txt
printf '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n' >rules.txt
for order in 'a.txt r.txt' 'r.txt a.txt' 'n.txt r.txt a.txt' 'rules.txt n.txt a.txt r.txt'; do
	# shellcheck disable=SC2086
	gives a.txt $order
	is "$(jq '[.results[] | select(.rule == "duplicate-address" and .status == "non-compliant")] | length' out)" 0
	is "$(jq '.sources | length' out)" "$(wc -w <<<"$order")"
done
uplint query -f json 'SELECT count(*) AS n FROM route' r.txt a.txt >out
is "$(jq '.[0].n' out)" 2
uplint query -f json 'SELECT count(*) AS n FROM route' <(cat r.txt) <(cat a.txt) >out
is "$(jq '.[0].n' out)" 2

# Two hosts stay two: other addresses, a bridge that every host has, one address that both have.
addr 10.1.0.6 $N >b.txt
route 10.1.0.6 >rb.txt
gives 'a.txt b.txt' a.txt b.txt
gives 'a.txt b.txt' rb.txt a.txt r.txt b.txt
{ addr 10.1.0.5 $M; docker0; } >ad.txt
{ addr 10.1.0.6 $N; docker0; } >bd.txt
gives 'ad.txt bd.txt' ad.txt bd.txt
addr 10.1.0.5 $N >same.txt
ends 1 uplint check -f json --select duplicate-address a.txt same.txt
is "$(hosts_of)" 'a.txt same.txt'
is "$(jq '[.results[] | select(.status == "non-compliant")] | length' out)" 2

# Interfaces without addresses, and routes; rules by the address that they are about.
grep -v inet a.txt | grep -v valid_lft >link.txt
gives link.txt r.txt link.txt
printf '100:\tfrom 10.2.0.6 lookup 20\n' >rule2.txt
addr 10.2.0.6 $N >c.txt
gives 'a.txt c.txt' rule2.txt c.txt a.txt

# What fits none, or two, is a host of its own.
route 10.9.0.5 >far.txt
gives 'a.txt far.txt' far.txt a.txt
gives 'a.txt b.txt rules.txt' rules.txt a.txt b.txt

# Folders of one host's outputs are one host; folders of two are two.
mkdir -p sorted/net sorted/routes two/x two/y
cp a.txt sorted/net/ip_addr && cp r.txt sorted/routes/ip_route
cp a.txt two/x/ip_addr && cp r.txt two/x/ip_route && cp b.txt two/y/ip_addr && cp rb.txt two/y/ip_route
gives 'x y' two
gives sorted sorted
uplint query -f json 'SELECT count(*) AS n FROM route' sorted >out
is "$(jq '.[0].n' out)" 2

# Outputs of two platforms in one folder are refused, a file of each named; apart they are two hosts.
mkdir mixed
cp a.txt mixed/
cat >mixed/v.txt <<-'END'
	Name  IPv4 Address  IPv4 Netmask   IPv4 Broadcast  Address Type  Gateway  DHCP DNS
	----  ------------  -------------  --------------  ------------  -------  --------
	vmk0  10.1.0.50     255.255.255.0  10.1.0.255      STATIC        0.0.0.0     false
END
ends 2 uplint check mixed
has err "mixed/a.txt"
has err "mixed/v.txt"
tar czf mixed.tgz mixed
ends 2 uplint check mixed.tgz
has err "mixed/v.txt"
mkdir -p apart/esx apart/web
cp mixed/v.txt apart/esx/ && cp mixed/a.txt apart/web/
gives 'esx web' apart
is "$(jq -r '[.hosts[].platform] | sort | join(" ")' out)" 'esxi linux'

# What is of no kind: what it looks like, and what to try.
printf 'fruit: {}\ncolour: []\n' >fruit.yaml
ends 2 uplint check fruit.yaml
has err "fruit.yaml: no known kind of input: it looks like YAML with the keys fruit, colour; --kind NAME"
ends 2 uplint check --kind esxi many/README
has err "many/README: "

# What has names of its own and is large is found in an archive all the same.
mkdir big
{ route 10.1.0.5; for i in $(seq 20000); do echo "10.$((i / 256)).$((i % 256)).0/24 via 10.1.0.254 dev eth0"; done; } >big/ways
cp a.txt big/ports
tar czf big.tgz big
uplint query -f json 'SELECT count(*) AS n FROM route' big.tgz >out
is "$(jq '.[0].n' out)" 20002

# Folders too deep, links in circles, and a file that may not be read are told or passed by.
deep=deepest
for i in $(seq 12); do deep=$deep/d; done
mkdir -p $deep && faulty_host bottom >$deep/x.yaml
ends 2 uplint check deepest
has err "nested deeper than 8"
mkdir -p round/one && faulty_host once >round/one/x.yaml
ln -s .. round/one/up && ln -s one round/again && ln -s nowhere round/lost.yaml
gives once round
