package dev.polyrpc.systemtest;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.thrift.Faults;
import dev.polyrpc.kit.thrift.ThriftCallOptions;
import dev.polyrpc.kit.thrift.ThriftChannel;
import dev.polyrpc.kit.thrift.ThriftChannels;
import dev.polyrpc.kit.thrift.ThriftMethod;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.thrift.common.v1.CallContext;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.thrift.AsyncProcessFunction;
import org.apache.thrift.TBase;
import org.apache.thrift.TFieldIdEnum;

/** Calls one program over Thrift with messages of the other contract, in the name of one client. */
@SuppressWarnings({"rawtypes", "unchecked"}) // structs of whatever type
final class ThriftCaller implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int CONTEXT = 1;
    private static final int REQUEST = 2;

    private final ThriftChannels channels;
    private final ThriftChannel channel;
    private final Map<String, ? extends AsyncProcessFunction> methods;

    /**
     * Connects.
     *
     * @param methods what the generated processor knows of each method
     */
    ThriftCaller(
            Landscape landscape,
            Built program,
            String leaf,
            ServiceDescriptor contract,
            Map<String, ? extends AsyncProcessFunction> methods) {
        this.channels = ThriftChannels.of(
                TlsIdentity.load(landscape.certificates(), leaf),
                OpenTelemetry.noop().getMeter("test"));
        this.channel = channels.open("localhost:" + landscape.thriftPort(program), program.label(), contract);
        this.methods = methods;
    }

    /** The answer, or a {@link Failure}. */
    <Q extends Message, A extends Message> Message call(MethodDescriptor<Q, A> method, Q request, String token) {
        return ThriftTwin.toProto(
                ask(method, struct -> ThriftTwin.toThrift(request, struct), token),
                answer(method).newBuilderForType());
    }

    /** The answer to a request that is filled in here, or a {@link Failure}. */
    TBase ask(MethodDescriptor<?, ?> method, UnaryOperator<TBase> request, String token) {
        String name = String.valueOf(method.getBareMethodName());
        String inThrift = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        AsyncProcessFunction function = methods.get(inThrift);
        BiFunction<CallContext, UnaryOperator<TBase>, TBase<?, ?>> arguments =
                (context, asked) -> arguments(function, context, asked);
        Supplier<TBase> result = function::getEmptyResultInstance;
        Function<TBase, Object> success = ThriftCaller::success;
        ThriftMethod twin = ThriftMethod.of(inThrift, arguments, (Supplier) result, (Function) success);
        try {
            return (TBase) channel.call(twin, request, ThriftCallOptions.of(LIMIT, token))
                    .join();
        } catch (CompletionException e) {
            throw Faults.failure(e);
        }
    }

    /** What a method answers with, empty. */
    static <A extends Message> A answer(MethodDescriptor<?, A> method) {
        return ((PrototypeMarshaller<A>) method.getResponseMarshaller()).getMessagePrototype();
    }

    /** Whether it has a connection. */
    boolean ready() {
        return channel.ready();
    }

    @Override
    public void close() {
        channel.close();
        channels.close();
    }

    private static TBase arguments(AsyncProcessFunction function, CallContext context, UnaryOperator<TBase> request) {
        TBase arguments = function.getEmptyArgsInstance();
        arguments.setFieldValue(arguments.fieldForId(CONTEXT), context);
        TFieldIdEnum id = arguments.fieldForId(REQUEST);
        arguments.setFieldValue(id, request.apply(ThriftTwin.empty(arguments, id)));
        return arguments;
    }

    private static Object success(TBase result) {
        return result.getFieldValue(result.fieldForId(0));
    }
}
