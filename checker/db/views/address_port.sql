-- Each address of a host, by stack, with the ports that bear it; wired: somebody outside the host
-- hears one of them.
-- about: address_bearer
SELECT b.host, b.stack, b.address, min(b.interface) AS first_port,
       CASE WHEN min(b.interface) = max(b.interface) THEN min(b.interface)
            ELSE join_words(b.interface) END AS ports,
       min(b.interface) <> max(b.interface) AS crowded, min(coalesce(b.local_only, 0)) = 0 AS wired,
       min(b.origin) AS origin
FROM address_bearer b GROUP BY b.host, b.stack, b.address
