package dev.polyrpc.systemtest;

import java.nio.file.Files;
import java.nio.file.Path;

/** A program as the build left it: its jar and the names that it goes by outside. */
enum Built {
    TOKEN("token-service", "token", "HTTPS_PORT", "https"),
    PRODUCT_MGMT("product-mgmt-service", "product-mgmt", "GRPC_PORT", "grpc"),
    RETURN("return-service", "return", "GRPC_PORT", "grpc"),
    GATEWAY("graphql-gateway", "gateway", "HTTPS_PORT", "https");

    private final String module;
    private final String label;
    private final String portSetting;
    private final String portName;

    Built(String module, String label, String portSetting, String portName) {
        this.module = module;
        this.label = label;
        this.portSetting = portSetting;
        this.portName = portName;
    }

    /** Process name, leaf and audience label. */
    String label() {
        return label;
    }

    /** The full name of one of its settings. */
    String setting(String name) {
        return "POLYRPC_%s_%s".formatted(name(), name);
    }

    /** The full name of the setting of the port that it serves on. */
    String portSetting() {
        return setting(portSetting);
    }

    /** The name under which it reports the port that it serves on. */
    String portName() {
        return portName;
    }

    /** Whether it also serves a Thrift port. */
    boolean speaksThrift() {
        return this == PRODUCT_MGMT || this == RETURN;
    }

    /** The jar that `java -jar` starts. */
    Path jar() {
        Path jar = Path.of("..", module, "target", module + ".jar")
                .toAbsolutePath()
                .normalize();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    "%s: no such file (expected: built before, by `mvn package` in the project's root)".formatted(jar));
        }
        return jar;
    }
}
