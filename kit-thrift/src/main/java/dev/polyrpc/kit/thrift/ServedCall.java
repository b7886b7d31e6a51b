package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.call.CallPool;
import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.BearerToken;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.telemetry.RequestId;
import dev.polyrpc.kit.tls.Peer;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.common.v1.FaultCode;
import dev.polyrpc.thrift.common.v1.ServiceFault;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.thrift.TBase;
import org.apache.thrift.async.AsyncMethodCallback;
import org.apache.thrift.protocol.TMessageType;
import org.jspecify.annotations.Nullable;

/**
 * One call, from its message to its answer. The first to end it wins: its handler, its deadline, or the connection's end. It
 * begins on the connection's event loop, and may be answered from any thread.
 */
final class ServedCall implements AsyncMethodCallback<Object> {
    private final ServerConnection connection;
    private final Serving serving;
    private final Guard guard;
    private final CallHead head;
    private final ServedMethod method;
    private final TBase<?, ?> arguments;
    private final CallContext context;
    private final String requestId;
    private final long begun;
    private final long limit;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable ThriftCall call;
    private @Nullable ScheduledFuture<?> timer; // the event loop's

    ServedCall(
            ServerConnection connection,
            Serving serving,
            ReceivedCall received,
            ServedMethod method,
            TBase<?, ?> arguments) {
        this.connection = connection;
        this.serving = serving;
        this.guard = serving.guard();
        this.head = received.head();
        this.begun = received.arrived();
        this.method = method;
        this.arguments = arguments;
        this.context = ServedMethod.context(arguments);
        this.requestId = RequestId.of(context.getRequestId());
        long most = guard.requestTimeout().toNanos();
        this.limit = context.isSetTimeLeftMs()
                ? Math.min(most, TimeUnit.MILLISECONDS.toNanos(context.getTimeLeftMs()))
                : most;
    }

    /** Begins on the event loop: serves the call there, or has others do so. */
    void begin() {
        try {
            String token = context.getToken();
            Caller known = guard.verifier().cached(token);
            boolean blocks = serving.blocking().contains(method.name());
            boolean noToken = known == null && !BearerToken.isWellFormed(token);
            CallPool pool = serving.pool();
            if (known == null ? !noToken && pool.isFullForNew() : blocks && pool.isFull()) {
                throw CallPool.full();
            }
            if (nanosLeft() <= 0) {
                throw late();
            }
            connection.peer().admitted(guard.peers());
            if (noToken) {
                throw BearerToken.refused("TOKEN_INVALID");
            }
            if (known == null) {
                check(token);
            } else if (blocks) {
                pool.execute(() -> serve(known));
            } else {
                serve(known);
            }
        } catch (RuntimeException refused) {
            onError(refused);
        }
        if (!ended.get()) {
            timer = connection.loop().schedule(() -> onError(late()), nanosLeft(), TimeUnit.NANOSECONDS);
        }
    }

    private void check(String token) {
        CallPool pool = serving.pool();
        pool.counted(guard.verifier().verify(token)).whenComplete((caller, refused) -> {
            if (refused == null) {
                pool.execute(() -> serve(caller));
            } else {
                fail(refused);
            }
        });
    }

    private void serve(Caller caller) {
        if (ended.get()) {
            return; // too late, and nothing of it was done
        }
        try {
            Peer peer = connection.peer().admitted(guard.peers());
            caller.requireHeldBy(connection.peer().certificate());
            ThriftCall served = new ThriftCall(caller, peer, requestId, begun + limit);
            call = served;
            method.policy().require(peer, caller, guard.peers());
            if (!ServedMethod.hasRequest(arguments)) {
                throw new Failure(Kind.INVALID, "MESSAGE_UNREADABLE", "request: no message of this method");
            }
            served.serve(() -> method.start(arguments, this));
        } catch (Exception | Error problem) {
            fail(problem);
        }
        if (ended.get()) {
            endCall(); // by whom did not see the call perhaps
        }
    }

    @Override
    public void onComplete(Object answer) {
        if (answer == null) {
            fail(new IllegalStateException(method.fullName() + ": answered with nothing"));
            return;
        }
        if (ended.compareAndSet(false, true)) {
            try {
                answered(connection.frame(head, TMessageType.REPLY, method.answer(answer)), Faults.OK);
            } catch (Exception | Error problem) {
                refuse(problem);
            }
        }
    }

    @Override
    public void onError(Exception problem) {
        fail(problem);
    }

    private void fail(Throwable problem) {
        if (ended.compareAndSet(false, true)) {
            refuse(problem);
        }
    }

    /** The connection is closed, and nobody waits for an answer. */
    void abandon() {
        if (ended.compareAndSet(false, true)) {
            end(Faults.CANCELLED);
            stopTimer();
        }
    }

    private void refuse(Throwable problem) {
        try {
            ServiceFault fault = Faults.of(problem, requestId);
            ByteBuf frame = connection.frame(head, TMessageType.REPLY, method.fault(fault));
            answered(frame, fault.getCode().name());
        } catch (Exception | Error unsaid) {
            connection.cut(); // else its caller would wait for ever
            end(FaultCode.INTERNAL.name());
        }
    }

    private void answered(ByteBuf frame, String code) {
        end(code);
        if (connection.loop().inEventLoop()) {
            send(frame);
        } else {
            connection.loop().execute(() -> send(frame));
        }
    }

    private void send(ByteBuf frame) {
        stopTimer();
        connection.answer(this, frame);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void end(String code) {
        endCall();
        long nanos = System.nanoTime() - begun;
        serving.metrics().call(method.fullName(), code, nanos);
        ThriftCall served = call;
        guard.accessLog()
                .write(new AccessLog.Call(
                        requestId,
                        method.fullName(),
                        connection.peer().path(),
                        served == null ? null : served.caller().subject(),
                        code,
                        method.policy().reads(),
                        nanos));
    }

    private void endCall() {
        ThriftCall served = call;
        if (served != null) {
            served.ended();
        }
    }

    private long nanosLeft() {
        return begun + limit - System.nanoTime();
    }

    private Failure late() {
        return new Failure(
                Kind.DEADLINE,
                "DEADLINE_EXCEEDED",
                "no answer within %d ms, the limit".formatted(TimeUnit.NANOSECONDS.toMillis(limit)));
    }
}
