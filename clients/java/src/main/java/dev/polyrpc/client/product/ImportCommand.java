package dev.polyrpc.client.product;

import dev.polyrpc.client.bulk.FileRun;
import dev.polyrpc.client.bulk.FileUpload;
import dev.polyrpc.client.bulk.FileWork;
import dev.polyrpc.client.bulk.RequestIds;
import dev.polyrpc.client.file.ItemFormats;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.frame.PatienceOption;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.stream.Calls;
import dev.polyrpc.client.stream.Upload;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.ClientCall;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Imports a file of products. */
@Command(
        name = "import",
        description = {
            "Creates or updates the products of a file: CSV with a header as in catalogue/northwind.csv, or JSON Lines of "
                    + "products. A file imported again changes nothing more. Stock is left as it is: see reconcile.",
            "Exit: 0 all lines are in, 1 some were refused (they are named), 3 the service is not reachable."
        },
        footer = {"", "Example: polyrpc import catalogue/northwind.csv"})
final class ImportCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private final PatienceOption patience = new PatienceOption();

    @Parameters(paramLabel = "FILE", description = "The products.")
    private Path file = Path.of("");

    ImportCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws Exception {
        Output output = invocation.output();
        RequestIds ids = new RequestIds();
        ImportTotal total = new ImportTotal();
        FileUpload<Product, ImportProductsRequest> upload = new FileUpload<>(
                new FileRun<>(file, ItemFormats.PRODUCTS),
                (line, product) -> ImportProductsRequest.newBuilder()
                        .setProduct(product.toBuilder().clearStock())
                        .setItem(line)
                        .setRequestId(ids.ofLine(line))
                        .build());
        try (Session session = invocation.session()) {
            return FileWork.run(
                    output,
                    total,
                    () -> upload.send(
                            new Upload<>(calls(session), total::add, patience.reconnection(output)),
                            total.refusals(),
                            output));
        }
    }

    private static Supplier<ClientCall<ImportProductsRequest, ImportProductsResponse>> calls(Session session) {
        return Calls.within(
                Upload.DEADLINE, session.productStreams(), ProductMgmtServiceGrpc.getImportProductsMethod());
    }
}
