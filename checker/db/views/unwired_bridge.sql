-- Bridges without a physical member: networks of containers and guests. Where no member was read, none is known to be.
-- about: interface.kind=bridge
SELECT b.host, b.name AS interface
FROM interface b
WHERE b.kind = 'bridge'
  AND NOT EXISTS (SELECT 1 FROM wired_interface w WHERE w.host = b.host AND w.name = b.name)
  AND (EXISTS (SELECT 1 FROM coverage c
               WHERE c.host = b.host AND c.fact = 'uplink' AND c.state <> 'absent')
       OR EXISTS (SELECT 1 FROM interface m WHERE m.host = b.host AND m.master = b.name))
