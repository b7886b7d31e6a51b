package dev.polyrpc.client.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.client.TestSystem;
import dev.polyrpc.client.TestSystem.Run;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.UpdateProductRequest;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceImplBase;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProductVerbsTest {
    private static final String REQUEST_ID = "6f1f8a52-8f0e-4d0b-9d2f-6d6f3a3c1c02";

    private final ProductBook book = new ProductBook();
    private final TestSystem system = TestSystem.start(book, new ReturnServiceImplBase() {});

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void get_known_showsWhatIsKnown() {
        Run run = system.run("product", "get", "chai");

        assertThat(run.exit()).isZero();
        assertThat(run.lines())
                .contains("product        chai", "price          18.05", "stock version  4")
                .contains("stock          39 on hand, 0 quarantined, 0 written off");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void get_asJson_isOneObjectWithDefaultValues() {
        Run run = system.run("product", "get", "chai", "--json");

        assertThat(run.lines()).hasSize(1);
        assertThat(run.out())
                .startsWith("{\"productId\":\"chai\"")
                .contains("\"unitPriceCents\":\"1805\"", "\"discontinued\":false", "\"quarantined\":0");
    }

    @Test
    void get_unknown_isRefusedInALine() {
        Run run = system.run("product", "get", "chia");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "NOT_FOUND PRODUCT_NOT_FOUND: product_id: chia (request %s)".formatted(book.requestIds.get(0)));
    }

    @Test
    void get_silentService_isUnreachableInTime() {
        Run run = system.run("product", "get", "silent", "--timeout=300ms");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err().lines().findFirst()).hasValue("DEADLINE_EXCEEDED: no answer in time");
    }

    @Test
    void get_tokenServiceDown_isUnreachable() {
        system.issuer().down(true);

        Run run = system.run("product", "get", "chai");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).startsWith("UNAVAILABLE TOKEN_SERVICE_UNAVAILABLE: ");
        assertThat(book.asked).isEmpty();
    }

    @Test
    void list_onePage_namesTheNext() {
        Run run = system.run("product", "list", "--page-size=1");

        assertThat(run.lines())
                .containsExactly(
                        "PRODUCT  NAME  CATEGORY   PRICE  ON HAND  QUARANTINED  WRITTEN OFF",
                        "chai     Chai  Beverages  18.05       39            0            0");
        assertThat(run.err()).isEqualToIgnoringNewLines("There is more: --all, or --page-token=second");
    }

    @Test
    void list_all_followsThePages() {
        Run run = system.run("product", "list", "--all", "--json");

        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(1)).startsWith("{\"productId\":\"chang\"");
        assertThat(run.err()).isEmpty();
        assertThat(book.asked)
                .containsExactly(
                        ListProductsRequest.newBuilder().setPageSize(1000).build(),
                        ListProductsRequest.newBuilder()
                                .setPageSize(1000)
                                .setPageToken("second")
                                .build());
    }

    @Test
    void create_namesTheCallByItsRequestId() {
        Run run = system.run("product", "create", "chai", "--name=Chai", "--price=18.05", "--category=Beverages");

        assertThat(run.exit()).isZero();
        CreateProductRequest asked = (CreateProductRequest) book.asked.get(0);
        assertThat(asked.getProduct().getUnitPriceCents()).isEqualTo(1805);
        assertThat(UUID.fromString(asked.getRequestId())).hasToString(book.requestIds.get(0));
    }

    @Test
    void update_changesWhatIsGiven_ofWhatIsThere() {
        Run run = system.run("product", "update", "chai", "--category=", "--no-discontinued");

        assertThat(run.exit()).isZero();
        UpdateProductRequest asked = (UpdateProductRequest) book.asked.get(1);
        assertThat(asked.getUpdateMask().getPathsList()).containsExactly("category", "discontinued");
        assertThat(asked.getProduct().getEtag()).isEqualTo("7");
    }

    @Test
    void update_withEtag_readsNothing() {
        system.run(
                "product", "update", "chai", "--price=2", "--discontinued", "--etag=6", "--request-id=" + REQUEST_ID);

        UpdateProductRequest asked = (UpdateProductRequest) book.asked.get(0);
        assertThat(asked.getProduct().getEtag()).isEqualTo("6");
        assertThat(asked.getProduct().getDiscontinued()).isTrue();
        assertThat(asked.getRequestId()).isEqualTo(REQUEST_ID);
    }

    @Test
    void update_repeatedWithoutItsEtag_isUsage() {
        Run run = system.run("product", "update", "chai", "--price=2", "--request-id=" + REQUEST_ID);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(book.asked).isEmpty();
    }

    @Test
    void update_nothingGiven_isUsage() {
        assertThat(system.run("product", "update", "chai").exit()).isEqualTo(2);
    }

    @Test
    void adjust_negative_isNoOption() {
        Run run = system.run("product", "adjust", "chai", "-5");

        assertThat(run.lines()).contains("change         -5", "cause          write-off");
        assertThat(((AdjustInventoryRequest) book.asked.get(0)).getChange()).isEqualTo(-5);
    }

    @Test
    void adjust_serviceAwayForAMoment_isRetriedUnderTheSameId() {
        book.unavailable.set(1);

        Run run = system.run("product", "adjust", "chai", "5");

        assertThat(run.exit()).isZero();
        assertThat(book.asked).hasSize(2);
        assertThat(book.asked.get(1)).isEqualTo(book.asked.get(0));
    }

    @Test
    void adjust_noAnswer_saysWhatToRepeatItWith() {
        book.unavailable.set(100);

        Run run = system.run("product", "adjust", "chai", "5", "--request-id=" + REQUEST_ID);

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err())
                .contains("UNAVAILABLE DATABASE_UNAVAILABLE: not now (request " + REQUEST_ID + ")")
                .contains("repeated with --request-id=" + REQUEST_ID);
    }

    @Test
    void adjust_wrongField_isNamedInJson() {
        Run run = system.run("product", "adjust", "chai", "0", "--json", "--request-id=" + REQUEST_ID);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).isEqualToIgnoringNewLines("""
                        {"code":"INVALID_ARGUMENT","reason":"QUANTITY_OUT_OF_RANGE","message":"change: 0 (expected: not 0)",\
                        "requestId":"%s","fieldViolations":[{"field":"change","description":"change: 0 (expected: not 0)"}]}""".formatted(REQUEST_ID));
    }

    @Test
    void events_ofAll_areListed() {
        Run run = system.run("product", "events");

        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(1)).startsWith("      12  ").contains("  chai     write-off       3  ");
        assertThat(book.asked).containsExactly(ListInventoryEventsRequest.getDefaultInstance());
    }
}
