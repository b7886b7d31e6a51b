package dev.polyrpc.systemtest;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Takes spans over OTLP, as a collector of OpenTelemetry's does. Safe for use by many threads. */
final class Collector implements AutoCloseable {
    private final Queue<ResourceSpans> received = new ConcurrentLinkedQueue<>();
    private final Server server;

    private Collector() throws IOException {
        server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(new Traces())
                .build()
                .start();
    }

    static Collector start() {
        try {
            return new Collector();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    /** The spans so far that a service has made in a trace. */
    List<Span> spans(String service, String traceId) {
        return received.stream()
                .filter(it -> it.getResource().getAttributesList().stream()
                        .anyMatch(attribute -> attribute.getKey().equals("service.name")
                                && attribute.getValue().getStringValue().equals(service)))
                .map(ResourceSpans::getScopeSpansList)
                .flatMap(List::stream)
                .map(ScopeSpans::getSpansList)
                .flatMap(List::stream)
                .filter(span -> hex(span.getTraceId()).equals(traceId))
                .toList();
    }

    /** The ids of those spans, in hexadecimal digits. */
    Set<String> ids(String service, String traceId) {
        return spans(service, traceId).stream()
                .map(span -> hex(span.getSpanId()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The spans that those spans are parts of. */
    Set<String> parents(String service, String traceId) {
        return spans(service, traceId).stream()
                .map(span -> hex(span.getParentSpanId()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All that came, as text. */
    String text() {
        return received.toString();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private final class Traces extends TraceServiceGrpc.TraceServiceImplBase {
        @Override
        public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
            received.addAll(request.getResourceSpansList());
            observer.onNext(ExportTraceServiceResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }
}
