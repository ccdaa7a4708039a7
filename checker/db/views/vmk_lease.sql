-- IPv4 addresses that VMkernel ports besides those of management took by DHCP, with their netmask.
-- about: vmk
WITH leased AS (
  SELECT v.host, v.stack, v.vmk, v.portgroup, p.address,
         4294967295 - ((1 << (32 - p.prefixlen)) - 1) AS mask
  FROM vmk v JOIN port p ON p.host = v.host AND p.interface = v.vmk
  WHERE p.method = 'dhcp' AND p.family = 4 AND p.prefixlen <= 32 AND coalesce(v.admin, 1)
    AND v.kind = 'vmknic'
    AND NOT EXISTS (SELECT 1 FROM management_port m WHERE m.host = v.host AND m.interface = v.vmk)
)
SELECT host, stack, vmk, portgroup, address,
       (mask >> 24) || '.' || ((mask >> 16) & 255) || '.' || ((mask >> 8) & 255) || '.'
         || (mask & 255) AS netmask
FROM leased
