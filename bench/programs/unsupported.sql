CREATE TABLE claim AS FROM read_csv('claim.facts', delim = '\t', header = false,
  auto_detect = false, quote = '', escape = '', columns = {'c': 'VARCHAR'});
CREATE TABLE root AS FROM read_csv('root.facts', delim = '\t', header = false,
  auto_detect = false, quote = '', escape = '', columns = {'c': 'VARCHAR'});
CREATE TABLE supports AS FROM read_csv('supports.facts', delim = '\t', header = false,
  auto_detect = false, quote = '', escape = '', columns = {'a': 'VARCHAR', 'b': 'VARCHAR'});
COPY (
  WITH RECURSIVE supported(c) AS (
    SELECT c FROM root
    UNION
    SELECT b FROM supported JOIN supports ON supported.c = supports.a
  )
  SELECT DISTINCT c FROM claim WHERE c NOT IN (SELECT c FROM supported) ORDER BY ALL
) TO 'ANSWER' (FORMAT csv, DELIMITER '\t', HEADER false, QUOTE '');
