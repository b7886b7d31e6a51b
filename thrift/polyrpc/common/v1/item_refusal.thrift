/* What calls with many items say of one that they refuse. */

include "polyrpc/common/v1/call.thrift"

namespace java dev.polyrpc.thrift.common.v1
namespace py polyrpc_thrift.common.v1.item_refusal
namespace go commonv1

/** One item that was refused; the items around it are not affected. */
struct ItemRefusal {
  /** Number of the item, as its sender gave it; where that is out of range, its place in the list, from 1. */
  1: i64 item;
  /** Code that the item would have got as a call of its own. */
  2: call.FaultCode code = call.FaultCode.UNSPECIFIED;
  /** Machine-readable reason in UPPER_SNAKE_CASE, for example "QUANTITY_OUT_OF_RANGE". */
  3: string reason = "";
  /** What was wrong, with the value and what was expected, in English. */
  4: string message = "";
}
