-- Each subnet that ports are in, with the number of them and the first.
-- about: subnet_port
SELECT host, stack, subnet, count(DISTINCT interface) AS ports, min(interface) AS first_port,
       min(origin) AS origin
FROM subnet_port GROUP BY host, stack, subnet
