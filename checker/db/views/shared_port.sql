-- IPv4 addresses of ports that share their subnet with another NIC of their stack.
-- about: port
-- The address of a bridge's or bond's member is not its own.  A port that is down counts where
-- iSCSI is bound to it, since it is to come up.
-- sure: no master of a kind that is not known may be what shares the subnet instead.
WITH nic AS (
  SELECT p.host, p.stack, p.subnet, p.interface, p.address, p.origin,
         coalesce(n.nic, p.interface) AS nic,
         NOT EXISTS (SELECT 1 FROM doubtful_member d
                     WHERE d.host = p.host AND d.interface = p.interface) AS own_port
  FROM port p JOIN interface i ON i.host = p.host AND i.name = p.interface
  LEFT JOIN port_nic n ON n.host = p.host AND n.interface = p.interface
  WHERE p.family = 4 AND NOT p.is_host
    AND (coalesce(p.admin, 1) OR EXISTS (SELECT 1 FROM bound_port b
                                         WHERE b.host = p.host AND b.interface = p.interface))
    AND coalesce(i.master_kind NOT IN ('bond', 'team', 'bridge'), 1)
    AND NOT EXISTS (SELECT 1 FROM uplink u WHERE u.host = p.host AND u.interface = p.interface
                    AND u.team_kind IN ('bond', 'team', 'bridge'))
)
SELECT DISTINCT n.host, n.stack, n.interface, n.subnet, n.address,
       n.own_port AND g.own_ports > 1 AS sure, n.origin
FROM (SELECT c.host, c.stack, c.subnet, count(DISTINCT CASE WHEN c.own_port THEN c.nic END)
               AS own_ports
      FROM nic c
      GROUP BY c.host, c.stack, c.subnet HAVING min(c.nic) <> max(c.nic)) g
JOIN nic n ON n.host = g.host AND n.stack = g.stack AND n.subnet = g.subnet
