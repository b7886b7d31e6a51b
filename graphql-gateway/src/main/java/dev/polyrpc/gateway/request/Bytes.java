package dev.polyrpc.gateway.request;

/** Bytes that nobody changes any more; whoever hands them over lets go of them. */
public final class Bytes {
    /** No bytes. */
    public static final Bytes NONE = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** Takes an array over, without a copy. */
    public static Bytes of(byte[] content) {
        return new Bytes(content);
    }

    /** The bytes themselves, not to be written to. */
    public byte[] content() {
        return content;
    }
}
