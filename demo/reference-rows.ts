import pg from 'pg'
import { hashFunction, moment, numbers, pick, pickFrom } from './hashed'
import type { Sizes } from './sizes'
import { assortment, colours, countries, departments, makes, spellings, textArray } from './words'

/** The statements that make what sales refer to: countries, the house, the assortment, the customers. */
export function referenceRows(sizes: Sizes): string[] {
  return [hashFunction, pools(), houseRows(sizes), categoryRows(), productRows(sizes), customerRows(sizes)]
}

/** What is particular to each country, in a table for the others to draw from. */
function pools(): string {
  const values = countries.map(({ code, language, dial, cities, names }) => {
    const [given, family] = [spellings(names.given), spellings(names.family)]
    const arrays = [given, family].flatMap((words) => [
      textArray(words.map(({ written }) => written)),
      textArray(words.map(({ latin }) => latin)),
    ])
    const places = [textArray(cities.split(', ')), textArray(names.streets.split(', '))]
    return `('${code}', '${language}', ${dial}, ${[...arrays, ...places].join(', ')})`
  })
  return `
    CREATE TEMPORARY TABLE pool ON COMMIT DROP AS
    SELECT row_number() OVER (ORDER BY country COLLATE "C") - 1 AS nth, *
      FROM (VALUES ${values.join(', ')})
           pool (country, language, dial, given, given_latin, family, family_latin, cities, streets)`
}

/** People, each from one of the countries: `n`, the country's columns, and `g` and `f` for their names. */
const people = (count: number, salt: number) => `(
  SELECT n, pool.*, 1 + pg_temp.h(n, ${salt + 1}, cardinality(given)) AS g,
         1 + pg_temp.h(n, ${salt + 2}, cardinality(family)) AS f
    FROM ${numbers(count)} JOIN pg_temp.pool ON pool.nth = pg_temp.h(n, ${salt}, ${countries.length})) person`

function houseRows({ employees }: Sizes): string {
  const values = countries.map(
    ({ code, name, currency, vat }) => `('${code}', ${pg.escapeLiteral(name)}, '${currency}', ${vat})`,
  )
  return `
    INSERT INTO countries VALUES ${values.join(', ')};
    INSERT INTO departments (name, head_id)
    SELECT name, nth FROM unnest(${textArray(departments)}) WITH ORDINALITY department (name, nth) ORDER BY nth;
    INSERT INTO employees (name, email, department_id, manager_id, hired_on, salary, languages)
    SELECT given[g] || ' ' || family[f], given_latin[g] || '.' || family_latin[f] || n || '@shop.example',
           1 + (n - 1) % ${departments.length}, CASE WHEN n > 1 THEN 1 + (n - 2) / 4 END,
           DATE '2009-03-01' + pg_temp.h(n, 103, 5000)::int, 2400 + pg_temp.h(n, 104, 420000) / 100.0,
           CASE WHEN language = 'en' THEN '{en}' ELSE ARRAY[language, 'en'] END
      FROM ${people(employees, 100)} ORDER BY n`
}

/** Main categories are 1, 2, …; those under them 101, 102, …, and keep what is sold there in a table of their own. */
function categoryRows(): string {
  const main = assortment.map(({ name }, at) => `(${at + 1}, NULL, ${pg.escapeLiteral(name)})`)
  const below = assortment.flatMap(({ under, things }, at) =>
    under.map((name, nth) => ({ id: (at + 1) * 100 + nth + 1, parent: at + 1, name, things })),
  )
  const rows = [...main, ...below.map(({ id, parent, name }) => `(${id}, ${parent}, ${pg.escapeLiteral(name)})`)]
  const shelves = below.map(({ id, things }, nth) => `(${nth}, ${id}, ${textArray(things)})`)
  return `
    INSERT INTO categories VALUES ${rows.join(', ')};
    CREATE TEMPORARY TABLE shelf ON COMMIT DROP AS
    SELECT * FROM (VALUES ${shelves.join(', ')}) shelf (nth, id, things)`
}

function productRows({ products }: Sizes): string {
  return `
    INSERT INTO products (sku, name, category_id, price, cost, sizes_cm, tags, attributes, thumbnail, introduced_on)
    SELECT 'SKU-' || lpad(n::text, 6, '0'), make || ' ' || thing || CASE n % 7 WHEN 0 THEN ' №' || n % 90 ELSE '' END,
           category, price, round(price * (35 + pg_temp.h(n, 201, 40)) / 100, 2),
           CASE WHEN n % 6 > 0
                THEN ARRAY[pg_temp.h(n, 202, 900) / 10.0, pg_temp.h(n, 203, 900) / 10.0, 0.1]::real[] END,
           CASE n % 4 WHEN 0 THEN '{}' WHEN 1 THEN '{bestseller}' ELSE ARRAY[colour, 'gift', 'small "and" light, too'] END,
           jsonb_build_object('colour', colour, 'rating', pg_temp.h(n, 204, 50) / 10.0,
                              'origin', jsonb_build_object('country', country, 'certified', n % 5 = 0)),
           CASE WHEN n % 3 > 0 THEN '\\x89504e470d0a1a0a'::bytea || decode(repeat(md5(n::text), 8), 'hex') END,
           DATE '2017-01-01' + pg_temp.h(n, 205, 2100)::int
      FROM (SELECT n, ${pick(makes, 206)} AS make, ${pick(colours, 207)} AS colour, country,
                   s.id AS category, s.things[1 + pg_temp.h(n, 208, cardinality(s.things))] AS thing,
                   round(4 + pg_temp.h(n, 209, 24000) / 100.0, 2) AS price
              FROM ${numbers(products)}
                   JOIN pg_temp.shelf s ON s.nth = pg_temp.h(n, 210, (SELECT count(*) FROM pg_temp.shelf))
                   JOIN pg_temp.pool p ON p.nth = pg_temp.h(n, 211, ${countries.length})) product
     ORDER BY n`
}

function customerRows({ customers }: Sizes): string {
  return `
    INSERT INTO customers (public_id, given_name, family_name, email, country_code, address, phones, tier, born_on,
                           credit, created_at)
    SELECT md5('customer ' || n)::uuid, given[g], family[f],
           given_latin[g] || '.' || family_latin[f] || n || '@' || ${pick(['mail.example', 'post.example'], 303)},
           country,
           jsonb_build_object('street', ${pickFrom('streets', 304)}, 'no', 1 + pg_temp.h(n, 305, 200),
                              'city', ${pickFrom('cities', 306)}, 'zip', lpad(pg_temp.h(n, 307, 100000)::text, 5, '0')),
           CASE WHEN n % 3 > 0 THEN ARRAY['+' || dial || ' ' || 1000000 + pg_temp.h(n, 308, 9000000)] ELSE '{}' END,
           (enum_range(NULL::loyalty))[1 + least(pg_temp.h(n, 309, 4), pg_temp.h(n, 310, 4))],
           CASE WHEN n % 9 > 0 THEN DATE '1938-01-01' + pg_temp.h(n, 311, 24000)::int END,
           CASE WHEN n % 20 = 0 THEN pg_temp.h(n, 312, 20000000) / 10000.0 - 1000 ELSE 0 END,
           ${moment({ from: '2019-01-01', days: 2190, count: customers, salt: 313 })}
      FROM ${people(customers, 300)} ORDER BY n`
}
