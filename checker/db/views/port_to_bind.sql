-- How to bind a portal to each port in its subnet that has link: iface record, size of a ping.
-- about: iface_user
-- `known`: the record exists. `last`: the last port, after whose login the unbound session may end.
-- Not on hosts of VDSM, which binds by itself.
SELECT p.host, p.address, p.interface AS port, i.iface, i.known, z.size,
       p.interface = max(p.interface) OVER (PARTITION BY p.host, p.address) AS last
FROM portal_port p
JOIN port_iface i ON i.host = p.host AND i.interface = p.interface
JOIN ping_size z ON z.host = p.host AND z.interface = p.interface
  AND z.family = ip_family(p.address)
WHERE p.stack = '' AND p.linked AND NOT EXISTS (SELECT 1 FROM vdsm_host v WHERE v.host = p.host)
