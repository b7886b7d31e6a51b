package dev.polyrpc.benchmark.load;

import dev.polyrpc.proto.product.v1.GetProductRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A get, asked by gRPC-Web over HTTP/1.1. */
public final class GrpcWebRequests {
    private static final String GET = "/polyrpc.product.v1.ProductMgmtService/GetProduct";
    private static final int MESSAGE = 0;

    private GrpcWebRequests() {}

    /** What asks for one of so many products, with one of these tokens. */
    public static Requests get(int products, List<String> tokens) {
        byte[] message = GetProductRequest.newBuilder()
                .setProductId(Templates.place(0))
                .build()
                .toByteArray();
        String frame = new String(new byte[] {MESSAGE, 0, 0, 0, (byte) message.length}, StandardCharsets.US_ASCII)
                + new String(message, StandardCharsets.US_ASCII);
        return Templates.of(
                tokens.stream()
                        .map(token -> RestRequests.post(
                                        GET,
                                        "application/grpc-web+proto",
                                        "authorization: Bearer " + token + "\r\n",
                                        frame)
                                .getBytes(StandardCharsets.US_ASCII))
                        .toList(),
                products);
    }
}
