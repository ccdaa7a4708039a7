-- VMkernel and Service Console ports of ESX and ESXi, with their port group; label: its name.
-- about: interface.kind=vmknic, interface.kind=vswif
SELECT i.host, i.name AS vmk, i.kind, i.admin, i.mtu, i.services, nullif(i.gateway,
       '0.0.0.0') AS gateway,
       i.gateway IS NOT NULL AS gateway_read,
       CASE WHEN i.kind = 'vswif' THEN 'console' WHEN i.stack = 'defaultTcpipStack' THEN ''
            ELSE coalesce(i.stack, '') END AS stack,
       i.portgroup, coalesce(p.label, i.portgroup) AS label,
       coalesce(i.vswitch, p.vswitch) AS vswitch, p.vlan_id,
       has_word(i.services, 'vmotion') OR coalesce(i.stack, '') = 'vmotion' AS vmotion,
       EXISTS (SELECT 1 FROM binding b WHERE b.host = i.host AND b.vmknic = i.name) AS bound,
       h.version, h.esxcli, h.pings_from, i.origin
FROM interface i JOIN esx_version h ON h.host = i.host
LEFT JOIN portgroup p ON p.host = i.host AND p.name = i.portgroup
WHERE i.kind IN ('vmknic', 'vswif')
