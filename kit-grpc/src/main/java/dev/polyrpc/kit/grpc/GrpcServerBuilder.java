package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.call.Policy;
import dev.polyrpc.kit.process.DaemonThreads;
import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.tls.LiveConnections;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.opentelemetry.GrpcOpenTelemetry;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes a {@link GrpcServer}; for use by one thread. */
public final class GrpcServerBuilder {
    static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
    private static final int MAX_METADATA_BYTES = 8 * 1024;
    private static final int MAX_CALLS_PER_CONNECTION = 512;
    private static final int MAX_RESETS = 500;
    private static final int RESETS_WINDOW_S = 10;
    private static final int HANDSHAKE_S = 5;
    static final int KEEPALIVE_S = 10;
    static final int KEEPALIVE_TIMEOUT_S = 5;
    private static final int IDLE_MIN = 5;
    private static final int SUBJECT_STREAMS = 200;

    private final int port;
    private final Guard guard;
    private final List<ServerServiceDefinition> services = new ArrayList<>();
    private final Set<String> blocking = new HashSet<>();
    private @Nullable Path sidecar;
    private Profile profile = Profile.DEVELOPMENT;
    private Duration unreadLimit = Duration.ofSeconds(10);
    private int subjectStreams = SUBJECT_STREAMS;

    GrpcServerBuilder(int port, Guard guard) {
        this.port = port;
        this.guard = guard;
    }

    /** Adds a service, each of whose methods has a policy in its contract. */
    public GrpcServerBuilder add(BindableService service) {
        services.add(service.bindService());
        return this;
    }

    /** Names methods whose handlers wait; they run on the bounded pool, all others on the event loop. */
    public GrpcServerBuilder blocking(MethodDescriptor<?, ?>... methods) {
        for (MethodDescriptor<?, ?> method : methods) {
            blocking.add(method.getFullMethodName());
        }
        return this;
    }

    /**
     * Has it listen on a Unix socket in place of the port, for a sidecar that ends TLS and says who calls; null changes
     * nothing.
     */
    public GrpcServerBuilder behindSidecar(@Nullable Path socket) {
        sidecar = socket;
        return this;
    }

    /** How long a client has to read a stream that was ended, before it is cut off. */
    GrpcServerBuilder unreadLimit(Duration limit) {
        unreadLimit = limit;
        return this;
    }

    /** How many streams one subject may have under way. */
    public GrpcServerBuilder subjectStreams(int most) {
        subjectStreams = most;
        return this;
    }

    /** How strict to be: in production there is no reflection. */
    public GrpcServerBuilder profile(Profile strictness) {
        profile = strictness;
        return this;
    }

    /** Opens the port; throws when a contract does not say who may call a method. */
    public GrpcServer start() throws IOException {
        HealthStatusManager health = new HealthStatusManager();
        services.forEach(
                service -> health.setStatus(service.getServiceDescriptor().getName(), ServingStatus.SERVING));
        add(health.getHealthService());
        if (profile != Profile.PRODUCTION) {
            add(ProtoReflectionServiceV1.newInstance());
            add(oldReflection());
        }
        Map<String, Policy> policies = Policies.of(services);
        ScheduledThreadPoolExecutor timer = timer();
        CallThreads threads = new CallThreads(guard.verifier(), policies, blocking);
        Drain drain = new Drain();
        DenialInterceptor denials = new DenialInterceptor(guard.peers(), policies);
        List<ServerInterceptor> interceptors = interceptors(policies, threads, timer, drain, denials);
        NettyServerBuilder server = limited(
                        sidecar == null
                                ? NettyServerBuilder.forPort(
                                        port, guard.identity().grpcServer())
                                : SidecarSocket.server(sidecar))
                .directExecutor()
                .callExecutor(threads)
                .addTransportFilter(new PeerInterceptor.Filter())
                .addServices(services.stream()
                        .map(service -> intercepted(RequestStreams.within(service), interceptors))
                        .toList());
        LiveConnections connections =
                LiveConnections.incoming(guard.identity(), guard.peers()).renewing(guard.identity());
        if (sidecar == null) {
            EventLoops.of(server, connections);
        } else {
            EventLoops.ofSidecar(server);
        }
        GrpcOpenTelemetry.newBuilder().sdk(guard.telemetry()).build().configureServerBuilder(server);
        OpenCalls calls = new OpenCalls(policies);
        server.addStreamTracerFactory(calls);
        List<Runnable> afterwards = List.of(denials::close, connections::close, threads::close, timer::shutdownNow);
        try {
            return new GrpcServer(server.build().start(), health, calls, drain, guard.drainTimeout(), afterwards);
        } catch (IOException | RuntimeException e) {
            afterwards.forEach(Runnable::run);
            throw e;
        }
    }

    @SuppressWarnings("deprecation") // v1alpha is what many tools still ask for
    private static BindableService oldReflection() {
        return ProtoReflectionService.newInstance();
    }

    /** The first is the outermost. */
    List<ServerInterceptor> interceptors(
            Map<String, Policy> policies,
            CallThreads threads,
            ScheduledThreadPoolExecutor timer,
            Drain drain,
            DenialInterceptor denials) {
        return List.of(
                new RequestIdInterceptor(),
                new AccessLogInterceptor(guard.accessLog(), policies),
                new CloseOnceInterceptor(),
                new StreamEndInterceptor(drain, unreadLimit, timer, policies),
                new FailureInterceptor(),
                new AdmissionInterceptor(threads),
                new DeadlineInterceptor(guard.requestTimeout(), timer, policies),
                new PeerInterceptor(guard.peers(), sidecar != null),
                new TokenInterceptor(guard.verifier(), policies),
                new PolicyInterceptor(policies, guard.peers()),
                new SubjectStreamsInterceptor(subjectStreams, policies),
                new ExpiryInterceptor(timer, policies),
                denials,
                new HeadersInterceptor(policies));
    }

    /** The first is the outermost. They are put around each method once; those of a whole server are around each call anew. */
    static ServerServiceDefinition intercepted(ServerServiceDefinition service, List<ServerInterceptor> firstToLast) {
        return ServerInterceptors.interceptForward(service, firstToLast);
    }

    private static NettyServerBuilder limited(NettyServerBuilder server) {
        return server.maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .maxRstFramesPerWindow(MAX_RESETS, RESETS_WINDOW_S)
                .handshakeTimeout(HANDSHAKE_S, TimeUnit.SECONDS)
                .keepAliveTime(KEEPALIVE_S, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEPALIVE_TIMEOUT_S, TimeUnit.SECONDS)
                .permitKeepAliveTime(KEEPALIVE_TIMEOUT_S, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConnectionIdle(IDLE_MIN, TimeUnit.MINUTES);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1,
                DaemonThreads.named("grpc-deadline"),
                new ThreadPoolExecutor.DiscardPolicy()); // closed: no call has any time left
        timer.setRemoveOnCancelPolicy(true); // else each call's timer stays for the whole limit
        return timer;
    }
}
