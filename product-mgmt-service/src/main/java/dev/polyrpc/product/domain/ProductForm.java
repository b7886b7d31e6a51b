package dev.polyrpc.product.domain;

import java.util.function.Function;

/** A way to say a product, for example the bytes that a wire sends; one constant for each, as products keep it. */
public final class ProductForm<T> {
    private final Function<Product, T> maker;

    /** Says products as the maker does: the same for all who ask, and not to be changed by any. */
    public ProductForm(Function<Product, T> maker) {
        this.maker = maker;
    }

    T of(Product product) {
        return maker.apply(product);
    }
}
