package dev.polyrpc.client.demo;

import dev.polyrpc.client.session.Endpoints;
import dev.polyrpc.client.session.Refusal;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.session.ThriftMethods;
import dev.polyrpc.client.session.ThriftSession;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The same good call and token over other certificates: who cannot prove what it is gets no answer. */
final class CertificateChapter {
    private static final List<BadLeaf> BAD = List.of(
            new BadLeaf("expired", "a leaf that has expired"),
            new BadLeaf("rogue", "a leaf of another CA that bears our name"),
            new BadLeaf("other-domain", "a leaf of ours, but of another trust domain"),
            new BadLeaf("two-ids", "a leaf with two ids"),
            new BadLeaf("no-id", "a leaf without an id"),
            new BadLeaf("no-client-auth", "a leaf that is not for clients"));
    private static final long DEADLINE_S = 5;

    private final Story story;
    private final Endpoints endpoints;
    private final Session warehouse;
    private final GetProductRequest request;

    CertificateChapter(Story story, Endpoints endpoints, Session warehouse, String productId) {
        this.story = story;
        this.endpoints = endpoints;
        this.warehouse = warehouse;
        this.request = GetProductRequest.newBuilder().setProductId(productId).build();
    }

    void play() throws Exception {
        story.chapter("What is refused: a good token over a bad certificate");
        Path out = endpoints.certificates();
        TlsChannelCredentials.Builder good = with(out, "warehouse");
        story.check("over the warehouse's own certificate the call is answered", () -> call(good));
        story.check("and over Thrift, too", () -> callByThrift(TlsIdentity.load(out, "warehouse")));
        refused("no certificate", trusting());
        for (BadLeaf leaf : BAD) {
            refused(leaf.what(), with(out.resolve("bad"), leaf.name()));
            refusedByThrift(leaf);
        }
    }

    private void refusedByThrift(BadLeaf leaf) throws Exception {
        TlsIdentity bad = TlsIdentity.loadUnchecked(endpoints.certificates(), "bad/" + leaf.name());
        story.check("the same over Thrift", () -> {
            try {
                throw new IllegalStateException("was not refused; the answer was: " + callByThrift(bad));
            } catch (Failure refused) {
                if (refused.kind() != Kind.UNAVAILABLE) {
                    Story.expect("reason", "PEER_ID_INVALID", refused.reason());
                }
            }
        });
    }

    private Object callByThrift(TlsIdentity identity) {
        String token = warehouse.token("product-mgmt", Set.of());
        try (ThriftSession thrift = ThriftSession.open(endpoints, identity, token)) {
            return thrift.products(
                    ThriftMethods.GET_PRODUCT,
                    new dev.polyrpc.thrift.product.v1.GetProductRequest().setProductId(request.getProductId()));
        }
    }

    private void refused(String what, TlsChannelCredentials.Builder credentials) throws Exception {
        Refusal refusal = story.step(what, () -> {
            try {
                throw new IllegalStateException("was not refused; the answer was: " + call(credentials));
            } catch (StatusRuntimeException e) {
                Refusal refused = Refusal.of(e);
                // The handshake ends for all of them, but where the chain is good and the id is not ours: that is told.
                if (refused.code() != Code.UNAVAILABLE) {
                    Story.expect("reason", "PEER_ID_INVALID", refused.reason());
                }
                return refused;
            }
        });
        story.detail(refusal.code() == Code.UNAVAILABLE ? "no connection" : refusal.toString());
    }

    private GetProductResponse call(TlsChannelCredentials.Builder credentials) {
        ManagedChannel channel = Grpc.newChannelBuilder(endpoints.products(), credentials.build())
                .build();
        try {
            String token = warehouse.token("product-mgmt", Set.of());
            return ProductMgmtServiceGrpc.newBlockingStub(channel)
                    .withCallCredentials(BearerCredentials.of(token))
                    .withDeadlineAfter(DEADLINE_S, TimeUnit.SECONDS)
                    .getProduct(request);
        } finally {
            channel.shutdownNow();
        }
    }

    private TlsChannelCredentials.Builder with(Path folder, String name) throws IOException {
        return trusting()
                .keyManager(
                        folder.resolve(name + ".pem").toFile(),
                        folder.resolve(name + "-key.pem").toFile());
    }

    private TlsChannelCredentials.Builder trusting() throws IOException {
        return TlsChannelCredentials.newBuilder()
                .trustManager(endpoints.certificates().resolve("ca.pem").toFile());
    }

    private record BadLeaf(String name, String what) {}
}
