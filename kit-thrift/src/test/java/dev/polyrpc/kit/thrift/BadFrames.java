package dev.polyrpc.kit.thrift;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;

/** Bytes that are no call, or one that lies about its size. */
final class BadFrames {
    private static final int MANY = 1 << 30;

    private final String name;
    private final byte[] bytes;

    private BadFrames(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    static Stream<BadFrames> all() {
        return Stream.concat(
                Stream.of(
                        text("HTTP", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                        text("TLS in TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001"),
                        raw("a negative frame", "ffffffff82210100"),
                        raw("an empty frame", "0000000082210100"),
                        raw("a frame of 4 MiB and a byte", "0040000182210100"),
                        raw("a frame of 2 GiB", "7fffffff82210100"),
                        framed("no protocol", "81210100"),
                        framed("JSON", "5b312c2267657450726f64756374222c312c312c7b7d5d"),
                        framed("a compact message of version 2", "82220100"),
                        framed("a compact message without an end", "8221"),
                        framed("a compact name of 256 MiB", "8221018080808001"),
                        framed("a compact name of negative length", "822101ffffffff0f"),
                        framed("a binary message of version 2", "8002000100000000"),
                        framed("a binary name of 256 MiB", "8001000110000000"),
                        framed("a binary name of negative length", "80010001ffffffff"),
                        framed("a binary message without a version", "0000000a67657450726f64756374")),
                Stream.of(FrameProtocol.values()).flatMap(BadFrames::inBoth));
    }

    private static Stream<BadFrames> inBoth(FrameProtocol in) {
        boolean compact = in == FrameProtocol.COMPACT;
        byte[] huge = HexFormat.of().parseHex(compact ? "8080808001" : "10000000");
        byte[] noText = HexFormat.of().parseHex(compact ? "02fffe" : "00000002fffe");
        return Stream.of(
                message(in, "a oneway message", "getProduct", TMessageType.ONEWAY, BadFrames::nothing),
                message(in, "a reply", "getProduct", TMessageType.REPLY, BadFrames::nothing),
                message(in, "bytes after the message", "getProduct", TMessageType.CALL, to -> {
                    nothing(to);
                    to.writeString("more");
                }),
                message(
                        in,
                        "arguments without an end",
                        "getProduct",
                        TMessageType.CALL,
                        to -> to.writeFieldBegin(new TField("context", TType.STRUCT, (short) 1))),
                message(in, "a token of 256 MiB", "getProduct", TMessageType.CALL, to -> {
                    to.writeFieldBegin(new TField("context", TType.STRUCT, (short) 1));
                    to.writeStructBegin(null);
                    to.writeFieldBegin(new TField("token", TType.STRING, (short) 1));
                    to.getTransport().write(huge);
                }),
                message(in, "text that is no UTF-8", "getProduct", TMessageType.CALL, to -> {
                    to.writeFieldBegin(new TField("request", TType.STRUCT, (short) 2));
                    to.writeStructBegin(null);
                    to.writeFieldBegin(new TField("product_id", TType.STRING, (short) 1));
                    to.getTransport().write(noText);
                    to.writeFieldStop();
                    to.writeStructEnd();
                    to.writeFieldStop();
                }),
                message(in, "a list of many texts", "batchGetProducts", TMessageType.CALL, to -> {
                    request(to, TType.LIST);
                    to.writeListBegin(new TList(TType.STRING, MANY));
                }),
                message(in, "a list of many structs", "importProducts", TMessageType.CALL, to -> {
                    request(to, TType.LIST);
                    to.writeListBegin(new TList(TType.STRUCT, MANY));
                }),
                message(in, "a list of more than may be", "importProducts", TMessageType.CALL, to -> {
                    request(to, TType.LIST);
                    to.writeListBegin(new TList(TType.STRUCT, FrameProtocol.MAX_ENTRIES + 1));
                    to.getTransport().write(new byte[FrameProtocol.MAX_ENTRIES + 1]);
                    to.writeFieldStop();
                    to.writeFieldStop();
                }),
                message(in, "a list of a negative number", "importProducts", TMessageType.CALL, to -> {
                    request(to, TType.LIST);
                    to.writeListBegin(new TList(TType.STRUCT, -1));
                }),
                message(in, "a map of many, of nobody", "getProduct", TMessageType.CALL, to -> {
                    to.writeFieldBegin(new TField("unknown", TType.MAP, (short) 9));
                    to.writeMapBegin(new TMap(TType.BOOL, TType.BOOL, MANY));
                }),
                message(in, "structs in structs", "getProduct", TMessageType.CALL, to -> {
                    for (int i = 0; i < 100_000; i++) {
                        to.writeFieldBegin(new TField("unknown", TType.STRUCT, (short) 9));
                        to.writeStructBegin(null);
                    }
                }),
                message(in, "lists in lists", "getProduct", TMessageType.CALL, to -> {
                    to.writeFieldBegin(new TField("unknown", TType.LIST, (short) 9));
                    for (int i = 0; i < 100_000; i++) {
                        to.writeListBegin(new TList(TType.LIST, 1));
                    }
                }));
    }

    private static void request(TProtocol to, byte firstField) throws TException {
        to.writeFieldBegin(new TField("request", TType.STRUCT, (short) 2));
        to.writeStructBegin(null);
        to.writeFieldBegin(new TField("first", firstField, (short) 1));
    }

    private static void nothing(TProtocol to) throws TException {
        to.writeFieldStop();
    }

    private static BadFrames message(FrameProtocol in, String name, String method, byte type, Body body) {
        try {
            TMemoryBuffer bytes = new TMemoryBuffer(64);
            TProtocol to = in == FrameProtocol.COMPACT ? new TCompactProtocol(bytes) : new TBinaryProtocol(bytes);
            to.writeMessageBegin(new TMessage(method, type, 1));
            to.writeStructBegin(null);
            body.write(to);
            byte[] content = Arrays.copyOf(bytes.getArray(), bytes.length());
            return new BadFrames(name + ", " + in, framed(content));
        } catch (TException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BadFrames text(String name, String text) {
        return new BadFrames(name, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static BadFrames raw(String name, String hex) {
        return new BadFrames(name, HexFormat.of().parseHex(hex));
    }

    private static BadFrames framed(String name, String hex) {
        return new BadFrames(name, framed(HexFormat.of().parseHex(hex)));
    }

    private static byte[] framed(byte[] content) {
        return ByteBuffer.allocate(Integer.BYTES + content.length)
                .putInt(content.length)
                .put(content)
                .array();
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Writes the arguments of a message. */
    private interface Body {
        void write(TProtocol to) throws TException;
    }
}
