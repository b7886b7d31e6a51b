package dev.polyrpc.gateway.graph;

import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Where the events of subscriptions come from. */
final class SubscriptionFields {
    private final ProductBackend products;
    private final ReturnBackend returns;
    private final SharedWatches<WatchInventoryResponse> changes =
            new SharedWatches<>(answer -> answer.getEvent().getPosition());
    private final SharedWatches<WatchReturnsResponse> statuses = new SharedWatches<>(WatchReturnsResponse::getPosition);

    SubscriptionFields(ProductBackend products, ReturnBackend returns) {
        this.products = products;
        this.returns = returns;
    }

    void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Subscription",
                        type -> type.dataFetcher("inventoryChanged", events(this::inventory))
                                .dataFetcher("returnStatusChanged", events(this::statuses)))
                .type(
                        "ReturnEvent",
                        type -> type.dataFetcher(
                                "return",
                                SourceField.of(WatchReturnsResponse.class, WatchReturnsResponse::getProductReturn)));
    }

    /** The event, while the operation is run for one; before that the source of them all. */
    private static DataFetcher<Object> events(Function<DataFetchingEnvironment, Flow.Publisher<?>> source) {
        return field -> {
            StreamEvent event = field.getGraphQlContext().get(StreamEvent.class);
            return event == null ? source.apply(field) : shown(event.value());
        };
    }

    private static Object shown(Object event) {
        return event instanceof WatchInventoryResponse change ? change.getEvent() : event;
    }

    private Flow.Publisher<?> inventory(DataFetchingEnvironment field) {
        RequestScope scope = Arguments.scope(field);
        List<String> ids = Arguments.productIds(field, "productIds");
        WatchInventoryRequest request =
                WatchInventoryRequest.newBuilder().addAllProductIds(ids).build();
        boolean named = field.getSelectionSet().containsAnyOf("movementId", "initiatedBy");
        return new SharedWatch<>(
                changes,
                named ? Alike.caller(scope.caller(), ids) : Alike.anybody(ids),
                named ? UnaryOperator.identity() : SubscriptionFields::nameless,
                field.<Long>getArgument("after"),
                answer -> true,
                (after, begin) -> products.watch(
                        after == null
                                ? request
                                : request.toBuilder().setAfter(after).build(),
                        scope,
                        begin),
                scope.caller().expiry());
    }

    /** A change without that of which customers see their own alone. */
    private static WatchInventoryResponse nameless(WatchInventoryResponse answer) {
        return WatchInventoryResponse.newBuilder()
                .setEvent(answer.getEvent().toBuilder().clearMovementId().clearInitiatedBy())
                .build();
    }

    /** The contract's watch knows no ids: those of other returns that the caller may see are left out here. */
    private Flow.Publisher<?> statuses(DataFetchingEnvironment field) {
        RequestScope scope = Arguments.scope(field);
        Set<String> ids = Set.copyOf(Arguments.returnIds(field, "returnIds"));
        return new SharedWatch<>(
                statuses,
                Alike.caller(scope.caller(), List.of()),
                UnaryOperator.identity(),
                field.<Long>getArgument("after"),
                answer ->
                        ids.isEmpty() || ids.contains(answer.getProductReturn().getReturnId()),
                (after, begin) -> {
                    WatchReturnsRequest.Builder request = WatchReturnsRequest.newBuilder();
                    if (after != null) {
                        request.setAfter(after);
                    }
                    return returns.watch(request.build(), scope, begin);
                },
                scope.caller().expiry());
    }
}
