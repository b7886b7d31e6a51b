package dev.polyrpc.thrift.contract;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.Map;
import java.util.Set;

/** Every difference between the contracts that no rule explains: Thrift answers a call once, so streams become lists and polls. */
final class Differences {
    /** Fields of another type. */
    static final Map<String, String> TYPES = Map.of("polyrpc.item.v1.ItemRefusal.code", "FaultCode");

    /** Fields that a message has in Thrift alone. */
    static final Map<String, Map<Integer, String>> ADDED = Map.of(
            "polyrpc.product.v1.WatchInventoryRequest", Map.of(3, "limit: i32", 4, "wait_ms: i32"),
            "polyrpc.returns.v1.WatchReturnsRequest", Map.of(2, "limit: i32", 3, "wait_ms: i32"));

    /** Messages of a stream that Thrift has no struct for: what they hold stands in the list itself. */
    static final Set<String> LISTED = Set.of("polyrpc.product.v1.WatchInventoryResponse");

    /** Messages of a stream, under the names that they have as elements of a list. */
    private static final Map<String, String> ELEMENTS = Map.of(
            "polyrpc.product.v1.ImportProductsRequest", "ImportProductsItem",
            "polyrpc.product.v1.ReconcileInventoryRequest", "ReconcileInventoryItem",
            "polyrpc.product.v1.ReconcileInventoryResponse", "ReconcileInventoryAnswer",
            "polyrpc.returns.v1.SubmitReturnsRequest", "SubmitReturnsItem",
            "polyrpc.returns.v1.InspectReturnsRequest", "InspectReturnsItem",
            "polyrpc.returns.v1.InspectReturnsResponse", "InspectReturnsAnswer",
            "polyrpc.returns.v1.WatchReturnsResponse", "ReturnEvent");

    private static final Map<String, String> UNIONS = Map.of(
            "polyrpc.product.v1.ReconcileInventoryResponse.outcome", "ReconcileInventoryOutcome",
            "polyrpc.returns.v1.InspectReturnsResponse.outcome", "InspectReturnsOutcome");

    /** Structs that Thrift alone has. */
    static final Map<String, Map<Integer, String>> THRIFT_ONLY = Map.of(
            "common.v1.CallContext",
            Map.of(1, "token: string", 2, "time_left_ms: i32?", 3, "request_id: string?"),
            "common.v1.ServiceFault",
            Map.of(
                    1, "code: FaultCode",
                    2, "reason: string",
                    3, "message: string",
                    4, "details: map<string,string>",
                    5, "request_id: string",
                    6, "retry_after_ms: i32?"),
            "product.v1.ImportProductsRequest",
            Map.of(1, "items: list<ImportProductsItem>"),
            "product.v1.ReconcileInventoryRequest",
            Map.of(1, "items: list<ReconcileInventoryItem>"),
            "product.v1.ReconcileInventoryResponse",
            Map.of(1, "answers: list<ReconcileInventoryAnswer>"),
            "product.v1.WatchInventoryResponse",
            Map.of(1, "events: list<InventoryEvent>", 2, "next_after: i64"),
            "returns.v1.SubmitReturnsRequest",
            Map.of(1, "items: list<SubmitReturnsItem>"),
            "returns.v1.InspectReturnsRequest",
            Map.of(1, "items: list<InspectReturnsItem>"),
            "returns.v1.InspectReturnsResponse",
            Map.of(1, "answers: list<InspectReturnsAnswer>"),
            "returns.v1.WatchReturnsResponse",
            Map.of(1, "events: list<ReturnEvent>", 2, "next_after: i64"));

    private Differences() {}

    static String struct(Descriptor message) {
        return ELEMENTS.getOrDefault(message.getFullName(), message.getName());
    }

    static String union(OneofDescriptor oneof) {
        return UNIONS.getOrDefault(oneof.getFullName(), "no union for " + oneof.getFullName());
    }
}
