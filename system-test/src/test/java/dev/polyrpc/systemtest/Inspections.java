package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;

/** An inspection desk of the Java client, which is told a verdict on each return; some get two, some are withdrawn too. */
final class Inspections {
    private record Verdict(String returnId, boolean accept) {}

    /** Verdicts that the desk heard nothing of before it lost its stream, and how many of them had taken effect. */
    record Unheard(long all, long inEffect) {
        @Override
        public String toString() {
            return "%d verdicts unanswered, %d of them in effect".formatted(all, inEffect);
        }
    }

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String WAITING = "SELECT return_id, customer FROM product_return WHERE state = 'QUARANTINED'";
    private static final String STATES = "SELECT return_id, state FROM product_return";

    private final Landscape landscape;
    private final Ledger ledger;
    private final Random random;
    private final ClientProgram desk;
    private final OpenStreams streams;
    private final Set<String> handled = new HashSet<>();
    private final Map<Long, Verdict> verdicts = new ConcurrentSkipListMap<>();
    private final Queue<String> toWithdraw = new ConcurrentLinkedQueue<>();
    private final Queue<String> withdrawn = new ConcurrentLinkedQueue<>();

    Inspections(Landscape landscape, long seed) {
        this.landscape = landscape;
        this.ledger = new Ledger(landscape.database(Built.RETURN));
        this.random = new Random(seed);
        this.desk = ClientProgram.start(landscape, "desk.jsonl", "warehouse", List.of("return", "desk"));
        this.streams = new OpenStreams(landscape, Built.RETURN);
        Eventually.until("the desk is open", LIMIT, () -> streams.calls("InspectReturns") == 1);
    }

    /** Decides what waits for it. */
    void inspect(int round) {
        for (List<String> waiting : ledger.rows(WAITING)) {
            if (handled.add(waiting.get(0))) {
                decide(waiting.get(0), waiting.get(1));
            }
        }
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    /** Withdraws a return that may be decided at the same time. */
    void withdraw(int round) {
        String returnId = toWithdraw.poll();
        if (returnId == null) {
            LockSupport.parkNanos(PAUSE.toNanos());
            return;
        }
        CancelReturnRequest request = CancelReturnRequest.newBuilder()
                .setReturnId(returnId)
                .setRequestId(UUID.randomUUID().toString())
                .build();
        try {
            Patience.definite(
                    landscape::reconnect, () -> landscape.returns("alice").cancelReturn(request));
            withdrawn.add(returnId);
        } catch (StatusRuntimeException refusal) {
            if (refusal.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
                throw refusal;
            }
        }
    }

    /** Verdicts that were told so far. */
    long told() {
        return verdicts.size();
    }

    /** Whether the desk has its stream, to the process that runs now, and waits for an answer. */
    boolean underWay() {
        return desk.connected() && told() > desk.answered() && streams.calls("InspectReturns") == 1;
    }

    /** What the desk has not heard of the first verdicts; for when the service is down. */
    Unheard unheard(long told) {
        Map<Long, Verdict> open = new TreeMap<>(verdicts);
        open.keySet().removeIf(item -> item > told);
        desk.answers().forEach(answer -> open.remove(answer.path("item").asLong()));
        Map<String, String> states = states();
        long inEffect = open.values().stream()
                .filter(verdict -> !"QUARANTINED".equals(states.get(verdict.returnId())))
                .count();
        return new Unheard(open.size(), inEffect);
    }

    /** How often the desk has lost its stream. */
    long losses() {
        return desk.losses();
    }

    /** Ends the desk once all is decided and answered. */
    void finish() {
        inspect(0);
        desk.endInput();
        assertThat(desk.exit(LIMIT)).as("exit of the desk: " + desk.notes()).isIn(0, 1);
    }

    /** Every verdict was answered once, one decision took effect on each return, and the answers are true. */
    void check() {
        Map<Long, JsonNode> answers = new TreeMap<>();
        for (JsonNode answer : desk.answers()) {
            long item = answer.path("item").asLong();
            assertThat(answers.put(item, answer))
                    .as("first answer to verdict " + item)
                    .isNull();
        }
        assertThat(answers.keySet()).isEqualTo(verdicts.keySet());
        Map<String, String> decided = new TreeMap<>();
        withdrawn.forEach(
                returnId -> assertThat(decided.put(returnId, "WITHDRAWN")).isNull());
        answers.forEach((item, answer) -> {
            Verdict verdict = verdicts.get(item);
            if (answer.has("productReturn")) {
                assertThat(answer.at("/productReturn/returnId").asText()).isEqualTo(verdict.returnId());
                assertThat(decided.put(verdict.returnId(), verdict.accept() ? "RESTOCKED" : "WRITTEN_OFF"))
                        .as("decided before verdict " + item)
                        .isNull();
            } else {
                assertThat(answer.at("/refusal/reason").asText()).isEqualTo("RETURN_STATE");
            }
        });
        Map<String, String> states = states();
        states.values().removeIf(state -> state.equals("REFUSED"));
        assertThat(decided).isEqualTo(states);
    }

    @Override
    public String toString() {
        return "%d verdicts, %d withdrawals; the desk lost its stream %d times"
                .formatted(verdicts.size(), withdrawn.size(), losses());
    }

    private Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        ledger.rows(STATES).forEach(row -> states.put(row.get(0), row.get(1)));
        return states;
    }

    private void decide(String returnId, String customer) {
        int lot = random.nextInt(10);
        boolean accept = random.nextBoolean();
        if (lot == 0 && customer.equals("alice")) {
            toWithdraw.add(returnId);
        }
        tell(returnId, accept);
        if (lot == 1) {
            tell(returnId, !accept);
        }
    }

    private void tell(String returnId, boolean accept) {
        verdicts.put(verdicts.size() + 1L, new Verdict(returnId, accept));
        desk.type("%s %s seen".formatted(accept ? "accept" : "reject", returnId));
    }
}
