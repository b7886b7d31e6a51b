package dev.polyrpc.kit.grpc;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.ServerCalls.UnaryMethod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Unary methods whose handlers answer with the bytes of a message, for what is made once and sent many times. */
public final class EncodedMethod {
    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
            return new Encoded(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private EncodedMethod() {}

    /** The service, but with one of its methods handled so. */
    public static <Q> ServerServiceDefinition in(
            ServerServiceDefinition service, MethodDescriptor<Q, ?> method, UnaryMethod<Q, byte[]> handler) {
        ServerMethodDefinition<Q, byte[]> encoded = ServerMethodDefinition.create(
                method.toBuilder(method.getRequestMarshaller(), BYTES).build(), ServerCalls.asyncUnaryCall(handler));
        return ServiceMethods.replaced(service, other -> other.getMethodDescriptor() == method ? encoded : other);
    }

    /** Goes out in one piece, without a copy of its own. */
    private static final class Encoded extends ByteArrayInputStream implements KnownLength, Drainable {
        Encoded(byte[] message) {
            super(message);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int length = count - pos;
            target.write(buf, pos, length);
            pos = count;
            return length;
        }
    }
}
