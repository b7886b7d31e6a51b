package dev.polyrpc.benchmark.measure;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a JVM on this machine tells of itself from the inside. Safe for use by many threads. */
public final class Vitals implements AutoCloseable {
    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";

    private final JMXConnector connector;
    private final MBeanServerConnection server;
    private final MemoryMXBean memory;
    private final ThreadMXBean threads;

    private Vitals(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.server = connector.getMBeanServerConnection();
        this.memory = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        this.threads = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    }

    /** Asks a running JVM of the same user; it needs no flag for that. */
    @SuppressWarnings("BanJNDI") // the address is that of a child of ours, as it told it itself
    public static Vitals of(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
            try {
                return new Vitals(
                        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()), Map.of()));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("pid %d: cannot be asked: %s".formatted(pid, e.getMessage()), e);
        }
    }

    /** Bytes that its live threads have allocated so far. */
    public long allocated() {
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    /** Bytes of its heap that a full collection has left, however much was allocated since. */
    public long liveHeap() throws IOException {
        memory.gc();
        return ManagementFactory.getPlatformMXBeans(server, MemoryPoolMXBean.class).stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }

    /** Runs a diagnostic command, as {@code jcmd} does; answers what it prints. */
    public String command(String name, String... arguments) throws IOException {
        try {
            Object answer = server.invoke(
                    new ObjectName(COMMANDS), name, new Object[] {arguments}, new String[] {String[].class.getName()});
            return String.valueOf(answer);
        } catch (JMException e) {
            throw new IOException("%s: %s".formatted(name, e.getMessage()), e);
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
