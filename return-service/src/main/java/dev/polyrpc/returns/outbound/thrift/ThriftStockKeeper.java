package dev.polyrpc.returns.outbound.thrift;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.thrift.Faults;
import dev.polyrpc.kit.thrift.ThriftCallOptions;
import dev.polyrpc.kit.thrift.ThriftChannel;
import dev.polyrpc.kit.thrift.ThriftMethod;
import dev.polyrpc.returns.domain.Principal;
import dev.polyrpc.returns.domain.Step;
import dev.polyrpc.returns.domain.StockKeeper;
import dev.polyrpc.thrift.product.v1.MoveStockRequest;
import dev.polyrpc.thrift.product.v1.MoveStockResponse;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.moveStock_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.moveStock_result;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks product management to move stock, each time by a call with a deadline: under the caller's exchanged token while the
 * call lasts, under our own after it. Safe for use by many threads.
 */
public final class ThriftStockKeeper implements StockKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(ThriftStockKeeper.class);
    private static final String AUDIENCE = "product-mgmt.polyrpc.test";
    private static final Set<String> OWN_SCOPES = Set.of("stock:quarantine", "stock:settle");
    private static final ThriftMethod<MoveStockRequest, MoveStockResponse> MOVE_STOCK =
            ThriftMethod.of("moveStock", moveStock_args::new, moveStock_result::new, moveStock_result::getSuccess);

    private final ThriftChannel channel;
    private final TokenClient tokens;

    /** Asks over a channel, with tokens from this client. */
    public ThriftStockKeeper(ThriftChannel channel, TokenClient tokens) {
        this.channel = channel;
        this.tokens = tokens;
    }

    @Override
    public CompletionStage<Void> move(Movement movement, Principal principal, Duration timeout) {
        Caller caller = (Caller) principal.credential();
        ThriftCallOptions options =
                ThriftCallOptions.of(timeout, certificate -> tokens.exchanged(caller.token(), AUDIENCE, certificate));
        return ask(movement, options.named(principal.requestId()));
    }

    @Override
    public CompletionStage<Void> resume(Movement movement, Duration timeout) {
        ThriftCallOptions options =
                ThriftCallOptions.of(timeout, certificate -> tokens.own(AUDIENCE, OWN_SCOPES, certificate));
        return ask(movement, options.named(movement.requestId()));
    }

    private CompletionStage<Void> ask(Movement movement, ThriftCallOptions options) {
        return channel.call(MOVE_STOCK, request(movement), options).handle((answer, thrown) -> {
            if (thrown == null) {
                return null;
            }
            Failure failure = Faults.failure(thrown);
            LOG.atWarn()
                    .addKeyValue("movementId", movement.movementId())
                    .addKeyValue("initiatedBy", movement.initiatedBy())
                    .addKeyValue("kind", failure.kind())
                    .addKeyValue("reason", failure.reason())
                    .log("product management did not move stock, or did not say so");
            throw failure;
        });
    }

    private static MoveStockRequest request(Movement movement) {
        return new MoveStockRequest()
                .setMovementId(movement.movementId())
                .setProductId(movement.productId())
                .setQuantity(movement.quantity())
                .setMovement(movement(movement.step()))
                .setInitiatedBy(movement.initiatedBy());
    }

    private static dev.polyrpc.thrift.product.v1.Movement movement(Step step) {
        return switch (step) {
            case QUARANTINE -> dev.polyrpc.thrift.product.v1.Movement.MOVEMENT_QUARANTINE;
            case RESTOCK -> dev.polyrpc.thrift.product.v1.Movement.MOVEMENT_RESTOCK;
            case WRITE_OFF -> dev.polyrpc.thrift.product.v1.Movement.MOVEMENT_WRITE_OFF;
            case WITHDRAW -> dev.polyrpc.thrift.product.v1.Movement.MOVEMENT_WITHDRAW;
        };
    }
}
