-- Roles of ports in the words of people.
-- about: port_role
SELECT r.host, r.interface, r.role, r.because,
       CASE r.role WHEN 'vmotion' THEN 'vMotion' WHEN 'storage' THEN 'IP storage' WHEN 'vsan'
            THEN 'vSAN'
            WHEN 'ft' THEN 'fault tolerance' ELSE r.role END AS service
FROM port_role r
