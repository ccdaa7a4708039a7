-- The facts that were read in full of each host.
-- about: coverage
SELECT v.host, v.fact FROM coverage v WHERE v.state = 'read'
