package dev.polyrpc.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code rest.binpb}, {@code rest_bindings.lua} and {@code openapi.json}; run by this module's build. */
public final class Main {
    private Main() {}

    /**
     * Ends with 1 where the rules do not fit the contracts, and names each fault on a line of its own.
     *
     * @param arguments the file of rules, the folder to write to
     */
    public static void main(String[] arguments) throws IOException {
        Path rules = Path.of(arguments[0]).normalize();
        Path folder = Path.of(arguments[1]);
        Contracts contracts = Contracts.load();
        RestView view;
        try {
            view = RestView.of(contracts, HttpRules.parse(Files.readString(rules)));
        } catch (UnfitRulesException e) {
            e.faults().forEach(fault -> System.err.println(rules + ": " + fault));
            System.exit(1);
            return;
        }
        Files.createDirectories(folder);
        Files.write(
                folder.resolve("rest.binpb"),
                AnnotatedDescriptors.of(contracts, view).toByteArray());
        Files.writeString(folder.resolve("rest_bindings.lua"), LuaBindings.of(view));
        Files.writeString(folder.resolve("openapi.json"), new OpenApi(contracts, view).text());
    }
}
