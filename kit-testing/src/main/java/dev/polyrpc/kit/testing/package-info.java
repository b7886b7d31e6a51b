/** What the tests of several modules share. */
@NullMarked
package dev.polyrpc.kit.testing;

import org.jspecify.annotations.NullMarked;
