#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Bundles that are damaged, that mean harm, or that are of something else: a
# word on what is wrong and exit 2, with a report of what could be read.
. "$ROOT/tests/cli/lib.sh"
top=esx-evil-2026-11-20--10.00

# A whole bundle in $top, from nothing.
bundle() {
	rm -rf "$top" && mkdir -p "$top/commands" "$top/json" "$top/etc/vmware"
	cp "$ROOT"/fixtures/collect/esxi7/esxcfg-*.txt "$ROOT"/fixtures/collect/esxi7/esxcli_{network-ip,iscsi}*.txt \
		"$ROOT"/fixtures/collect/esxi7/vmware_-vl.txt "$top/commands"
}

# Ends in time, with the status, and says nothing that a terminal would obey.
judged() {
	local status=$1
	shift
	ends "$status" timeout 60 uplint "$@"
	harmless out
	harmless err
}

bundle
tar -czf whole.tgz "$top"
uplint check whole.tgz >out 2>err
[ $? -le 1 ] || fail "the bundle itself cannot be read"
uplint query 'SELECT name FROM host' whole.tgz -f csv >out
has out evil

# Cut off: what came before the cut is in the report.
size=$(stat -c %s whole.tgz)
for part in 10 200 $((size / 2)) $((size - 9)); do
	head -c "$part" whole.tgz >cut.tgz
	judged 2 check cut.tgz
	has err cut.tgz
done
{ head -c $((size / 2)) whole.tgz && head -c 4000 /dev/urandom; } >noise.tgz
judged 2 check noise.tgz

# Names that lead out.
for name in /tmp/pwned ../../pwned "$top/../../pwned" "$top/commands/../../../pwned"; do
	bundle
	tar -czPf out.tgz --transform "s|.*esxcfg-nics_-l.txt|$name|" "$top"
	judged 2 check out.tgz
	case $name in
	/*) has err "an absolute name in the archive" ;;
	*) has err "a name that leads out of the archive" ;;
	esac
	for place in /tmp/pwned pwned ../pwned; do
		[ ! -e $place ] || fail "something was written"
	done
done

# Links in a ring, and links to where nobody should look: in an archive and in a directory.
bundle
ln -s two "$top/commands/esxcfg-route_-l.txt.one"
ln -sf ring2 "$top/commands/ring1"
ln -sf ring1 "$top/commands/ring2"
ln -sf ring1 "$top/commands/esxcfg-nas_-l.txt"
ln -sf . "$top/commands/round"
echo 'VMware ESXi 9.9.9 build-666' >secret
ln -sf "$PWD/secret" "$top/commands/vmware_-vl.txt"
tar -czf ring.tgz "$top"
judged 2 check ring.tgz
has err "too many links"
for source in ring.tgz "$top"; do
	uplint query 'SELECT version FROM host' "$source" -f csv >out 2>err
	lacks out 9.9.9
	harmless err
done
timeout 60 uplint check "$top" >out 2>err
[ $? -le 2 ] || fail "a directory with rings"

# More than it seems: a file of a terabyte that is one hole, one of zeros that pack well.
bundle
printf end | dd of="$top/commands/esxcfg-info_-a.txt" bs=1 seek=1T 2>/dev/null
tar -cSf hole.tar "$top"
judged 2 check hole.tar
has err "larger than"
rm -f "$top/commands/esxcfg-info_-a.txt" hole.tar
{
	tar -cf - "$top"
	head -c 700M /dev/zero
} | gzip -1 >tail.tgz
timeout 60 uplint check tail.tgz >out 2>err
[ $? -le 2 ] || fail "zeros behind the archive"

# Archives in archives.
bundle
tar -czf "$top/0.tgz" "$top/commands"
for i in 1 2 3 4 5; do
	tar -czf "$top/$i.tgz" -C "$top" $((i - 1)).tgz
done
tar -czf nested.tgz "$top/5.tgz"
judged 2 check nested.tgz
has err "archives nested deeper"

# Texts that are no texts.
bundle
head -c 300000 /dev/urandom >"$top/commands/esxcfg-vmknic_-l.txt"
head -c 3000000 /dev/zero | tr '\0' '[' >"$top/json/localcli_iscsi-networkportal-list.json"
head -c 3000000 /dev/zero | tr '\0' 'x' >"$top/commands/esxcfg-vswitch_-l.txt"
{
	echo '(vim.host.NetworkInfo) {'
	yes 'x = (a) {' | head -n 200000
} >"$top/commands/vmware-vimdump_-o----U-dcui.txt"
yes '   \==+VmKernel Nic :' | awk '{ printf "%*s%s\n", NR % 5000, "", $0 }' | head -n 3000 >"$top/commands/esxcfg-info_-a.txt"
yes '/net/vswitch/child[0000]/portgroup/child[0000]/name = "x"' | head -n 250000 >"$top/etc/vmware/esx.conf"
awk 'BEGIN { for (i = 0; i < 120000; i++) printf "vmk%d p IPv4 10.%d.%d.%d 255.255.255.0 10.0.0.255 00:50:56:00:00:01 1500 65535 true STATIC\n",
	i, i / 65536, i / 256 % 256, i % 256 }' >"$top/commands/esxcfg-vmknic_-l.txt.1"
tar -czf odd.tgz "$top"
timeout 60 uplint snapshot odd.tgz >out 2>err
status=$?
[ $status -le 2 ] || fail "texts that are no texts: status $status"
harmless out
harmless err

# Names and values that a terminal, or a shell, would obey.
bundle
evil=$'iS\e]0;pwned\a\e[2J'\''; touch pwned; '\'
sed -i "s|iSCSI B |$evil|" "$top/commands/esxcfg-vmknic_-l.txt" "$top/commands/esxcfg-vswitch_-l.txt"
mv "$top/commands/esxcfg-nics_-l.txt" "$top/commands/"$'\e[31mesxcfg-nics_-l.txt'
tar -czf $'evil\e[31m.tgz' "$top"
for words in check "check -v" "check -f json" snapshot; do
	# shellcheck disable=SC2086 # words
	timeout 60 uplint $words $'evil\e[31m.tgz' >out 2>err
	harmless out
	harmless err
done

# Of something else.
mkdir -p "sosreport-x/sos_commands/networking" photos
echo 'Kernel IP routing table' >sosreport-x/sos_commands/networking/route_-n
echo 'no photo' >photos/one.jpg
tar -cJf sos.txz sosreport-x
tar -czf photos.tgz photos
judged 2 check photos.tgz
has err "photos.tgz: no known kind of input"
judged 2 check --kind esxi sos.txz
judged 2 check --kind esxi photos
mkdir -p "empty/$top/commands"
tar -czf empty.tgz -C empty "$top"
judged 2 check empty.tgz
[ ! -e pwned ] || fail "a name was executed"
