package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.failure.Causes;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.thrift.common.v1.CallContext;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call, over as many attempts as it takes within its time. For use on the event loop alone, but for its answer. */
final class OutgoingCall<Q, A> implements ConnectionPool.Waiter, ClientConnection.Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingCall.class);

    private final ThriftMethod<Q, A> method;
    private final Q request;
    private final ThriftCallOptions options;
    private final EventLoop loop;
    private final ConnectionPool pool;
    private final RetryBudget retries;
    private final ClientMetrics metrics;
    private final CompletableFuture<A> answer = new CompletableFuture<>();
    private final long began = System.nanoTime();
    private @Nullable Future<?> timeout;
    private @Nullable ClientConnection connection;
    /** Asked for before, and has come now. */
    private @Nullable Asked token;

    private int attempts;
    private int resends;
    private boolean ended;

    OutgoingCall(
            ThriftMethod<Q, A> method,
            Q request,
            ThriftCallOptions options,
            EventLoop loop,
            ConnectionPool pool,
            RetryBudget retries,
            ClientMetrics metrics) {
        this.method = method;
        this.request = request;
        this.options = options;
        this.loop = loop;
        this.pool = pool;
        this.retries = retries;
        this.metrics = metrics;
    }

    CompletableFuture<A> answer() {
        return answer;
    }

    void start() {
        Duration left = left();
        if (left.isNegative() || left.isZero()) {
            fail(late());
            return;
        }
        timeout = loop.schedule(this::giveUp, left.toNanos(), TimeUnit.NANOSECONDS);
        attempt();
    }

    /** Whoever waited no longer does: what is on its way is not waited for. */
    void abandon() {
        letGo();
        ended(Faults.CANCELLED);
    }

    private void attempt() {
        attempts++;
        pool.acquire(this);
    }

    /** No connection is held while the token comes: others may need it, and it may close. */
    @Override
    public void connected(ClientConnection chosen) {
        Asked asked = token != null && Objects.equals(token.certificate, chosen.certificate()) ? token : ask(chosen);
        token = null;
        if (asked.token.isDone()) {
            connection = chosen;
            send(chosen, asked.token);
            return;
        }
        pool.release(chosen);
        CompletableFuture<String> unused = asked.token.whenComplete((found, failure) -> loop.execute(() -> {
            if (!answer.isDone()) {
                token = asked;
                pool.acquire(this);
            }
        }));
    }

    @Override
    public void refused(Failure failure) {
        retryOrFail(failure);
    }

    private Asked ask(ClientConnection chosen) {
        CompletableFuture<String> asked;
        try {
            asked = options.tokens().apply(chosen.certificate()).toCompletableFuture();
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedFuture(e);
        }
        return new Asked(chosen.certificate(), asked);
    }

    private void send(ClientConnection chosen, CompletableFuture<String> token) {
        try {
            CallContext context = new CallContext(token.join()).setTimeLeftMs(millisLeft());
            if (options.requestId() != null) {
                context.setRequestId(options.requestId());
            }
            chosen.send(method, context, request, this);
        } catch (TException | RuntimeException e) {
            letGo();
            fail(failure(e));
        }
    }

    @Override
    public void answered(ClientConnection by, FrameReader frame) {
        A read;
        try {
            read = by.read(method, frame);
        } catch (Failure | TApplicationException e) { // the latter is whole, and no answer of the method's
            answeredSo(by, failure(e));
            return;
        } catch (TException | RuntimeException e) {
            connection = null;
            FrameReader.discard();
            by.close(); // nobody knows what else it would say
            fail(failure(e));
            return;
        }
        connection = null;
        retries.answered();
        pool.release(by);
        ended(Faults.OK);
        answer.complete(read);
    }

    private void answeredSo(ClientConnection by, Failure refusal) {
        connection = null;
        pool.release(by);
        if (refusal.kind() != Kind.UNAVAILABLE) {
            retries.answered();
        }
        retryOrFail(refusal);
    }

    @Override
    public void lost(ClientConnection by, boolean sent) {
        connection = null;
        boolean again = !sent || retries.isIdempotent(method.name());
        if (again && by.hasAnswered() && retries.takesResend(resends)) { // closed while nobody looked, perhaps
            resends++; // which is no attempt
            pool.acquire(this);
        } else if (again) {
            retryOrFail(unavailable());
        } else {
            fail(unavailable());
        }
    }

    private void retryOrFail(Failure failure) {
        if (!retries.takes(method.name(), failure, attempts)) {
            fail(failure);
            return;
        }
        Duration pause = retries.pause(attempts);
        if (pause.compareTo(left()) >= 0) {
            fail(failure);
            return;
        }
        Future<?> unused = loop.schedule(this::tryAgain, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void tryAgain() {
        if (!answer.isDone()) {
            attempt();
        }
    }

    private void giveUp() {
        if (connection != null) {
            pool.distrust(connection);
        }
        letGo();
        fail(late());
    }

    /** Over a connection on which something was sent, an answer would come too late, and be taken for the next call's. */
    private void letGo() {
        ClientConnection held = connection;
        connection = null;
        if (held == null) {
            pool.forget(this);
        } else if (held.isAsked()) {
            held.close();
        } else {
            pool.release(held);
        }
    }

    private void fail(Failure failure) {
        ended(Faults.code(failure.kind()).name());
        answer.completeExceptionally(failure);
    }

    private void ended(String code) {
        if (timeout != null) {
            timeout.cancel(false);
        }
        if (!ended) { // else it was given up just when it ended
            ended = true;
            metrics.ended(method.name(), code, began);
        }
    }

    private Duration left() {
        return options.timeout().minusNanos(System.nanoTime() - began);
    }

    /** At least one, as none would mean that it is over. */
    private int millisLeft() {
        return (int) Math.max(1, Math.min(left().toMillis(), Integer.MAX_VALUE));
    }

    private static Failure late() {
        return new Failure(Kind.DEADLINE, "DEADLINE_EXCEEDED", "deadline exceeded");
    }

    static Failure unavailable() {
        return new Failure(Kind.UNAVAILABLE, "UNAVAILABLE", "unavailable");
    }

    /** What went wrong, told here where nobody expected it: the caller gets no more than a word. */
    private Failure failure(Throwable problem) {
        Throwable cause = Causes.unwrapped(problem);
        if (cause instanceof Failure known) {
            return known;
        }
        LOG.atWarn().addKeyValue("method", method.name()).setCause(cause).log("a call failed on this side");
        return Faults.internal();
    }

    /** A token that was asked for, and the certificate that it is bound to. */
    private record Asked(@Nullable String certificate, CompletableFuture<String> token) {}
}
