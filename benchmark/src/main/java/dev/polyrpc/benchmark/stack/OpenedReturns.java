package dev.polyrpc.benchmark.stack;

import dev.polyrpc.benchmark.load.Batch;
import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Fills a return service over the wire, as a client would. */
public final class OpenedReturns {
    private OpenedReturns() {}

    /** Opens so many returns, each of another product of the catalogue behind it. */
    public static void open(ChildProcess returns, Workshop workshop, int count)
            throws IOException, InterruptedException {
        try (Connections connections =
                Connections.mutualTls(returns.port("grpc"), "return", 1, workshop.certificates())) {
            Batch.run(
                    connections,
                    Callers.of(List.of(workshop.tokens().returner())),
                    ReturnServiceGrpc.getInitiateReturnMethod(),
                    count,
                    n -> InitiateReturnRequest.newBuilder()
                            .setOrder("A-%04d".formatted(n))
                            .setProductId(SampleMessages.productId(n))
                            .setQuantity(1)
                            .setReason(ReturnReason.RETURN_REASON_UNWANTED)
                            .setRequestId(UUID.randomUUID().toString())
                            .build());
        }
    }
}
