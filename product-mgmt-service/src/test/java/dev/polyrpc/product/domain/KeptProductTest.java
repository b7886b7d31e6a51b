package dev.polyrpc.product.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class KeptProductTest {
    private final AtomicInteger made = new AtomicInteger();
    private final ProductForm<String> name = new ProductForm<>(product -> {
        made.incrementAndGet();
        return product.entry().name();
    });
    private final ProductForm<Long> price =
            new ProductForm<>(product -> product.entry().unitPriceCents());
    private final KeptProduct chai = new KeptProduct(new Product(
            "chai",
            new CatalogueEntry("Chai", "Beverages", "10 boxes", 1_800, false),
            1,
            Stock.EMPTY,
            Instant.EPOCH,
            Instant.EPOCH));

    @Test
    void in_severalForms_eachIsMadeOnce() {
        for (int asked = 0; asked < 3; asked++) {
            assertThat(chai.in(name)).isEqualTo("Chai");
            assertThat(chai.in(price)).isEqualTo(1_800);
        }

        assertThat(made).hasValue(1);
    }
}
