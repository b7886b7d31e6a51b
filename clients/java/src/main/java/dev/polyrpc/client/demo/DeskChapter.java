package dev.polyrpc.client.demo;

import dev.polyrpc.client.demo.Story.NotHeld;
import dev.polyrpc.client.output.Words;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.stream.Calls;
import dev.polyrpc.client.stream.Exchange;
import dev.polyrpc.client.stream.Reconnection;
import dev.polyrpc.client.stream.Upload;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsResponse;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.SubmitReturnsRequest;
import dev.polyrpc.proto.returns.v1.SubmitReturnsResponse;
import dev.polyrpc.proto.returns.v1.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A customer sends several returns at once and watches them; an inspection desk decides them as they come. */
final class DeskChapter {
    private final Story story;
    private final Session customer;
    private final Session inspector;
    private final String productId;

    DeskChapter(Story story, Session customer, Session inspector, String productId) {
        this.story = story;
        this.customer = customer;
        this.inspector = inspector;
        this.productId = productId;
    }

    void play() throws NotHeld {
        story.chapter("An inspection desk, by all kinds of streams: SubmitReturns, WatchReturns, InspectReturns");
        try (ReturnWatch watch = new ReturnWatch(customer, reconnection())) {
            story.check("%s watches her returns".formatted(customer.name()), watch::awaitAccepted);
            SubmitReturnsResponse submitted =
                    story.step("she sends three at once, one of them of nothing we sell", this::submit);
            story.check("two are open, the third is refused by its line", () -> {
                Story.expect("open", 2L, submitted.getOpenedCount());
                Story.expect("line", 3L, submitted.getRefusals(0).getItem());
            });
            story.detail("line 3: " + submitted.getRefusals(0).getMessage());
            Map<String, List<ReturnState>> seen = new LinkedHashMap<>();
            story.check(
                    "she sees both come into quarantine", () -> see(watch, seen, ReturnState.RETURN_STATE_QUARANTINED));
            List<String> ids = seen.entrySet().stream()
                    .filter(entry -> entry.getValue().contains(ReturnState.RETURN_STATE_QUARANTINED))
                    .map(Map.Entry::getKey)
                    .toList();
            Map<Long, InspectReturnsResponse> answers = story.step(
                    "%s's desk accepts one, rejects one, and names one that is not there".formatted(inspector.name()),
                    () -> inspect(ids.get(0), ids.get(1)));
            story.check("two verdicts took effect, the third is refused", () -> {
                Story.expect(
                        "third",
                        "RETURN_NOT_FOUND",
                        answer(answers, 3).getRefusal().getReason());
                Story.expect(
                        "first",
                        ids.get(0),
                        answer(answers, 1).getProductReturn().getReturnId());
                Story.expect(
                        "second",
                        ids.get(1),
                        answer(answers, 2).getProductReturn().getReturnId());
            });
            story.check("she sees one restocked and one written off", () -> {
                while (!isLast(seen, ids.get(0), ReturnState.RETURN_STATE_RESTOCKED)
                        || !isLast(seen, ids.get(1), ReturnState.RETURN_STATE_WRITTEN_OFF)) {
                    see(watch, seen);
                }
            });
            ids.forEach(id -> story.detail(id + " " + words(seen.getOrDefault(id, List.of()))));
        }
        story.detail("look at it: scripts/polyrpc return desk; scripts/polyrpc return watch --client=alice");
    }

    private static InspectReturnsResponse answer(Map<Long, InspectReturnsResponse> answers, long item) {
        return answers.getOrDefault(item, InspectReturnsResponse.getDefaultInstance());
    }

    private SubmitReturnsResponse submit() throws InterruptedException {
        List<SubmitReturnsResponse> summaries = new ArrayList<>();
        Upload<SubmitReturnsRequest, SubmitReturnsResponse> upload = new Upload<>(
                Calls.within(Upload.DEADLINE, customer.returnStreams(), ReturnServiceGrpc.getSubmitReturnsMethod()),
                summaries::add,
                reconnection());
        upload.send(item(1, productId));
        upload.send(item(2, productId));
        upload.send(item(3, "no-such-product"));
        upload.finish();
        return summaries.get(0);
    }

    private static SubmitReturnsRequest item(long line, String product) {
        return SubmitReturnsRequest.newBuilder()
                .setItem(line)
                .setProductReturn(InitiateReturnRequest.newBuilder()
                        .setOrder("order " + UUID.randomUUID())
                        .setProductId(product)
                        .setQuantity(1)
                        .setReason(ReturnReason.RETURN_REASON_DAMAGED)
                        .setRequestId(UUID.randomUUID().toString()))
                .build();
    }

    private Map<Long, InspectReturnsResponse> inspect(String accepted, String rejected) throws InterruptedException {
        Exchange<InspectReturnsRequest, InspectReturnsResponse> exchange = new Exchange<>(
                Calls.lasting(inspector.returnStreams(), ReturnServiceGrpc.getInspectReturnsMethod()),
                InspectReturnsResponse::getItem,
                reconnection());
        exchange.submit(1, verdict(1, accepted, Verdict.VERDICT_ACCEPT));
        exchange.submit(2, verdict(2, rejected, Verdict.VERDICT_REJECT));
        exchange.submit(3, verdict(3, UUID.randomUUID().toString(), Verdict.VERDICT_ACCEPT));
        exchange.finish();
        Map<Long, InspectReturnsResponse> answers = new HashMap<>();
        for (InspectReturnsResponse answer = exchange.next(); answer != null; answer = exchange.next()) {
            answers.put(answer.getItem(), answer);
        }
        return answers;
    }

    private static InspectReturnsRequest verdict(long item, String returnId, Verdict verdict) {
        return InspectReturnsRequest.newBuilder()
                .setItem(item)
                .setInspection(InspectReturnRequest.newBuilder()
                        .setReturnId(returnId)
                        .setVerdict(verdict)
                        .setNote("seen at the desk")
                        .setRequestId(UUID.randomUUID().toString()))
                .build();
    }

    /** Takes changes until two returns have come into a state. */
    private static void see(ReturnWatch watch, Map<String, List<ReturnState>> seen, ReturnState state)
            throws InterruptedException {
        while (seen.values().stream().filter(states -> states.contains(state)).count() < 2) {
            see(watch, seen);
        }
    }

    private static void see(ReturnWatch watch, Map<String, List<ReturnState>> seen) throws InterruptedException {
        ProductReturn changed = watch.next();
        seen.computeIfAbsent(changed.getReturnId(), id -> new ArrayList<>()).add(changed.getState());
    }

    private static boolean isLast(Map<String, List<ReturnState>> seen, String id, ReturnState state) {
        List<ReturnState> states = seen.getOrDefault(id, List.of());
        return !states.isEmpty() && states.get(states.size() - 1) == state;
    }

    private static String words(List<ReturnState> states) {
        return String.join(" -> ", states.stream().map(Words::of).toList());
    }

    private Reconnection reconnection() {
        return new Reconnection(Duration.ofSeconds(20), story::detail);
    }
}
