package dev.polyrpc.kit.thrift;

import com.google.protobuf.Descriptors.MethodDescriptor;

/** What methods are called in the two contracts: {@code GetProduct} there is {@code getProduct} here. */
final class MethodNames {
    private MethodNames() {}

    static String inThrift(MethodDescriptor method) {
        String name = method.getName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
