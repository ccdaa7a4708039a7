-- Bridges whose members are all virtual: networks of containers and guests. Not where members were
-- not read.
-- about: interface.kind=bridge
SELECT b.host, b.name AS interface
FROM interface b
WHERE b.kind = 'bridge'
  AND NOT EXISTS (SELECT 1 FROM wired_interface w WHERE w.host = b.host AND w.name = b.name)
  AND NOT EXISTS (SELECT 1 FROM uplink u
                  JOIN interface m ON m.host = u.host AND m.name = u.interface
                  WHERE u.host = b.host AND u.team = b.name
                    AND m.kind NOT IN ('veth', 'tun', 'dummy', 'macvtap', 'vxlan'))
  AND NOT EXISTS (SELECT 1 FROM interface m WHERE m.host = b.host AND m.master = b.name
                  AND m.kind NOT IN ('veth', 'tun', 'dummy', 'macvtap', 'vxlan'))
  AND (EXISTS (SELECT 1 FROM coverage c
               WHERE c.host = b.host AND c.fact = 'uplink' AND c.state <> 'absent')
       OR EXISTS (SELECT 1 FROM interface m WHERE m.host = b.host AND m.master = b.name))
