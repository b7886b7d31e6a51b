package dev.polyrpc.gateway.request;

import dev.polyrpc.gateway.document.Documents;
import dev.polyrpc.gateway.graph.Budget;
import dev.polyrpc.gateway.graph.GraphEngine;
import dev.polyrpc.kit.identity.Caller;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Answers GraphQL requests, whatever transport carries them: checks method, token and form, prepares the document, has
 * it run and writes what came of it. Safe for use by many threads; never blocks the caller's.
 */
public final class GraphqlOverHttp {
    private static final Map<String, String> ALLOW_BOTH = Map.of("allow", "GET, POST");
    private static final Map<String, String> ALLOW_POST = Map.of("allow", "POST");

    private static final String COST = "graphql-cost";

    private final TokenCheck tokens;
    private final Documents documents;
    private final Duration requestTimeout;
    private final RequestLine requestLine;
    private final Answering answering;

    /** Makes a core that gives each request at most {@code requestTimeout}, and has events come from {@code answering}. */
    public GraphqlOverHttp(
            TokenCheck tokens,
            Documents documents,
            Duration requestTimeout,
            RequestLine requestLine,
            Answering answering) {
        this.tokens = tokens;
        this.documents = documents;
        this.requestTimeout = requestTimeout;
        this.requestLine = requestLine;
        this.answering = answering;
    }

    /**
     * Answers a request; never fails.
     *
     * @param onGone is told at once what to run if the client goes before it is answered: what is under way is given up
     */
    public CompletionStage<HttpAnswer> answer(HttpCall call, Consumer<Runnable> onGone) {
        Exchange exchange = requestLine.begin(call);
        onGone.accept(exchange.cancellation()::cancel);
        return answer(exchange, this::run);
    }

    /** Longest body that a transport takes in, and longest message on a socket, in bytes. */
    public int mostBytes() {
        return answering.limits().bodyBytes();
    }

    /** Answers a request whose body is longer than {@link #mostBytes}, unread. */
    public CompletionStage<HttpAnswer> tooLarge(HttpCall call) {
        return answer(requestLine.begin(call), exchange -> {
            throw Refusal.http(
                    413, "BODY_TOO_LARGE", "the body: (expected: at most %d bytes)".formatted(mostBytes()), Map.of());
        });
    }

    /** Answers a request whose query string cannot be decoded. */
    public CompletionStage<HttpAnswer> undecodable(HttpCall call) {
        return answer(requestLine.begin(call), exchange -> {
            throw Refusal.malformed("PARAMETER_MALFORMED", "the query string: (expected: percent-encoded UTF-8)");
        });
    }

    private interface Step {
        CompletionStage<HttpAnswer> run(Exchange exchange);
    }

    private CompletionStage<HttpAnswer> answer(Exchange exchange, Step step) {
        CompletionStage<HttpAnswer> answer;
        try {
            answer = step.run(exchange);
        } catch (RuntimeException refused) {
            answer = CompletableFuture.failedFuture(refused);
        }
        return answer.exceptionally(thrown -> refused(thrown, exchange)).whenComplete((sent, never) -> {
            if (sent == null || sent.events() == null) { // events are told of when they have ended
                requestLine.write(exchange);
            }
        });
    }

    private CompletionStage<HttpAnswer> run(Exchange exchange) {
        HttpCall call = exchange.call();
        if (!call.method().equals("POST") && !call.method().equals("GET")) {
            throw Refusal.http(
                    405, "METHOD_NOT_ALLOWED", "%s: (expected: GET or POST)".formatted(call.method()), ALLOW_BOTH);
        }
        exchange.negotiate();
        Duration time = TimeLimit.of(call, requestTimeout);
        Budget budget = Budget.of(time.minusNanos(System.nanoTime() - exchange.started()), System::nanoTime);
        return tokens.caller(call.headers("authorization"), budget.left())
                .thenCompose(who -> run(exchange, who, budget));
    }

    private CompletionStage<HttpAnswer> run(Exchange exchange, Caller caller, Budget budget) {
        exchange.caller(caller);
        boolean get = exchange.call().method().equals("GET");
        Question question = get ? QuestionReader.get(exchange.call()) : QuestionReader.post(exchange.call());
        return exchange.wantsEvents()
                ? events(exchange, caller, question, get, budget)
                : documents
                        .prepare(question.document())
                        .thenCompose(prepared ->
                                run(exchange, caller, SelectedOperation.of(prepared, question, exchange), budget));
    }

    private CompletionStage<HttpAnswer> run(
            Exchange exchange, Caller caller, SelectedOperation selected, Budget budget) {
        if (exchange.call().method().equals("GET") && selected.mutates()) {
            throw mutationByGet();
        }
        if (selected.subscribes()) {
            throw Refusal.malformed(
                    "SUBSCRIPTION_OVER_HTTP",
                    "a subscription: (expected: accept: text/event-stream, or WebSocket, graphql-transport-ws)");
        }
        CostedOperation costed = selected.costed();
        RequestIds ids = exchange.ids();
        return answering
                .runs()
                .begin(costed, work -> exchange.scope(caller, budget, work), GraphEngine::execute)
                .thenApply(result -> {
                    exchange.errors(result.getErrors());
                    HttpAnswer answer = AnswerWriter.result(result, exchange.mediaType(), ids);
                    return exchange.wantsCost()
                            ? answer.with(COST, costed.cost().toString())
                            : answer;
                });
    }

    /** What is wrong with the document is an event too; only a mutation by GET is not even looked at. */
    private CompletionStage<HttpAnswer> events(
            Exchange exchange, Caller caller, Question question, boolean get, Budget budget) {
        return answering.answers(question, exchange, caller, budget.left()).thenApply(answers -> {
            if (get && exchange.operation().equals("mutation")) {
                throw mutationByGet();
            }
            return AnswerWriter.events(answers, exchange.ids());
        });
    }

    private static Refusal mutationByGet() {
        return Refusal.http(405, "METHOD_NOT_ALLOWED", "GET: (expected: POST for a mutation)", ALLOW_POST);
    }

    private static HttpAnswer refused(Throwable thrown, Exchange exchange) {
        Refusal refusal = Refusal.because(thrown, exchange);
        exchange.errors(refusal.errors());
        return AnswerWriter.refusal(refusal, exchange.mediaType(), exchange.ids());
    }
}
