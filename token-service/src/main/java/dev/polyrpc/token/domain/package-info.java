/** Who may have which token: clients, their policy, and the granting of tokens. */
@NullMarked
package dev.polyrpc.token.domain;

import org.jspecify.annotations.NullMarked;
