package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.token.outbound.file.RevocationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationFileTest {
    private static final int MOST = 100_000;

    @TempDir
    Path folder;

    @Test
    void add_full_isRefusedAndWritesNothing() throws IOException { // STS-20
        MovableClock clock = new MovableClock();
        Instant end = clock.instant().plusSeconds(300);
        String lines = IntStream.range(0, MOST)
                .mapToObj(i -> "%d token-%d%n".formatted(end.getEpochSecond(), i))
                .collect(Collectors.joining());
        Path file = Files.writeString(folder.resolve("revocations"), lines);
        RevocationFile revocations = RevocationFile.open(file, clock);
        Object before = key(file);
        clock.pass(Duration.ofSeconds(200));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> revocations.add("more", end))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo("RATE_LIMITED"));
        }
        assertThat(key(file)).isEqualTo(before);
        clock.pass(Duration.ofSeconds(100)); // now they are over
        revocations.add("more", end.plusSeconds(300));
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    /** Another for each file that has taken the place of the one before. */
    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
