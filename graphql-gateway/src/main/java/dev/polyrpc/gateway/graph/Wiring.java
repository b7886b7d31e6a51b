package dev.polyrpc.gateway.graph;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.Objects;

/** Wires types that are records of ours, field by field. */
final class Wiring {
    private Wiring() {}

    /** The parent of a field. */
    static <T> T source(DataFetchingEnvironment field, Class<T> type) {
        return Objects.requireNonNull(type.cast(field.getSource()), field.getField()::getName);
    }

    static void pageInfo(RuntimeWiring.Builder wiring) {
        wiring.type(
                "PageInfo",
                type -> type.dataFetcher("hasNextPage", SourceField.of(Connection.class, Connection::hasNextPage))
                        .dataFetcher("hasPreviousPage", SourceField.of(Connection.class, Connection::hasPreviousPage))
                        .dataFetcher("startCursor", SourceField.of(Connection.class, Connection::startCursor))
                        .dataFetcher("endCursor", SourceField.of(Connection.class, Connection::endCursor)));
    }

    static void connection(RuntimeWiring.Builder wiring, String node) {
        wiring.type(
                        node + "Connection",
                        type -> type.dataFetcher("edges", SourceField.of(Connection.class, Connection::edges))
                                .dataFetcher("nodes", SourceField.of(Connection.class, Connection::nodes))
                                .dataFetcher("pageInfo", SourceField.of(Connection.class, Connection::pageInfo)))
                .type(
                        node + "Edge",
                        type -> type.dataFetcher(
                                        "cursor", SourceField.of(Connection.Edge.class, Connection.Edge::cursor))
                                .dataFetcher("node", SourceField.of(Connection.Edge.class, Connection.Edge::node)));
    }

    static void userError(RuntimeWiring.Builder wiring) {
        wiring.type(
                "UserError",
                type -> type.dataFetcher("field", SourceField.of(Payload.UserError.class, Payload.UserError::field))
                        .dataFetcher("message", SourceField.of(Payload.UserError.class, Payload.UserError::message))
                        .dataFetcher("reason", SourceField.of(Payload.UserError.class, Payload.UserError::reason)));
    }

    static void payload(RuntimeWiring.Builder wiring, String mutation, String outcome) {
        wiring.type(
                mutation + "Payload",
                type -> type.dataFetcher(outcome, SourceField.of(Payload.class, Payload::outcome))
                        .dataFetcher("userErrors", SourceField.of(Payload.class, Payload::userErrors))
                        .dataFetcher("clientMutationId", SourceField.of(Payload.class, Payload::clientMutationId)));
    }
}
