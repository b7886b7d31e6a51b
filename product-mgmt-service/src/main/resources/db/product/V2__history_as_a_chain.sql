-- A product's history is a chain: the product names its latest event, each event the one before it. So no index by product is
-- needed, of which every change of stock would touch a page at random.
ALTER TABLE product ADD COLUMN last_event INTEGER; -- its position; null: its stock never changed
UPDATE product SET last_event =
  (SELECT position FROM inventory_event AS event WHERE event.product_id = product.product_id ORDER BY stock_version DESC LIMIT 1);

CREATE TABLE inventory_event_chained (
  position INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, not even once old events are deleted
  product_id TEXT NOT NULL REFERENCES product (product_id),
  previous INTEGER,                 -- position of the event before it of the same product, which may be deleted; null: it is the first
  cause TEXT NOT NULL,              -- ADJUSTMENT, STOCKTAKE, QUARANTINE, RESTOCK, WRITE_OFF or WITHDRAW
  change INTEGER NOT NULL,
  on_hand INTEGER NOT NULL,         -- the stock after the change
  quarantined INTEGER NOT NULL,
  written_off INTEGER NOT NULL,
  stock_version INTEGER NOT NULL,
  movement_id TEXT,
  initiated_by TEXT NOT NULL,
  event_time INTEGER NOT NULL
) STRICT;

INSERT INTO inventory_event_chained
  SELECT position, product_id, lag(position) OVER (PARTITION BY product_id ORDER BY stock_version),
    cause, change, on_hand, quarantined, written_off, stock_version, movement_id, initiated_by, event_time
  FROM inventory_event ORDER BY position;

-- The count of positions goes on, also where all events are deleted.
DELETE FROM sqlite_sequence WHERE name = 'inventory_event_chained';
INSERT INTO sqlite_sequence (name, seq)
  SELECT 'inventory_event_chained', seq FROM sqlite_sequence WHERE name = 'inventory_event';
DROP TABLE inventory_event;
ALTER TABLE inventory_event_chained RENAME TO inventory_event;

CREATE UNIQUE INDEX inventory_event_movement_id ON inventory_event (movement_id) WHERE movement_id IS NOT NULL;
