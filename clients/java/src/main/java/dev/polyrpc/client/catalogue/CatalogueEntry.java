package dev.polyrpc.client.catalogue;

import dev.polyrpc.proto.product.v1.Product;

/**
 * One line of a catalogue: a product, and the units of it that are in stock.
 *
 * @param line number of the line, the header being 1
 * @param product what the catalogue says of it
 * @param unitsInStock units on hand
 */
public record CatalogueEntry(long line, Product product, int unitsInStock) {}
