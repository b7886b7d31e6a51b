package dev.polyrpc.client.policy;

import com.google.protobuf.Struct;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.frame.Nearest;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.output.View;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells who may call what. */
@Command(
        name = "policy",
        description = {
            "Tells who may call what, from the contract and the policy file; asks nobody.",
            "Of the methods that are named it tells who calls them, and by which tokens."
        },
        footer = {"", "Example: polyrpc policy MoveStock"})
public final class PolicyCommand implements Runnable {
    private static final String DENIED =
            "What is denied is refused at every port (PEER_NOT_ALLOWED), cut off where it is connected, and gets no token.";

    private final Invocation invocation;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "METHOD",
            arity = "0..*",
            completionCandidates = Methods.class,
            description = "Methods, such as MoveStock or ReturnService/GetReturn. Default: all.")
    private List<String> methods = List.of();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            defaultValue = "policy/policy.json",
            description = "The policy file. Default: ${DEFAULT-VALUE}.")
    private Path file = Path.of("policy/policy.json");

    /** Makes the verb. */
    public PolicyCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        List<ContractMethod> named = methods.stream().map(this::method).toList();
        PolicyTable policy = PolicyTable.read(file);
        Output output = invocation.output();
        if (named.isEmpty()) {
            tellAll(policy, output);
        } else {
            show(output, "", Facts.METHODS, methods(policy, named));
            show(
                    output,
                    "Who calls, and by which tokens",
                    Facts.CALLERS,
                    named.stream().flatMap(method -> callers(policy, method)).toList());
        }
        tellDenied(policy, output);
    }

    private static void tellAll(PolicyTable policy, Output output) {
        show(
                output,
                "Who may connect",
                Facts.PEERS,
                policy.peers().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(row -> Facts.peers(row.getKey(), row.getValue()))
                        .toList());
        for (String service : List.of("product-mgmt", "return")) {
            show(
                    output,
                    "Methods of " + service + ": one of the scopes is needed",
                    Facts.METHODS,
                    methods(
                            policy,
                            ContractMethod.all().stream()
                                    .filter(method -> method.service().equals(service))
                                    .toList()));
        }
        show(
                output,
                "Tokens that clients get in their own name",
                Facts.CLIENTS,
                policy.clients().values().stream()
                        .sorted((a, b) -> a.id().compareTo(b.id()))
                        .map(Facts::client)
                        .toList());
        show(
                output,
                "Tokens that clients get in exchange for a subject's",
                Facts.EXCHANGES,
                policy.exchanges().stream().map(Facts::exchange).toList());
    }

    private static void tellDenied(PolicyTable policy, Output output) {
        output.line("");
        output.summary(
                Facts.denied(policy.denied()),
                "Denied everywhere: "
                        + (policy.denied().isEmpty() ? "nobody" : String.join(" ", policy.denied()))
                        + ". "
                        + DENIED);
        if (!policy.deniedUnknown().isEmpty()) {
            output.note("Denied, but named nowhere else in the file, so maybe misspelt: "
                    + String.join(" ", policy.deniedUnknown()));
        }
    }

    private static List<Struct> methods(PolicyTable policy, List<ContractMethod> methods) {
        List<Struct> rows = new ArrayList<>();
        for (ContractMethod method : methods) {
            List<String> callers = policy.callers(method);
            rows.add(Facts.method(method, callers));
            method.values().forEach(value -> rows.add(Facts.value(method, value, callers)));
        }
        return rows;
    }

    /** Each process that may call, with each token that it can get and that the method takes. */
    private static Stream<Struct> callers(PolicyTable policy, ContractMethod method) {
        return policy.callers(method).stream()
                .flatMap(caller -> method.scopes().stream().flatMap(scope -> tokens(policy, method, caller, scope)));
    }

    private static Stream<Struct> tokens(PolicyTable policy, ContractMethod method, String caller, String scope) {
        Stream<String> own = Stream.ofNullable(policy.clients().get(caller))
                .filter(client ->
                        client.mayReach(method.service()) && client.scopes().contains(scope))
                .map(client -> "its own");
        Stream<String> exchanged = policy.exchanges().stream()
                .filter(rule -> rule.client().equals(caller)
                        && rule.audience().equals(method.service())
                        && rule.result().equals(scope))
                .map(rule -> "exchange of " + rule.scope());
        return Stream.concat(own, exchanged).map(token -> Facts.caller(method, caller, scope, token));
    }

    private static void show(Output output, String title, View<Struct> view, List<Struct> rows) {
        if (!title.isEmpty()) {
            output.line("");
            output.line(title);
        }
        output.all(view, rows);
    }

    private ContractMethod method(String word) {
        List<ContractMethod> all = ContractMethod.all();
        return all.stream()
                .filter(method -> method.name().equals(word)
                        || method.fullName().equals(word)
                        || method.fullName().endsWith("." + word))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names = all.stream().map(ContractMethod::name).toList();
                    String expected = Nearest.of(word.substring(word.lastIndexOf('/') + 1), names)
                            .map(near -> "did you mean " + near + "?")
                            .orElse("expected: " + String.join(", ", names));
                    return new ParameterException(
                            spec.commandLine(), "unknown method: %s (%s)".formatted(word, expected));
                });
    }

    /** The methods there are. */
    static final class Methods extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Methods() {
            super(ContractMethod.all().stream().map(ContractMethod::name).toList());
        }
    }
}
