package dev.polyrpc.returns.outbound.grpc;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import dev.polyrpc.proto.product.v1.MoveStockResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.returns.domain.Principal;
import dev.polyrpc.returns.domain.Step;
import dev.polyrpc.returns.domain.StockKeeper;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks product management to move stock, each time by a call with a deadline: under the caller's exchanged token while the
 * call lasts, under our own after it. Safe for use by many threads.
 */
public final class GrpcStockKeeper implements StockKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcStockKeeper.class);
    private static final String AUDIENCE = "product-mgmt.polyrpc.test";
    private static final Set<String> OWN_SCOPES = Set.of("stock:quarantine", "stock:settle");

    private final ManagedChannel channel;
    private final TokenClient tokens;
    private final ProductMgmtServiceGrpc.ProductMgmtServiceFutureStub resuming;

    /** Asks over a channel, with tokens from this client. */
    public GrpcStockKeeper(ManagedChannel channel, TokenClient tokens) {
        this.channel = channel;
        this.tokens = tokens;
        this.resuming = ProductMgmtServiceGrpc.newFutureStub(channel)
                .withCallCredentials(
                        BearerCredentials.of(certificate -> tokens.own(AUDIENCE, OWN_SCOPES, certificate)));
    }

    @Override
    public CompletionStage<Void> move(Movement movement, Principal principal, Duration timeout) {
        Caller caller = (Caller) principal.credential();
        var moving = ProductMgmtServiceGrpc.newFutureStub(channel)
                .withCallCredentials(
                        BearerCredentials.of(certificate -> tokens.exchanged(caller.token(), AUDIENCE, certificate)))
                .withOption(GrpcChannels.REQUEST_ID, principal.requestId());
        String trace = principal.trace();
        return ask(trace == null ? moving : moving.withOption(GrpcChannels.TRACE_PARENT, trace), movement, timeout);
    }

    @Override
    public CompletionStage<Void> resume(Movement movement, Duration timeout) {
        return ask(resuming.withOption(GrpcChannels.REQUEST_ID, movement.requestId()), movement, timeout);
    }

    private static CompletionStage<Void> ask(
            ProductMgmtServiceGrpc.ProductMgmtServiceFutureStub stub, Movement movement, Duration timeout) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        // Not as a part of the call that is served: an intent that was committed is carried out, whoever hangs up.
        Context.ROOT.run(() -> Futures.addCallback(
                stub.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS).moveStock(request(movement)),
                new FutureCallback<MoveStockResponse>() {
                    @Override
                    public void onSuccess(@Nullable MoveStockResponse response) {
                        outcome.complete(null);
                    }

                    @Override
                    public void onFailure(Throwable thrown) {
                        Failure failure = Statuses.failure(thrown);
                        LOG.atWarn()
                                .addKeyValue("movementId", movement.movementId())
                                .addKeyValue("initiatedBy", movement.initiatedBy())
                                .addKeyValue("kind", failure.kind())
                                .addKeyValue("reason", failure.reason())
                                .log("product management did not move stock, or did not say so");
                        outcome.completeExceptionally(failure);
                    }
                },
                MoreExecutors.directExecutor()));
        return outcome;
    }

    private static MoveStockRequest request(Movement movement) {
        return MoveStockRequest.newBuilder()
                .setMovementId(movement.movementId())
                .setProductId(movement.productId())
                .setQuantity(movement.quantity())
                .setMovement(movement(movement.step()))
                .setInitiatedBy(movement.initiatedBy())
                .build();
    }

    private static dev.polyrpc.proto.product.v1.Movement movement(Step step) {
        return switch (step) {
            case QUARANTINE -> dev.polyrpc.proto.product.v1.Movement.MOVEMENT_QUARANTINE;
            case RESTOCK -> dev.polyrpc.proto.product.v1.Movement.MOVEMENT_RESTOCK;
            case WRITE_OFF -> dev.polyrpc.proto.product.v1.Movement.MOVEMENT_WRITE_OFF;
            case WITHDRAW -> dev.polyrpc.proto.product.v1.Movement.MOVEMENT_WITHDRAW;
        };
    }
}
