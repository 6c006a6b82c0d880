import { moment, numbers, pick } from './hashed'
import type { Sizes } from './sizes'
import { makes } from './words'

/** The statements that make orders with their lines and documents, and of what then lacks to the total, events. */
export function salesRows(sizes: Sizes): string[] {
  return [lineRows(sizes), orderRows(sizes), documentRows(sizes), eventRows(sizes)]
}

/** Before their orders, whose totals they are. */
function lineRows({ orders, products }: Sizes): string {
  return `
    INSERT INTO order_lines (order_id, line_no, product_id, quantity, unit_price, discount)
    SELECT order_id, line_no, p.id, 1 + least(pg_temp.h(n, 401, 6), pg_temp.h(n, 402, 6)), p.price,
           CASE WHEN pg_temp.h(n, 403, 5) = 0 THEN pg_temp.h(n, 404, 400) / 1000.0 ELSE 0 END
      FROM (SELECT n AS order_id, line_no, n * 8 + line_no AS n
              FROM ${numbers(orders)} CROSS JOIN LATERAL generate_series(1, 1 + pg_temp.h(n, 405, 4)) line_no) line
           JOIN products p ON p.id = 1 + pg_temp.h(n, 406, ${products})
     ORDER BY n`
}

/** Customers signed up over six years, the last two of which have orders: the earlier one is, the fewer can give it. */
function orderRows({ orders, customers, employees }: Sizes): string {
  const statuses = [...Array<string>(12).fill('delivered'), 'shipped', 'returned', 'cancelled']
  const notes = [
    '',
    'Bitte klingeln',
    'Leave with the neighbour, No 7',
    'Merci ❤',
    'first line\nsecond line',
    '"quoted"',
  ]
  return `
    INSERT INTO orders (customer_id, handled_by, status, total, currency, ship_to, coupons, note, placed_at, shipped_at)
    SELECT c.id, CASE WHEN n % 4 > 0 THEN 1 + pg_temp.h(n, 501, ${employees}) END, status::order_status, l.total,
           CASE WHEN k.currency IN ('CHF', 'GBP', 'USD') THEN k.currency ELSE 'EUR' END,
           CASE WHEN n % 6 = 0 THEN c.address || '{"gift": true}' END,
           CASE n % 10 WHEN 0 THEN '{WELCOME10}' WHEN 1 THEN '{SPRING,"10 % off"}' END::text[],
           CASE WHEN n % 8 = 0 THEN ${pick(notes, 502)} END,
           placed_at, CASE WHEN status IN ('shipped', 'delivered', 'returned')
                           THEN placed_at + (1 + pg_temp.h(n, 503, 400000)) * INTERVAL '1 second' END
      FROM (SELECT n, ${moment({ from: '2023-01-01', days: 730, count: orders, salt: 504 })} AS placed_at,
                   CASE WHEN n * 50 > ${orders} * 49 THEN ${pick(['placed', 'paid', 'packed', 'shipped'], 505)}
                        ELSE ${pick(statuses, 506)} END AS status,
                   1 + pg_temp.h(n, 507, ${customers} * (${orders}::bigint * 39 + n * 20) / (${orders} * 60)) AS customer
              FROM ${numbers(orders)}) o
           JOIN customers c ON c.id = o.customer
           JOIN countries k ON k.code = c.country_code
           JOIN (SELECT order_id, sum(amount) AS total FROM order_lines GROUP BY order_id) l ON l.order_id = n
     ORDER BY n`
}

function documentRows({ orders, documents }: Sizes): string {
  const kinds = ['invoice', 'invoice', 'delivery note', 'return label', 'warranty']
  return `
    INSERT INTO documents (id, order_id, kind, title, content, metadata, signed_at)
    SELECT md5('document ' || n)::uuid, o.id, kind::document_kind,
           initcap(kind) || ' ' || o.reference || ', ' || c.full_name,
           convert_to(E'%PDF-1.7\\n', 'UTF8') || content,
           CASE WHEN n % 5 > 0
                THEN jsonb_build_object('pages', 1 + n % 4, 'country', c.country_code, 'md5', md5(content)) END,
           CASE WHEN n % 3 = 0 THEN o.placed_at + INTERVAL '1 day 00:00:00.000001' END
      FROM (SELECT n, 1 + pg_temp.h(n, 601, ${orders}) AS order_id, ${pick(kinds, 602)} AS kind,
                   (SELECT string_agg(decode(md5(n || '/' || piece), 'hex'), '' ORDER BY piece)
                      FROM generate_series(1, 8 + pg_temp.h(n, 603, 40)) piece) AS content
              FROM ${numbers(documents)}) d
           JOIN orders o ON o.id = d.order_id JOIN customers c ON c.id = o.customer_id
     ORDER BY n`
}

const others = ['countries', 'departments', 'employees', 'categories', 'products', 'customers', 'orders', 'order_lines']

/** Six events make a session. */
function eventRows({ rows, customers, products }: Sizes): string {
  const counts = [...others, 'documents'].map((table) => `(SELECT count(*) FROM ${table})`)
  const kinds = [
    'page view',
    'page view',
    'page view',
    'search',
    'add to cart',
    'checkout',
    'support chat',
    'newsletter',
  ]
  return `
    INSERT INTO events (occurred_at, kind, customer_id, session_id, path, properties, client, took_ms)
    SELECT ${moment({ from: '2024-01-01', days: 371, count: 'total', salt: 701 })}, kind::event_kind,
           CASE WHEN n % 6 > 1 THEN 1 + pg_temp.h(n / 6, 702, ${customers} * 5 / 6) END,
           md5('session ' || n / 6)::uuid,
           CASE WHEN kind = 'checkout' THEN '/checkout' WHEN n % 3 = 0 THEN '/product/' || n % ${products}
                ELSE ${pick(['/', '/search', '/cart', '/café', '/日本語', '/a b?c=d&e=%20'], 703)} END,
           CASE kind WHEN 'search' THEN jsonb_build_object('q', ${pick(makes, 704)}, 'hits', pg_temp.h(n, 705, 400))
                     WHEN 'add to cart' THEN jsonb_build_object('product', 1 + pg_temp.h(n, 706, ${products}),
                                                                'price', pg_temp.h(n, 707, 9999) / 100.0)
                     ELSE '{}' END,
           CASE WHEN n / 6 % 4 = 0 THEN ('2001:db8::' || to_hex(pg_temp.h(n / 6, 708, 65535)))::inet
                ELSE ('198.51.100.' || pg_temp.h(n / 6, 709, 255))::inet END,
           CASE WHEN n % 50 > 0 THEN pg_temp.h(n, 710, 4000000) / 1000.0 END
      FROM (SELECT n, total, ${pick(kinds, 711)} AS kind
              FROM (SELECT ${rows} - ${counts.join(' - ')} AS total) rest, ${numbers('total')}) event
     ORDER BY n`
}
