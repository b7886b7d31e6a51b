package dev.polyrpc.returns;

import static dev.polyrpc.returns.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.ReturnStateChange;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InitiateReturnTest {
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @BeforeEach
    void renew() {
        rig.renew();
    }

    @Test
    void initiateReturn_goodRequest_isQuarantined() throws Exception {
        InitiateReturnRequest request = rig.request("A-1").build();

        ProductReturn opened = rig.alice().initiateReturn(request).getProductReturn();

        assertThat(opened.getState()).isEqualTo(ReturnState.RETURN_STATE_QUARANTINED);
        assertThat(opened.getCustomer()).isEqualTo(rig.aliceSubject());
        assertThat(opened.getOrder()).isEqualTo("A-1");
        assertThat(opened.getQuantity()).isEqualTo(2);
        assertThat(opened.getHistoryList())
                .extracting(ReturnStateChange::getState)
                .containsExactly(ReturnState.RETURN_STATE_REQUESTED, ReturnState.RETURN_STATE_QUARANTINED);
        assertThat(rig.alice().getReturn(Rig.get(opened)).getProductReturn()).isEqualTo(opened);
        FakeProductMgmt.Call call = rig.productMgmt.call();
        assertThat(call.request().getMovementId()).isEqualTo("returns/%s:quarantine", opened.getReturnId());
        assertThat(call.request().getMovement()).isEqualTo(Movement.MOVEMENT_QUARANTINE);
        assertThat(call.request().getInitiatedBy()).isEqualTo(rig.aliceSubject());
    }

    @Test
    void initiateReturn_callsProductMgmt_underTheCallersExchangedToken() throws Exception {
        rig.alice().initiateReturn(rig.request("A-1").build());

        FakeProductMgmt.Call call = rig.productMgmt.call();

        assertThat(call.caller().subject()).isEqualTo(rig.aliceSubject());
        assertThat(call.caller().actors()).containsExactly("return");
        assertThat(call.caller().scopes()).containsExactly("stock:quarantine");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 100_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void initiateReturn_quantityOutOfRange_isInvalid(int quantity) { // DOM-1
        InitiateReturnRequest request = rig.request("A-1").setQuantity(quantity).build();

        assertThat(refusal(() -> rig.alice().initiateReturn(request))).isEqualTo("INVALID QUANTITY_OUT_OF_RANGE");

        assertNothingHappened();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Chai",
                "chai!",
                "a b",
                "../chai",
                "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void initiateReturn_productIdNoId_isInvalid(String productId) {
        InitiateReturnRequest request =
                rig.request("A-1").setProductId(productId).build();

        assertThat(refusal(() -> rig.alice().initiateReturn(request))).isEqualTo("INVALID PRODUCT_ID_INVALID");

        assertNothingHappened();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "00000000-0000-0000-0000-00000000000g", "00000000-0000-0000-0000-000000000000 "})
    void initiateReturn_requestIdNoUuid_isInvalid(String requestId) {
        InitiateReturnRequest request =
                rig.request("A-1").setRequestId(requestId).build();

        assertThat(refusal(() -> rig.alice().initiateReturn(request))).isEqualTo("INVALID REQUEST_ID_INVALID");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, -1})
    void initiateReturn_reasonUnknown_isInvalid(int reason) {
        InitiateReturnRequest request =
                rig.request("A-1").setReasonValue(reason).build();

        assertThat(refusal(() -> rig.alice().initiateReturn(request))).isEqualTo("INVALID ENUM_VALUE_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE product_return; --",
                "\"\\%_",
                "\u202Eright to left",
                "\uD83D\uDCE6\uD83D\uDCE6",
                "\n\t",
                "e\u0301"
            })
    void initiateReturn_oddText_isKeptVerbatim(String order) { // DOM-8
        ProductReturn opened =
                rig.alice().initiateReturn(rig.request(order).build()).getProductReturn();

        assertThat(rig.alice().getReturn(Rig.get(opened)).getProductReturn().getOrder())
                .isEqualTo(order);
    }

    @Test
    void initiateReturn_textWithNulOrTooLong_isInvalid() { // DOM-8
        assertThat(refusal(() -> rig.alice().initiateReturn(rig.request("A\0").build())))
                .isEqualTo("INVALID TEXT_INVALID");
        assertThat(refusal(() ->
                        rig.alice().initiateReturn(rig.request("x".repeat(101)).build())))
                .isEqualTo("INVALID TEXT_LENGTH");
        assertThat(refusal(() -> rig.alice().initiateReturn(rig.request("").build())))
                .isEqualTo("INVALID TEXT_LENGTH");
    }

    @Test
    void initiateReturn_hundredCharactersOfFourBytes_isTaken() {
        String order = "\uD83D\uDCE6".repeat(100);

        assertThat(rig.alice()
                        .initiateReturn(rig.request(order).build())
                        .getProductReturn()
                        .getOrder())
                .isEqualTo(order);
    }

    @Test
    void initiateReturn_unknownProduct_isRefusedForGood() { // DOM-3
        String message = "product_id: chai (expected: one of the catalogue)";
        rig.productMgmt.next(new Failure(Kind.NOT_FOUND, "PRODUCT_NOT_FOUND", message));
        InitiateReturnRequest request = rig.request("A-1").build();

        assertThat(refusal(() -> rig.alice().initiateReturn(request))).isEqualTo("NOT_FOUND PRODUCT_NOT_FOUND");

        ProductReturn refused = onlyReturn();
        assertThat(refused.getState()).isEqualTo(ReturnState.RETURN_STATE_REFUSED);
        assertThat(refused.getHistory(1).getNote()).isEqualTo(message);
        assertThat(refusal(() -> rig.alice().initiateReturn(request))).isEqualTo("NOT_FOUND PRODUCT_NOT_FOUND");
        assertThat(rig.productMgmt.calls()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"INVALID", "NOT_FOUND", "EXISTS", "STATE", "OUT_OF_RANGE"})
    void initiateReturn_refusedOnItsContent_isRefusedWithThatError(Kind kind) {
        rig.productMgmt.next(new Failure(kind, "NO", "no"));

        assertThat(refusal(() -> rig.alice().initiateReturn(rig.request("A-1").build())))
                .isEqualTo(kind + " NO");

        assertThat(onlyReturn().getState()).isEqualTo(ReturnState.RETURN_STATE_REFUSED);
    }

    @Test
    void initiateReturn_whileOneIsLive_isAlreadyReturned() { // DOM-4
        ProductReturn first =
                rig.alice().initiateReturn(rig.request("A-1").build()).getProductReturn();

        assertThat(refusal(() -> rig.alice()
                        .initiateReturn(rig.request("A-1")
                                .setQuantity(1)
                                .setReason(ReturnReason.RETURN_REASON_DAMAGED)
                                .build())))
                .isEqualTo("STATE ALREADY_RETURNED");

        rig.alice().initiateReturn(rig.request("A-2").build());
        rig.alice().initiateReturn(rig.request("A-1").setProductId("chang").build());
        rig.bob().initiateReturn(rig.request("A-1").build());
        rig.alice().cancelReturn(Rig.cancel(first));
        rig.alice().initiateReturn(rig.request("A-1").build());
    }

    private ProductReturn onlyReturn() {
        List<ProductReturn> all =
                rig.alice().listReturns(ListReturnsRequest.getDefaultInstance()).getProductReturnsList();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private void assertNothingHappened() {
        assertThat(rig.alice()
                        .listReturns(ListReturnsRequest.getDefaultInstance())
                        .getProductReturnsList())
                .isEmpty();
        assertThat(rig.productMgmt.calls()).isEmpty();
    }
}
