package dev.polyrpc.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnStateChange;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the schema against the contract, both ways: names, types and what may be null. */
final class ContractTest {
    private static final GraphQLSchema SCHEMA = GraphSchema.of(
            NoBackend.of(ProductBackend.class), NoBackend.of(ReturnBackend.class), CursorKey.random(), List.of());

    /** A type, the message that it is a view of, which of its fields may be null, and which are the graph's own. */
    static Stream<Arguments> views() {
        Set<String> mutation = Set.of("clientMutationId");
        return Stream.of(
                Arguments.of(
                        "Product",
                        Product.getDescriptor(),
                        Set.of("category", "quantityPerUnit"),
                        Set.of("id", "events", "returns", "stale")),
                Arguments.of("Stock", Stock.getDescriptor(), Set.of(), Set.of()),
                Arguments.of(
                        "InventoryEvent",
                        InventoryEvent.getDescriptor(),
                        Set.of("movementId", "initiatedBy"),
                        Set.of("product")),
                Arguments.of("Return", ProductReturn.getDescriptor(), Set.of(), Set.of("id", "product")),
                Arguments.of("ReturnEvent", WatchReturnsResponse.getDescriptor(), Set.of(), Set.of()),
                Arguments.of("ReturnStateChange", ReturnStateChange.getDescriptor(), Set.of("note"), Set.of()),
                Arguments.of("AdjustInventoryInput", AdjustInventoryRequest.getDescriptor(), Set.of(), mutation),
                Arguments.of("InitiateReturnInput", InitiateReturnRequest.getDescriptor(), Set.of(), mutation),
                Arguments.of("InspectReturnInput", InspectReturnRequest.getDescriptor(), Set.of("note"), mutation),
                Arguments.of("CancelReturnInput", CancelReturnRequest.getDescriptor(), Set.of(), mutation));
    }

    @ParameterizedTest
    @MethodSource("views")
    void type_isAsItsMessage(String type, Descriptor message, Set<String> nullable, Set<String> own) {
        Map<String, String> theirs = new TreeMap<>();
        message.getFields().forEach(field -> {
            String name = name(field);
            theirs.put(name, typeOf(field) + (nullable.contains(name) ? "" : "!"));
        });
        Map<String, String> ours = fields(type);

        assertThat(ours.keySet()).containsAll(own);
        ours.keySet().removeAll(own);
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void createProductInput_isTheRequestAndWhatItsProductTakes() {
        Map<String, String> theirs = new TreeMap<>();
        CreateProductRequest.getDescriptor().getFields().stream()
                .filter(field -> !field.getName().equals("product"))
                .forEach(field -> theirs.put(field.getJsonName(), typeOf(field)));
        Set<String> made = Set.of("etag", "stock", "create_time", "update_time");
        Product.getDescriptor().getFields().stream()
                .filter(field -> !made.contains(field.getName()))
                .forEach(field -> theirs.put(field.getJsonName(), typeOf(field)));
        Map<String, String> ours = fields("CreateProductInput");
        ours.replaceAll((name, type) -> type.replace("!", ""));

        assertThat(ours.remove("clientMutationId")).isEqualTo("String");
        assertThat(ours).isEqualTo(theirs);
    }

    private static Map<String, String> fields(String type) {
        Map<String, String> fields = new TreeMap<>();
        Objects.requireNonNull(SCHEMA.getType(type), type).getChildren().forEach(child -> {
            if (child instanceof GraphQLFieldDefinition field) {
                fields.put(field.getName(), GraphQLTypeUtil.simplePrint(field.getType()));
            } else if (child instanceof GraphQLInputObjectField field) {
                fields.put(field.getName(), GraphQLTypeUtil.simplePrint(field.getType()));
            }
        });
        return fields;
    }

    /** Where code is generated from it, the contract must not say "return". */
    private static String name(FieldDescriptor field) {
        return field.getName().equals("product_return") ? "return" : field.getJsonName();
    }

    private static String typeOf(FieldDescriptor field) {
        String one = field.getName().endsWith("_id") && !field.getName().equals("movement_id") ? "ID" : scalar(field);
        return field.isRepeated() ? "[%s!]".formatted(one) : one;
    }

    private static String scalar(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT -> "Int";
            case LONG -> "Long";
            case BOOLEAN -> "Boolean";
            case STRING -> "String";
            case ENUM -> field.getEnumType().getName();
            case MESSAGE -> message(field.getMessageType().getName());
            default -> throw new AssertionError(field.getFullName() + ": no GraphQL type is known for it");
        };
    }

    private static String message(String name) {
        return Map.of("Timestamp", "DateTime", "ProductReturn", "Return").getOrDefault(name, name);
    }
}
