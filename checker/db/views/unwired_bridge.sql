-- Bridges whose members are all virtual: networks of containers and guests. Not where members were not read.
-- about: interface.kind=bridge
SELECT b.host, b.name AS interface
FROM interface b
WHERE b.kind = 'bridge'
  AND NOT EXISTS (SELECT 1 FROM wired_interface w WHERE w.host = b.host AND w.name = b.name)
  AND NOT EXISTS (SELECT 1 FROM enslaved e JOIN interface m ON m.host = e.host AND m.name = e.interface
                  WHERE e.host = b.host AND e.master = b.name
                    AND m.kind NOT IN ('veth', 'tun', 'dummy', 'macvtap', 'vxlan'))
  AND (EXISTS (SELECT 1 FROM coverage c
               WHERE c.host = b.host AND c.fact = 'uplink' AND c.state <> 'absent')
       OR EXISTS (SELECT 1 FROM enslaved e WHERE e.host = b.host AND e.master = b.name))
