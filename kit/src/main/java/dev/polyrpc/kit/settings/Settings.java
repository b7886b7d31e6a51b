package dev.polyrpc.kit.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one process. Readers note each fault and hand back the default, so that {@link #done} can name all
 * faults at once. Not safe for use by several threads.
 */
public final class Settings {
    private static final String ALL = "POLYRPC_";
    private static final String PROFILE = ALL + "PROFILE";
    private static final int MAX_PORT = 65_535;
    private static final List<String> PREFIXES =
            List.of(ALL + "PRODUCT_MGMT_", ALL + "RETURN_", ALL + "GATEWAY_", ALL + "TOKEN_", ALL + "EDGE_");

    private final String prefix;
    private final Map<String, String> environment;
    private final TreeSet<String> known = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    private Settings(String prefix, Map<String, String> environment) {
        this.prefix = prefix;
        this.environment = new TreeMap<>(environment);
    }

    /** Settings whose names begin with {@code prefix}, such as {@code POLYRPC_RETURN_}. */
    public static Settings of(String prefix, Map<String, String> environment) {
        return new Settings(prefix, environment);
    }

    /** A TCP port; 0 lets the system choose one. */
    public int port(String name, int whenAbsent) {
        return number(name, whenAbsent, 0, MAX_PORT);
    }

    /** A whole number within bounds, which belong to it. */
    public int number(String name, int whenAbsent, int least, int most) {
        return read(prefix + name, whenAbsent, "%d to %d".formatted(least, most), text -> {
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new IllegalArgumentException(text);
            }
            return number;
        });
    }

    /** A duration over 0, such as {@code 500ms}, {@code 30s} or {@code 5m}. */
    public Duration duration(String name, Duration whenAbsent) {
        return read(prefix + name, whenAbsent, Durations.EXPECTED, Durations::parse);
    }

    /** A duration from {@code least} to {@code most}. */
    public Duration duration(String name, Duration whenAbsent, Duration least, Duration most) {
        String expected = "a duration from %s to %s".formatted(Durations.text(least), Durations.text(most));
        return read(prefix + name, whenAbsent, expected, text -> {
            Duration duration = Durations.parse(text);
            if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                throw new IllegalArgumentException(text);
            }
            return duration;
        });
    }

    /** A file or folder, relative to the working directory unless absolute. */
    public Path path(String name, Path whenAbsent) {
        return read(prefix + name, whenAbsent, "a path", text -> Path.of(notBlank(text)));
    }

    /** The same, where it is set; null where it is not. */
    public @Nullable Path pathIfSet(String name) {
        String set = environment.get(prefix + name);
        known.add(prefix + name);
        return set == null ? null : path(name, Path.of(""));
    }

    /** A text that is not blank. */
    public String text(String name, String whenAbsent) {
        return read(prefix + name, whenAbsent, "a text that is not blank", Settings::notBlank);
    }

    /** An absolute https URI. */
    public URI uri(String name, URI whenAbsent) {
        return read(prefix + name, whenAbsent, "an https URI, such as https://localhost:7490", text -> {
            URI uri = URI.create(text);
            if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
                throw new IllegalArgumentException(text);
            }
            return uri;
        });
    }

    /** One constant of an enum, in lower case with hyphens for underscores. */
    public <E extends Enum<E>> E choice(String name, Class<E> type, E whenAbsent) {
        return choiceOf(prefix + name, type, whenAbsent);
    }

    /** The profile, shared by all processes: {@code POLYRPC_PROFILE}. */
    public Profile profile() {
        return choiceOf(PROFILE, Profile.class, Profile.DEVELOPMENT);
    }

    /**
     * Opens what a setting names (files, a database); each line of a failure becomes a fault
     * of that setting. Nobody may use the
     * result before {@link #done} has returned: after a failure it is null.
     */
    @SuppressWarnings("NullAway") // after a failure done() throws, so that nobody meets the null
    public <T> T check(String name, Callable<T> opener) {
        known.add(prefix + name);
        try {
            T result = opener.call();
            if (result instanceof AutoCloseable open) {
                opened.add(open);
            }
            return result;
        } catch (Exception e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            message.lines().forEach(line -> faults.add(prefix + name + ": " + line));
            return null;
        }
    }

    /**
     * Ends the reading. With any fault, what {@link #check} has opened is closed again.
     *
     * @throws SettingsException if there was any fault, or a setting that nobody asked for
     */
    public void done() {
        List<String> all = new ArrayList<>(faults);
        environment.keySet().stream().filter(this::isUnknown).map(this::unknown).forEach(all::add);
        if (!all.isEmpty()) {
            SettingsException refusal = new SettingsException(all);
            for (AutoCloseable open : opened) {
                try {
                    open.close();
                } catch (Exception e) {
                    refusal.addSuppressed(e);
                }
            }
            throw refusal;
        }
    }

    private boolean isUnknown(String name) {
        if (!name.startsWith(ALL) || name.equals(PROFILE) || known.contains(name)) {
            return false;
        }
        return name.startsWith(prefix) || PREFIXES.stream().noneMatch(name::startsWith);
    }

    private String unknown(String name) {
        String names = String.join(", ", known);
        return "%s: unknown setting (expected one of: %s)".formatted(name, names);
    }

    private <E extends Enum<E>> E choiceOf(String name, Class<E> type, E whenAbsent) {
        List<String> choices = Stream.of(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        return read(name, whenAbsent, "one of " + String.join(", ", choices), text -> {
            if (!choices.contains(text)) {
                throw new IllegalArgumentException(text);
            }
            return type.getEnumConstants()[choices.indexOf(text)];
        });
    }

    private <T> T read(String name, T whenAbsent, String expected, Function<String, T> parser) {
        known.add(name);
        String text = environment.get(name);
        if (text == null) {
            return whenAbsent;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            String shown = text.replaceAll("\\p{Cntrl}", "?"); // so that a fault stays one line
            faults.add("%s: %s (expected: %s)".formatted(name, shown, expected));
            return whenAbsent;
        }
    }

    private static String notBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
