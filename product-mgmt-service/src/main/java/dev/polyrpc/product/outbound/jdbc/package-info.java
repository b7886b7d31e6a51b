/** How product management is kept in a relational database. */
@NullMarked
package dev.polyrpc.product.outbound.jdbc;

import org.jspecify.annotations.NullMarked;
