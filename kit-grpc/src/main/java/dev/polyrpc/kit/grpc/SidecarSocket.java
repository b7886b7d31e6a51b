package dev.polyrpc.kit.grpc;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.grpc.InsecureServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Unix socket on which a service hears its sidecar alone. Who may enter its folder is whoever may speak for every
 * peer, so the folder is the owner's alone. Safe for use by many threads.
 */
public final class SidecarSocket {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private SidecarSocket() {}

    /** Makes the place ready, where there is to be one; the message of a failure says what is wrong with it. */
    public static Optional<Path> prepare(@Nullable Path socket) throws IOException {
        if (socket == null) {
            return Optional.empty();
        }
        if (!Epoll.isAvailable()) {
            throw new IOException("%s: no Unix sockets here (expected: Linux)".formatted(socket));
        }
        Path folder = socket.toAbsolutePath().getParent();
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(folder));
        others.removeAll(OWNER_ONLY);
        if (!others.isEmpty()) {
            throw new IOException("%s: open to others (expected: mode 700)".formatted(folder));
        }
        removeLeftOver(socket);
        return Optional.of(socket);
    }

    /** Begins a server there; takes the place of a socket that nobody listens on any more. */
    static NettyServerBuilder server(Path socket) throws IOException {
        prepare(socket);
        return NettyServerBuilder.forAddress(
                new DomainSocketAddress(socket.toFile()), InsecureServerCredentials.create());
    }

    private static void removeLeftOver(Path socket) throws IOException {
        if (isListenedTo(socket)) {
            throw new IOException("%s: another process listens here (expected: free)".formatted(socket));
        }
        if (Files.exists(socket, NOFOLLOW_LINKS)
                && !Files.readAttributes(socket, BasicFileAttributes.class, NOFOLLOW_LINKS)
                        .isOther()) {
            throw new IOException("%s: a file (expected: a socket, or nothing)".formatted(socket));
        }
        Files.deleteIfExists(socket); // whoever listened was killed
    }

    private static boolean isListenedTo(Path socket) {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
