package dev.polyrpc.gateway.graph;

import com.google.protobuf.FieldMask;
import dev.polyrpc.proto.product.v1.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Products as they were last read, those that were read longest ago forgotten first. Safe for use by many threads. */
final class LastSeen {
    private static final int MOST_MASKS = 4;

    private final Map<String, List<Seen>> products;

    /** Keeps that many products; 0 = none. */
    LastSeen(int most) {
        products = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, List<Seen>> eldest) {
                return size() > most;
            }
        };
    }

    private record Seen(FieldMask mask, Product product) {
        boolean covers(FieldMask wanted) {
            return mask.getPathsCount() == 0
                    || (wanted.getPathsCount() > 0 && mask.getPathsList().containsAll(wanted.getPathsList()));
        }
    }

    /** Keeps what a read with that mask found, beside what earlier reads found of other fields. */
    synchronized void seen(FieldMask mask, Collection<Product> found) {
        for (Product product : found) {
            List<Seen> before = products.remove(product.getProductId());
            List<Seen> now = new ArrayList<>(1);
            now.add(new Seen(mask, product));
            if (before != null) {
                before.stream()
                        .filter(seen -> !now.get(0).covers(seen.mask))
                        .limit(MOST_MASKS - 1)
                        .forEach(now::add);
            }
            products.put(product.getProductId(), now);
        }
    }

    /** There are no such products any more. */
    synchronized void gone(Collection<String> ids) {
        ids.forEach(products::remove);
    }

    /** The latest that was seen of a product, with all that the mask wants; null when it was not. */
    synchronized @Nullable Product product(String id, FieldMask mask) {
        return products.getOrDefault(id, List.of()).stream()
                .filter(seen -> seen.covers(mask))
                .findFirst()
                .map(Seen::product)
                .orElse(null);
    }
}
