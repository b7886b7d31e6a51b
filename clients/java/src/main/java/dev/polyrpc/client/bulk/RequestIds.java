package dev.polyrpc.client.bulk;

import com.google.protobuf.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Request ids of items: the same whenever the item is sent again, so that it takes effect once. Immutable.
 *
 * <p>Of what sets a state, an id belongs to the line <em>and the run</em>: the file imported again is to be looked at
 * again, as others may have changed things since. Of what happens once (a return, a correction of a count), it belongs to
 * what the line says, whoever reads it and however often.
 */
public final class RequestIds {
    private final UUID run = UUID.randomUUID();

    /** The id of a line in this run: close to those of the lines around it, which is where the service then finds it. */
    public String ofLine(long line) {
        return new UUID(run.getMostSignificantBits(), run.getLeastSignificantBits() ^ line).toString();
    }

    /** The id of what an item says, in this run and any other. */
    public static String ofContent(Message item) {
        byte[] type = item.getDescriptorForType().getFullName().getBytes(StandardCharsets.UTF_8);
        byte[] content = item.toByteArray();
        byte[] name = ByteBuffer.allocate(type.length + 1 + content.length)
                .put(type)
                .put((byte) 0)
                .put(content)
                .array();
        return UUID.nameUUIDFromBytes(name).toString();
    }
}
