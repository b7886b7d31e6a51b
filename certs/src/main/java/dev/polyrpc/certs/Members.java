package dev.polyrpc.certs;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who has a leaf in a set, and what each leaf says. */
final class Members {
    static final List<String> PROCESSES = List.of("product-mgmt", "return", "gateway", "token", "edge");
    static final List<String> DEV_CLIENTS = List.of("alice", "bob", "warehouse", "auditor");
    static final List<String> ALL =
            Stream.concat(PROCESSES.stream(), DEV_CLIENTS.stream()).toList();
    static final List<String> BAD =
            List.of("expired", "not-yet-valid", "rogue", "other-domain", "two-ids", "no-id", "no-client-auth");

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);

    private Members() {}

    /** A good leaf; it does not outlive its authority. */
    static Leaf good(String name, Authority authority, Instant now) {
        LeafRequest request = LeafRequest.of(name, now);
        Instant end = authority.root().certificate().getNotAfter().toInstant();
        if (end.isBefore(request.notAfter())) {
            request = request.valid(request.notBefore(), end);
        }
        return authority.issue(DEV_CLIENTS.contains(name) ? request.clientOnly() : request);
    }

    /** What every server must refuse, by name: each is good but for the one thing that its name says. */
    static Map<String, Leaf> bad(Authority authority, Instant now) {
        LeafRequest good = LeafRequest.of("warehouse", now);
        Map<String, Leaf> bad = new LinkedHashMap<>();
        bad.put("expired", authority.issue(good.valid(now.minus(DAY.multipliedBy(2)), now.minus(DAY))));
        bad.put(
                "not-yet-valid",
                authority.issue(good.valid(now.plus(YEAR), now.plus(YEAR).plus(DAY))));
        bad.put("rogue", Authority.create("rogue.test", now).issue(good));
        bad.put("other-domain", authority.issue(good.withIds("spiffe://other.test/warehouse")));
        bad.put("two-ids", authority.issue(good.withIds(LeafRequest.id("warehouse"), LeafRequest.id("auditor"))));
        bad.put("no-id", authority.issue(good.withIds()));
        bad.put("no-client-auth", authority.issue(good.serverOnly()));
        return bad;
    }
}
