-- Who configures each interface, as far as known, and the profile or file for it.
-- about: interface
SELECT i.host, i.name AS interface,
       CASE i.manager WHEN 'ifcfg' THEN 'network-scripts' WHEN 'networkd' THEN 'systemd-networkd'
            ELSE coalesce(i.manager, 'vdsm') END AS manager,
       i.connection AS profile
FROM interface i
WHERE i.manager IS NOT NULL OR i.host IN (SELECT v.host FROM vdsm_host v)
