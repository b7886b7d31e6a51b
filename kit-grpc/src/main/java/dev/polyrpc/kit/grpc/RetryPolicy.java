package dev.polyrpc.kit.grpc;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What clients retry: unary methods that their contract calls idempotent, and never so often that an outage grows. */
final class RetryPolicy {
    private RetryPolicy() {}

    /** gRPC's service config; numbers in it are doubles, as gRPC reads it like JSON. */
    static Map<String, Object> serviceConfig(ServiceDescriptor... services) {
        List<Map<String, String>> names = Stream.of(services)
                .flatMap(service -> service.getMethods().stream())
                .filter(RetryPolicy::retryable)
                .map(RetryPolicy::name)
                .toList();
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

    private static Map<String, String> name(MethodDescriptor<?, ?> method) {
        return Map.of(
                "service", String.valueOf(method.getServiceName()),
                "method", String.valueOf(method.getBareMethodName()));
    }

    private static boolean retryable(MethodDescriptor<?, ?> method) {
        return method.getType() == MethodDescriptor.MethodType.UNARY
                && Policies.contractOf(method).getIdempotencyLevel() != IdempotencyLevel.IDEMPOTENCY_UNKNOWN;
    }
}
