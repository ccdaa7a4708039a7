-- Physical ports that stand in for each other: of a team, or of the ports bound for one target.
-- about: uplink, bound_port
WITH
bound AS (
  SELECT u.host, u.target, b.interface FROM iface_user u
  JOIN bound_port b ON b.host = u.host AND b.iface = u.iface
  UNION
  SELECT b.host, t.target, b.vmknic FROM binding b
  JOIN iscsi_target t ON t.host = b.host AND t.adapter = b.adapter
),
bound_nic AS (
  SELECT b.host, b.target, b.interface, s.lower AS nic FROM bound b
  JOIN stacked_on s ON s.host = b.host AND s.upper = b.interface
  JOIN interface i ON i.host = s.host AND i.name = s.lower AND i.kind = 'physical'
  UNION
  SELECT b.host, b.target, b.interface, u.interface FROM bound b
  JOIN interface v ON v.host = b.host AND v.name = b.interface
  JOIN uplink u ON u.host = v.host AND u.team = v.portgroup AND u.team_kind = 'portgroup'
                AND u.role = 'active'
),
member AS (
  SELECT u.host, u.team_kind AS kind, u.team AS name, u.interface, u.origin FROM uplink u
  WHERE u.team_kind IN ('bond', 'team', 'vswitch') AND u.role IS NOT 'unused'
  UNION
  SELECT n.host, 'target', n.target, n.nic, NULL FROM bound_nic n
  WHERE EXISTS (SELECT 1 FROM bound o
                WHERE o.host = n.host AND o.target = n.target AND o.interface <> n.interface)
)
SELECT m.host, m.kind, m.name, m.interface, m.origin FROM member m
WHERE EXISTS (SELECT 1 FROM member o
              WHERE o.host = m.host AND o.kind = m.kind AND o.name = m.name
                AND o.interface <> m.interface)
