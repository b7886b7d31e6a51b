package dev.polyrpc.kit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerPolicyTest {
    private static final String POLICY = """
            {"peers": {"return": ["gateway", "alice"], "token": ["alice"]}, "denied": [%s]}""";
    private static final Peer ALICE = new Peer("alice");

    private final LinkedBlockingQueue<Boolean> aliceIn = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;

    @Test
    void admits_thoseNamed_andNobodyElse() throws IOException {
        PeerPolicy policy = PeerPolicy.read(file(POLICY.formatted("\"gateway\"")), "return");

        assertThat(policy.admits(ALICE)).isTrue();
        assertThat(policy.admits(new Peer("bob"))).isFalse();
        assertThat(policy.admits(new Peer("gateway"))).as("named, but denied").isFalse();
        assertThat(policy.denies(new Peer("gateway"))).isTrue();
        assertThat(policy.denies(new Peer("bob"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"peers\": {\"return\": []}}",
                "{\"peers\": {\"retrun\": []}, \"denied\": []}",
                "{\"peers\": {\"return\": [\"*\"]}, \"denied\": []}",
                "{\"peers\": {\"return\": \"alice\"}, \"denied\": []}",
                "{\"peers\": {\"return\": []}, \"denied\": [], \"deny\": [\"alice\"]}",
                "{\"peers\": {\"return\": []}, \"denied\": [\"spiffe://polyrpc.test/alice\"]}",
                "{\"peers\": {\"return\": []}, \"denied\": [\"alice\"], \"denied\": []}",
                "{\"peers\": {\"return\": []}, \"denied\": []} more"
            })
    void read_anythingButAPolicy_isRefusedAndNamesTheFile(String text) throws IOException {
        Path file = file(text);

        assertThatThrownBy(() -> PeerPolicy.read(file, "return"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageMatching("\\P{Cntrl}+");
    }

    @Test
    void read_noFile_saysSo() {
        assertThatThrownBy(() -> PeerPolicy.read(folder.resolve("none.json"), "return"))
                .hasMessageEndingWith("none.json: no such file");
    }

    @Test
    void follow_deniedAndLetInAgain_isInForceAndTold() throws Exception {
        try (Telemetry telemetry = Telemetry.start("test");
                PeerPolicy policy = followed(telemetry)) {
            replace(POLICY.formatted("\"alice\""));
            assertThat(told()).isFalse();
            assertThat(policy.admits(ALICE)).isFalse();

            replace(POLICY.formatted(""));
            assertThat(told()).isTrue();
            assertThat(telemetry.scrape())
                    .contains("polyrpc_policy_reloads_total{outcome=\"taken\"} 2")
                    .containsPattern("polyrpc_policy_in_force\\{sha256=\"[0-9a-f]{64}\"} 1");
        }
    }

    @Test
    void follow_deniedBeforeItBegan_isInForce() throws Exception {
        PeerPolicy read = PeerPolicy.read(file(POLICY.formatted("")), "return");
        replace(POLICY.formatted("\"alice\""));
        try (Telemetry telemetry = Telemetry.start("test");
                PeerPolicy policy = read.follow(telemetry)) {
            assertThat(policy.admits(ALICE)).isFalse();
        }
    }

    @Test
    void follow_listenerThatFails_keepsNoOtherFromBeingTold() throws Exception {
        PeerPolicy read = PeerPolicy.read(file(POLICY.formatted("")), "return");
        Runnable unused = read.onChange(() -> {
            throw new IllegalStateException("a listener's fault");
        });
        Runnable unusedToo = read.onChange(() -> aliceIn.add(read.admits(ALICE)));
        try (Telemetry telemetry = Telemetry.start("test");
                PeerPolicy policy = read.follow(telemetry)) {
            replace(POLICY.formatted("\"alice\""));
            assertThat(told()).isFalse();
            assertThat(policy.admits(ALICE)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "40", "-1"})
    void follow_tornFile_keepsTheLastGoodOne(int length) throws Exception { // TLS-19
        try (Telemetry telemetry = Telemetry.start("test");
                PeerPolicy policy = followed(telemetry)) {
            String whole = POLICY.formatted("\"alice\"");
            replace(whole.substring(0, length < 0 ? whole.length() + length : length));
            while (!telemetry.scrape().contains("polyrpc_policy_reloads_total{outcome=\"refused\"} 1")) {
                assertThat(told(100)).isNull();
            }
            assertThat(policy.admits(ALICE)).isTrue();

            replace(whole);
            assertThat(told()).isFalse();
        }
    }

    private PeerPolicy followed(Telemetry telemetry) throws IOException {
        PeerPolicy policy = PeerPolicy.read(file(POLICY.formatted("")), "return");
        Runnable unused = policy.onChange(() -> aliceIn.add(policy.admits(ALICE)));
        return policy.follow(telemetry);
    }

    private Boolean told() throws InterruptedException {
        return told(10_000);
    }

    private Boolean told(int ms) throws InterruptedException {
        return aliceIn.poll(ms, TimeUnit.MILLISECONDS);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("policy.json"), text);
    }

    /** As an editor does, or a mounted volume: the new file takes the place of the old one at once. */
    private void replace(String text) throws IOException {
        Path next = Files.writeString(folder.resolve("policy.json.new"), text);
        Files.move(next, folder.resolve("policy.json"), StandardCopyOption.ATOMIC_MOVE);
    }
}
