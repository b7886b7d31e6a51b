package dev.polyrpc.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code certs/make} and {@code scripts/rotate} ask for, one verb each; answers go to the standard output. */
record Verbs(CertificateSet set, Clock clock) {
    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int USAGE = 2;
    private static final Duration WARNING = Duration.ofDays(30);

    /** Answers the exit code. */
    int run(String verb) throws IOException {
        return switch (verb) {
            case "make" -> set.isRenewable() ? renewDue() : makeAnew();
            case "make-anew" -> makeAnew();
            case "check" ->
                set.existing().isValid(clock.instant()) ? DONE : refuse("are incomplete or no longer valid");
            case "renew-due" -> set.isRenewable() ? renewDue() : refuse("cannot be renewed: " + set.obstacle());
            default -> rotate(verb);
        };
    }

    /** When the next leaf is due, in seconds since 1970. */
    String renewal() {
        return set.existing().renewal().getEpochSecond() + "\n";
    }

    private int rotate(String verb) throws IOException {
        if (!set.isRenewable()) {
            return refuse("cannot be rotated: incomplete, or their authority's key is not kept");
        }
        switch (verb) {
            case "renew" -> printRenewed(set::renew);
            case "add-authority" -> set.addAuthority();
            case "move-to-new-authority" -> printRenewed(set::moveToNewAuthority);
            case "remove-old-authority" -> set.removeOldAuthority();
            case "show" -> show();
            default -> {
                System.err.println(verb + ": unknown verb");
                return USAGE;
            }
        }
        return DONE;
    }

    private int makeAnew() throws IOException {
        set.makeAnew();
        System.out.println("Made certificates in " + set.directory());
        return DONE;
    }

    private int renewDue() throws IOException {
        Map<String, X509Certificate> renewed = set.renewDue();
        String what = renewed.isEmpty() ? "Kept the certificates in %s" : "Renewed certificates in %s: %s";
        System.out.println(what.formatted(set.directory(), String.join(" ", renewed.keySet())));
        for (X509Certificate authority : set.existing().authorities()) {
            Instant end = authority.getNotAfter().toInstant();
            if (end.isBefore(clock.instant().plus(WARNING))) {
                System.err.println("The authority ends on " + end + ": scripts/rotate ca puts a new one in its place");
            }
        }
        return DONE;
    }

    private int refuse(String fault) {
        System.err.println("The certificates in " + set.directory() + " " + fault);
        return REFUSED;
    }

    /** Prints what every process should have taken up. */
    private void show() {
        for (X509Certificate authority : set.existing().authorities()) {
            System.out.println("authority " + sha256(authority));
        }
        for (String name : Members.ALL) {
            set.existing().leaf(name).ifPresent(leaf -> System.out.println("leaf " + name + " " + serial(leaf)));
        }
    }

    /** Prints NAME OLD-SERIAL NEW-SERIAL of each. */
    private void printRenewed(Renewal renewal) throws IOException {
        Map<String, String> before = new LinkedHashMap<>();
        for (String name : Members.ALL) {
            before.put(name, set.existing().leaf(name).map(Verbs::serial).orElse("none"));
        }
        renewal.run().forEach((name, leaf) -> System.out.println(name + " " + before.get(name) + " " + serial(leaf)));
    }

    private static String serial(X509Certificate leaf) {
        BigInteger serial = leaf.getSerialNumber();
        return serial.toString(16);
    }

    private static String sha256(X509Certificate certificate) {
        try {
            return Sha256.hex(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Something that makes new leaves. */
    @FunctionalInterface
    private interface Renewal {
        Map<String, X509Certificate> run() throws IOException;
    }
}
