package dev.polyrpc.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The token service's command that makes a new signing key, as {@code scripts/rotate signing-key} runs it. */
final class SigningKeyCommand {
    private SigningKeyCommand() {}

    /** Runs it on a folder; answers what it said. */
    static String run(Path folder) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Built.TOKEN.jar().toString(),
                "rotate-signing-key");
        builder.environment().clear();
        builder.environment().put(Built.TOKEN.setting("SIGNING_KEYS"), folder.toString());
        try {
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("rotate-signing-key ended with " + process.exitValue());
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making a signing key", e);
        }
    }
}
