/** Verbs on products and their stock. */
@NullMarked
package dev.polyrpc.client.product;

import org.jspecify.annotations.NullMarked;
