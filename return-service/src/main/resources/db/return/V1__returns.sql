-- Goods that customers send back, by where they are. return_id is a UUID of version 7: later ones sort later.
CREATE TABLE product_return (
  return_id TEXT PRIMARY KEY,
  order_ref TEXT NOT NULL,
  product_id TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 100000),
  reason TEXT NOT NULL,
  customer TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('REQUESTED', 'QUARANTINED', 'RESTOCKING', 'RESTOCKED', 'WRITING_OFF',
    'WRITTEN_OFF', 'WITHDRAWING', 'WITHDRAWN', 'REFUSED')),
  create_time INTEGER NOT NULL,  -- milliseconds, as all times here
  update_time INTEGER NOT NULL
) STRICT;

-- One live return for each customer, order and product, whatever the program believes.
CREATE UNIQUE INDEX product_return_live ON product_return (customer, order_ref, product_id)
  WHERE state IN ('REQUESTED', 'QUARANTINED', 'RESTOCKING', 'WRITING_OFF', 'WITHDRAWING');
CREATE INDEX product_return_customer ON product_return (customer, return_id);
CREATE INDEX product_return_customer_product ON product_return (customer, product_id, return_id);
CREATE INDEX product_return_product ON product_return (product_id, return_id);
CREATE INDEX product_return_state ON product_return (state, return_id);
CREATE INDEX product_return_quarantine ON product_return (state, update_time) WHERE state = 'QUARANTINED';

-- Every state that a return has been in; number 1 opened it.
CREATE TABLE return_history (
  return_id TEXT NOT NULL REFERENCES product_return (return_id),
  number INTEGER NOT NULL,
  state TEXT NOT NULL,
  initiated_by TEXT NOT NULL,
  note TEXT NOT NULL,
  change_time INTEGER NOT NULL,
  PRIMARY KEY (return_id, number)
) STRICT, WITHOUT ROWID;

-- Why product management refused the units of a return.
CREATE TABLE return_refusal (
  return_id TEXT PRIMARY KEY REFERENCES product_return (return_id),
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  details TEXT NOT NULL  -- JSON: names and values
) STRICT;

-- Every change in order of commit: what those who watch resume from.
CREATE TABLE return_event (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  return_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  UNIQUE (return_id, number),
  FOREIGN KEY (return_id, number) REFERENCES return_history (return_id, number)
) STRICT;

-- Steps that were committed to and whose outcome is not known yet; gone when it is.
CREATE TABLE saga (
  return_id TEXT PRIMARY KEY REFERENCES product_return (return_id),
  step TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  due_time INTEGER NOT NULL
) STRICT;

CREATE INDEX saga_due ON saga (due_time);
