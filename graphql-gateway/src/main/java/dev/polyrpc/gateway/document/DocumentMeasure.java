package dev.polyrpc.gateway.document;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures the operations of one document before it is validated. Each fragment is measured once, so that fragments
 * which double each other cost nothing.
 */
final class DocumentMeasure {
    private static final Set<String> INTROSPECTION = Set.of("__schema", "__type");

    private final Map<String, FragmentDefinition> fragments = new HashMap<>();
    private final Map<String, DocumentSize> measured = new HashMap<>();

    DocumentMeasure(Document document) {
        document.getDefinitionsOfType(FragmentDefinition.class)
                .forEach(fragment -> fragments.putIfAbsent(fragment.getName(), fragment));
    }

    DocumentSize size(OperationDefinition operation) {
        return size(operation.getSelectionSet());
    }

    private DocumentSize size(@Nullable SelectionSet selections) {
        DocumentSize size = DocumentSize.NOTHING;
        if (selections != null) {
            for (Selection<?> selection : selections.getSelections()) {
                size = size.beside(size(selection));
            }
        }
        return size;
    }

    private DocumentSize size(Selection<?> selection) {
        if (selection instanceof Field field) {
            DocumentSize size = size(field.getSelectionSet()).inField(field.getAlias() != null);
            return INTROSPECTION.contains(field.getName()) ? size.asIntrospection() : size;
        }
        if (selection instanceof InlineFragment inline) {
            return size(inline.getSelectionSet());
        }
        return selection instanceof FragmentSpread spread ? fragment(spread.getName()) : DocumentSize.NOTHING;
    }

    private DocumentSize fragment(String name) {
        DocumentSize known = measured.get(name);
        FragmentDefinition fragment = fragments.get(name);
        if (known != null || fragment == null) {
            return known == null ? DocumentSize.NOTHING : known;
        }
        measured.put(name, DocumentSize.NOTHING); // a fragment that holds itself ends here; validation refuses it
        DocumentSize size = size(fragment.getSelectionSet());
        measured.put(name, size);
        return size;
    }
}
