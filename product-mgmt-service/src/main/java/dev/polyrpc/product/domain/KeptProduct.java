package dev.polyrpc.product.domain;

import org.jspecify.annotations.Nullable;

/** A product as it was read, with the forms in which it has been asked for since. Safe for use by many threads. */
public final class KeptProduct {
    private final Product product;
    private volatile @Nullable Made made;

    private record Made(
            ProductForm<?> form, Object value, @Nullable Made earlier) {}

    /** Keeps a product. */
    public KeptProduct(Product product) {
        this.product = product;
    }

    /** The product. */
    public Product product() {
        return product;
    }

    /** The product in a form, made when that is first asked for. */
    @SuppressWarnings("unchecked") // what stands beside a form was made by it
    public <T> T in(ProductForm<T> form) {
        Made latest = made;
        for (Made known = latest; known != null; known = known.earlier) {
            if (known.form == form) {
                return (T) known.value;
            }
        }
        T value = form.of(product);
        made = new Made(form, value, latest); // of two at the same time one is lost, and made again when asked for
        return value;
    }
}
