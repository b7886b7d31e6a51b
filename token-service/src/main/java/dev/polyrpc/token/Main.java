package dev.polyrpc.token;

import dev.polyrpc.kit.process.Program;
import java.time.Clock;

/** Starts the token service, or makes it a new signing key. */
public final class Main {
    private Main() {}

    /** Runs until told to stop; with {@code rotate-signing-key}: makes a key and ends. */
    public static void main(String[] args) {
        if (args.length > 0) {
            System.exit(NewSigningKey.run(args, System.getenv(), Clock.systemUTC(), System.out, System.err));
        }
        Program.run("token", TokensConfig.PREFIX, settings -> Tokens.start(TokensConfig.from(settings)));
    }
}
