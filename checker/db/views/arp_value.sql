-- What ARP does by the settings of an interface, or of all.
-- about: sysctl
SELECT y.host, y.interface, max(CASE y.name WHEN 'arp_announce' THEN y.value END) AS announce,
       max(CASE y.name WHEN 'arp_ignore' THEN y.value END) AS ignore,
       max(CASE y.name WHEN 'arp_filter' THEN y.value END) AS filter
FROM sysctl y WHERE y.family = 4
GROUP BY y.host, y.interface
