-- What a route lookup of each host stands on: were the routes, the routing rules and the port
-- bindings read.
-- about: coverage
SELECT h.host, h.platform, r.state = 'read' AS routes, q.state = 'read' AS rules,
       b.state <> 'absent' AS bindings
FROM coverage r
JOIN host h ON h.host = r.host
LEFT JOIN coverage q ON q.host = h.host AND q.fact = 'routing_rule'
LEFT JOIN coverage b ON b.host = h.host AND b.fact = 'binding'
WHERE r.fact = 'route'
