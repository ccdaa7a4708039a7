-- How each port that is bound for a storage endpoint reaches it: the answers of the host's own
-- lookup.
-- about: storage_endpoint
-- A gateway that is the host's own address is none. doubt, sure: as in unbound_way.
WITH way AS (
  SELECT u.host, s.platform, u.endpoint, u.kind, u.address, u.port, u.bound, t.reachable, t.reason,
         t.interface, CASE WHEN o.address IS NULL THEN t.gateway END AS gateway, t.source,
         t.route_table, t.mtu, t.on_link_fallback, t.certain,
         CASE WHEN t.reachable IS NULL THEN t.reason
              WHEN s.platform = 'linux' AND NOT s.rules
              THEN 'the routing rules were not read (`ip rule`)'
              WHEN s.platform <> 'linux' AND NOT t.certain
              THEN 'no route table says which port is used' END AS doubt
  FROM (SELECT DISTINCT host, endpoint, kind, address, port, interface AS bound
        FROM endpoint_user WHERE interface IS NOT NULL) u
  JOIN lookup_basis s ON s.host = u.host
  JOIN path(u.host, u.address, NULL, u.bound, u.port) t
  LEFT JOIN own_address o ON o.host = u.host AND o.address = t.gateway
)
SELECT w.*, w.doubt IS NULL AS sure FROM way w
