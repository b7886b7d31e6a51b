package dev.polyrpc.kit.process;

import ch.qos.logback.classic.LoggerContext;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.settings.SettingsException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** What every {@code main} does: read the settings, start the service, say that it is ready, drain when told to stop. */
public final class Program {
    /** Exit code of a process whose settings are wrong: EX_CONFIG of sysexits. */
    static final int EXIT_SETTINGS = 78;

    static final int EXIT_FAILED = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Program.class);

    private Program() {}

    /** Runs a service until it ends, then ends the process; never returns. */
    public static void run(String name, String prefix, Start start) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        int code = run(name, Settings.of(prefix, System.getenv()), start, System.err);
        if (code != 0) {
            flushLog(); // else the shutdown hook does it, after its own last line
        }
        System.exit(code);
    }

    static int run(String name, Settings settings, Start start, PrintStream errors) {
        try (Running service = start.apply(settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(name, service), "drain"));
            LOG.atInfo()
                    .addKeyValue("name", name)
                    .addKeyValue("ports", service.ports())
                    .addKeyValue("ms", sinceStart().toMillis())
                    .log("ready");
            service.awaitTermination();
            return 0;
        } catch (SettingsException e) {
            e.faults().forEach(errors::println);
            return EXIT_SETTINGS;
        } catch (Exception e) {
            LOG.atError().addKeyValue("name", name).setCause(e).log("failed");
            return EXIT_FAILED;
        }
    }

    private static void drain(String name, Running service) {
        try {
            service.close();
            LOG.atInfo().addKeyValue("name", name).log("stopped");
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("name", name).setCause(e).log("not stopped in order");
        } finally {
            flushLog();
        }
    }

    private static void flushLog() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static Duration sinceStart() {
        Instant started = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        return Duration.between(started, Instant.now());
    }

    /** Starts a service with its settings; whatever it throws has closed what was open. */
    @FunctionalInterface
    public interface Start {
        Running apply(Settings settings) throws Exception;
    }
}
