CREATE TABLE quantity AS FROM read_csv('quantity.facts', delim = '\t', header = false,
  auto_detect = false, quote = '', escape = '',
  columns = {'id': 'VARCHAR', 'measure': 'VARCHAR', 'low': 'BIGINT', 'high': 'BIGINT'});
COPY (
  SELECT DISTINCT a.id AS a, b.id AS b
  FROM quantity a JOIN quantity b ON a.measure = b.measure AND a.high < b.low
  ORDER BY ALL
) TO 'ANSWER' (FORMAT csv, DELIMITER '\t', HEADER false, QUOTE '');
