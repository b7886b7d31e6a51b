package dev.polyrpc.systemtest;

import com.google.protobuf.Message;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A call that can be made twice, once over each wire, with the same answer: it only reads, or its second time is a repetition.
 *
 * @param client who calls
 * @param of the program that answers
 * @param body JSON, empty for none
 * @param requestId the client's own name of the call, said in a header here
 * @param overGrpc makes the same call, with that request id
 */
record RestCall(
        String verb,
        String path,
        String client,
        Built of,
        String body,
        String requestId,
        Function<String, Message> overGrpc) {

    /** A call that only reads. */
    static RestCall reading(String path, String client, Built of, Function<String, Message> overGrpc) {
        return new RestCall("GET", path, client, of, "", "", overGrpc);
    }

    /** A call that changes something. */
    static RestCall changing(
            String verb, String path, String client, Built of, String body, Function<String, Message> overGrpc) {
        return new RestCall(verb, path, client, of, body, UUID.randomUUID().toString(), overGrpc);
    }

    /** Whether this is a call of the operation that the document has under this path. */
    boolean isOf(String operationVerb, String operationPath) {
        String pattern = Pattern.quote(operationPath).replaceAll("\\{\\w+}", "\\\\E[^/:]+\\\\Q");
        return verb.equalsIgnoreCase(operationVerb)
                && path.replaceAll("\\?.*", "").matches(pattern);
    }

    @Override
    public String toString() {
        return verb + " " + path;
    }
}
