package dev.polyrpc.client.policy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.Values;
import dev.polyrpc.client.output.Column;
import dev.polyrpc.client.output.View;
import java.util.List;
import java.util.stream.Collectors;

/** The rows that the policy is told in: objects to programs, tables to people. */
final class Facts {
    static final View<Struct> METHODS = table("method", "peers", "scopes");
    static final View<Struct> CALLERS = table("method", "caller", "scope", "token");
    static final View<Struct> CLIENTS = table("client", "proof", "audiences", "scopes");
    static final View<Struct> EXCHANGES = table("subjectScope", "client", "audience", "result");
    static final View<Struct> PEERS = table("service", "peers");

    private Facts() {}

    static Struct method(ContractMethod method, List<String> callers) {
        return fact("method")
                .putFields("service", Values.of(method.service()))
                .putFields("method", Values.of(method.name()))
                .putFields("peers", list(callers))
                .putFields("scopes", list(method.scopes()))
                .build();
    }

    static Struct value(ContractMethod method, ContractMethod.Value value, List<String> callers) {
        return fact("value")
                .putFields("service", Values.of(method.service()))
                .putFields("method", Values.of("%s %s %s".formatted(method.name(), value.field(), value.name())))
                .putFields("peers", list(callers))
                .putFields("scopes", list(List.of(value.scope())))
                .build();
    }

    static Struct caller(ContractMethod method, String caller, String scope, String token) {
        return fact("caller")
                .putFields("service", Values.of(method.service()))
                .putFields("method", Values.of(method.name()))
                .putFields("caller", Values.of(caller))
                .putFields("scope", Values.of(scope))
                .putFields("token", Values.of(token))
                .build();
    }

    static Struct client(PolicyTable.Client client) {
        return fact("client")
                .putFields("client", Values.of(client.id()))
                .putFields("proof", list(client.proofs()))
                .putFields("audiences", list(client.audiences()))
                .putFields("scopes", list(client.scopes()))
                .build();
    }

    static Struct exchange(PolicyTable.Exchange exchange) {
        return fact("exchange")
                .putFields("subjectScope", Values.of(exchange.scope()))
                .putFields("client", Values.of(exchange.client()))
                .putFields("audience", Values.of(exchange.audience()))
                .putFields("result", Values.of(exchange.result()))
                .build();
    }

    static Struct peers(String service, List<String> peers) {
        return fact("peers")
                .putFields("service", Values.of(service))
                .putFields("peers", list(peers))
                .build();
    }

    static Struct denied(List<String> denied) {
        return fact("denied").putFields("peers", list(denied)).build();
    }

    private static Struct.Builder fact(String kind) {
        return Struct.newBuilder().putFields("fact", Values.of(kind));
    }

    private static Value list(List<String> texts) {
        return Values.of(texts.stream().map(Values::of).toList());
    }

    private static View<Struct> table(String... names) {
        return new View<>(
                List.of(names).stream()
                        .map(name -> Column.<Struct>word(title(name), 1, fact -> text(fact.getFieldsOrThrow(name))))
                        .toList(),
                List.of());
    }

    private static String title(String name) {
        return name.equals("subjectScope") ? "subject's scope" : name;
    }

    private static String text(Value value) {
        return value.hasListValue()
                ? value.getListValue().getValuesList().stream()
                        .map(Value::getStringValue)
                        .collect(Collectors.joining(" "))
                : value.getStringValue();
    }
}
