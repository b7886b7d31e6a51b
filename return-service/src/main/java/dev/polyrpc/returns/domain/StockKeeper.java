package dev.polyrpc.returns.domain;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Port: who keeps the stock. Each movement takes effect once, however often it is asked for. */
public interface StockKeeper {
    /**
     * Asks for a movement during the call that wanted it, on behalf of its caller. Completes once it took effect; fails with
     * a Failure, of which {@link ReturnSaga} knows what it proves.
     */
    CompletionStage<Void> move(Movement movement, Principal principal, Duration timeout);

    /** Asks for a movement after the call that wanted it has ended, on our own behalf; otherwise the same. */
    CompletionStage<Void> resume(Movement movement, Duration timeout);

    /**
     * Units that move.
     *
     * @param movementId names the movement for ever
     * @param step where the units go
     * @param productId whose units
     * @param quantity how many
     * @param initiatedBy subject on whose behalf they move
     */
    record Movement(String movementId, Step step, String productId, int quantity, String initiatedBy) {
        /** What a step that is resumed is called in everybody's logs: its name, in the letters that a request id may have. */
        public String requestId() {
            return movementId.replace('/', '.').replace(':', '.');
        }
    }
}
