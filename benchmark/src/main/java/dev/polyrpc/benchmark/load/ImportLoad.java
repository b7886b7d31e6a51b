package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.SampleMessages;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.SplittableRandom;

/** An import on each connection, of products in a row with another price, as fast as the server takes them; then the next. */
public final class ImportLoad extends StreamLoad {
    private static final int ITEMS = 200; // counted when all are done: a short window must hold many imports
    private static final int MOST_CENTS = 100_000;

    private final int products;
    private final SplittableRandom random = new SplittableRandom(42);

    /** Imports into a catalogue of so many products. */
    public ImportLoad(Connections connections, Callers callers, int products) {
        super(connections, callers);
        this.products = products;
    }

    @Override
    void open(int number) {
        new Import(number).start();
    }

    private ImportProductsRequest item(int first, int number) {
        return ImportProductsRequest.newBuilder()
                .setProduct(SampleMessages.product((first + number) % products).toBuilder()
                        .setUnitPriceCents(random.nextInt(MOST_CENTS)))
                .setItem(number)
                .setRequestId(RequestIds.next())
                .build();
    }

    /** One import; a new one follows it. */
    private final class Import extends ClientCall.Listener<ImportProductsResponse> {
        private final int number;
        private final ClientCall<ImportProductsRequest, ImportProductsResponse> call;
        private final int first = random.nextInt(products);
        private int sent;

        Import(int number) {
            this.number = number;
            this.call = connections
                    .get(number)
                    .newCall(ProductMgmtServiceGrpc.getImportProductsMethod(), CallOptions.DEFAULT);
        }

        void start() {
            call.start(this, callers.headers(number));
            call.request(2);
            onReady();
        }

        @Override
        public void onReady() {
            while (sent < ITEMS && isRunning() && call.isReady()) {
                call.sendMessage(item(first, ++sent));
            }
            if (sent < ITEMS && isRunning()) {
                return;
            }
            if (sent <= ITEMS) {
                sent = ITEMS + 1;
                call.halfClose();
            }
        }

        @Override
        public void onMessage(ImportProductsResponse summary) {
            counter.done(summary.getCreatedCount() + summary.getUpdatedCount() + summary.getUnchangedCount());
            if (summary.getRefusedCount() > 0) {
                fail(new IllegalStateException("refused: " + summary.getRefusals(0)));
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (!status.isOk()) {
                fail(status.asException());
            }
            if (isRunning()) {
                new Import(number).start();
            } else {
                ended();
            }
        }
    }
}
