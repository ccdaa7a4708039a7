-- Each subnet that ports are in, with its ports and the number of NICs that carry them.
-- about: subnet_port
SELECT host, stack, subnet, count(DISTINCT nic) AS nics, join_words(interface) AS ports,
       min(origin) AS origin
FROM subnet_port GROUP BY host, stack, subnet
