-- Addresses that traffic can use, with their interface: not loopback, not link-local.
-- about: address
SELECT a.host, a.interface,
       CASE WHEN i.kind = 'vswif' THEN 'console' WHEN i.stack = 'defaultTcpipStack' THEN ''
            ELSE coalesce(i.stack, '') END AS stack,
       i.kind, i.admin, i.carrier, i.services,
       a.address, a.prefixlen, a.family, a.subnet, a.peer, a.method, a.secondary, a.flags,
       a.prefixlen >= CASE a.family WHEN 4 THEN 32 ELSE 128 END AS is_host, a.origin
FROM address a JOIN interface i ON i.host = a.host AND i.name = a.interface
WHERE i.kind IS NOT 'loopback' AND coalesce(a.scope, 'global') IN ('global', 'site')
  AND NOT ip_is_link_local(a.address)
