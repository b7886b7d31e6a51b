package dev.polyrpc.token.outbound.file;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.token.domain.Revocations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revoked tokens in a file, a line each: the second until which the token would be believed, a space, its {@code jti}. Lines are
 * only ever added; those that are over go when the file is opened, and when they are many. For one process at a time; safe for
 * use by many threads.
 */
public final class RevocationFile implements Revocations {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationFile.class);
    private static final int MOST = 100_000;
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Pattern LINE = Pattern.compile("([0-9]{1,12}) ([A-Za-z0-9-]{1,64})");

    private final Path file;
    private final Clock clock;
    private final ConcurrentHashMap<String, Instant> live = new ConcurrentHashMap<>();
    private int lines; // in the file; this and the next: guarded by this
    private Instant nextSweep = Instant.MIN;

    private RevocationFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Reads the file, if there is one; a last line that was not written to its end was never answered, and is left out. */
    public static RevocationFile open(Path file, Clock clock) throws IOException {
        RevocationFile revocations = new RevocationFile(file.toAbsolutePath(), clock);
        revocations.load();
        revocations.sweep();
        return revocations;
    }

    /** Refuses a file that cannot be read or written, and changes nothing. */
    public static void check(Path file) throws IOException {
        RevocationFile revocations = new RevocationFile(file.toAbsolutePath(), Clock.systemUTC());
        revocations.load();
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new IOException(file + ": cannot be written");
        }
    }

    @Override
    public boolean contains(String tokenId) {
        return live.containsKey(tokenId);
    }

    @Override
    public synchronized void add(String tokenId, Instant believedUntil) {
        if (live.containsKey(tokenId)) {
            return;
        }
        try {
            if (lines >= MOST && !clock.instant().isBefore(nextSweep)) {
                sweep();
            }
            if (lines >= MOST) {
                throw new Failure(Kind.EXHAUSTED, "RATE_LIMITED", "too many revoked tokens");
            }
            append(line(tokenId, believedUntil));
        } catch (IOException e) {
            LOG.atError().addKeyValue("file", file).setCause(e).log("a revocation cannot be kept");
            throw new Failure(Kind.UNAVAILABLE, "TEMPORARILY_UNAVAILABLE", "the revocation cannot be kept");
        }
        lines++;
        live.put(tokenId, believedUntil);
    }

    private void load() throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            return;
        }
        List<String> whole =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        for (int i = 0; i < whole.size(); i++) {
            Matcher form = LINE.matcher(whole.get(i));
            if (!form.matches()) {
                throw new IOException("%s:%d: (expected: seconds, a space, a token's jti)".formatted(file, i + 1));
            }
            live.put(form.group(2), Instant.ofEpochSecond(Long.parseLong(form.group(1))));
        }
    }

    /**
     * Leaves out what is over, by a file that takes the old one's place as a whole. Where all of it lives on, there is nothing to
     * sweep until the first has ended, and never more often than every few seconds.
     */
    private synchronized void sweep() throws IOException {
        Instant now = clock.instant();
        live.values().removeIf(end -> !now.isBefore(end));
        Instant first = live.values().stream().min(Comparator.naturalOrder()).orElse(now);
        Instant pause = now.plus(PAUSE);
        nextSweep = first.isAfter(pause) ? first : pause;
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        String text = live.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
        Files.writeString(
                draft, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        lines = live.size();
    }

    private void append(String line) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long before = channel.size();
            channel.position(before);
            try {
                ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            } catch (IOException e) {
                channel.truncate(before); // else the next line would continue a torn one
                throw e;
            }
        }
    }

    private static String line(String tokenId, Instant believedUntil) {
        return "%d %s\n".formatted(believedUntil.getEpochSecond(), tokenId);
    }
}
