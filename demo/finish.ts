/** What follows the rows: foreign keys (two of them a cycle), indexes, views, comments. */
export const finish = `
ALTER TABLE departments ADD CONSTRAINT departments_head
  FOREIGN KEY (head_id) REFERENCES employees DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE employees ADD FOREIGN KEY (department_id) REFERENCES departments;
ALTER TABLE employees ADD CONSTRAINT employees_manager FOREIGN KEY (manager_id) REFERENCES employees ON DELETE SET NULL;
ALTER TABLE categories ADD FOREIGN KEY (parent_id) REFERENCES categories;
ALTER TABLE products ADD FOREIGN KEY (category_id) REFERENCES categories;
ALTER TABLE customers ADD FOREIGN KEY (country_code) REFERENCES countries;
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers;
ALTER TABLE orders ADD FOREIGN KEY (handled_by) REFERENCES employees;
ALTER TABLE order_lines ADD FOREIGN KEY (order_id) REFERENCES orders ON DELETE CASCADE;
ALTER TABLE order_lines ADD FOREIGN KEY (product_id) REFERENCES products;
ALTER TABLE documents ADD FOREIGN KEY (order_id) REFERENCES orders;
ALTER TABLE events ADD FOREIGN KEY (customer_id) REFERENCES customers;

CREATE UNIQUE INDEX customers_email ON customers (lower(email::text));
CREATE INDEX customers_country ON customers (country_code, tier);
CREATE INDEX products_attributes ON products USING gin (attributes jsonb_path_ops);
CREATE INDEX orders_customer ON orders (customer_id, placed_at DESC);
CREATE INDEX orders_open ON orders (placed_at) WHERE status IN ('placed', 'paid', 'packed');
CREATE INDEX order_lines_product ON order_lines (product_id) INCLUDE (quantity, amount);
CREATE INDEX documents_search ON documents USING gin (search);
CREATE INDEX documents_order ON documents (order_id);
CREATE INDEX events_customer ON events (customer_id, occurred_at);

CREATE VIEW customer_overview AS
  SELECT c.id, c.full_name, k.name AS country, c.tier, count(o.id) AS orders, coalesce(sum(o.total), 0) AS spent,
         max(o.placed_at) AS last_order_at
    FROM customers c JOIN countries k ON k.code = c.country_code LEFT JOIN orders o ON o.customer_id = c.id
   GROUP BY c.id, k.name;
CREATE VIEW monthly_revenue AS
  SELECT date_trunc('month', placed_at AT TIME ZONE 'UTC')::date AS month, currency, count(*) AS orders,
         sum(total) AS revenue
    FROM orders WHERE status NOT IN ('cancelled', 'returned') GROUP BY 1, 2;

COMMENT ON TABLE customers IS 'People who bought something, or might';
COMMENT ON TABLE events IS 'What happens in the web shop, a partition a month';
COMMENT ON COLUMN orders.reference IS 'As it stands on the invoice';
COMMENT ON COLUMN customers.credit IS 'In euro, to a hundredth of a cent; negative: the customer owes us';
COMMENT ON VIEW customer_overview IS 'One line a customer, for the support desk';
ANALYZE;
`
