package dev.polyrpc.returns.inbound.thrift;

import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.thrift.ThriftCall;
import dev.polyrpc.returns.domain.Patience;
import dev.polyrpc.returns.domain.Principal;

/** What the domain needs to know of the call that the current thread serves. */
final class Calls {
    private Calls() {}

    /** Who calls; the credential is the {@link Caller}, for the adapter that makes the next hop. */
    static Principal principal() {
        ThriftCall call = ThriftCall.current();
        Caller caller = call.caller();
        return new Principal(caller.subject(), caller.staff(), call.requestId(), null, caller);
    }

    /** How long the caller waits. */
    static Patience patience() {
        return Patience.within(ThriftCall.current().timeLeft(), System::nanoTime);
    }
}
