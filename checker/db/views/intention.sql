-- Through which ports a storage endpoint is meant to be reached, in one row; vrf: all of them are
-- in it; named: by the policy.
-- about: storage_endpoint
-- tags_read: what the ports serve was read, so that none of them is taken for a storage port
-- unduly.
SELECT i.host, i.endpoint, join_words(i.interface) AS intended, join_words(i.because) AS meant_as,
       CASE WHEN h.platform = 'linux' AND count(d.stack) = count(*)
            THEN join_words(d.stack) END AS vrf,
       max(EXISTS (SELECT 1 FROM policy_port r WHERE r.host = i.host AND r.interface = i.interface
                   AND r.role = 'storage')) AS named,
       h.platform = 'linux' OR count(d.services) = count(*) AS tags_read
FROM intended_port i JOIN host h ON h.host = i.host
LEFT JOIN interface d ON d.host = i.host AND d.name = i.interface
GROUP BY i.host, i.endpoint, h.platform
