/* Product management: the catalogue, its stock, and every change of it. */

include "polyrpc/common/v1/call.thrift"
include "polyrpc/common/v1/item_refusal.thrift"
include "polyrpc/product/v1/inventory_event.thrift"
include "polyrpc/product/v1/product.thrift"

namespace java dev.polyrpc.thrift.product.v1
namespace py polyrpc_thrift.product.v1.product_service
namespace go productv1

struct GetProductRequest {
  /** Product to read: 1 to 63 of a-z, 0-9 and '-'. */
  1: string product_id = "";
  /** Fields of Product to answer with, by their names in proto/; empty = all. */
  2: list<string> read_mask;
}

struct GetProductResponse {
  1: optional product.Product product;
}

struct BatchGetProductsRequest {
  /** Products to read: 1 to 100, each 1 to 63 of a-z, 0-9 and '-', none twice. */
  1: list<string> product_ids;
  /** Fields of Product to answer with, product_id always; empty = all. */
  2: list<string> read_mask;
}

struct BatchGetProductsResponse {
  /** The products that exist, in the order in which they were asked for. */
  1: list<product.Product> products;
  /** The ids that no product has, in the order in which they were asked for. */
  2: list<string> missing_product_ids;
}

struct ListProductsRequest {
  /** Products on a page: 0 to 1000; 0 = 20. */
  1: i32 page_size;
  /** next_page_token of the page before; empty = the first page. */
  2: string page_token = "";
  /** Fields of Product to answer with, product_id always; empty = all. */
  3: list<string> read_mask;
}

struct ListProductsResponse {
  /** The page, in order of product_id. */
  1: list<product.Product> products;
  /** page_token of the next page; empty = this was the last. */
  2: string next_page_token = "";
}

struct CreateProductRequest {
  /** Product to create; etag, stock and times are ignored. Absent = one without an id: refused. */
  1: optional product.Product product;
  /** Client-made UUID that makes the call safe to retry for 24 hours. */
  2: string request_id = "";
}

struct CreateProductResponse {
  /** The product as it was created. */
  1: optional product.Product product;
}

struct UpdateProductRequest {
  /** Product with its product_id, the etag that it was read with, and the new values. Absent: refused. */
  1: optional product.Product product;
  /** Fields to change: name, category, quantity_per_unit, unit_price_cents, discontinued; empty = all of these. */
  2: list<string> update_mask;
  /** Client-made UUID that makes the call safe to retry for 24 hours. */
  3: string request_id = "";
}

struct UpdateProductResponse {
  /** The product after the change. */
  1: optional product.Product product;
}

struct AdjustInventoryRequest {
  /** Product whose stock changes: 1 to 63 of a-z, 0-9 and '-'. */
  1: string product_id = "";
  /** Units to add to (or, negative, take from) the stock on hand: -100000 to 100000, not 0. */
  2: i32 change;
  /** Client-made UUID that makes the call safe to retry for 24 hours. */
  3: string request_id = "";
}

struct AdjustInventoryResponse {
  /** The change as it was committed, with the stock after it. */
  1: optional inventory_event.InventoryEvent event;
}

struct MoveStockRequest {
  /** Name of the step, "returns/{return_id}:{step}"; safe to send again for as long as the service lives. */
  1: string movement_id = "";
  /** Product whose units move: 1 to 63 of a-z, 0-9 and '-'. */
  2: string product_id = "";
  /** Units that move: 1 to 100000. */
  3: i32 quantity;
  /** Where the units move to. */
  4: inventory_event.Movement movement = inventory_event.Movement.MOVEMENT_UNSPECIFIED;
  /** Subject on whose behalf: 1 to 200 characters. The caller's own, unless it resumes work after its call has ended. */
  5: string initiated_by = "";
}

struct MoveStockResponse {
  /** The change as it was committed, with the stock after it. */
  1: optional inventory_event.InventoryEvent event;
}

struct ListInventoryEventsRequest {
  /** Product whose changes to list; empty = of all products. */
  1: string product_id = "";
  /** Changes on a page: 0 to 1000; 0 = 20. */
  2: i32 page_size;
  /** next_page_token of the page before; empty = the first page. */
  3: string page_token = "";
}

struct ListInventoryEventsResponse {
  /** The page, latest first. */
  1: list<inventory_event.InventoryEvent> events;
  /** page_token of the next page; empty = this was the last. */
  2: string next_page_token = "";
}

struct BatchListInventoryEventsRequest {
  /** Products whose changes to list: 1 to 100, each 1 to 63 of a-z, 0-9 and '-', none twice. */
  1: list<string> product_ids;
  /** Changes of each product: 0 to 20; 0 = 5. */
  2: i32 limit;
}

/** The latest changes of one product's stock. */
struct ProductInventoryEvents {
  1: string product_id = "";
  /** Its changes, latest first. */
  2: list<inventory_event.InventoryEvent> events;
}

struct BatchListInventoryEventsResponse {
  /** One for each product asked for, in that order; without events where there are none. */
  1: list<ProductInventoryEvents> products;
}

/** One product of an import. */
struct ImportProductsItem {
  /** Product to create or, where it exists, to update; etag, stock and times are ignored. */
  1: optional product.Product product;
  /** Number of the item in its source, for example its line: what a refusal names; from 1, else refused (ITEM_OUT_OF_RANGE). */
  2: i64 item;
  /** Client-made UUID that makes the item safe to send again for 24 hours. */
  3: string request_id = "";
}

struct ImportProductsRequest {
  /** 1 to 100 products. */
  1: list<ImportProductsItem> items;
}

struct ImportProductsResponse {
  /** Products that were created. */
  1: i64 created_count;
  /** Products that were changed. */
  2: i64 updated_count;
  /** Products that were already as the import says. */
  3: i64 unchanged_count;
  /** Items that were refused. */
  4: i64 refused_count;
  /** The items that were refused. */
  5: list<item_refusal.ItemRefusal> refusals;
}

struct WatchInventoryRequest {
  /** Position after which to read: absent = from now, 0 = from the oldest that is kept. */
  1: optional i64 after;
  /** Products to watch: up to 100; empty = all. */
  2: list<string> product_ids;
  /** Changes to answer with, at most: 0 to 1000; 0 = 100. */
  3: i32 limit;
  /** Milliseconds to wait for a first change where there is none yet: 0 to 20000. */
  4: i32 wait_ms;
}

struct WatchInventoryResponse {
  /** The changes, oldest first; none when there was no change in time. */
  1: list<inventory_event.InventoryEvent> events;
  /** The position to pass as `after` next, also where there are no changes. */
  2: i64 next_after;
}

/** One count of a stocktake. */
struct ReconcileInventoryItem {
  /** Product that was counted: 1 to 63 of a-z, 0-9 and '-'. */
  1: string product_id = "";
  /** Units on hand as counted: 0 to 1000000000. */
  2: i32 counted;
  /** stock_version at which it was counted; a stale one is refused. */
  3: i64 stock_version;
  /** Number of the item in its source, for example its line: what its answer names; from 1, else refused (ITEM_OUT_OF_RANGE). */
  4: i64 item;
  /** Client-made UUID that makes the item safe to send again for 24 hours. */
  5: string request_id = "";
}

struct ReconcileInventoryRequest {
  /** 1 to 100 counts. */
  1: list<ReconcileInventoryItem> items;
}

/** What became of one count. */
union ReconcileInventoryOutcome {
  /** The stock was corrected. */
  2: inventory_event.InventoryEvent correction;
  /** The stock was as counted; nothing changed. */
  3: product.Stock confirmed;
  /** The count was refused; nothing changed. */
  4: item_refusal.ItemRefusal refusal;
}

/** The answer to one count. */
struct ReconcileInventoryAnswer {
  /** Number of the item that this answers. */
  1: i64 item;
  2: optional ReconcileInventoryOutcome outcome;
}

struct ReconcileInventoryResponse {
  /** One for each count, in the order of the request. */
  1: list<ReconcileInventoryAnswer> answers;
}

/**
 * The catalogue of products and their stock.
 *
 * Scopes and peers that a method asks for are the ones that proto/ declares for it. What gRPC streams is
 * polled here or sent in lists: Thrift answers each call once.
 */
service ProductMgmtService {
  /** Reads one product. NOT_FOUND (PRODUCT_NOT_FOUND) when there is none. */
  GetProductResponse getProduct(1: call.CallContext context, 2: GetProductRequest request)
      throws (1: call.ServiceFault fault);
  /** Reads up to 100 products at once; those that do not exist are named, not refused. */
  BatchGetProductsResponse batchGetProducts(1: call.CallContext context, 2: BatchGetProductsRequest request)
      throws (1: call.ServiceFault fault);
  /** Lists the catalogue in order of product_id, page by page. */
  ListProductsResponse listProducts(1: call.CallContext context, 2: ListProductsRequest request)
      throws (1: call.ServiceFault fault);
  /** Creates a product with an empty stock. ALREADY_EXISTS (PRODUCT_EXISTS) when the id is taken. */
  CreateProductResponse createProduct(1: call.CallContext context, 2: CreateProductRequest request)
      throws (1: call.ServiceFault fault);
  /** Changes fields of a catalogue entry. ABORTED (ETAG_STALE) when somebody else changed it since. */
  UpdateProductResponse updateProduct(1: call.CallContext context, 2: UpdateProductRequest request)
      throws (1: call.ServiceFault fault);
  /** Adds to or takes from the stock on hand. FAILED_PRECONDITION (STOCK_OUT_OF_RANGE) when it would leave 0 to 1000000000. */
  AdjustInventoryResponse adjustInventory(1: call.CallContext context, 2: AdjustInventoryRequest request)
      throws (1: call.ServiceFault fault);
  /** Moves returned units: a step of a return. A movement_id takes effect once; with another content: FAILED_PRECONDITION (MOVEMENT_ID_REUSED). */
  MoveStockResponse moveStock(1: call.CallContext context, 2: MoveStockRequest request)
      throws (1: call.ServiceFault fault);
  /** Lists changes of stock, latest first, page by page, as far back as they are kept. */
  ListInventoryEventsResponse listInventoryEvents(1: call.CallContext context, 2: ListInventoryEventsRequest request)
      throws (1: call.ServiceFault fault);
  /** Lists the latest changes of stock of each of up to 100 products, as far back as they are kept. */
  BatchListInventoryEventsResponse batchListInventoryEvents(
      1: call.CallContext context, 2: BatchListInventoryEventsRequest request)
      throws (1: call.ServiceFault fault);
  /**
   * Creates or updates products, each by itself, so that a rerun converges. Items that are refused are
   * named in the answer; what is no item's fault fails the call, and what was imported until then stays:
   * send all items again.
   */
  ImportProductsResponse importProducts(1: call.CallContext context, 2: ImportProductsRequest request)
      throws (1: call.ServiceFault fault);
  /**
   * Polls the changes of stock, each once and in order: call again with `after` = next_after, as often as
   * you like, also after a failure. Waits for a first change as long as asked, then answers with none.
   * OUT_OF_RANGE (POSITION_EXPIRED) when the position is older than what is kept.
   */
  WatchInventoryResponse watchInventory(1: call.CallContext context, 2: WatchInventoryRequest request)
      throws (1: call.ServiceFault fault);
  /**
   * A stocktake: counts in, one correction, confirmation or refusal for each out. What is no count's
   * fault fails the call, and what was corrected until then stays: send all counts again.
   */
  ReconcileInventoryResponse reconcileInventory(1: call.CallContext context, 2: ReconcileInventoryRequest request)
      throws (1: call.ServiceFault fault);
}
