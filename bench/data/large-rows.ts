const megabytes = [10, 20, 40, 60, 80, 100]
const columns = 1_600

/** Six rows of 10 to 100 MB, and a table with as many columns as a table may have. */
export function largeRows(scale: number): string {
  const body = (mb: number) =>
    `SELECT string_agg(sha512(convert_to(${mb} || ':' || k, 'UTF8')), ''::bytea) FROM generate_series(1, ${Math.ceil(mb * scale * 15_625)}) k`
  const list = (each: (n: number) => string) => Array.from({ length: columns }, (_, n) => each(n)).join(', ')
  return `
CREATE TABLE documents (id integer PRIMARY KEY, name text NOT NULL, body bytea NOT NULL);
ALTER TABLE documents ALTER body SET STORAGE EXTERNAL;
INSERT INTO documents VALUES ${megabytes.map((mb, n) => `(${n + 1}, '${mb} MB', (${body(mb)}))`).join(', ')};
CREATE TABLE broad (${list((n) => `c${n} integer`)});
INSERT INTO broad SELECT ${list((n) => `k + ${n}`)} FROM generate_series(1, ${Math.ceil(3_000 * scale)}) k`
}
