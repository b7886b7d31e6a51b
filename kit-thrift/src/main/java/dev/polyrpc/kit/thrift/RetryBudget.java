package dev.polyrpc.kit.thrift;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * What may be tried again, as with gRPC: what the contract calls idempotent, in three attempts at most, and never so often
 * that an outage grows. Besides, up to three times a call, what met a connection that was just closing. For use by one
 * thread.
 */
final class RetryBudget {
    private static final int MOST_ATTEMPTS = 3;
    private static final int MOST_RESENDS = 3;
    private static final long FIRST_PAUSE_MS = 50;
    /** One retry is earned by ten good answers: against a backend that only fails, retries dry up. */
    private static final double EARNED = 0.1;

    private static final double MOST = 10;

    private final Set<String> idempotent;
    private final int mostResent; // one for each connection: all may close together
    private double left = MOST;
    private double resendsLeft;

    private RetryBudget(Set<String> idempotent, int connections) {
        this.idempotent = idempotent;
        this.mostResent = connections;
        this.resendsLeft = connections;
    }

    /** Of the calls to one backend that speaks this contract, over so many connections at most. */
    static RetryBudget of(ServiceDescriptor contract, int connections) {
        return new RetryBudget(
                contract.getMethods().stream()
                        .filter(method ->
                                method.getOptions().getIdempotencyLevel() != IdempotencyLevel.IDEMPOTENCY_UNKNOWN)
                        .map(MethodNames::inThrift)
                        .collect(Collectors.toUnmodifiableSet()),
                connections);
    }

    /** Whether a call may be made again although nobody knows whether it was carried out. */
    boolean isIdempotent(String method) {
        return idempotent.contains(method);
    }

    /** The backend answered, with whatever but being unavailable. */
    void answered() {
        left = Math.min(MOST, left + EARNED);
        resendsLeft = Math.min(mostResent, resendsLeft + EARNED);
    }

    /**
     * Whether a call whose connection has closed, having been good before, is sent again at once.
     *
     * @param resends how often it was before
     */
    boolean takesResend(int resends) {
        boolean taken = resends < MOST_RESENDS && resendsLeft >= 1;
        resendsLeft -= taken ? 1 : 0;
        return taken;
    }

    /** Whether a call that has failed so is made once more. */
    boolean takes(String method, Failure failure, int attempts) {
        if (failure.kind() != Kind.UNAVAILABLE) {
            return false;
        }
        left = Math.max(0, left - 1);
        return attempts < MOST_ATTEMPTS && left > MOST / 2 && isIdempotent(method);
    }

    /** How long to wait before the next attempt: longer each time, and not the same for all who wait. */
    Duration pause(int attempts) {
        double spread = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
        return Duration.ofNanos(
                (long) (Duration.ofMillis(FIRST_PAUSE_MS << (attempts - 1)).toNanos() * spread));
    }
}
