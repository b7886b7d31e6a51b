package dev.polyrpc.benchmark.server.graph;

import dev.polyrpc.proto.returns.v1.ProductReturn;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A return as one keeps it in memory for a GraphQL library: field by field, as the schema has them. */
record ReturnRow(
        String returnId,
        String order,
        String productId,
        int quantity,
        String reason,
        String customer,
        String state,
        OffsetDateTime createTime) {
    static ReturnRow of(ProductReturn message) {
        return new ReturnRow(
                message.getReturnId(),
                message.getOrder(),
                message.getProductId(),
                message.getQuantity(),
                message.getReason().name().substring("RETURN_REASON_".length()),
                message.getCustomer(),
                message.getState().name().substring("RETURN_STATE_".length()),
                Instant.ofEpochSecond(
                                message.getCreateTime().getSeconds(),
                                message.getCreateTime().getNanos())
                        .atOffset(ZoneOffset.UTC));
    }
}
