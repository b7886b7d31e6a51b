/** What the token service keeps in files: policy, secrets, signing key. */
@NullMarked
package dev.polyrpc.token.outbound.file;

import org.jspecify.annotations.NullMarked;
