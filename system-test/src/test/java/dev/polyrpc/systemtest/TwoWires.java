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
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.thrift.AsyncProcessFunction;
import org.apache.thrift.TBase;

/** One program, called over gRPC and over Thrift. */
final class TwoWires implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

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

    /** What a stream of items is answered with. */
    <Q extends Message, A extends Message> List<A> byStream(
            String client, MethodDescriptor<Q, A> method, List<Q> items) {
        ClientCall<Q, A> call = newCall(client, method);
        Collected<A> answers = new Collected<>();
        StreamObserver<Q> requests = method.getType() == MethodDescriptor.MethodType.CLIENT_STREAMING
                ? ClientCalls.asyncClientStreamingCall(call, answers)
                : ClientCalls.asyncBidiStreamingCall(call, answers);
        items.forEach(requests::onNext);
        requests.onCompleted();
        return answers.all(LIMIT);
    }

    /** What a list of the same items is answered with. */
    <Q extends Message, A extends Message> List<Message> byList(
            String client, MethodDescriptor<Q, A> method, List<Q> items) {
        TBase<?, ?> answer = caller(client)
                .ask(method, struct -> ThriftTwin.listOf(items, struct), landscape.token(client, program));
        A prototype = ThriftCaller.answer(method);
        return method.getType() == MethodDescriptor.MethodType.CLIENT_STREAMING
                ? List.of(ThriftTwin.toProto(answer, prototype.newBuilderForType()))
                : ThriftTwin.structs(answer).stream()
                        .map(each -> ThriftTwin.answerToProto(each, prototype.newBuilderForType()))
                        .toList();
    }

    /** The first events that a watch shows. */
    <Q extends Message, A extends Message> List<A> byWatch(
            String client, MethodDescriptor<Q, A> method, Q request, int count) {
        ClientCall<Q, A> call = newCall(client, method);
        Iterator<A> events = ClientCalls.blockingServerStreamingCall(call, request);
        List<A> shown = Stream.generate(events::next).limit(count).toList();
        call.cancel("seen enough", null);
        return shown;
    }

    /** One poll for what the same watch shows: so many events, and if need be so long a wait. */
    <Q extends Message> Polled byPoll(
            String client, MethodDescriptor<Q, ?> method, Q request, int limit, Duration wait) {
        TBase<?, ?> answer = caller(client)
                .ask(
                        method,
                        struct -> Polled.asking(ThriftTwin.toThrift(request, struct), limit, wait),
                        landscape.token(client, program));
        return Polled.of(answer);
    }

    /** Waits until all clients are connected over Thrift again; the program just came back. */
    void awaitThrift() {
        Eventually.until(
                "connected again",
                Duration.ofSeconds(10),
                () -> callers.values().stream().allMatch(ThriftCaller::ready));
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

    private <Q, A> ClientCall<Q, A> newCall(String client, MethodDescriptor<Q, A> method) {
        return Wire.authorized(landscape.anonymous(program, client), () -> landscape.token(client, program))
                .newCall(method, CallOptions.DEFAULT);
    }

    private ThriftCaller caller(String client) {
        return callers.computeIfAbsent(client, leaf -> new ThriftCaller(landscape, program, leaf, contract, methods));
    }
}
