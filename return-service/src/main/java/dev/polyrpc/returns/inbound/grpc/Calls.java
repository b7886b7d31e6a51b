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
    private Calls() {}

    /** Who calls; the credential is the {@link Caller}, for the adapter that makes the next hop. */
    static Principal principal() {
        Caller caller = CallContext.caller();
        return new Principal(
                caller.subject(), caller.staff(), CallContext.requestId(), CallContext.traceParent(), caller);
    }

    /** How long the caller waits; the server's cap gives every unary call a deadline. */
    static Patience patience() {
        Deadline deadline = Context.current().getDeadline();
        return deadline == null
                ? Patience.of(Duration.ZERO, System::nanoTime)
                : Patience.within(left(deadline), System::nanoTime);
    }

    /** How long one item of the caller's stream is waited for: so long at most, while the stream lasts. */
    static Patience patience(Duration most) {
        Deadline deadline = Context.current().getDeadline();
        return deadline == null
                ? Patience.of(most, System::nanoTime)
                : Patience.within(left(deadline), System::nanoTime).atMost(most);
    }

    private static Duration left(Deadline deadline) {
        return Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
    }
}
