package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.systemtest.history.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Leaves, authority and signing key are rotated while everything is called and watched, and whoever is shut out is cut off.
 * {@code -Dpolyrpc.rotation=long} does so again and again for two minutes.
 */
class RotationIT {
    private static final CertificateSet SET = TestCertificates.fresh();
    private static final Path POLICY = SET.directory().resolveSibling("policy.json");
    private static final String PRODUCT = "turning";
    private static final String QUIET = "quiet";
    private static final int SOME = 200;
    private static final int LONG_ROUNDS = 12;
    private static final Duration LONG_PAUSE = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String LEAD =
            "32s"; // verifiers fetch keys once in 30 s; the command that makes one takes a moment

    @RegisterExtension
    static final Landscape landscape = new Landscape(SET.directory(), Built.values())
            .with(Built.TOKEN, "SIGNING_KEY_LEAD", LEAD)
            .with(Built.TOKEN, "POLICY", policy())
            .with(Built.PRODUCT_MGMT, "POLICY", policy())
            .with(Built.RETURN, "POLICY", policy())
            .with(Built.GATEWAY, "POLICY", policy());

    @BeforeEach
    void readCertificatesAnew() {
        landscape.readCertificatesAnew(); // the test before has left others
    }

    @Test
    void rotation_ofEverythingUnderLoad_failsNoCall() throws IOException {
        final String key = Rotation.signingKey(landscape); // at once, as it takes longest
        new Shop(landscape).stock(PRODUCT, SOME);
        new Shop(landscape).stock(QUIET, 1);
        List<WatcherProgram> watchers = watchers("quick");
        landscape.token("auditor", Built.PRODUCT_MGMT); // kept for later, when the desk's own certificate is an old one
        try (SteadyLoad load = SteadyLoad.start(landscape, PRODUCT);
                HeldWatch stranger = HeldWatch.open(landscape, "bob")) {
            Rotation rotation = new Rotation(landscape, SET, load.staff().identity());
            load.awaitMore(SOME);
            rotation.tearPairs();
            load.awaitMore(SOME);
            rotation.certificates();
            load.awaitMore(SOME);
            rotation.trustBothAuthorities();
            rotation.moveToNewAuthority();
            stranger.awaitMore();
            rotation.trustNewAuthorityAlone();
            stranger.awaitEnd();
            load.awaitMore(SOME);
            deny("auditor", load);
            rotation.awaitSigningKey(key);
            load.renewTokens();
            load.awaitMore(SOME);
            end(load);
        }
        check(watchers);
    }

    @Test
    @EnabledIfSystemProperty(named = "polyrpc.rotation", matches = "long")
    void rotation_every10SecondsFor2Minutes_failsNoCall() throws IOException {
        new Shop(landscape).stock(PRODUCT + "-on", SOME);
        List<WatcherProgram> watchers = watchers("long");
        try (SteadyLoad load = SteadyLoad.start(landscape, PRODUCT + "-on")) {
            Rotation rotation = new Rotation(landscape, SET, load.staff().identity());
            for (int round = 0; round < LONG_ROUNDS; round++) {
                long next = System.nanoTime() + LONG_PAUSE.toNanos();
                switch (round % 4) {
                    case 0 -> rotation.certificates();
                    case 1 -> rotation.authority();
                    case 2 -> Rotation.signingKey(landscape);
                    default -> {
                        rotation.tearPairs();
                        rotation.certificates();
                    }
                }
                load.renewTokens();
                Eventually.seldom("the next round", LIMIT, () -> System.nanoTime() > next);
            }
            end(load);
        }
        check(watchers);
    }

    @Test
    @EnabledIfSystemProperty(named = "polyrpc.rotation", matches = "long")
    void kill_inMidRotation_endsInOneState() throws IOException {
        try (FollowingClient client = new FollowingClient(landscape, "warehouse")) {
            Rotation rotation = new Rotation(landscape, SET, client.identity());
            for (Built victim : List.of(Built.RETURN, Built.TOKEN, Built.GATEWAY)) {
                SET.addAuthority();
                landscape.process(victim).kill();
                SET.moveToNewAuthority();
                landscape.start(victim);
                rotation.authority();
            }
        }
        landscape.readCertificatesAnew();
        try (SteadyLoad load = SteadyLoad.start(landscape, new Shop(landscape).stock(PRODUCT + "-after", SOME))) {
            load.awaitMore(SOME);
            end(load);
        }
    }

    /** Shuts an id out, until its connection is closed, and lets it in again; nobody else is the worse for it. */
    private static void deny(String client, SteadyLoad load) throws IOException {
        FollowingClient others = load.staff();
        assertThat(others.identity().isValid()).isTrue();
        try (HeldWatch denied = HeldWatch.open(landscape, client);
                HeldPoll deniedToo = HeldPoll.open(landscape, client, QUIET)) {
            String policy = Files.readString(POLICY);
            long begin = System.nanoTime();
            replacePolicy(policy.replace("\"denied\": []", "\"denied\": [\"%s\"]".formatted(client)));
            denied.awaitEnd();
            printCut(client + "'s stream", begin);
            deniedToo.awaitRefusal();
            printCut(client + "'s poll over Thrift", begin);
            load.awaitMore(SOME);
            replacePolicy(policy);
        }
    }

    private static void printCut(String what, long begin) {
        System.out.printf(
                "RotationIT: %s cut off %d ms after it was denied%n",
                what, Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }

    private static void replacePolicy(String text) throws IOException {
        Path fresh = POLICY.resolveSibling("policy.json.new");
        Files.writeString(fresh, text);
        Files.move(fresh, POLICY, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void end(SteadyLoad load) {
        var failures = load.stop();
        System.out.printf("RotationIT: %s%n", load);
        assertThat(failures).isEmpty();
    }

    private static List<WatcherProgram> watchers(String form) {
        List<WatcherProgram> watchers = List.of(
                WatcherProgram.ofStock(landscape, form + "-stock", "warehouse", Watched.all(), "--after=0"),
                WatcherProgram.ofReturns(landscape, form + "-returns", "warehouse", Watched.all(), "--after=0"));
        watchers.forEach(WatcherProgram::awaitOn);
        return watchers;
    }

    /** Each has seen each event once, in order. */
    private static void check(List<WatcherProgram> watchers) {
        watchers.forEach(watcher -> watcher.awaitSeen(watcher.last()));
        System.out.printf("RotationIT: watched %s%n", watchers);
        assertThat(watchers.stream().map(WatcherProgram::difference).flatMap(Optional::stream))
                .isEmpty();
        watchers.forEach(WatcherProgram::end);
    }

    private static String policy() {
        try {
            if (!Files.exists(POLICY)) {
                Files.copy(TestPolicy.file(), POLICY);
            }
            return POLICY.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
