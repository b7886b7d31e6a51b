/** The GraphQL gateway: its program, its settings and the one place where its parts are wired together. */
@NullMarked
package dev.polyrpc.gateway;

import org.jspecify.annotations.NullMarked;
