-- Ports that an iface record may mean instead of the member, or the twin of a MAC, that it binds.
-- about: iscsi_iface
-- The portals of the record are in their subnets.
SELECT DISTINCT c.host, c.iface, c.interface
FROM (SELECT i.host, i.name AS iface, d.name AS interface
      FROM software_iface i JOIN interface d ON d.host = i.host AND d.mac = lower(i.hwaddress)
      WHERE i.mac_matches > 1
      UNION
      SELECT i.host, i.name, s.upper
      FROM software_iface i
      JOIN enslaved e ON e.host = i.host AND e.interface = i.device
      JOIN stacked_on s ON s.host = i.host AND s.lower = i.device AND s.depth > 0) c
JOIN port p ON p.host = c.host AND p.interface = c.interface
WHERE NOT EXISTS (SELECT 1 FROM enslaved e WHERE e.host = c.host AND e.interface = c.interface)
  AND NOT EXISTS (SELECT 1 FROM iface_user u WHERE u.host = c.host AND u.iface = c.iface
                  AND u.address IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM port q WHERE q.host = u.host
                                  AND q.interface = c.interface AND holds(q.subnet, u.address)))
