-- Physical ports that stand in for each other: of a team, a Linux target's bound ports, or an ESXi
-- adapter's.
-- about: uplink, bound_port
WITH
bound_nic AS (
  SELECT u.host, 'target' AS kind, u.target AS name, b.interface, s.lower AS nic FROM bound_port b
  CROSS JOIN iface_user u ON u.host = b.host AND u.iface = b.iface
  CROSS JOIN stacked_on s ON s.host = b.host AND s.upper = b.interface
  CROSS JOIN interface i ON i.host = s.host AND i.name = s.lower AND i.kind = 'physical'
  UNION
  SELECT b.host, 'adapter', b.adapter, b.vmknic, u.interface FROM binding b
  JOIN interface v ON v.host = b.host AND v.name = b.vmknic
  JOIN uplink u ON u.host = v.host AND u.team = v.portgroup AND u.team_kind = 'portgroup'
                AND u.role = 'active'
),
member AS (
  SELECT u.host, u.team_kind AS kind, u.team AS name, u.interface AS port, u.interface, u.origin
  FROM uplink u
  WHERE u.team_kind IN ('bond', 'team', 'vswitch') AND u.role IS NOT 'unused'
  UNION ALL
  SELECT n.host, n.kind, n.name, n.interface, n.nic, NULL FROM bound_nic n
)
SELECT DISTINCT host, kind, name, interface, origin
FROM (SELECT m.*, min(m.port) OVER one AS first, max(m.port) OVER one AS last
      FROM member m WINDOW one AS (PARTITION BY m.host, m.kind, m.name))
WHERE first <> last
