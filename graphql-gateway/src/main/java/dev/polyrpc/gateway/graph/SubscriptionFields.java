package dev.polyrpc.gateway.graph;

import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;

/** Where the events of subscriptions come from. */
final class SubscriptionFields {
    private final ProductBackend products;

    SubscriptionFields(ProductBackend products) {
        this.products = products;
    }

    void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Subscription", type -> type.dataFetcher("inventoryChanged", this::inventoryChanged));
    }

    /** The event, while the operation is run for one; before that the source of them all. */
    private Object inventoryChanged(DataFetchingEnvironment field) {
        StreamEvent event = field.getGraphQlContext().get(StreamEvent.class);
        return event == null ? changes(field) : event.value();
    }

    private ResumedWatch changes(DataFetchingEnvironment field) {
        RequestScope scope = Arguments.scope(field);
        WatchInventoryRequest request = WatchInventoryRequest.newBuilder()
                .addAllProductIds(Arguments.productIds(field, "productIds"))
                .build();
        Long after = field.getArgument("after");
        return new ResumedWatch(
                after,
                (position, begin) -> products.watch(
                        position == null
                                ? request
                                : request.toBuilder().setAfter(position).build(),
                        scope,
                        begin));
    }
}
