/* Changes of stock, as they are kept and published. */

include "polyrpc/product/v1/product.thrift"

namespace java dev.polyrpc.thrift.product.v1
namespace py polyrpc_thrift.product.v1.inventory_event
namespace go productv1

/** What changed a stock. */
enum InventoryCause {
  /** Not said; never sent. */
  INVENTORY_CAUSE_UNSPECIFIED = 0;
  /** adjustInventory: a signed change of the stock on hand. */
  INVENTORY_CAUSE_ADJUSTMENT = 1;
  /** reconcileInventory: the stock on hand was corrected to what was counted. */
  INVENTORY_CAUSE_STOCKTAKE = 2;
  /** moveStock: units came back into quarantine. */
  INVENTORY_CAUSE_QUARANTINE = 3;
  /** moveStock: units went from quarantine to on hand. */
  INVENTORY_CAUSE_RESTOCK = 4;
  /** moveStock: units went from quarantine to written off. */
  INVENTORY_CAUSE_WRITE_OFF = 5;
  /** moveStock: units left quarantine with the customer. */
  INVENTORY_CAUSE_WITHDRAW = 6;
}

/** Where moveStock moves units to; proto/ says which scope each needs. */
enum Movement {
  /** Not said; refused. */
  MOVEMENT_UNSPECIFIED = 0;
  /** Into quarantine, from outside. */
  MOVEMENT_QUARANTINE = 1;
  /** From quarantine to on hand. */
  MOVEMENT_RESTOCK = 2;
  /** From quarantine to written off. */
  MOVEMENT_WRITE_OFF = 3;
  /** Out of quarantine, back to the customer: undoes QUARANTINE. */
  MOVEMENT_WITHDRAW = 4;
}

/** One change of one product's stock, published only after it was committed. */
struct InventoryEvent {
  /** Place in the order of all changes of the service: grows, may leave gaps. */
  1: i64 position;
  /** Product whose stock changed. */
  2: string product_id = "";
  /** What changed the stock. */
  3: InventoryCause cause = InventoryCause.INVENTORY_CAUSE_UNSPECIFIED;
  /**
   * Units that the cause moved. With ADJUSTMENT and STOCKTAKE signed: added to (or, negative, taken
   * from) the stock on hand. With the others positive: 1 to 100000.
   */
  4: i32 change;
  /** Stock after the change; its stock_version has no gap from one event of a product to its next. */
  5: optional product.Stock stock;
  /**
   * Movement that the change belongs to; empty for ADJUSTMENT and STOCKTAKE. In lists also empty unless
   * the caller is staff, the return service or whoever initiated the change.
   */
  6: string movement_id = "";
  /** Subject on whose behalf it changed. In lists empty unless the caller is staff, the return service or that subject. */
  7: string initiated_by = "";
  /** When the change was made. */
  8: optional i64 event_time_ms;
}
