package dev.polyrpc.kit.grpc;

import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import java.util.List;
import java.util.ListIterator;

/** Interceptors in the order in which they are read. */
final class Interceptors {
    private Interceptors() {}

    /** Installs the first as the outermost; gRPC itself runs the last added first. */
    static void install(ServerBuilder<?> server, List<? extends ServerInterceptor> firstToLast) {
        ListIterator<? extends ServerInterceptor> last = firstToLast.listIterator(firstToLast.size());
        while (last.hasPrevious()) {
            server.intercept(last.previous());
        }
    }
}
