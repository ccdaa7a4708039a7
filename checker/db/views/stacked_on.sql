-- What an interface ends at: itself, what carries it, the members of a bond or bridge, and so on
-- down.
-- about: interface
WITH RECURSIVE down(host, upper, lower, depth) AS (
  SELECT i.host, i.name, i.name, 0 FROM interface i
  UNION
  SELECT d.host, d.upper, i.lower, d.depth + 1
  FROM down d JOIN interface i ON i.host = d.host AND i.name = d.lower
  WHERE i.lower IS NOT NULL AND i.link_netns IS NULL AND i.kind IS NOT 'veth' AND d.depth < 8
  UNION
  SELECT d.host, d.upper, u.interface, d.depth + 1
  FROM down d JOIN uplink u ON u.host = d.host AND u.team = d.lower
    AND u.team_kind IN ('bond', 'team', 'bridge')
  WHERE d.depth < 8
  UNION
  SELECT d.host, d.upper, m.name, d.depth + 1
  FROM down d JOIN interface m ON m.host = d.host AND m.master = d.lower
    AND m.master_kind IN ('bond', 'team', 'bridge')
  WHERE d.depth < 8
)
SELECT host, upper, lower, min(depth) AS depth FROM down GROUP BY host, upper, lower
