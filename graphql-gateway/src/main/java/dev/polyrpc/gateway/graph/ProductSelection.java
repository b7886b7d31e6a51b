package dev.polyrpc.gateway.graph;

import com.google.protobuf.FieldMask;
import dev.polyrpc.proto.product.v1.Product;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a document wants to know of products, wherever it meets them: all reads of a request ask for it, so that a product that
 * one field has read will do for every other.
 *
 * @param mask fields to ask the backend for; empty where that is all of them
 * @param stale whether the document can tell a product that was not read anew
 */
record ProductSelection(FieldMask mask, boolean stale) {
    private static final String TYPE = "Product";

    /** Reads it off a valid document: each operation and fragment once, whether it runs or not. */
    static ProductSelection of(Document document, GraphQLSchema schema) {
        Set<String> names = new HashSet<>();
        for (OperationDefinition operation : document.getDefinitionsOfType(OperationDefinition.class)) {
            collect(root(operation, schema), operation.getSelectionSet(), schema, names);
        }
        for (FragmentDefinition fragment : document.getDefinitionsOfType(FragmentDefinition.class)) {
            collect(type(fragment.getTypeCondition().getName(), schema), fragment.getSelectionSet(), schema, names);
        }
        return new ProductSelection(mask(names), names.contains("stale"));
    }

    /** Of what the backend knows; a product is told by its id in any case. */
    private static FieldMask mask(Collection<String> names) {
        FieldMask.Builder mask = FieldMask.newBuilder().addPaths("product_id");
        Product.getDescriptor().getFields().stream()
                .filter(field ->
                        names.contains(field.getJsonName()) && !field.getName().equals("product_id"))
                .forEach(field -> mask.addPaths(field.getName()));
        boolean all =
                mask.getPathsCount() == Product.getDescriptor().getFields().size();
        return all ? FieldMask.getDefaultInstance() : mask.build();
    }

    private static void collect(
            @Nullable GraphQLFieldsContainer type,
            @Nullable SelectionSet selections,
            GraphQLSchema schema,
            Set<String> names) {
        if (type == null || selections == null) {
            return;
        }
        for (Selection<?> part : selections.getSelections()) {
            if (part instanceof Field field) {
                if (type.getName().equals(TYPE)) {
                    names.add(field.getName());
                }
                collect(below(type, field), field.getSelectionSet(), schema, names);
            } else if (part instanceof InlineFragment inline) {
                TypeName of = inline.getTypeCondition();
                collect(of == null ? type : type(of.getName(), schema), inline.getSelectionSet(), schema, names);
            }
        }
    }

    private static @Nullable GraphQLFieldsContainer below(GraphQLFieldsContainer type, Field field) {
        GraphQLFieldDefinition definition = type.getFieldDefinition(field.getName());
        return definition != null
                        && GraphQLTypeUtil.unwrapAll(definition.getType()) instanceof GraphQLFieldsContainer of
                ? of
                : null;
    }

    private static @Nullable GraphQLFieldsContainer root(OperationDefinition operation, GraphQLSchema schema) {
        return switch (operation.getOperation()) {
            case QUERY -> schema.getQueryType();
            case MUTATION -> schema.getMutationType();
            case SUBSCRIPTION -> schema.getSubscriptionType();
        };
    }

    private static @Nullable GraphQLFieldsContainer type(String name, GraphQLSchema schema) {
        return schema.getType(name) instanceof GraphQLFieldsContainer type ? type : null;
    }
}
