-- Members of a bond, team, bridge or Open vSwitch, with their master.
-- about: uplink, interface
SELECT u.host, u.interface, u.team AS master, u.team_kind AS master_kind
FROM uplink u WHERE u.team_kind IN ('bond', 'team', 'bridge')
UNION
SELECT d.host, d.name, d.master, d.master_kind FROM interface d
WHERE d.master_kind IN ('bond', 'team', 'bridge', 'openvswitch')
