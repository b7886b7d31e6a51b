/*
 * What every call carries, and what every refused call answers.
 *
 * Everywhere in these files:
 * - Fields, enums and methods bear the names and numbers that they have in proto/.
 * - An absent string, number, bool, enum or list is "", 0, false, the enum's 0 or an empty list: nobody
 *   has to tell absent from empty, and readers must not fail on either. Where absence has a meaning of
 *   its own, the field is `optional` and says which.
 * - Times are milliseconds since 1970-01-01T00:00:00Z and optional: 0 is a time, absence is none.
 * - An enum value that the reader does not know counts as 0.
 */

namespace java dev.polyrpc.thrift.common.v1
namespace py polyrpc_thrift.common.v1.call
namespace go commonv1

/** What a call carries beside its request: the first argument of every method. */
struct CallContext {
  /** Access token for this service (RFC 9068), without "Bearer". */
  1: string token = "";
  /** Milliseconds that the caller still waits for the answer; absent = as long as the service allows. */
  2: optional i32 time_left_ms;
  /** Names the call in logs and faults: 1 to 64 of a-z, A-Z, 0-9, '-', '_', '.'; absent = the service makes one. */
  3: optional string request_id;
  // 4 is kept for a W3C trace context, which nobody would read yet.
}

/** Why a call was refused: gRPC's names and numbers, of those that occur. */
enum FaultCode {
  /** Not said; never sent. */
  UNSPECIFIED = 0;
  /** The request is wrong in itself. */
  INVALID_ARGUMENT = 3;
  /** The time that the caller gave, or the service allows, was over. What was asked may still happen. */
  DEADLINE_EXCEEDED = 4;
  /** There is no such thing, or none that the caller may see. */
  NOT_FOUND = 5;
  /** The name is taken. */
  ALREADY_EXISTS = 6;
  /** The caller, or the process that it calls from, may not do this. */
  PERMISSION_DENIED = 7;
  /** Too much at once; retry_after_ms says when to try again. */
  RESOURCE_EXHAUSTED = 8;
  /** The state of things forbids it. */
  FAILED_PRECONDITION = 9;
  /** Somebody else changed it since: read again. */
  ABORTED = 10;
  /** A position that is no longer kept. */
  OUT_OF_RANGE = 11;
  /** A fault of the service; its log tells more under request_id. */
  INTERNAL = 13;
  /** The service cannot serve now: try again. */
  UNAVAILABLE = 14;
  /** The token is missing, expired or no good. */
  UNAUTHENTICATED = 16;
}

/** A refused call: the one exception that every method declares. */
exception ServiceFault {
  1: FaultCode code = FaultCode.UNSPECIFIED;
  /** Machine-readable reason in UPPER_SNAKE_CASE, for example "PRODUCT_NOT_FOUND". */
  2: string reason = "";
  /** What was wrong, with the value and what was expected, in English. */
  3: string message = "";
  /** The values that the message names, by field. */
  4: map<string, string> details;
  /** The call, as the service's log names it. */
  5: string request_id = "";
  /** Milliseconds after which to try again; absent = not said. */
  6: optional i32 retry_after_ms;
}
