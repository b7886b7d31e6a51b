package dev.polyrpc.gateway.request;

import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.schema.CoercingParseValueException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes answers: the result or the errors as JSON, every error with its code and the request's names. */
final class AnswerWriter {
    private AnswerWriter() {}

    static HttpAnswer result(ExecutionResult result, MediaType type, RequestIds ids) {
        boolean ran = result.isDataPresent() || type == MediaType.JSON;
        return answer(ran ? 200 : 400, Map.of(), body(result, ids), type, ids);
    }

    /** The head of an answer of events. */
    static HttpAnswer events(Answers answers, RequestIds ids) {
        return new HttpAnswer(200, headers(Map.of(), MediaType.EVENTS, ids), Bytes.NONE, answers);
    }

    /** The result alone, as JSON text, with the request's name in it if it is {@code named}. */
    static String text(ExecutionResult result, RequestIds ids, boolean named) {
        Map<String, Object> body = body(result, ids);
        if (named) {
            body.put("extensions", Map.of("requestId", ids.requestId()));
        }
        return new String(ResultJson.bytes(body), StandardCharsets.UTF_8);
    }

    /** The errors alone, as a JSON array. */
    static String text(List<GraphQLError> errors, RequestIds ids) {
        return new String(ResultJson.bytes(errors(errors, ids)), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> body(ExecutionResult result, RequestIds ids) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (!result.getErrors().isEmpty()) {
            body.put("errors", errors(result.getErrors(), ids));
        }
        if (result.isDataPresent()) {
            body.put("data", result.getData());
        }
        return body;
    }

    static HttpAnswer refusal(Refusal refusal, MediaType type, RequestIds ids) {
        return answer(refusal.status(), refusal.headers(), Map.of("errors", errors(refusal.errors(), ids)), type, ids);
    }

    private static HttpAnswer answer(
            int status, Map<String, String> headers, Map<String, Object> body, MediaType type, RequestIds ids) {
        return new HttpAnswer(status, headers(headers, type, ids), Bytes.of(ResultJson.bytes(body)), null);
    }

    private static Map<String, String> headers(Map<String, String> headers, MediaType type, RequestIds ids) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("content-type", type.withCharset());
        all.put("x-request-id", ids.requestId());
        all.put("cache-control", "no-store");
        return all;
    }

    private static List<Map<String, Object>> errors(List<GraphQLError> errors, RequestIds ids) {
        return errors.stream().map(error -> error(error, ids)).toList();
    }

    private static Map<String, Object> error(GraphQLError error, RequestIds ids) {
        String code = ErrorCodes.of(error);
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", code);
        if (error.getExtensions() != null) {
            extensions.putAll(error.getExtensions());
        }
        extensions.put("requestId", ids.requestId());
        extensions.put("traceId", ids.traceId());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("message", message(error, code));
        if (error.getLocations() != null && !error.getLocations().isEmpty()) {
            body.put(
                    "locations",
                    error.getLocations().stream()
                            .map(at -> Map.of("line", at.getLine(), "column", at.getColumn()))
                            .toList());
        }
        if (error.getPath() != null && !error.getPath().isEmpty()) {
            body.put("path", error.getPath());
        }
        body.put("extensions", extensions);
        return body;
    }

    /** The engine's words name classes: of values that it cannot write, and of variables that it cannot read. */
    private static String message(GraphQLError error, String code) {
        String message = error.getMessage();
        if (error instanceof CoercingParseValueException) {
            int found = message.indexOf(" but ");
            return found < 0 ? message : message.substring(0, found);
        }
        boolean fault =
                code.equals(ErrorCodes.INTERNAL) && error.getErrorType() != ErrorType.NullValueInNonNullableField;
        return fault ? "internal error" : message;
    }
}
