package dev.polyrpc.gateway.request;

import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.GraphQLException;
import java.util.Map;

/** The code that each error of an answer carries. */
final class ErrorCodes {
    static final String INTERNAL = "INTERNAL_SERVER_ERROR";

    private ErrorCodes() {}

    /** The code that an error brings along, else the one for errors that the engine itself raises. */
    static String of(GraphQLError error) {
        Map<String, Object> extensions = error.getExtensions();
        Object code = extensions == null ? null : extensions.get("code");
        return code == null ? ofEngine(error) : code.toString();
    }

    private static String ofEngine(GraphQLError error) {
        if (error.getErrorType() == ErrorType.InvalidSyntax) {
            return "GRAPHQL_PARSE_FAILED";
        }
        if (error instanceof GraphQLException) { // variables that do not fit, an operation that is not there
            return "BAD_USER_INPUT";
        }
        return error.getErrorType() == ErrorType.ValidationError ? "GRAPHQL_VALIDATION_FAILED" : INTERNAL;
    }
}
