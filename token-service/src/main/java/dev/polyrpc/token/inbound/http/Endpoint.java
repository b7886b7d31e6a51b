package dev.polyrpc.token.inbound.http;

import dev.polyrpc.token.domain.ProvenClient;

/** Answers what a client asks that has proven itself; refuses with a Failure. Safe for use by many threads. */
@FunctionalInterface
interface Endpoint {
    OAuthAnswer answer(ProvenClient client, Form form);
}
