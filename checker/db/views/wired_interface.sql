-- Interfaces that end at a physical one: themselves, what carries them, or members below them.
-- about: interface
-- In a container or a network namespace a veth is the NIC; one called veth... leads into another
-- one.
WITH RECURSIVE up(host, name) AS (
  SELECT i.host, i.name FROM interface i WHERE coalesce(i.kind, 'physical') = 'physical'
  UNION
  SELECT i.host, i.name FROM interface i
  WHERE i.kind = 'veth' AND i.name NOT LIKE 'veth%'
    AND NOT EXISTS (SELECT 1 FROM interface x
                    WHERE x.host = i.host AND coalesce(x.kind, 'physical') = 'physical')
  UNION
  SELECT u.host, i.name FROM up u JOIN interface i ON i.host = u.host AND i.lower = u.name
  WHERE i.link_netns IS NULL AND i.kind IS NOT 'veth'
  UNION
  SELECT u.host, t.team FROM up u JOIN uplink t ON t.host = u.host AND t.interface = u.name
  WHERE t.team_kind IN ('bond', 'team', 'bridge')
  UNION
  SELECT u.host, i.master FROM up u JOIN interface i ON i.host = u.host AND i.name = u.name
  WHERE i.master_kind IN ('bond', 'team', 'bridge') AND i.master IS NOT NULL
)
SELECT host, name FROM up
