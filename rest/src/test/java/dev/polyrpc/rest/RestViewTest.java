package dev.polyrpc.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules that are shipped fit the contracts; what does not fit is named, all of it at once. */
class RestViewTest {
    private static final Path RULES = Path.of("../proto/rest.yaml");

    @Test
    void of_rulesAsShipped_everyMethodButThoseOfProcessesAndClientStreams() throws IOException {
        RestView view = RestView.of(Contracts.load(), HttpRules.parse(Files.readString(RULES)));
        assertThat(Contracts.load().methods().stream()
                        .filter(method -> view.rules().keySet().stream()
                                .noneMatch(it -> it.getFullName().equals(method.getFullName())))
                        .map(method -> method.getName()))
                .containsExactlyInAnyOrder(
                        "MoveStock", "ImportProducts", "ReconcileInventory", "SubmitReturns", "InspectReturns");
        assertThat(view.bindings()).hasSize(view.rules().size() + 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ProductMgmtService.GetProduct  | ProductMgmtService.GetProdukt  | selector polyrpc.product.v1.ProductMgmtService.GetProdukt: no such method
            ProductMgmtService.GetProduct  | ProductMgmtService.GetProdukt  | polyrpc.product.v1.ProductMgmtService.GetProduct: no rule
            ReturnService.WatchReturns     | ReturnService.GetReturn        | polyrpc.returns.v1.ReturnService.GetReturn: two rules (expected: one, with additional_bindings)
            products/{product_id}:adjust   | products/{id}:adjust           | polyrpc.product.v1.ProductMgmtService.AdjustInventory: path /v1/products/{id}:adjust: no field id
            products/{product_id}:adjust   | products/{change}:adjust       | polyrpc.product.v1.ProductMgmtService.AdjustInventory: path /v1/products/{change}:adjust: change (expected: one string)
            products/{product_id}:adjust   | products/{product_id=*}:adjust | polyrpc.product.v1.ProductMgmtService.AdjustInventory: path /v1/products/{product_id=*}:adjust (expected: /name/{field}..., a :verb at its end at most)
            {product.product_id}           | {product.product_id.x}         | polyrpc.product.v1.ProductMgmtService.UpdateProduct: path /v1/products/{product.product_id.x}: no field product.product_id.x
            body: product                  | body: produkt                  | polyrpc.product.v1.ProductMgmtService.UpdateProduct: body: produkt (expected: * or a field that is one message)
            body: product                  | body: request_id               | polyrpc.product.v1.ProductMgmtService.CreateProduct: body: request_id (expected: * or a field that is one message)
            body: product                  | additional_bindings: []        | polyrpc.product.v1.ProductMgmtService.CreateProduct: POST without a body
            patch: /v1                     | get: /v1                       | polyrpc.product.v1.ProductMgmtService.UpdateProduct: GET with a body
            get: /v1/returns:batchList     | get: /v1/returns               | polyrpc.returns.v1.ReturnService.BatchListReturns: GET /v1/returns is also that of polyrpc.returns.v1.ReturnService.ListReturns
            """)
    void of_ruleThatDoesNotFit_isNamed(String shipped, String planted, String fault) throws IOException {
        String rules = Files.readString(RULES);
        assertThat(rules).contains(shipped);
        assertThat(faults(rules.replace(shipped, planted))).contains(fault);
    }

    @Test
    void of_methodOfNamedProcesses_hasNoRule() throws IOException {
        String moved = Files.readString(RULES) + """
                    - selector: polyrpc.product.v1.ProductMgmtService.MoveStock
                      post: /v1/stock:move
                      body: "*"
                    - selector: polyrpc.returns.v1.ReturnService.SubmitReturns
                      post: /v1/returns:submit
                      body: "*"
                """;
        assertThat(faults(moved))
                .containsExactly(
                        "polyrpc.returns.v1.ReturnService.SubmitReturns: a rule for a stream of the client's"
                                + " (expected: none, a request has one body)",
                        "polyrpc.product.v1.ProductMgmtService.MoveStock: a rule, where the policy names the processes"
                                + " that may call (expected: none)");
    }

    @Test
    void parse_misspeltName_isRefused() throws IOException {
        String rules = Files.readString(RULES);
        assertThat(faults(rules.replace("selector", "selektor")))
                .singleElement()
                .asString()
                .contains("selektor");
        assertThat(faults(rules.replace("google.api.Service", "google.api.Servis")))
                .containsExactly("type: (expected: google.api.Service)");
    }

    private static List<String> faults(String rules) throws IOException {
        Contracts contracts = Contracts.load();
        UnfitRulesException unfit =
                catchThrowableOfType(UnfitRulesException.class, () -> RestView.of(contracts, HttpRules.parse(rules)));
        return unfit == null ? List.of() : unfit.faults();
    }
}
