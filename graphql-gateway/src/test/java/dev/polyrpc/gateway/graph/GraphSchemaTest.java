package dev.polyrpc.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import dev.polyrpc.proto.product.v1.InventoryCause;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.Verdict;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GraphSchemaTest {
    static Stream<EnumDescriptor> enums() {
        return Stream.of(
                ReturnState.getDescriptor(),
                ReturnReason.getDescriptor(),
                Verdict.getDescriptor(),
                InventoryCause.getDescriptor());
    }

    @ParameterizedTest
    @MethodSource("enums")
    void schemaEnum_isTheContractsWithoutUnspecified(EnumDescriptor contract) {
        GraphQLSchema schema = GraphSchema.of(
                NoBackend.of(ProductBackend.class), NoBackend.of(ReturnBackend.class), CursorKey.random(), List.of());
        GraphQLEnumType type = (GraphQLEnumType) Objects.requireNonNull(schema.getType(contract.getName()));
        List<String> ours = type.getValues().stream()
                .map(GraphQLEnumValueDefinition::getName)
                .toList();
        List<String> theirs = contract.getValues().stream()
                .skip(1)
                .map(EnumValueDescriptor::getName)
                .map(name -> name.substring(
                        ProtoFields.enumPrefix(contract.getName()).length()))
                .toList();

        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void schemaField_withoutCounterpartInTheContract_stopsTheStart() {
        RuntimeWiring wiring = RuntimeWiring.newRuntimeWiring()
                .wiringFactory(new ProtoFields(Map.of("Product", Product.getDefaultInstance())))
                .build();
        var types = new SchemaParser().parse("type Query { a: Product } type Product { colour: String }");

        assertThatThrownBy(() -> new SchemaGenerator().makeExecutableSchema(types, wiring))
                .hasMessageContaining("has no fetcher");
    }
}
