package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.common.v1.ServiceFault;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.protocol.TProtocol;
import org.jspecify.annotations.Nullable;

/**
 * One method of a Thrift service as who calls it knows it: its name, and the generated structs that carry it. Immutable.
 */
public final class ThriftMethod<Q, A> {
    private static final int FAULT = 1;

    private final String name;
    private final BiFunction<CallContext, Q, ? extends TBase<?, ?>> arguments;
    private final Reader<A> reader;

    private ThriftMethod(String name, BiFunction<CallContext, Q, ? extends TBase<?, ?>> arguments, Reader<A> reader) {
        this.name = name;
        this.arguments = arguments;
        this.reader = reader;
    }

    /**
     * For {@code of("getProduct", getProduct_args::new, getProduct_result::new, getProduct_result::getSuccess)}.
     *
     * @param name as the IDL says it
     */
    public static <Q, R extends TBase<R, F>, F extends TFieldIdEnum, A> ThriftMethod<Q, A> of(
            String name,
            BiFunction<CallContext, Q, ? extends TBase<?, ?>> arguments,
            Supplier<R> result,
            Function<R, @Nullable A> success) {
        return new ThriftMethod<>(name, arguments, from -> {
            R read = result.get();
            read.read(from);
            A answer = success.apply(read);
            if (answer != null) {
                return answer;
            }
            F fault = read.fieldForId(FAULT);
            if (fault != null && read.getFieldValue(fault) instanceof ServiceFault refusal) {
                throw Faults.failure(refusal);
            }
            throw new TApplicationException(TApplicationException.MISSING_RESULT, "no answer, and no fault");
        });
    }

    /** Its name in the IDL. */
    public String name() {
        return name;
    }

    TBase<?, ?> arguments(CallContext context, Q request) {
        return arguments.apply(context, request);
    }

    /** The answer; a {@link Failure} where the service says one. */
    A read(TProtocol from) throws TException {
        return reader.read(from);
    }

    private interface Reader<A> {
        A read(TProtocol from) throws TException;
    }
}
