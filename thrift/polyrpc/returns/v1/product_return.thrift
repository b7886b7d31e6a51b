/* A return and the states that it goes through. */

namespace java dev.polyrpc.thrift.returns.v1
namespace py polyrpc_thrift.returns.v1.product_return
namespace go returnsv1

/**
 * Where a return is.
 *
 * REQUESTED -> QUARANTINED | REFUSED; QUARANTINED -> RESTOCKING -> RESTOCKED, or WRITING_OFF ->
 * WRITTEN_OFF, or WITHDRAWING -> WITHDRAWN.
 */
enum ReturnState {
  /** Not said; never sent. */
  RETURN_STATE_UNSPECIFIED = 0;
  /** Opened; the units are on their way into quarantine. */
  RETURN_STATE_REQUESTED = 1;
  /** The units wait for inspection. */
  RETURN_STATE_QUARANTINED = 2;
  /** Accepted; the units are on their way to the stock on hand. */
  RETURN_STATE_RESTOCKING = 3;
  /** Accepted, and the units are on hand. Final. */
  RETURN_STATE_RESTOCKED = 4;
  /** Rejected; the units are on their way out of the books. */
  RETURN_STATE_WRITING_OFF = 5;
  /** Rejected, and the units are written off. Final. */
  RETURN_STATE_WRITTEN_OFF = 6;
  /** Withdrawn by the customer; the units are on their way out of quarantine. */
  RETURN_STATE_WITHDRAWING = 7;
  /** Withdrawn, and the units have left. Final. */
  RETURN_STATE_WITHDRAWN = 8;
  /** Product management refused the units. Final. */
  RETURN_STATE_REFUSED = 9;
}

/** Why goods come back. */
enum ReturnReason {
  /** Not said; refused. */
  RETURN_REASON_UNSPECIFIED = 0;
  /** They arrived broken. */
  RETURN_REASON_DAMAGED = 1;
  /** They do not work as they should. */
  RETURN_REASON_DEFECTIVE = 2;
  /** They are not what was ordered. */
  RETURN_REASON_WRONG_ITEM = 3;
  /** The customer does not want them any more. */
  RETURN_REASON_UNWANTED = 4;
}

/** What an inspector decides of a return's whole quantity. */
enum Verdict {
  /** Not said; refused. */
  VERDICT_UNSPECIFIED = 0;
  /** The units can be sold again: restock them. */
  VERDICT_ACCEPT = 1;
  /** They cannot: write them off. */
  VERDICT_REJECT = 2;
}

/** One step of a return's history. */
struct ReturnStateChange {
  /** State that the return came into. */
  1: ReturnState state = ReturnState.RETURN_STATE_UNSPECIFIED;
  /** Subject on whose behalf it changed. */
  2: string initiated_by = "";
  /** What the inspector noted, or why the return was refused; else empty. */
  3: string note = "";
  /** When it changed. */
  4: optional i64 change_time_ms;
}

/** Goods that a customer sends back. */
struct ProductReturn {
  /** Name of the return: a UUID (version 7, RFC 9562) that the service makes. */
  1: string return_id = "";
  /** Order that the goods came with, in the caller's own words: 1 to 100 characters. */
  2: string order = "";
  /** Product that comes back: 1 to 63 of a-z, 0-9 and '-'. */
  3: string product_id = "";
  /** Units that come back: 1 to 100000. */
  4: i32 quantity;
  /** Why they come back. */
  5: ReturnReason reason = ReturnReason.RETURN_REASON_UNSPECIFIED;
  /** Subject of who opened the return. */
  6: string customer = "";
  /** Where the return is. */
  7: ReturnState state = ReturnState.RETURN_STATE_UNSPECIFIED;
  /** Every state that the return has been in, oldest first. */
  8: list<ReturnStateChange> history;
  /** When the return was opened. */
  9: optional i64 create_time_ms;
  /** When the state last changed. */
  10: optional i64 update_time_ms;
}
