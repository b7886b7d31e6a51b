package dev.polyrpc.systemtest;

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
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

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

    static Collector start() throws IOException {
        return new Collector();
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
                .filter(span -> HexFormat.of()
                        .formatHex(span.getTraceId().toByteArray())
                        .equals(traceId))
                .toList();
    }

    /** All that came, as text. */
    String text() {
        return received.toString();
    }

    @Override
    public void close() {
        server.shutdownNow();
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
