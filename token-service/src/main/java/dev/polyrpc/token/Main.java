package dev.polyrpc.token;

import dev.polyrpc.kit.process.Program;

/** Starts the token service. */
public final class Main {
    private Main() {}

    /** Runs until told to stop. */
    public static void main(String[] args) {
        Program.run("token", TokensConfig.PREFIX, settings -> Tokens.start(TokensConfig.from(settings)));
    }
}
