package dev.polyrpc.gateway.document;

import graphql.scalars.ExtendedScalars;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The gateway's schema without anybody who fetches its fields: enough to prepare documents. */
final class SchemaOnly {
    private SchemaOnly() {}

    static GraphQLSchema read() {
        TypeDefinitionRegistry types = new TypeDefinitionRegistry();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("schema"))) {
            for (Path file : files) {
                types.merge(new SchemaParser().parse(Files.readString(file)));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        RuntimeWiring wiring = RuntimeWiring.newRuntimeWiring()
                .scalar(ExtendedScalars.DateTime)
                .scalar(ExtendedScalars.GraphQLLong)
                .type("Node", node -> node.typeResolver(unused -> null))
                .build();
        return new SchemaGenerator().makeExecutableSchema(types, wiring);
    }
}
