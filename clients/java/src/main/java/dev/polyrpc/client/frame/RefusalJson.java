package dev.polyrpc.client.frame;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.Values;
import dev.polyrpc.client.output.Json;
import dev.polyrpc.client.session.Refusal;
import dev.polyrpc.client.session.Refusal.Violation;

/** A refusal as programs read it: code, reason, message, requestId, and where fields are at fault fieldViolations. */
final class RefusalJson {
    private RefusalJson() {}

    static String of(Refusal refusal) {
        Struct.Builder json = Struct.newBuilder()
                .putFields("code", Values.of(refusal.code().name()))
                .putFields("reason", Values.of(refusal.reason()))
                .putFields("message", Values.of(refusal.message()))
                .putFields("requestId", Values.of(refusal.requestId()));
        if (!refusal.violations().isEmpty()) {
            ListValue.Builder violations = ListValue.newBuilder();
            refusal.violations().forEach(violation -> violations.addValues(value(violation)));
            json.putFields("fieldViolations", Values.of(violations.build()));
        }
        return Json.of(json);
    }

    private static Value value(Violation violation) {
        return Values.of(Struct.newBuilder()
                .putFields("field", Values.of(violation.field()))
                .putFields("description", Values.of(violation.description()))
                .build());
    }
}
