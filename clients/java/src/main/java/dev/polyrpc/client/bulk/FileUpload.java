package dev.polyrpc.client.bulk;

import com.google.protobuf.Message;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.stream.Upload;

/**
 * Sends a file's lines over client streams. Those that cannot be read stay at home, and are told with the refused ones.
 *
 * @param run the way through the file
 * @param requests makes the request of a line that can be read
 */
public record FileUpload<L extends Message, Q>(FileRun<L> run, Requests<L, Q> requests) {
    /** Sends them all, and waits until they have taken effect. */
    public <A> void send(Upload<Q, A> upload, Refusals refusals, Output output) throws Exception {
        run.each(output, line -> {
            L item = line.item();
            if (item == null) {
                refusals.add(Refusals.unreadable(line));
            } else {
                upload.send(requests.of(line.line(), item));
            }
        });
        upload.finish();
    }

    /** Makes requests. */
    @FunctionalInterface
    public interface Requests<L, Q> {
        /** The request of a line, with an id that is the same whenever it is sent again. */
        Q of(long line, L item);
    }
}
