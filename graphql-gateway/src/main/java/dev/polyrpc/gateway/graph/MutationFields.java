package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Causes;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.Verdict;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The mutations: input in, one RPC, payload out. What is wrong with an input stands in the payload. */
final class MutationFields {
    private final ProductBackend products;
    private final ReturnBackend returns;

    MutationFields(ProductBackend products, ReturnBackend returns) {
        this.products = products;
        this.returns = returns;
    }

    void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                "Mutation",
                type -> type.dataFetcher("createProduct", change(this::createProduct))
                        .dataFetcher("adjustInventory", change(this::adjustInventory))
                        .dataFetcher("initiateReturn", change(this::initiateReturn))
                        .dataFetcher("inspectReturn", change(this::inspectReturn))
                        .dataFetcher("cancelReturn", change(this::cancelReturn)));
        Wiring.payload(wiring, "CreateProduct", "product");
        Wiring.payload(wiring, "AdjustInventory", "event");
        Wiring.payload(wiring, "InitiateReturn", "return");
        Wiring.payload(wiring, "InspectReturn", "return");
        Wiring.payload(wiring, "CancelReturn", "return");
        wiring.type("AdjustInventoryPayload", type -> type.dataFetcher("product", MutationFields::adjustedProduct));
    }

    private CompletableFuture<?> createProduct(Input input, RequestScope scope) {
        Product.Builder product = Product.newBuilder()
                .setProductId(input.text("productId"))
                .setName(input.text("name"))
                .setCategory(input.text("category"))
                .setQuantityPerUnit(input.text("quantityPerUnit"))
                .setUnitPriceCents(input.number("unitPriceCents"))
                .setDiscontinued(input.flag("discontinued"));
        CreateProductRequest.Builder request =
                CreateProductRequest.newBuilder().setProduct(product).setRequestId(input.text("requestId"));
        return products.create(request.build(), scope).thenApply(answer -> answer.getProduct());
    }

    private CompletableFuture<?> adjustInventory(Input input, RequestScope scope) {
        AdjustInventoryRequest.Builder request = AdjustInventoryRequest.newBuilder()
                .setProductId(input.id("Product", "productId"))
                .setChange((int) input.number("change"))
                .setRequestId(input.text("requestId"));
        return products.adjust(request.build(), scope).thenApply(answer -> answer.getEvent());
    }

    private CompletableFuture<?> initiateReturn(Input input, RequestScope scope) {
        InitiateReturnRequest.Builder request = InitiateReturnRequest.newBuilder()
                .setOrder(input.text("order"))
                .setProductId(input.id("Product", "productId"))
                .setQuantity((int) input.number("quantity"))
                .setReason(input.value(ReturnReason.class, "reason"))
                .setRequestId(input.text("requestId"));
        return returns.initiate(request.build(), scope).thenApply(answer -> answer.getProductReturn());
    }

    private CompletableFuture<?> inspectReturn(Input input, RequestScope scope) {
        InspectReturnRequest.Builder request = InspectReturnRequest.newBuilder()
                .setReturnId(input.id("Return", "returnId"))
                .setVerdict(input.value(Verdict.class, "verdict"))
                .setNote(input.text("note"))
                .setRequestId(input.text("requestId"));
        return returns.inspect(request.build(), scope).thenApply(answer -> answer.getProductReturn());
    }

    private CompletableFuture<?> cancelReturn(Input input, RequestScope scope) {
        CancelReturnRequest.Builder request = CancelReturnRequest.newBuilder()
                .setReturnId(input.id("Return", "returnId"))
                .setRequestId(input.text("requestId"));
        return returns.cancel(request.build(), scope).thenApply(answer -> answer.getProductReturn());
    }

    private static @Nullable CompletionStage<Product> adjustedProduct(DataFetchingEnvironment field) {
        Object outcome = Wiring.source(field, Payload.class).outcome();
        return outcome instanceof InventoryEvent event ? Loaders.product(field, event.getProductId()) : null;
    }

    private interface Change {
        CompletableFuture<?> apply(Input input, RequestScope scope);
    }

    private static DataFetcher<CompletionStage<Payload>> change(Change change) {
        return field -> {
            Input input = Input.of(field);
            CompletableFuture<?> outcome;
            try {
                outcome = change.apply(input, Arguments.scope(field));
            } catch (Failure failure) {
                outcome = CompletableFuture.failedFuture(failure);
            }
            return outcome.handle((value, thrown) -> {
                Loaders.forget(field);
                return thrown == null ? Payload.of(value, input.clientMutationId()) : refused(thrown, input);
            });
        };
    }

    private static Payload refused(Throwable thrown, Input input) {
        Failure failure = GraphErrors.failure(thrown);
        if (failure != null && failure.kind() == Kind.INVALID) {
            return Payload.refused(failure, input.clientMutationId());
        }
        throw new CompletionException(Causes.unwrapped(thrown));
    }
}
