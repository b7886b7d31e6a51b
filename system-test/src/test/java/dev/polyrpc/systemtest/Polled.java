package dev.polyrpc.systemtest;

import com.google.protobuf.Message;
import java.time.Duration;
import java.util.List;
import org.apache.thrift.TBase;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.meta_data.FieldMetaData;

/**
 * The answer to a poll.
 *
 * @param events as Thrift says them
 * @param nextAfter where the next poll goes on
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // structs of whatever type
record Polled(List<TBase> events, long nextAfter) {
    static Polled of(TBase answer) {
        return new Polled(ThriftTwin.structs(answer), (Long) answer.getFieldValue(field(answer, "next_after")));
    }

    /** Adds to a request what a stream does not have. */
    static TBase asking(TBase request, int limit, Duration wait) {
        request.setFieldValue(field(request, "limit"), limit);
        request.setFieldValue(field(request, "wait_ms"), (int) wait.toMillis());
        return request;
    }

    /** The events as messages of the other contract. */
    List<Message> events(Message prototype) {
        return events.stream()
                .map(event -> ThriftTwin.toProto(event, prototype.newBuilderForType()))
                .toList();
    }

    private static TFieldIdEnum field(TBase struct, String name) {
        return (TFieldIdEnum) FieldMetaData.getStructMetaDataMap(struct.getClass()).keySet().stream()
                .filter(id -> ((TFieldIdEnum) id).getFieldName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
