package dev.polyrpc.client.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.client.output.Output;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ErrorsTest {
    private static final String REFUSED = "TOKEN_SERVICE_REFUSED";

    @Test
    void failed_clientRefusedByTheTokenService_saysWhereToLook() {
        assertThat(told(false)).hasSize(2).last().asString().contains("denied in policy/policy.json");
    }

    @Test
    void failed_clientRefused_isOneLineToPrograms() {
        assertThat(told(true)).singleElement().asString().contains(REFUSED);
    }

    private static List<String> told(boolean json) {
        StringWriter err = new StringWriter();
        Output output = new Output(new PrintWriter(new StringWriter()), new PrintWriter(err, true), json, 80);
        int exit =
                Errors.failed(new CompletionException(new Failure(Kind.INTERNAL, REFUSED, "invalid_client")), output);
        assertThat(exit).isOne();
        return err.toString().strip().lines().toList();
    }
}
