#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Outputs of ESXi as people save them: through Windows, terminals and editors
# they say the same; those of two hosts in one folder are refused.
# shellcheck disable=SC2317 # the filters are called by name
. "$ROOT/tests/cli/lib.sh"
source=$ROOT/fixtures/inputs/esxi-port-binding/input

# The same facts, whatever the files went through: a filter for one file.
through() {
	mkdir -p "$1" && rm -rf "$1/input" && mkdir "$1/input"
	for file in "$source"/*; do
		"$1" <"$file" >"$1/input/${file##*/}"
	done
	(cd "$1" && uplint snapshot input) >out 2>err || fail "$1: cannot be read"
	cmp -s out plain.yaml || fail "$1: other facts: $(diff out plain.yaml | head -n 5)"
}
as_it_is() { cat; }
crlf() { sed 's/$/\r/'; }
lone_cr() { tr '\n' '\r'; }
bom() { printf '\xef\xbb\xbf' && crlf; }
utf16le() { printf '\xff\xfe' && crlf | iconv -f UTF-8 -t UTF-16LE; }
utf16be() { printf '\xfe\xff' && iconv -f UTF-8 -t UTF-16BE; }
utf16_unmarked() { crlf | iconv -f UTF-8 -t UTF-16LE; }
no_break() { sed $'s/   / \xc2\xa0 /g'; }
coloured() { printf '\e]0;root@esx01:~\a\e[0m' && sed $'s/$/\e[K\e[0m\r/'; }
indented() { sed 's/^/    /'; }
(cd "${source%/*}" && uplint snapshot input) >plain.yaml
for filter in as_it_is crlf lone_cr bom utf16le utf16be utf16_unmarked no_break coloured indented; do
	through $filter
done

vmknic() { # address, last of the MAC
	cat <<-EOF
	Interface  Port Group/DVPort   IP Family IP Address     Netmask         Broadcast    MAC Address       MTU  TSO MSS Enabled Type
	vmk0       Management Network  IPv4      $1      255.255.255.0   10.1.1.255   00:50:56:00:00:$2 1500 65535   true    STATIC
	EOF
}

# One file each in one folder; in folders of their own they are two hosts.
mkdir -p two/beside two/apart/esx0{1,2}
vmknic 10.1.1.11 01 >two/beside/esx01_esxcfg-vmknic_-l.txt
vmknic 10.1.1.12 02 >two/beside/esx02_esxcfg-vmknic_-l.txt
cp two/beside/esx01* two/apart/esx01/esxcfg-vmknic_-l.txt
cp two/beside/esx02* two/apart/esx02/esxcfg-vmknic_-l.txt
ends 2 uplint check two/beside
has err "outputs of two hosts, or of two times: vmk0 has MAC address 00:50:56:00:00:01 in two/beside/esx01_esxcfg-vmknic_-l.txt"
has err "give each host a folder of its own"
uplint query 'SELECT name FROM host ORDER BY name' two/apart -f csv >out 2>err || fail "two folders"
has out esx01
has out esx02

# The same host twice, readdressed in between.
vmknic 10.1.1.12 01 >two/beside/esx02_esxcfg-vmknic_-l.txt
ends 2 uplint check two/beside
has err "vmk0 has 10.1.1.11 in two/beside/esx01_esxcfg-vmknic_-l.txt and 10.1.1.12 in two/beside/esx02"

# One session on two hosts: the prompts tell.  A host without a name is none.
{
	echo '[root@localhost:~] esxcfg-vmknic -l' && vmknic 10.1.1.11 01
	echo '[root@esx01:~] esxcfg-vmknic -l' && vmknic 10.1.1.11 01
	echo '[root@esx01.example.com:/tmp] esxcfg-vmknic -l' && vmknic 10.1.1.11 01
} >one.txt
uplint snapshot one.txt >out 2>err || fail "one host with three prompts"
{
	cat one.txt
	echo '\[root@esx02:\~\] esxcli storage nfs list'
	echo '[root@esx02:~] exit'
} >session.txt
ends 2 uplint check session.txt
has err "outputs of two hosts, esx01 (session.txt:4) and esx02 (session.txt:10)"

# A terminal's recording: a banner, a command corrected while it was typed, the end.
{
	printf 'Script started on 2026-11-20\r\n~ # esxcfg-vmknix\b\e[Kc -l\r\n'
	vmknic 10.1.1.11 01 | crlf
	printf '~ # exit\r\nScript done on 2026-11-20\r\n'
} >typescript
uplint query 'SELECT interface, address FROM address' typescript -f csv >out 2>err || fail "a recording"
has out vmk0,10.1.1.11
uplint query 'SELECT line_text FROM note' typescript -f csv >out
lacks out vmk

# Outputs in a row, without prompts or in Markdown: the facts of one file each.
collected=$ROOT/fixtures/collect/esxi7
mkdir -p row/one row/each
for output in esxcfg-vmknic_-l esxcfg-vswitch_-l esxcfg-nics_-l esxcfg-route_-l \
	esxcli_network-ip-interface-list esxcli_network-vswitch-standard-list esxcli_iscsi-networkportal-list \
	esxcli_iscsi-adapter-list esxcli_network-ip-interface-ipv4-get esxcli_network-vswitch-standard-portgroup-list; do
	cp "$collected/$output.txt" row/each
	cat "$collected/$output.txt" >>row/one/host.txt
	{ echo "## $output" && echo '```' && cat "$collected/$output.txt" && echo '```'; } >>row/host.md
done
uplint snapshot row/each | sed /^host:/d | sort >wanted
for file in row/one/host.txt row/host.md; do
	uplint snapshot $file 2>err | sed /^host:/d | sort >out
	cmp -s out wanted || fail "$file: $(diff out wanted | head -n 5)"
done

# A script beside the outputs, or a command whose output went elsewhere, says nothing of a list.
{ echo '[root@esx01:~] esxcli iscsi networkportal list >ports.txt' && echo '[root@esx01:~] esxcfg-vmknic -l' &&
	vmknic 10.1.1.11 01 && echo '[root@esx01:~] esxcli storage nfs list'; } >asked.txt
mkdir -p script && vmknic 10.1.1.11 01 >script/esxcfg-vmknic_-l.txt
printf '#!/bin/sh\n# esxcli storage nfs list\n%s\n%s\n' 'esxcli iscsi networkportal list' 'esxcli storage nfs list' >script/fetch.sh
for input in script asked.txt; do
	uplint query "SELECT fact, state FROM coverage WHERE fact IN ('binding', 'nfs_mount') ORDER BY fact" $input -f csv >out
	has out binding,absent
	has out nfs_mount,absent
done
# Between two prompts it does.
echo '[root@esx01:~] exit' >>asked.txt
uplint query "SELECT state FROM coverage WHERE fact = 'nfs_mount'" asked.txt -f csv >out
has out partial

# Software iSCSI is off: nothing is bound, if no adapter is there that has bindings of its own.
adapters() { # driver, UID
	echo '[root@esx01:~] esxcli iscsi software get' && echo false
	[ $# -eq 0 ] || cat <<-EOF
	[root@esx01:~] esxcli storage core adapter list
	HBA Name  Driver  Link State  UID           Capabilities  Description
	--------  ------  ----------  ------------  ------------  -----------
	vmhba0    $1  link-n/a    $2                (0000:02:00.0) Adapter
	EOF
	echo '[root@esx01:~] exit'
}
adapters >silent.txt
adapters pvscsi pscsi.vmhba0 >none.txt
adapters 'bnx2i ' iscsi.vmhba0 >other.txt
for expected in silent,absent none,read other,absent; do
	uplint query "SELECT state FROM coverage WHERE fact = 'binding'" "${expected%,*}.txt" -f csv >out
	has out "${expected#*,}"
done

# A row that a poor copy made unreadable: the list is not whole, and nothing is compliant by it.
mkdir -p poor
{ vmknic 10.1.1.11 01 && echo 'vmk1       NFS  IPv4  1O.1.1.12  255.255.255.0  10.1.1.255  00:50:56:00:00:02 1500'; } \
	>poor/esxcfg-vmknic_-l.txt
printf 'VMkernel Routes:\nNetwork Netmask Gateway Interface\n%s\n%s\n' '10.1.1.0 255.255.255.0 Local Subnet vmk0' \
	'1O.2.0.0 255.255.0.0 10.1.1.1 vmk0' >poor/esxcfg-route_-l.txt
uplint query "SELECT fact, state FROM coverage WHERE fact IN ('address', 'route') ORDER BY fact" poor -f csv >out
has out address,partial
has out route,partial
uplint check --select one-vmknic-per-subnet poor >out 2>err
has out '0 compliant'
exit 0
