package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.proto.product.v1.ProductServiceProto;
import dev.polyrpc.proto.returns.v1.ReturnServiceProto;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import dev.polyrpc.thrift.returns.v1.ReturnService;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.thrift.AsyncProcessFunction;

/** One program, called over gRPC and over Thrift. */
final class TwoWires implements AutoCloseable {
    private final Landscape landscape;
    private final Built program;
    private final ServiceDescriptor contract;
    private final Map<String, ? extends AsyncProcessFunction<?, ?, ?, ?>> methods;
    private final Map<String, ThriftCaller> callers = new ConcurrentHashMap<>();

    private TwoWires(
            Landscape landscape,
            Built program,
            ServiceDescriptor contract,
            Map<String, ? extends AsyncProcessFunction<?, ?, ?, ?>> methods) {
        this.landscape = landscape;
        this.program = program;
        this.contract = contract;
        this.methods = methods;
    }

    static TwoWires products(Landscape landscape) {
        return new TwoWires(
                landscape,
                Built.PRODUCT_MGMT,
                ProductServiceProto.getDescriptor().findServiceByName("ProductMgmtService"),
                new ProductMgmtService.AsyncProcessor<>((ProductMgmtService.AsyncIface) null).getProcessMapView());
    }

    static TwoWires returns(Landscape landscape) {
        return new TwoWires(
                landscape,
                Built.RETURN,
                ReturnServiceProto.getDescriptor().findServiceByName("ReturnService"),
                new ReturnService.AsyncProcessor<>((ReturnService.AsyncIface) null).getProcessMapView());
    }

    <Q extends Message, A extends Message> Message byGrpc(String client, MethodDescriptor<Q, A> method, Q request) {
        return byGrpc(client, method, request, landscape.token(client, program));
    }

    <Q extends Message, A extends Message> Message byThrift(String client, MethodDescriptor<Q, A> method, Q request) {
        return caller(client).call(method, request, landscape.token(client, program));
    }

    <Q extends Message, A extends Message> Failure refusalByGrpc(
            String client, MethodDescriptor<Q, A> method, Q request) {
        return refusalByGrpc(client, method, request, landscape.token(client, program));
    }

    <Q extends Message, A extends Message> Failure refusalByThrift(
            String client, MethodDescriptor<Q, A> method, Q request) {
        return refusalByThrift(client, method, request, landscape.token(client, program));
    }

    <Q extends Message, A extends Message> Failure refusalByGrpc(
            String client, MethodDescriptor<Q, A> method, Q request, String token) {
        StatusRuntimeException refusal =
                catchThrowableOfType(StatusRuntimeException.class, () -> byGrpc(client, method, request, token));
        return Statuses.failure(refusal);
    }

    <Q extends Message, A extends Message> Failure refusalByThrift(
            String client, MethodDescriptor<Q, A> method, Q request, String token) {
        return catchThrowableOfType(Failure.class, () -> caller(client).call(method, request, token));
    }

    @Override
    public void close() {
        callers.values().forEach(ThriftCaller::close);
    }

    private <Q extends Message, A extends Message> Message byGrpc(
            String client, MethodDescriptor<Q, A> method, Q request, String token) {
        return ClientCalls.blockingUnaryCall(
                Wire.authorized(landscape.anonymous(program, client), () -> token),
                method,
                CallOptions.DEFAULT,
                request);
    }

    private ThriftCaller caller(String client) {
        return callers.computeIfAbsent(client, leaf -> new ThriftCaller(landscape, program, leaf, contract, methods));
    }
}
