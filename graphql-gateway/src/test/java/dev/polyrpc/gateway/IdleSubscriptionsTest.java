package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What subscriptions cost that nothing happens on: heaps after garbage collection, compared within one run. */
final class IdleSubscriptionsTest {
    private static final int SUBSCRIPTIONS = 500;
    private static final int OF_A_SUBJECT = 100;
    private static final long MOST_BYTES = 40 * 1024;

    @Test
    void fiveHundred_eachOnAConnectionOfItsOwn_takeLittleHeap() throws Exception {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_HEARTBEAT", "40s"))) {
            withClients(gateway, 20, () -> 0L); // what is made once, at the first ones
            long before = heap();
            long with = withClients(gateway, SUBSCRIPTIONS, IdleSubscriptionsTest::heap);
            long each = (with - before) / SUBSCRIPTIONS;
            System.out.printf("an idle subscription takes %,d bytes of heap%n", each);

            assertThat(each).isBetween(1L, MOST_BYTES);
        }
    }

    private interface Measure {
        long take() throws Exception;
    }

    private static long withClients(GatewayUnderTest gateway, int count, Measure measure) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of(IdleClients.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString(),
                IdleClients.class.getName(),
                String.valueOf(gateway.uri("").getPort())));
        for (int client = 0; client < count; client++) {
            command.add(gateway.issuer.token("subject-" + client / OF_A_SUBJECT, "gateway", "product:read"));
        }
        Process clients = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(clients.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("subscribed");
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            return measure.take();
        } finally {
            clients.destroy();
            clients.waitFor();
            Eventually.holds(() -> gateway.products.watches.open() == 0);
        }
    }

    private static long heap() {
        for (int times = 0; times < 3; times++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
