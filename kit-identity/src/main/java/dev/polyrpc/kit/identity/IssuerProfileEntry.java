package dev.polyrpc.kit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.kit.settings.Durations;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One issuer of the file, member by member; each fault is kept, and something harmless taken in its place. */
final class IssuerProfileEntry {
    private static final Set<String> MEMBERS = Set.of(
            ("name issuer jwks_uri ca audience recipient types algorithms max_life claims scopes scope_claim roles_claim"
                            + " roles")
                    .split(" "));
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final Pattern TEXT = Pattern.compile("\\S+");
    private static final Duration LONGEST_LIFE = Duration.ofHours(1);
    private static final String NONE = "?";

    private final JsonNode json;
    private final List<String> faults = new ArrayList<>();

    IssuerProfileEntry(JsonNode json) {
        this.json = json;
        json.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                fault(name, "", "one of " + String.join(", ", new TreeSet<>(MEMBERS)));
            }
        });
    }

    IssuerProfile profile() {
        boolean roles = json.has("roles") || json.has("roles_claim");
        return new IssuerProfile(
                text("name", NAME),
                text("issuer", TEXT),
                checked("jwks_uri", "an https URI", URI.create("https://none.invalid/"), IssuerProfileEntry::https),
                json.has("ca")
                        ? checked(
                                "ca",
                                "a file of certificates in PEM form",
                                Path.of(NONE),
                                IssuerProfileEntry::authorities)
                        : null,
                text("audience", TEXT),
                text("recipient", NAME),
                list("types", Pattern.compile("[A-Za-z0-9+.-]{1,40}")).stream()
                        .map(type -> type.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                algorithms(),
                checked("max_life", "at most 1h, such as 5m", LONGEST_LIFE, IssuerProfileEntry::life),
                json.has("claims") ? map("claims") : Map.of(),
                Set.copyOf(list("scopes", TEXT)),
                json.has("scope_claim") ? text("scope_claim", TEXT) : "scope",
                roles ? text("roles_claim", TEXT) : null,
                roles ? map("roles") : Map.of());
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    void fault(String member, String value, String expected) {
        String shown = value.replaceAll("\\p{Cntrl}", "?"); // so that a fault stays one line
        faults.add("%s: %s (expected: %s)".formatted(member, shown, expected));
    }

    private Set<String> algorithms() {
        Set<String> known =
                Stream.of(JwsAlgorithm.values()).map(JwsAlgorithm::title).collect(Collectors.toUnmodifiableSet());
        List<String> named = list("algorithms", TEXT);
        if (!known.containsAll(named)) {
            fault("algorithms", String.join(", ", named), "some of " + String.join(", ", new TreeSet<>(known)));
            return known;
        }
        return Set.copyOf(named);
    }

    private String text(String member, Pattern form) {
        return checked(member, "a text like " + form.pattern(), NONE, text -> {
            if (!form.matcher(text).matches()) {
                throw new IllegalArgumentException(text);
            }
            return text;
        });
    }

    private List<String> list(String member, Pattern form) {
        List<String> texts = new ArrayList<>();
        json.path(member).forEach(element -> texts.add(element.isTextual() ? element.textValue() : ""));
        if (!json.path(member).isArray() || texts.isEmpty() || !texts.stream().allMatch(form.asMatchPredicate())) {
            fault(member, json.path(member).toString(), "a list of texts, one or more");
            return List.of(NONE);
        }
        return texts;
    }

    private Map<String, String> map(String member) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.path(member)
                .properties()
                .forEach(entry -> texts.put(
                        entry.getKey(),
                        entry.getValue().isTextual() ? entry.getValue().textValue() : ""));
        if (!json.path(member).isObject() || texts.isEmpty() || texts.containsValue("")) {
            fault(member, json.path(member).toString(), "an object of texts, one or more");
        }
        return texts;
    }

    private <T> T checked(String member, String expected, T whenBad, Function<String, T> reader) {
        String text = json.path(member).textValue();
        try {
            if (text != null) {
                return reader.apply(text);
            }
        } catch (IllegalArgumentException malformed) {
            // a fault like the absence of the member
        }
        fault(member, json.has(member) ? json.path(member).asText() : "absent", expected);
        return whenBad;
    }

    private static URI https(String text) {
        URI uri = URI.create(text);
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException(text);
        }
        return uri;
    }

    private static Path authorities(String text) {
        Path file = Path.of(text);
        IssuerTrust.of(file);
        return file;
    }

    private static Duration life(String text) {
        Duration life = Durations.parse(text);
        if (life.compareTo(LONGEST_LIFE) > 0) {
            throw new IllegalArgumentException(text);
        }
        return life;
    }
}
