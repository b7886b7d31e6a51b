/** What product management is about, whatever it is called over and stored in. */
@NullMarked
package dev.polyrpc.product.domain;

import org.jspecify.annotations.NullMarked;
