package dev.polyrpc.certs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;

/** Makes, renews and rotates the certificates under a folder: {@code VERB FOLDER}. */
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: java -jar certs.jar VERB FOLDER");
            System.exit(USAGE);
        }
        System.exit(run(arguments[0], Path.of(arguments[1]).toAbsolutePath().normalize(), Clock.systemUTC()));
    }

    /** Answers the exit code; one process at a time changes the files. */
    static int run(String verb, Path root, Clock clock) throws IOException {
        Path keys = new AuthorityFolder(root.resolve("ca")).make();
        try (FileChannel file =
                        FileChannel.open(keys.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            Verbs verbs = new Verbs(CertificateSet.open(root, clock), clock);
            try {
                return verbs.run(verb);
            } finally {
                new Folder(keys).writePublic("renew-at", held.isValid() ? verbs.renewal() : "");
            }
        }
    }
}
