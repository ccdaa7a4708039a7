-- Node records whose path is known, and whether the path says what is in the record.
-- about: iscsi_node
-- The old layout has no portal group in the path; -1 is written as 4294967295.
SELECT p.host, p.target, p.portal, p.iface, p.path,
       p.target = p.path_target
         AND coalesce(ip(p.said), p.said) = coalesce(ip(p.path_address), p.path_address)
         AND p.port = CAST(p.rest AS INTEGER)
         AND (instr(p.rest, ',') = 0
              OR p.tpgt = CAST(substr(p.rest, instr(p.rest, ',') + 1) AS INTEGER)
              OR p.tpgt = -1 AND p.rest LIKE '%,4294967295') AS agrees, p.origin
FROM (SELECT n.host, n.target, n.portal, n.iface, n.port, n.tpgt, n.path, n.path_target, n.origin,
             CASE WHEN n.portal LIKE '[%' THEN substr(n.portal, 2, instr(n.portal, ']') - 2)
                  ELSE substr(n.portal, 1, instr(n.portal, ':') - 1) END AS said,
             substr(n.path_portal, 1, instr(n.path_portal, ',') - 1) AS path_address,
             substr(n.path_portal, instr(n.path_portal, ',') + 1) AS rest
      FROM iscsi_node n
      WHERE n.path_portal IS NOT NULL) p
