package dev.polyrpc.kit.call;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.proto.policy.v1.PolicyProto;
import java.util.Map;

/** What the contract asks of who asks for one value of an enum, besides what it asks of the method's callers. */
public final class ValueScope {
    private ValueScope() {}

    /** Refuses with a {@link Failure} who does not hold the value's scope; so does a value that names none. */
    public static void require(EnumValueDescriptor value, Caller caller) {
        String scope = value.getOptions().getExtension(PolicyProto.valueScope);
        if (!caller.has(scope)) {
            throw new Failure(
                    Kind.DENIED,
                    "SCOPE_MISSING",
                    "scope: missing (expected: %s)".formatted(scope),
                    Map.of("scope", scope));
        }
    }
}
