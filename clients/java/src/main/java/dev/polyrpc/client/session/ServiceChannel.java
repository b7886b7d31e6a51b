package dev.polyrpc.client.session;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one channel to a service, opened when it is first needed. Safe for use by many threads. */
final class ServiceChannel implements AutoCloseable {
    private static final long CLOSED_WITHIN_S = 1;

    private final CallDeadline deadline;
    private final Supplier<ManagedChannel> opening;
    private @Nullable ManagedChannel channel;

    ServiceChannel(Duration timeout, Supplier<ManagedChannel> opening) {
        this.deadline = new CallDeadline(timeout);
        this.opening = opening;
    }

    synchronized Channel get() {
        if (channel == null) {
            channel = opening.get();
        }
        return ClientInterceptors.intercept(channel, deadline);
    }

    /** Says good-bye to the service, so that it does not see a connection that broke. */
    @Override
    public synchronized void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.shutdownNow().awaitTermination(CLOSED_WITHIN_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
