package dev.polyrpc.kit.thrift;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.polyrpc.kit.call.Policy;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.common.v1.ServiceFault;
import java.util.HashMap;
import java.util.Map;
import org.apache.thrift.AsyncProcessFunction;
import org.apache.thrift.TBase;
import org.apache.thrift.TBaseAsyncProcessor;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializable;
import org.apache.thrift.async.AsyncMethodCallback;
import org.apache.thrift.protocol.TProtocol;
import org.jspecify.annotations.Nullable;

/**
 * A method: what its contract says, and the generated code that hands it to its handler. Every method of ours takes a
 * context (1) and a request (2), and answers (0) or declares a fault (1). Safe for use by many threads.
 *
 * @param name what it is called in a message
 * @param fullName the same with its service, for logs and metrics
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // so is the generated code's own table of methods
record ServedMethod(String name, String fullName, Policy policy, Object handler, AsyncProcessFunction function) {
    private static final int CONTEXT = 1;
    private static final int REQUEST = 2;
    private static final int ANSWER = 0;
    private static final int FAULT = 1;

    /** All methods of a service, by name; throws when the contract does not say who may call one of them. */
    static <I> Map<String, ServedMethod> of(ServiceDescriptor contract, I handler, TBaseAsyncProcessor<I> processor) {
        Map<String, MethodDescriptor> declared = new HashMap<>();
        for (MethodDescriptor method : contract.getMethods()) {
            declared.put(MethodNames.inThrift(method), method);
        }
        Map<String, ServedMethod> methods = new HashMap<>();
        processor.getProcessMapView().forEach((name, function) -> {
            MethodDescriptor method = declared.get(name);
            String fullName = contract.getFullName() + "/" + name;
            if (method == null) {
                throw new IllegalStateException("%s: not in the contract".formatted(fullName));
            }
            methods.put(name, new ServedMethod(name, fullName, Policy.of(method), handler, function));
        });
        return Map.copyOf(methods);
    }

    /** Reads the arguments. */
    TBase<?, ?> arguments(TProtocol message) throws TException {
        TBase<?, ?> arguments = noArguments();
        arguments.read(message);
        return arguments;
    }

    /** The arguments with nothing in them. */
    TBase<?, ?> noArguments() {
        return function.getEmptyArgsInstance();
    }

    /** What the call bears besides its request; an empty one where it bears nothing. */
    static CallContext context(TBase arguments) {
        return field(arguments, CONTEXT) instanceof CallContext context ? context : new CallContext();
    }

    /** Whether there is a request. */
    static boolean hasRequest(TBase arguments) {
        return field(arguments, REQUEST) != null;
    }

    /** Hands the call to its handler. */
    void start(TBase<?, ?> arguments, AsyncMethodCallback<Object> callback) throws TException {
        function.start(handler, arguments, callback);
    }

    /** What is sent when the handler has answered. */
    TSerializable answer(Object answer) {
        return result(ANSWER, answer);
    }

    /** What is sent when the call is refused. */
    TSerializable fault(ServiceFault fault) {
        return result(FAULT, fault);
    }

    private TBase result(int field, Object value) {
        TBase result = function.getEmptyResultInstance();
        result.setFieldValue(result.fieldForId(field), value);
        return result;
    }

    private static @Nullable Object field(TBase struct, int field) {
        return struct.getFieldValue(struct.fieldForId(field));
    }
}
