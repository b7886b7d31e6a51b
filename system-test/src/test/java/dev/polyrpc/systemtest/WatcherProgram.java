package dev.polyrpc.systemtest;

import dev.polyrpc.systemtest.history.Event;
import dev.polyrpc.systemtest.history.EventTable;
import dev.polyrpc.systemtest.history.Histories;
import dev.polyrpc.systemtest.history.Recording;
import dev.polyrpc.systemtest.history.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A watch of the Java client, which writes down what it sees; and what it should have seen. */
final class WatcherProgram {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern ON =
            Pattern.compile("^\\{\"note\":\"Watching(?:.* after position (\\d+))?\"}$", Pattern.MULTILINE);
    private static final int EXIT_UNREACHABLE = 3;

    private final Landscape landscape;
    private final String name;
    private final Built service;
    private final String client;
    private final List<String> verb;
    private Watched watched;
    private ClientProgram program;
    private boolean on;
    private int starts = 1;

    private WatcherProgram(
            Landscape landscape, String name, Built service, String client, List<String> verb, Watched watched) {
        this.landscape = landscape;
        this.name = name;
        this.service = service;
        this.client = client;
        this.verb = verb;
        this.watched = watched;
        this.program = ClientProgram.start(landscape, file(), client, verb);
    }

    /** Watches stock; the options say what, and so does what is expected of it. */
    static WatcherProgram ofStock(Landscape landscape, String name, String client, Watched watched, String... options) {
        return new WatcherProgram(
                landscape, name, Built.PRODUCT_MGMT, client, verb(List.of("watch"), options), watched);
    }

    /** Watches returns. */
    static WatcherProgram ofReturns(
            Landscape landscape, String name, String client, Watched watched, String... options) {
        return new WatcherProgram(
                landscape, name, Built.RETURN, client, verb(List.of("return", "watch"), options), watched);
    }

    /** Waits until it is on; one that watches from now says where that is. */
    void awaitOn() {
        Matcher begin = Eventually.value(name + " is on", LIMIT, () -> {
            goOnIfEnded();
            Matcher matcher = ON.matcher(program.notes());
            return matcher.find() ? Optional.of(matcher) : Optional.empty();
        });
        if (!verb.contains("--after=0")) {
            if (begin.group(1) == null) {
                throw new AssertionError(name + ": does not say where it begins: " + program.notes());
            }
            watched = watched.from(Long.parseLong(begin.group(1)));
        }
        on = true;
    }

    /** Starts it again, after the last that it wrote down, where it has ended because nobody was there. */
    void goOnIfEnded() {
        if (program.alive()) {
            return;
        }
        int exit = program.exit(LIMIT);
        if (exit != EXIT_UNREACHABLE) {
            throw new AssertionError("%s: ended with %d%n%s".formatted(name, exit, program.notes()));
        }
        List<String> again = new ArrayList<>(verb);
        if (on) {
            again.removeIf(word -> word.startsWith("--after="));
            again.add("--after=" + Math.max(seen(), watched.after()));
        }
        program = ClientProgram.start(landscape, file(), client, again);
        starts++;
    }

    /** The position of the last event that it wrote down; 0 when there is none. */
    long seen() {
        try {
            return Recording.lastPosition(program.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has seen an event that it is to see. */
    void awaitSeen(long position) {
        Eventually.until("%s sees position %d".formatted(name, position), LIMIT, () -> {
            goOnIfEnded();
            return seen() >= position;
        });
    }

    /** The position of the last event that it is to see; 0 when there is none. */
    long last() {
        Path database = landscape.database(service);
        try {
            List<Event> kept = EventTable.in(database).read(database, watched);
            return kept.isEmpty() ? 0 : kept.get(kept.size() - 1).position();
        } catch (SQLException e) {
            throw new IllegalStateException(database + " cannot be read", e);
        }
    }

    /** What it saw that differs from what is kept; empty when nothing does. */
    Optional<String> difference() {
        Path database = landscape.database(service);
        try {
            return Histories.firstDifference(
                            EventTable.in(database).read(database, watched), Recording.read(program.file()))
                    .map(difference -> name + ": " + difference);
        } catch (IOException | SQLException | IllegalArgumentException e) {
            return Optional.of(name + ": " + e.getMessage());
        }
    }

    Built service() {
        return service;
    }

    ClientProgram program() {
        return program;
    }

    /** Ends it by SIGTERM. */
    void end() {
        program.terminate();
    }

    @Override
    public String toString() {
        return "%s: %d events, %d losses, %d starts"
                .formatted(name, program.answers().size(), program.losses(), starts);
    }

    private String file() {
        return name + ".jsonl";
    }

    private static List<String> verb(List<String> words, String... options) {
        List<String> verb = new ArrayList<>(words);
        verb.addAll(List.of(options));
        return List.copyOf(verb);
    }
}
