package dev.polyrpc.gateway.request;

import dev.polyrpc.gateway.document.Workers;
import dev.polyrpc.gateway.graph.GraphEngine;
import dev.polyrpc.gateway.graph.Operation;
import dev.polyrpc.gateway.graph.RequestScope;
import dev.polyrpc.kit.call.Turns;
import graphql.ExecutionResult;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs operations: a large one by the workers, as an event loop has other clients to serve, all others where they come in.
 * Safe for use by many threads; never blocks the caller's.
 */
final class OperationRuns {
    private final GraphEngine engine;
    private final Workers workers;

    OperationRuns(GraphEngine engine, Workers workers) {
        this.engine = engine;
        this.workers = workers;
    }

    /** What the engine does with an operation. */
    interface Run {
        CompletableFuture<ExecutionResult> of(GraphEngine engine, Operation operation, RequestScope scope);
    }

    /**
     * Begins an operation; a large one is refused where too many wait.
     *
     * @param scope makes its scope of what goes on with the backends' answers
     */
    CompletableFuture<ExecutionResult> begin(CostedOperation costed, Function<Executor, RequestScope> scope, Run run) {
        return run(costed, workers::execute, scope, run);
    }

    /** The same for an operation that was let in before, and now has an event: never refused. */
    CompletableFuture<ExecutionResult> event(CostedOperation costed, Function<Executor, RequestScope> scope, Run run) {
        return run(costed, workers::inTurn, scope, run);
    }

    private CompletableFuture<ExecutionResult> run(
            CostedOperation costed, Consumer<Runnable> first, Function<Executor, RequestScope> scope, Run run) {
        Operation operation = costed.operation();
        if (!costed.cost().isLarge()) {
            return run.of(engine, operation, scope.apply(Runnable::run));
        }
        Queue<Runnable> parts = new ConcurrentLinkedQueue<>();
        Turns turns = new Turns(() -> {
            for (Runnable part = parts.poll(); part != null; part = parts.poll()) {
                part.run();
            }
        });
        RequestScope large = scope.apply(part -> {
            parts.add(part);
            workers.goOn(turns::ask);
        });
        return CompletableFuture.completedFuture(operation)
                .thenComposeAsync(
                        it -> run.of(engine, it, large),
                        part -> first.accept(() -> {
                            parts.add(part);
                            turns.ask();
                        }));
    }
}
