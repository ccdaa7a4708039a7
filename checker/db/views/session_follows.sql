-- Sessions of bound ports; follows: the session leaves through one of these, NULL if not known.
-- about: iscsi_session
-- Who has the local address decides; an address of nobody only where all addresses were read.
WITH bound AS (
  SELECT s.host, s.target, coalesce(s.persistent_portal, s.portal) AS portal, s.address,
         s.iface AS via, s.iface, NULL AS adapter, s.isid, i.device AS ports, s.interface,
         s.local_address, s.bound_interface, s.origin
  FROM iscsi_session s JOIN iscsi_iface i ON i.host = s.host AND i.name = s.iface
  WHERE i.device IS NOT NULL
  UNION ALL
  SELECT s.host, s.target, s.portal, s.address, s.adapter, NULL, s.adapter, s.isid, b.ports,
         s.interface, s.local_address, NULL, s.origin
  FROM iscsi_session s
  JOIN (SELECT host, adapter, join_words(vmknic) AS ports FROM binding GROUP BY host, adapter) b
    ON b.host = s.host AND b.adapter = s.adapter
),
owner AS (
  SELECT b.host, b.local_address, b.ports, max(has_word(b.ports, a.interface)) AS own
  FROM (SELECT DISTINCT host, local_address, ports FROM bound) b
  JOIN address a ON a.host = b.host AND a.address = b.local_address
  GROUP BY b.host, b.local_address, b.ports
),
judged AS (
  SELECT b.*,
         CASE WHEN b.bound_interface <> '' AND NOT has_word(b.ports, b.bound_interface) THEN 0
              WHEN b.interface IS NOT NULL THEN has_word(b.ports, b.interface)
              WHEN o.own IS NOT NULL THEN o.own
              WHEN b.local_address IS NOT NULL AND c.state = 'read' THEN 0 END AS follows
  FROM bound b
  LEFT JOIN owner o ON o.host = b.host AND o.local_address = b.local_address AND o.ports = b.ports
  LEFT JOIN coverage c ON c.host = b.host AND c.fact = 'address'
)
SELECT j.host, j.target, j.portal, j.address, j.via, j.iface, j.adapter, j.isid, j.ports,
       j.interface, j.local_address, j.bound_interface, j.origin,
       CASE WHEN p.state IS NOT 'partial' THEN j.follows END AS follows
FROM judged j LEFT JOIN coverage p ON p.host = j.host AND p.fact = 'binding'
