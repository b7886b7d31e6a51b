package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import io.grpc.Attributes;
import io.grpc.CallCredentials.MetadataApplier;
import io.grpc.CallCredentials.RequestInfo;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BearerCredentialsTest {
    @Test
    void apply_privateChannel_sendsTheToken() {
        Applied applied = apply(SecurityLevel.PRIVACY_AND_INTEGRITY, CompletableFuture.completedStage("a.b.c"));

        assertThat(applied.status).isNull();
        assertThat(applied.authorization).isEqualTo("Bearer a.b.c");
    }

    @Test
    void apply_otherChannel_neverAsksForAToken() {
        for (SecurityLevel level : new SecurityLevel[] {SecurityLevel.NONE, SecurityLevel.INTEGRITY}) {
            AtomicBoolean asked = new AtomicBoolean();
            Applied applied = new Applied();
            BearerCredentials.of(certificate -> {
                        asked.set(true);
                        return CompletableFuture.completedStage("a.b.c");
                    })
                    .applyRequestMetadata(new Request(level), Runnable::run, applied);

            assertThat(applied.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(applied.authorization).isNull();
            assertThat(asked).isFalse();
        }
    }

    @Test
    void apply_noTokenToBeHad_isItsFailure() {
        Failure down = new Failure(Kind.UNAVAILABLE, "TOKEN_SERVICE_UNAVAILABLE", "down");
        Applied applied = apply(
                SecurityLevel.PRIVACY_AND_INTEGRITY, CompletableFuture.failedStage(new CompletionException(down)));

        assertThat(applied.code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(applied.status).extracting(Status::getCause).isEqualTo(down);
    }

    private static Applied apply(SecurityLevel level, CompletionStage<String> token) {
        Applied applied = new Applied();
        BearerCredentials.of(certificate -> token).applyRequestMetadata(new Request(level), Runnable::run, applied);
        return applied;
    }

    private static final class Applied extends MetadataApplier {
        private @Nullable String authorization;
        private @Nullable Status status;

        @Override
        public void apply(Metadata headers) {
            authorization = headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
        }

        @Override
        public void fail(Status failure) {
            status = failure;
        }

        private Status.@Nullable Code code() {
            return status == null ? null : status.getCode();
        }
    }

    private static final class Request extends RequestInfo {
        private final SecurityLevel level;

        Request(SecurityLevel level) {
            this.level = level;
        }

        @Override
        public MethodDescriptor<?, ?> getMethodDescriptor() {
            throw new AssertionError("not needed");
        }

        @Override
        public SecurityLevel getSecurityLevel() {
            return level;
        }

        @Override
        public String getAuthority() {
            return "localhost";
        }

        @Override
        public Attributes getTransportAttrs() {
            return Attributes.EMPTY;
        }
    }
}
