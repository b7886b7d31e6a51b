package dev.polyrpc.returns.inbound.grpc;

import dev.polyrpc.kit.grpc.CallContext;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.returns.domain.Patience;
import dev.polyrpc.returns.domain.Principal;
import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the domain needs to know of the call that the current thread serves. */
final class Calls {
    /** What is kept back of a caller's time, so that the answer still arrives. */
    private static final Duration RESERVE = Duration.ofMillis(100);

    private Calls() {}

    /** Who calls; the credential is the {@link Caller}, for the adapter that makes the next hop. */
    static Principal principal() {
        Caller caller = CallContext.caller();
        return new Principal(caller.subject(), caller.staff(), CallContext.requestId(), caller);
    }

    /** How long the caller waits; the server's cap gives every unary call a deadline. */
    static Patience patience() {
        return Patience.of(timeLeft(Duration.ZERO), System::nanoTime);
    }

    /** How long one item of the caller's stream is waited for: so long at most, while the stream lasts. */
    static Patience patience(Duration most) {
        Duration left = timeLeft(most);
        return Patience.of(left.compareTo(most) < 0 ? left : most, System::nanoTime);
    }

    private static Duration timeLeft(Duration withoutDeadline) {
        Deadline deadline = Context.current().getDeadline();
        return deadline == null
                ? withoutDeadline
                : Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)).minus(RESERVE);
    }
}
