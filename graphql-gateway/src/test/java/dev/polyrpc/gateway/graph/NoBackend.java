package dev.polyrpc.gateway.graph;

import java.lang.reflect.Proxy;

/** A backend for tests that only read the schema: it must not be called. */
final class NoBackend {
    private NoBackend() {}

    static <T> T of(Class<T> backend) {
        Object none =
                Proxy.newProxyInstance(backend.getClassLoader(), new Class<?>[] {backend}, (self, method, args) -> {
                    throw new AssertionError("not called");
                });
        return backend.cast(none);
    }
}
