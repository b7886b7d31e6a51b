package dev.polyrpc.thrift.contract;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import dev.polyrpc.proto.product.v1.ProductServiceProto;
import dev.polyrpc.proto.returns.v1.ReturnServiceProto;
import dev.polyrpc.thrift.common.v1.FaultCode;
import io.grpc.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.thrift.TBase;
import org.apache.thrift.TEnum;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.TFieldRequirementType;
import org.apache.thrift.protocol.TType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Thrift says what proto/ says: a change of one contract alone breaks the build. */
class ContractTest {
    private static final List<FileDescriptor> FILES = Stream.of(
                    ProductServiceProto.getDescriptor(), ReturnServiceProto.getDescriptor())
            .flatMap(ContractTest::withImports)
            .filter(file -> file.getPackage().startsWith("polyrpc.")
                    && !file.getPackage().startsWith("polyrpc.policy."))
            .distinct()
            .toList();

    private static Stream<FileDescriptor> withImports(FileDescriptor file) {
        return Stream.concat(Stream.of(file), file.getDependencies().stream().flatMap(ContractTest::withImports));
    }

    static Stream<Descriptor> messages() {
        return FILES.stream()
                .flatMap(file -> file.getMessageTypes().stream())
                .filter(message -> !Differences.LISTED.contains(message.getFullName()));
    }

    static Stream<OneofDescriptor> oneofs() {
        return messages().flatMap(message -> message.getRealOneofs().stream());
    }

    static Stream<EnumDescriptor> enums() {
        return FILES.stream().flatMap(file -> file.getEnumTypes().stream());
    }

    static Stream<MethodDescriptor> methods() {
        return FILES.stream()
                .flatMap(file -> file.getServices().stream())
                .flatMap(service -> service.getMethods().stream());
    }

    static Stream<String> thriftOnly() {
        return Differences.THRIFT_ONLY.keySet().stream();
    }

    static Stream<String> structs() {
        return Stream.concat(thriftOnly(), messages().map(ContractTest::struct));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void message_isAStruct(Descriptor message) throws Exception {
        assertThat(Generated.fields(struct(message))).as(message.getFullName()).isEqualTo(Rules.fields(message));
    }

    @ParameterizedTest
    @MethodSource("oneofs")
    void oneof_isAUnion(OneofDescriptor oneof) throws Exception {
        assertThat(Generated.fields(union(oneof))).as(oneof.getFullName()).isEqualTo(Rules.cases(oneof));
    }

    @ParameterizedTest
    @MethodSource("enums")
    void enum_hasTheSameValues(EnumDescriptor type) throws Exception {
        assertThat(Generated.values(named(type)))
                .as(type.getFullName())
                .isEqualTo(type.getValues().stream().collect(toMap(v -> v.getNumber(), v -> v.getName())));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void method_takesAContextAndARequest_answersOrFails(MethodDescriptor method) throws Exception {
        String function = service(method) + "$" + small(method.getName());
        String answer = method.getName() + "Response";

        assertThat(Generated.fields(function + "_args"))
                .isEqualTo(Map.of(1, "context: CallContext", 2, "request: " + method.getName() + "Request"));
        assertThat(Generated.fields(function + "_result"))
                .isEqualTo(Map.of(0, "success: " + answer, 1, "fault: ServiceFault"));
    }

    @ParameterizedTest
    @MethodSource("thriftOnly")
    void structOfThriftAlone_isAsListed(String name) throws Exception {
        assertThat(Generated.fields(name)).isEqualTo(new TreeMap<>(Differences.THRIFT_ONLY.get(name)));
    }

    @Test
    void thrift_hasNothingElse() throws Exception {
        var known = new TreeSet<>(Differences.THRIFT_ONLY.keySet());
        known.add("common.v1.FaultCode");
        messages().map(ContractTest::struct).forEach(known::add);
        oneofs().map(ContractTest::union).forEach(known::add);
        enums().map(ContractTest::named).forEach(known::add);

        assertThat(Generated.types()).isEqualTo(known);
    }

    @Test
    void services_haveNoOtherMethods() throws Exception {
        var functions = new TreeSet<String>();
        for (String service : methods().map(ContractTest::service).distinct().toList()) {
            Arrays.stream(Generated.type(service + "$Iface").getMethods())
                    .forEach(method -> functions.add(service + "$" + method.getName()));
        }

        assertThat(functions)
                .isEqualTo(methods()
                        .map(method -> service(method) + "$" + small(method.getName()))
                        .collect(toCollection(TreeSet::new)));
    }

    @Test
    void faultCode_hasNamesAndNumbersOfGrpc() {
        for (FaultCode code : FaultCode.values()) {
            String name = code == FaultCode.UNSPECIFIED ? "OK" : code.name();
            assertThat(Status.fromCodeValue(code.getValue()).getCode().name()).isEqualTo(name);
        }
    }

    /** What nobody set reads as the IDL promises: text is empty, an enum is 0. */
    @ParameterizedTest
    @MethodSource("structs")
    void absentText_isEmpty_absentEnum_isZero(String name) throws Exception {
        @SuppressWarnings("unchecked") // asked for the fields of its own metadata alone
        var fresh =
                (TBase<?, TFieldIdEnum>) Generated.type(name).getConstructor().newInstance();

        Generated.metadata(name).forEach((field, meta) -> {
            if (meta.valueMetaData.type == TType.ENUM) {
                assertThat(((TEnum) fresh.getFieldValue(field)).getValue())
                        .as(meta.fieldName)
                        .isZero();
            } else if (meta.valueMetaData.type == TType.STRING
                    && meta.requirementType == TFieldRequirementType.DEFAULT) {
                assertThat(fresh.getFieldValue(field)).as(meta.fieldName).isEqualTo("");
            }
        });
    }

    private static String struct(Descriptor message) {
        return Generated.area(message.getFile()) + "." + Differences.struct(message);
    }

    private static String union(OneofDescriptor oneof) {
        return Generated.area(oneof.getFile()) + "." + Differences.union(oneof);
    }

    private static String named(EnumDescriptor type) {
        return Generated.area(type.getFile()) + "." + type.getName();
    }

    private static String service(MethodDescriptor method) {
        return Generated.area(method.getFile()) + "." + method.getService().getName();
    }

    private static String small(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
