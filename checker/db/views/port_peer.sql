-- For each address of a port an address that some neighbour in its subnet could have: none of the
-- host's own.
-- about: port
SELECT p.host, p.stack, p.interface, p.address, p.family, p.subnet,
       (SELECT nth_address(p.subnet, n.column1)
        FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (0)) n
        WHERE nth_address(p.subnet, n.column1) IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM address a
                          WHERE a.host = p.host AND a.address = nth_address(p.subnet, n.column1))
        LIMIT 1) AS peer
FROM port p
WHERE NOT p.is_host AND p.peer IS NULL
