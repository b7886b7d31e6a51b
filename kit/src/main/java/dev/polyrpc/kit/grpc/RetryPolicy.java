package dev.polyrpc.kit.grpc;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What clients retry: unary methods that their contract calls idempotent, and never so often that an outage grows. */
final class RetryPolicy {
    private RetryPolicy() {}

    /** gRPC's service config; numbers in it are doubles, as gRPC reads it like JSON. */
    static Map<String, Object> serviceConfig(ServiceDescriptor... services) {
        List<Map<String, Object>> names = new ArrayList<>();
        for (ServiceDescriptor service : services) {
            for (MethodDescriptor<?, ?> method : service.getMethods()) {
                if (retryable(method)) {
                    names.add(
                            Map.of("service", service.getName(), "method", String.valueOf(method.getBareMethodName())));
                }
            }
        }
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> policy = Map.of(
                "maxAttempts",
                3.0,
                "initialBackoff",
                "0.05s",
                "maxBackoff",
                "0.5s",
                "backoffMultiplier",
                2.0,
                "retryableStatusCodes",
                List.of("UNAVAILABLE"));
        // One retry is earned by ten good answers: against a backend that only fails, retries dry up.
        Map<String, Object> throttling = Map.of("maxTokens", 10.0, "tokenRatio", 0.1);
        return Map.of(
                "methodConfig", List.of(Map.of("name", names, "retryPolicy", policy)), "retryThrottling", throttling);
    }

    private static boolean retryable(MethodDescriptor<?, ?> method) {
        return method.getType() == MethodDescriptor.MethodType.UNARY
                && Policy.contractOf(method).getIdempotencyLevel() != IdempotencyLevel.IDEMPOTENCY_UNKNOWN;
    }
}
