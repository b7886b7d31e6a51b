package dev.polyrpc.product.domain;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link Command} sees and changes; what it did is visible to others once it is committed. */
public interface Transaction {
    /** The time of the change. */
    Instant now();

    /** Looks for a product. */
    Optional<Product> find(String productId);

    /** Adds a product, with an empty stock. */
    void insert(Product product);

    /** Replaces what the catalogue says of a product, its revision and update time. */
    void edit(Product product);

    /** Replaces a product's stock by the one that it has here, and appends the event that says so. */
    InventoryEvent change(
            Product product, InventoryCause cause, int change, @Nullable String movementId, String initiatedBy);
}
