/** The protocol graphql-transport-ws without a transport: texts in, texts and close codes out. */
@NullMarked
package dev.polyrpc.gateway.socket;

import org.jspecify.annotations.NullMarked;
