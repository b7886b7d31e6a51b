-- The catalogue, each product with its stock.
CREATE TABLE product (
  product_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  quantity_per_unit TEXT NOT NULL,
  unit_price_cents INTEGER NOT NULL CHECK (unit_price_cents BETWEEN 0 AND 100000000),
  discontinued INTEGER NOT NULL CHECK (discontinued IN (0, 1)),
  revision INTEGER NOT NULL,        -- the etag: grows with catalogue edits alone
  on_hand INTEGER NOT NULL CHECK (on_hand BETWEEN 0 AND 1000000000),
  quarantined INTEGER NOT NULL CHECK (quarantined BETWEEN 0 AND 1000000000),
  written_off INTEGER NOT NULL CHECK (written_off BETWEEN 0 AND 1000000000),
  stock_version INTEGER NOT NULL,
  create_time INTEGER NOT NULL,     -- milliseconds since 1970, as all times here
  update_time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every change of a stock, committed together with it. This table is the outbox: consumers keep their position.
CREATE TABLE inventory_event (
  position INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, not even once old events are deleted
  product_id TEXT NOT NULL REFERENCES product (product_id),
  cause TEXT NOT NULL,              -- ADJUSTMENT, STOCKTAKE, QUARANTINE, RESTOCK, WRITE_OFF or WITHDRAW
  change INTEGER NOT NULL,
  on_hand INTEGER NOT NULL,         -- the stock after the change
  quarantined INTEGER NOT NULL,
  written_off INTEGER NOT NULL,
  stock_version INTEGER NOT NULL,
  movement_id TEXT,
  initiated_by TEXT NOT NULL,
  event_time INTEGER NOT NULL,
  UNIQUE (product_id, stock_version)
) STRICT;

CREATE UNIQUE INDEX inventory_event_movement_id ON inventory_event (movement_id) WHERE movement_id IS NOT NULL;
