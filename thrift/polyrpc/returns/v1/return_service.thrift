/* Returns: goods that customers send back, from opening to restocking. */

include "polyrpc/common/v1/call.thrift"
include "polyrpc/common/v1/item_refusal.thrift"
include "polyrpc/returns/v1/product_return.thrift"

namespace java dev.polyrpc.thrift.returns.v1
namespace py polyrpc_thrift.returns.v1.return_service
namespace go returnsv1

struct InitiateReturnRequest {
  /** Order that the goods came with, in the caller's own words: 1 to 100 characters. */
  1: string order = "";
  /** Product that comes back: 1 to 63 of a-z, 0-9 and '-'. */
  2: string product_id = "";
  /** Units that come back: 1 to 100000. */
  3: i32 quantity;
  /** Why they come back. */
  4: product_return.ReturnReason reason = product_return.ReturnReason.RETURN_REASON_UNSPECIFIED;
  /** Client-made UUID that makes the call safe to retry for 24 hours. */
  5: string request_id = "";
}

struct InitiateReturnResponse {
  /** The return, QUARANTINED or still REQUESTED. */
  1: optional product_return.ProductReturn product_return;
}

struct GetReturnRequest {
  /** Return to read: a UUID. */
  1: string return_id = "";
}

struct GetReturnResponse {
  1: optional product_return.ProductReturn product_return;
}

struct BatchGetReturnsRequest {
  /** Returns to read: 1 to 100 UUIDs, none twice. */
  1: list<string> return_ids;
}

struct BatchGetReturnsResponse {
  /** The returns that the caller may see, in the order in which they were asked for. */
  1: list<product_return.ProductReturn> product_returns;
  /** The ids of none that the caller may see, in the order in which they were asked for. */
  2: list<string> missing_return_ids;
}

struct ListReturnsRequest {
  /** Returns on a page: 0 to 1000; 0 = 20. */
  1: i32 page_size;
  /** next_page_token of the page before; empty = the first page. */
  2: string page_token = "";
  /** State to list; UNSPECIFIED = all. */
  3: product_return.ReturnState state = product_return.ReturnState.RETURN_STATE_UNSPECIFIED;
  /** Product to list; empty = all. */
  4: string product_id = "";
}

struct ListReturnsResponse {
  /** The page, latest first. */
  1: list<product_return.ProductReturn> product_returns;
  /** page_token of the next page; empty = this was the last. */
  2: string next_page_token = "";
}

struct BatchListReturnsRequest {
  /** Products whose returns to list: 1 to 100, each 1 to 63 of a-z, 0-9 and '-', none twice. */
  1: list<string> product_ids;
  /** Returns of each product: 0 to 20; 0 = 5. */
  2: i32 limit;
}

/** The latest returns of one product. */
struct ReturnsOfProduct {
  1: string product_id = "";
  /** Its returns, latest first. */
  2: list<product_return.ProductReturn> product_returns;
}

struct BatchListReturnsResponse {
  /** One for each product asked for, in that order; without returns where there are none. */
  1: list<ReturnsOfProduct> products;
}

struct InspectReturnRequest {
  /** Return that was inspected: a UUID. */
  1: string return_id = "";
  /** What the inspector decided of the whole quantity. */
  2: product_return.Verdict verdict = product_return.Verdict.VERDICT_UNSPECIFIED;
  /** What the inspector saw: 0 to 500 characters. */
  3: string note = "";
  /** Client-made UUID that makes the call safe to retry for 24 hours. */
  4: string request_id = "";
}

struct InspectReturnResponse {
  /** The return: RESTOCKED or WRITTEN_OFF, or on its way there. */
  1: optional product_return.ProductReturn product_return;
}

struct CancelReturnRequest {
  /** Return to withdraw: a UUID. */
  1: string return_id = "";
  /** Client-made UUID that makes the call safe to retry for 24 hours. */
  2: string request_id = "";
}

struct CancelReturnResponse {
  /** The return: WITHDRAWN, or on its way there. */
  1: optional product_return.ProductReturn product_return;
}

/** One return of a bulk submission. */
struct SubmitReturnsItem {
  /** Number of the item in its source, for example its line: what a refusal names; from 1, else refused (ITEM_OUT_OF_RANGE). */
  1: i64 item;
  /** Return to open; its request_id makes the item safe to send again for 24 hours. */
  2: optional InitiateReturnRequest product_return;
}

struct SubmitReturnsRequest {
  /** 1 to 100 returns. */
  1: list<SubmitReturnsItem> items;
}

struct SubmitReturnsResponse {
  /** Items that were opened, now or by an earlier call with their request_id: QUARANTINED or REQUESTED. */
  1: i64 opened_count;
  /** Items that were refused. */
  2: i64 refused_count;
  /** The items that were refused. */
  3: list<item_refusal.ItemRefusal> refusals;
}

struct WatchReturnsRequest {
  /** Position after which to read: absent = from now, 0 = from the oldest that is kept. */
  1: optional i64 after;
  /** Changes to answer with, at most: 0 to 1000; 0 = 100. */
  2: i32 limit;
  /** Milliseconds to wait for a first change where there is none yet: 0 to 20000. */
  3: i32 wait_ms;
}

/** One change of one return. */
struct ReturnEvent {
  /** Place in the order of all changes of the service: grows, may leave gaps. */
  1: i64 position;
  /** The return after the change. */
  2: optional product_return.ProductReturn product_return;
}

struct WatchReturnsResponse {
  /** The changes that the caller may see, oldest first; none when there was no change in time. */
  1: list<ReturnEvent> events;
  /** The position to pass as `after` next, also where there are no changes. */
  2: i64 next_after;
}

/** One verdict of an inspection desk. */
struct InspectReturnsItem {
  /** Number of the item, which its answer repeats; from 1, else refused (ITEM_OUT_OF_RANGE). */
  1: i64 item;
  /** The verdict; its request_id makes the item safe to send again for 24 hours. */
  2: optional InspectReturnRequest inspection;
}

struct InspectReturnsRequest {
  /** 1 to 100 verdicts. */
  1: list<InspectReturnsItem> items;
}

/** What became of one verdict. */
union InspectReturnsOutcome {
  /** The return: RESTOCKED or WRITTEN_OFF, or on its way there. */
  2: product_return.ProductReturn product_return;
  /** The verdict was refused; nothing changed. */
  3: item_refusal.ItemRefusal refusal;
}

/** The answer to one verdict. */
struct InspectReturnsAnswer {
  /** Number of the item that this answers. */
  1: i64 item;
  2: optional InspectReturnsOutcome outcome;
}

struct InspectReturnsResponse {
  /** One for each verdict, in the order of the request. */
  1: list<InspectReturnsAnswer> answers;
}

/**
 * Goods that customers send back.
 *
 * A customer sees and cancels their own returns alone, somebody else's are NOT_FOUND; staff (the token's
 * "roles") see all. Scopes that a method asks for are the ones that proto/ declares for it. What gRPC
 * streams is polled here or sent in lists: Thrift answers each call once.
 */
service ReturnService {
  /**
   * Opens a return and has its units taken into quarantine. Answers once that is known: with the return
   * QUARANTINED, with product management's refusal (the return is then REFUSED), or, where product
   * management cannot be reached in time, with the return REQUESTED, which goes on by itself.
   * FAILED_PRECONDITION (ALREADY_RETURNED) while a return of the same customer, order and product lives.
   */
  InitiateReturnResponse initiateReturn(1: call.CallContext context, 2: InitiateReturnRequest request)
      throws (1: call.ServiceFault fault);
  /** Reads one return. NOT_FOUND (RETURN_NOT_FOUND) when there is none that the caller may see. */
  GetReturnResponse getReturn(1: call.CallContext context, 2: GetReturnRequest request)
      throws (1: call.ServiceFault fault);
  /** Reads up to 100 returns at once; those that the caller cannot see are named, not refused. */
  BatchGetReturnsResponse batchGetReturns(1: call.CallContext context, 2: BatchGetReturnsRequest request)
      throws (1: call.ServiceFault fault);
  /** Lists the returns that the caller may see, latest first, page by page. */
  ListReturnsResponse listReturns(1: call.CallContext context, 2: ListReturnsRequest request)
      throws (1: call.ServiceFault fault);
  /** Lists the latest returns of each of up to 100 products that the caller may see. */
  BatchListReturnsResponse batchListReturns(1: call.CallContext context, 2: BatchListReturnsRequest request)
      throws (1: call.ServiceFault fault);
  /**
   * Decides a quarantined return: accepted units are restocked, rejected ones written off.
   * FAILED_PRECONDITION (RETURN_STATE) in any other state; of an inspection and a cancellation at once,
   * the first wins.
   */
  InspectReturnResponse inspectReturn(1: call.CallContext context, 2: InspectReturnRequest request)
      throws (1: call.ServiceFault fault);
  /**
   * Withdraws a return that nobody has inspected yet; waits while it is not yet known whether its units
   * are in quarantine. FAILED_PRECONDITION (RETURN_STATE) once it was decided.
   */
  CancelReturnResponse cancelReturn(1: call.CallContext context, 2: CancelReturnRequest request)
      throws (1: call.ServiceFault fault);
  /**
   * Opens many returns, each by itself and as initiateReturn would: an item may be sent again by either.
   * An item that product management keeps waiting counts as opened, REQUESTED, and goes on by itself.
   * Items that are refused are named in the answer; what is no item's fault fails the call, and returns
   * opened until then stay open: send all items again.
   */
  SubmitReturnsResponse submitReturns(1: call.CallContext context, 2: SubmitReturnsRequest request)
      throws (1: call.ServiceFault fault);
  /**
   * Polls the changes of the returns that the caller may see, each once and in order: call again with
   * `after` = next_after, as often as you like, also after a failure. Waits for a first change as long as
   * asked, then answers with none. OUT_OF_RANGE (POSITION_EXPIRED) when the position is older than what
   * is kept.
   */
  WatchReturnsResponse watchReturns(1: call.CallContext context, 2: WatchReturnsRequest request)
      throws (1: call.ServiceFault fault);
  /**
   * An inspection desk: verdicts in, the return or a refusal for each out. Each is decided as
   * inspectReturn would: it may be sent again by either. Of several verdicts on one return the first
   * wins. What is no verdict's fault fails the call, and what was decided until then goes on: send all
   * verdicts again.
   */
  InspectReturnsResponse inspectReturns(1: call.CallContext context, 2: InspectReturnsRequest request)
      throws (1: call.ServiceFault fault);
}
