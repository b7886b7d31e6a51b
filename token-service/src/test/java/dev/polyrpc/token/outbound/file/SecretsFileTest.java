package dev.polyrpc.token.outbound.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsFileTest {
    private static final String HASH_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path folder;

    @Test
    void match_secretOfThatClient_holds() throws Exception {
        SecretsFile secrets = read(HASH_OF_ABC + "  alice\n");

        assertThat(secrets.match("alice", "abc")).isTrue();
        assertThat(secrets.match("alice", "abd")).isFalse();
        assertThat(secrets.match("alice", HASH_OF_ABC)).isFalse();
        assertThat(secrets.match("bob", "abc")).isFalse();
        assertThat(secrets.match("bob", "")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", HASH_OF_ABC, HASH_OF_ABC + " alice", "abc  alice", HASH_OF_ABC + "  Alice Smith"})
    void read_otherForm_isRefusedWithItsLine(String line) {
        assertThatThrownBy(() -> read(HASH_OF_ABC + "  bob\n" + line + "\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(":2: ");
    }

    @Test
    void read_absent_isRefused() {
        assertThatThrownBy(() -> SecretsFile.read(folder.resolve("absent")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not readable");
    }

    private SecretsFile read(String text) throws IOException {
        return SecretsFile.read(Files.writeString(folder.resolve("secrets"), text));
    }
}
