package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.product.v1.AdjustInventoryRequest;
import dev.polyrpc.thrift.product.v1.BatchGetProductsRequest;
import dev.polyrpc.thrift.product.v1.GetProductRequest;
import dev.polyrpc.thrift.product.v1.ListProductsRequest;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TTransportException;

/** The unary works, asked over framed Thrift, compact protocol. */
public final class ThriftRequests {
    private static final int TIME_LEFT_MS = 20_000;

    private ThriftRequests() {}

    /** What a work asks of a catalogue of so many products, with one of these tokens; without where there are none. */
    public static Requests of(Work work, int products, List<String> tokens) {
        return switch (work) {
            case GET ->
                frames(
                        "getProduct",
                        products,
                        tokens,
                        context -> new ProductMgmtService.getProduct_args(
                                context, new GetProductRequest().setProductId(Templates.place(0))));
            case LIST ->
                frames(
                        "listProducts",
                        products,
                        tokens,
                        context -> new ProductMgmtService.listProducts_args(
                                context, new ListProductsRequest().setPageSize(Work.PAGE)));
            case BATCH_100 -> {
                List<String> ids = IntStream.range(0, Work.BATCH)
                        .mapToObj(Templates::place)
                        .toList();
                yield frames(
                        "batchGetProducts",
                        products,
                        tokens,
                        context -> new ProductMgmtService.batchGetProducts_args(
                                context, new BatchGetProductsRequest().setProductIds(ids)));
            }
            case ADJUST ->
                frames(
                        "adjustInventory",
                        products,
                        tokens,
                        context -> new ProductMgmtService.adjustInventory_args(
                                context,
                                new AdjustInventoryRequest()
                                        .setProductId(Templates.place(0))
                                        .setChange(1)
                                        .setRequestId(RequestIds.SAMPLE)));
            case SERVER_STREAM, CLIENT_STREAM, BIDI ->
                throw new IllegalArgumentException("%s (expected: a unary work)".formatted(work));
        };
    }

    static Requests frames(
            String method, int products, List<String> tokens, Function<CallContext, TBase<?, ?>> arguments) {
        List<CallContext> contexts = tokens.isEmpty()
                ? List.of(new CallContext())
                : tokens.stream()
                        .map(token -> new CallContext().setToken(token).setTimeLeftMs(TIME_LEFT_MS))
                        .toList();
        return Templates.of(
                contexts.stream()
                        .map(context -> frame(method, arguments.apply(context)))
                        .toList(),
                products);
    }

    private static byte[] frame(String method, TBase<?, ?> arguments) {
        try {
            TMemoryBuffer buffer = new TMemoryBuffer(1_024);
            TCompactProtocol protocol = new TCompactProtocol(buffer);
            protocol.writeMessageBegin(new TMessage(method, TMessageType.CALL, 1));
            arguments.write(protocol);
            protocol.writeMessageEnd();
            return framed(buffer);
        } catch (TException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] framed(TMemoryBuffer buffer) throws TTransportException {
        int length = buffer.length();
        byte[] frame = new byte[Integer.BYTES + length];
        ByteBuffer.wrap(frame).putInt(length).put(buffer.getArray(), 0, length);
        return frame;
    }
}
