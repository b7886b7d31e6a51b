package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.Policy;
import io.grpc.ServerInterceptor;

/** An interceptor that is put around those methods alone which it has something to do with. */
interface Selective extends ServerInterceptor {
    boolean concerns(Policy method);
}
