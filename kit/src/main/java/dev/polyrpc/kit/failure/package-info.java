/** The one way in which polyrpc says that something was refused or went wrong, whatever the wire. */
@NullMarked
package dev.polyrpc.kit.failure;

import org.jspecify.annotations.NullMarked;
