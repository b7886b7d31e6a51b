package dev.polyrpc.client.stream;

import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Makes calls of a stub's kind, with its credentials, for streams that need more than one. */
public final class Calls {
    private Calls() {}

    /** Calls that may last. */
    public static <Q, A> Supplier<ClientCall<Q, A>> lasting(AbstractStub<?> stub, MethodDescriptor<Q, A> method) {
        return () -> stub.getChannel().newCall(method, stub.getCallOptions());
    }

    /** Calls that each end within so long. */
    public static <Q, A> Supplier<ClientCall<Q, A>> within(
            Duration deadline, AbstractStub<?> stub, MethodDescriptor<Q, A> method) {
        return () -> stub.getChannel()
                .newCall(method, stub.getCallOptions().withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS));
    }
}
