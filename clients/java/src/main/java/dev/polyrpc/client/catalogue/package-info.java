/** Catalogues in files. */
@NullMarked
package dev.polyrpc.client.catalogue;

import org.jspecify.annotations.NullMarked;
