-- Each subnet that several NICs are in: what its ports are, and what becomes of traffic that no
-- port is bound for.
-- about: crowded_port
-- each_its_own: every address, asked as source, leaves through its own NIC.
-- harmless: the metrics fix the order, and no port there is meant for storage that is in the
-- subnet.
-- but_for_...: without this address the subnet would not be crowded.
SELECT c.host, c.stack, c.subnet, min(c.elected) AS elected, min(c.guess) AS guess,
       join_words(c.interface) AS ports,
       join_words(CASE WHEN c.nic IS NOT c.elected_nic THEN c.interface END) AS never_used,
       join_words(c.interface || ' ' || c.own_table) AS tables,
       count(DISTINCT c.nic) = count(DISTINCT CASE WHEN c.bound THEN c.nic END) AS all_bound,
       max(c.bound) AS some_bound, every(c.own_way) AS each_its_own,
       count(DISTINCT CASE WHEN c.admin AND c.own_port THEN c.nic END) > 1 AS several_up,
       min(c.settled) AND NOT (max(e.endpoint IS NOT NULL) AND max(c.bound OR c.for_storage))
         AS harmless,
       CASE WHEN count(DISTINCT CASE WHEN NOT c.member THEN c.nic END) < 2
            THEN min(CASE WHEN c.member THEN c.interface END) END AS but_for_member,
       CASE WHEN count(DISTINCT CASE WHEN c.twice IS NULL THEN c.nic END) < 2
              AND count(DISTINCT c.twice) = 1 THEN min(c.twice) END AS but_for_address,
       min(c.origin) AS origin
FROM crowded_port c LEFT JOIN endpoint_subnet e ON e.host = c.host AND e.subnet = c.subnet
GROUP BY c.host, c.stack, c.subnet
