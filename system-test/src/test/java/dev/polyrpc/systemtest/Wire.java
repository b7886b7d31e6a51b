package dev.polyrpc.systemtest;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** gRPC as a stranger would speak it: a channel over mutual TLS, a token in the metadata, a deadline on every call. */
final class Wire {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> REQUEST_ID = Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

    private Wire() {}

    /** Opens a channel to a local port that shows the leaf {@code NAME.pem} of a folder. */
    static ManagedChannel channel(int port, Path ca, Path leaves, String name) {
        try {
            return Grpc.newChannelBuilderForAddress(
                            "localhost",
                            port,
                            TlsChannelCredentials.newBuilder()
                                    .trustManager(ca.toFile())
                                    .keyManager(
                                            leaves.resolve(name + ".pem").toFile(),
                                            leaves.resolve(name + "-key.pem").toFile())
                                    .build())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same channel, each call with a deadline. */
    static Channel limited(Channel channel, Duration limit) {
        return ClientInterceptors.intercept(channel, new Deadline(limit));
    }

    /** The same channel, each call with the token of that moment. */
    static Channel authorized(Channel channel, Supplier<String> token) {
        return ClientInterceptors.intercept(channel, new Bearer(token));
    }

    private record Deadline(Duration limit) implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return next.newCall(
                    method,
                    options.getDeadline() == null
                            ? options.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
                            : options);
        }
    }

    private record Bearer(Supplier<String> token) implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    headers.put(AUTHORIZATION, "Bearer " + token.get());
                    super.start(listener, headers);
                }
            };
        }
    }
}
