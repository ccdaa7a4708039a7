-- Endpoints whose unbound traffic goes to a network of containers that nothing shows them to be in.
-- about: interface.kind=bridge
-- A target in a container does answer there: a session leaves through the bridge, or a neighbour
-- was learned.
SELECT DISTINCT w.host, w.endpoint, w.interface
FROM unbound_way w
JOIN unwired_bridge b ON b.host = w.host AND b.interface = w.interface
WHERE w.gateway IS NULL
  AND NOT EXISTS (SELECT 1 FROM intended_port i WHERE i.host = w.host AND i.endpoint = w.endpoint
                  AND i.interface = w.interface)
  AND NOT EXISTS (SELECT 1 FROM neighbour n
                  WHERE n.host = w.host AND n.address = w.address AND n.interface = w.interface
                    AND n.mac IS NOT NULL AND coalesce(n.state, '') NOT IN ('FAILED', 'INCOMPLETE'))
  AND NOT EXISTS (SELECT 1 FROM iscsi_session s
                  WHERE s.host = w.host AND s.address = w.address AND s.logged_in
                    AND s.interface = w.interface)
