#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whether the kernel has a transport: by what is loaded, by what could be, and not known without a word on that.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

mkdir -p host/etc/iscsi/ifaces host/proc/sys/kernel host/lib/modules/6.1.0-9
for transport in tcp iser bnx2i qedi tpc '../module'; do
	printf 'iface.transport_name = %s\niface.net_ifacename = eth1\n' "$transport" \
		>"host/etc/iscsi/ifaces/${transport##*/}1"
done

# available ROAD WANTED…: lines NAME,0|1|nothing, by --root and as a directory of outputs.
available() {
	local query="SELECT name, transport_available FROM iscsi_iface WHERE NOT builtin ORDER BY name"
	printf '%s\n' "$@" >wanted
	ends 0 uplint query -f csv --root host "$query"
	tail -n +2 out | tr -d '\r' | diff wanted - || fail 'by --root'
	ends 0 uplint query -f csv --kind iproute2 "$query" host
	tail -n +2 out | tr -d '\r' | diff wanted - || fail 'as a directory'
}
verdicts() {
	printf '%s\n' "$@" >wanted
	uplint check -f json --root host --select iface-transport-known >out 2>err
	jq -r '.results[] | .subject + " " + .status + " " + (.severity // "")' out | sort | diff wanted - || fail verdicts
}

# Nothing is known of the kernel, and then of another kernel's modules.
available bnx2i1, iser1, module1, qedi1, tcp1, tpc1,
echo 6.1.0-9 >host/proc/sys/kernel/osrelease
mkdir -p host/lib/modules/5.10.0-1
echo 'kernel/drivers/scsi/iscsi_tcp.ko: ' >host/lib/modules/5.10.0-1/modules.dep
available bnx2i1, iser1, module1, qedi1, tcp1, tpc1,
verdicts 'bnx2i1 not-evaluated warning' 'iser1 not-evaluated warning' 'module1 non-compliant error' \
	'qedi1 not-evaluated warning' 'tcp1 not-evaluated warning' 'tpc1 non-compliant error'

# Loaded is enough; a name that only looks alike is not it.
mkdir -p host/sys/class/iscsi_transport/tcp host/sys/module/qedi
available bnx2i1, iser1, module1, qedi1,1 tcp1,1 tpc1,
rm -r host/sys
cat >host/lib/modules/6.1.0-9/modules.dep <<END
kernel/drivers/scsi/iscsi_tcp.ko.xz: kernel/drivers/scsi/libiscsi.ko.xz kernel/drivers/infiniband/ulp/iser/ib_iser.ko.xz
kernel/drivers/scsi/xbnx2i.ko: kernel/drivers/scsi/bnx2i.ko
kernel/drivers/scsi/bnx2ix.ko:
END
available bnx2i1,0 iser1,0 module1, qedi1,0 tcp1,1 tpc1,
verdicts 'bnx2i1 non-compliant warning' 'iser1 non-compliant warning' 'module1 non-compliant error' \
	'qedi1 non-compliant warning' 'tcp1 compliant warning' 'tpc1 non-compliant error'
ends 1 uplint check --root host --select iface-transport-known
has out "module ib_iser"
echo kernel/drivers/infiniband/ulp/iser/ib-iser.ko >host/lib/modules/6.1.0-9/modules.builtin
available bnx2i1,0 iser1,1 module1, qedi1,0 tcp1,1 tpc1,

# A release that is no folder's name is none; what may not be read is not known.
echo ../6.1.0-9 >host/proc/sys/kernel/osrelease
available bnx2i1, iser1, module1, qedi1, tcp1, tpc1,
echo ../../../etc >host/proc/sys/kernel/osrelease
available bnx2i1, iser1, module1, qedi1, tcp1, tpc1,
echo 6.1.0-9 >host/proc/sys/kernel/osrelease
rm host/lib/modules/6.1.0-9/modules.dep
mkdir host/lib/modules/6.1.0-9/modules.dep
available bnx2i1, iser1, module1, qedi1, tcp1, tpc1,
rmdir host/lib/modules/6.1.0-9/modules.dep
mkfifo host/lib/modules/6.1.0-9/modules.dep
available bnx2i1, iser1, module1, qedi1, tcp1, tpc1,
rm host/lib/modules/6.1.0-9/modules.dep
ln -s /proc/self/environ host/lib/modules/6.1.0-9/modules.dep
available bnx2i1, iser1, module1, qedi1, tcp1, tpc1,
