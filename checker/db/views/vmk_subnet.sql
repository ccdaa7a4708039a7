-- Enabled VMkernel ports by stack and subnet.
-- about: vmk
SELECT DISTINCT v.host, v.stack, p.subnet, p.family, v.vmk, v.admin, v.mtu, v.services, v.vmotion,
       v.bound,
       v.portgroup, v.label, v.vswitch, v.vlan_id, v.version, v.esxcli, v.pings_from, v.origin
FROM vmk v JOIN port p ON p.host = v.host AND p.interface = v.vmk
WHERE v.kind = 'vmknic' AND NOT p.is_host AND coalesce(v.admin, 1)
