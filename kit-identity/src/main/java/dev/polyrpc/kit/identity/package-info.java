/** Who calls: access tokens, how they are verified, how they are fetched and how they travel. */
@NullMarked
package dev.polyrpc.kit.identity;

import org.jspecify.annotations.NullMarked;
