package dev.polyrpc.client.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.polyrpc.client.TestSystem;
import dev.polyrpc.client.TestSystem.Run;
import dev.polyrpc.kit.testing.TestPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyCommandTest {
    @Test
    void policy_ofMoveStock_isReturnAloneByItsOwnTokenOrTheCustomersPowerNarrowed() {
        assertThat(facts("caller", "MoveStock"))
                .extracting(PolicyCommandTest::line)
                .containsExactly(
                        "return stock:quarantine its own",
                        "return stock:quarantine exchange of returns:write",
                        "return stock:settle its own",
                        "return stock:settle exchange of returns:inspect");
        assertThat(facts("value", "MoveStock"))
                .extracting(fact -> text(fact, "method"))
                .contains("MoveStock movement MOVEMENT_QUARANTINE");
    }

    @Test
    void policy_ofAllMethods_hasAScopeAndACallerForEach() {
        List<Struct> methods = facts("method");

        assertThat(methods)
                .hasSizeGreaterThan(20)
                .allSatisfy(fact -> assertThat(words(fact, "scopes")).isNotEmpty())
                .allSatisfy(fact -> assertThat(words(fact, "peers")).isNotEmpty())
                .filteredOn(fact -> words(fact, "peers").equals(List.of("return")))
                .extracting(fact -> text(fact, "method"))
                .containsExactly("MoveStock");
    }

    @Test
    void policy_ofEveryCaller_hasATokenThatTheMethodTakes() {
        String[] names = ContractMethod.all().stream().map(ContractMethod::name).toArray(String[]::new);

        assertThat(facts("caller", names))
                .filteredOn(fact -> text(fact, "caller").equals("gateway"))
                .allSatisfy(fact -> assertThat(text(fact, "token")).startsWith("exchange of "));
        assertThat(facts("caller", names))
                .extracting(fact -> text(fact, "method"))
                .as("nothing that nobody can call")
                .contains(names);
    }

    @Test
    void policy_deniedProcess_callsNothing(@TempDir Path folder) throws IOException {
        String whole = Files.readString(TestPolicy.file());
        Path file = Files.writeString(
                folder.resolve("policy.json"), whole.replace("\"denied\": []", "\"denied\": [\"return\"]"));

        Run run = TestSystem.runAnywhere("policy", "--policy=" + file, "MoveStock");

        assertThat(run.lines()).last().asString().startsWith("Denied everywhere: return. ");
        assertThat(run.out()).doesNotContain("its own", "exchange of");
    }

    @Test
    void policy_misspeltDenied_isTold(@TempDir Path folder) throws IOException {
        String whole = Files.readString(TestPolicy.file());
        Path file = Files.writeString(
                folder.resolve("policy.json"),
                whole.replace("\"denied\": []", "\"denied\": [\"retrun\", \"token\", \"keycloak:4d1a\"]"));

        Run run = TestSystem.runAnywhere("policy", "--policy=" + file, "MoveStock");

        assertThat(run.exit()).isZero();
        assertThat(run.err().strip()).endsWith("maybe misspelt: retrun");
    }

    @Test
    void policy_forPeople_hasATableOfEachKind() {
        assertThat(run().lines())
                .contains("Who may connect", "Tokens that clients get in their own name")
                .anyMatch(line -> line.matches("SUBJECT'S SCOPE +CLIENT +AUDIENCE +RESULT"))
                .anyMatch(line -> line.matches("returns:write +return +product-mgmt +stock:quarantine"))
                .anyMatch(line -> line.matches("GetReturn +alice auditor bob edge gateway warehouse +returns:read"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MovStock", "ProductMgmtService/MovStock"})
    void policy_misspeltMethod_isWrongUseAndSaysWhatWasMeant(String word) {
        Run run = run(word);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).startsWith("unknown method: " + word + " (did you mean MoveStock?)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GetReturn", "ReturnService/GetReturn", "polyrpc.returns.v1.ReturnService/GetReturn"})
    void policy_methodByAnyOfItsNames_isFound(String word) {
        assertThat(run(word).exit()).isZero();
    }

    @Test
    void policy_noFile_namesIt(@TempDir Path folder) {
        Run run = TestSystem.runAnywhere("policy", "--policy=" + folder.resolve("none.json"));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("none.json: no such file");
    }

    private static Run run(String... methods) {
        String[] args = new String[methods.length + 2];
        args[0] = "policy";
        args[1] = "--policy=" + TestPolicy.file();
        System.arraycopy(methods, 0, args, 2, methods.length);
        return TestSystem.runAnywhere(args);
    }

    private static List<Struct> facts(String kind, String... methods) {
        String[] args = new String[methods.length + 1];
        args[0] = "--json";
        System.arraycopy(methods, 0, args, 1, methods.length);
        return run(args).lines().stream()
                .map(PolicyCommandTest::object)
                .filter(fact -> text(fact, "fact").equals(kind))
                .toList();
    }

    private static Struct object(String line) {
        Struct.Builder object = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(line, object);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
        return object.build();
    }

    private static String line(Struct caller) {
        return "%s %s %s".formatted(text(caller, "caller"), text(caller, "scope"), text(caller, "token"));
    }

    private static String text(Struct fact, String name) {
        return fact.getFieldsOrThrow(name).getStringValue();
    }

    private static List<String> words(Struct fact, String name) {
        return fact.getFieldsOrThrow(name).getListValue().getValuesList().stream()
                .map(Value::getStringValue)
                .toList();
    }
}
