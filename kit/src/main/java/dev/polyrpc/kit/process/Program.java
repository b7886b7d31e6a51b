package dev.polyrpc.kit.process;

import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.settings.SettingsException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every {@code main} does: read the settings, start the service, say that it is ready, drain when told to stop. */
public final class Program {
    /** Exit code of a process whose settings are wrong: EX_CONFIG of sysexits. */
    static final int EXIT_SETTINGS = 78;

    static final int EXIT_FAILED = 1;

    private Program() {}

    /** Runs a service until it ends, then ends the process; never returns. */
    public static void run(String name, String prefix, Function<Settings, ? extends Running> start) {
        System.exit(run(name, Settings.of(prefix, System.getenv()), start, System.err));
    }

    static int run(String name, Settings settings, Function<Settings, ? extends Running> start, PrintStream errors) {
        Logger log = LoggerFactory.getLogger(Program.class);
        try (Running service = start.apply(settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "drain"));
            log.atInfo()
                    .addKeyValue("name", name)
                    .addKeyValue("ports", service.ports())
                    .addKeyValue("ms", sinceStart().toMillis())
                    .log("ready");
            service.awaitTermination();
            return 0;
        } catch (SettingsException e) {
            e.faults().forEach(errors::println);
            return EXIT_SETTINGS;
        } catch (InterruptedException | RuntimeException e) {
            log.atError().addKeyValue("name", name).setCause(e).log("failed");
            errors.println(name + ": " + e.getMessage());
            return EXIT_FAILED;
        }
    }

    private static Duration sinceStart() {
        Instant started = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        return Duration.between(started, Instant.now());
    }
}
