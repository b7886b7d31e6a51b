package dev.polyrpc.returns;

import static dev.polyrpc.returns.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.returns.v1.BatchGetReturnsRequest;
import dev.polyrpc.proto.returns.v1.BatchGetReturnsResponse;
import dev.polyrpc.proto.returns.v1.BatchListReturnsRequest;
import dev.polyrpc.proto.returns.v1.BatchListReturnsResponse;
import dev.polyrpc.proto.returns.v1.GetReturnRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsResponse;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class QueryTest {
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
    void getReturn_another_customers_isNotFound_butStaffSeesIt() throws Exception { // DOM-3
        ProductReturn alices = rig.quarantined("A-1");

        assertThat(refusal(() -> rig.bob().getReturn(Rig.get(alices)))).isEqualTo("NOT_FOUND RETURN_NOT_FOUND");
        assertThat(refusal(() -> rig.alice()
                        .getReturn(GetReturnRequest.newBuilder()
                                .setReturnId(Rig.id())
                                .build())))
                .isEqualTo("NOT_FOUND RETURN_NOT_FOUND");
        assertThat(refusal(() -> rig.alice()
                        .getReturn(GetReturnRequest.newBuilder()
                                .setReturnId("no id")
                                .build())))
                .isEqualTo("INVALID RETURN_ID_INVALID");
        assertThat(rig.warehouse().getReturn(Rig.get(alices)).getProductReturn())
                .isEqualTo(alices);
    }

    @Test
    void batchGetReturns_someMissing_namesThemInOrder() throws Exception {
        ProductReturn one = rig.quarantined("A-1");
        ProductReturn two = rig.quarantined("A-2");
        ProductReturn bobs =
                rig.bob().initiateReturn(rig.request("B-" + Rig.id()).build()).getProductReturn();
        String none = Rig.id();

        BatchGetReturnsResponse batch = rig.alice()
                .batchGetReturns(BatchGetReturnsRequest.newBuilder()
                        .addReturnIds(none)
                        .addReturnIds(two.getReturnId())
                        .addReturnIds(bobs.getReturnId())
                        .addReturnIds(one.getReturnId())
                        .build());

        assertThat(batch.getProductReturnsList()).containsExactly(two, one);
        assertThat(batch.getMissingReturnIdsList()).containsExactly(none, bobs.getReturnId());
    }

    @Test
    void batchGetReturns_noneTooManyOrTwice_isInvalid() {
        String id = Rig.id();
        List<String> many = IntStream.range(0, 101).mapToObj(i -> Rig.id()).toList();

        assertThat(refusal(() -> batchGet(List.of()))).isEqualTo("INVALID BATCH_SIZE_OUT_OF_RANGE");
        assertThat(refusal(() -> batchGet(many))).isEqualTo("INVALID BATCH_SIZE_OUT_OF_RANGE");
        assertThat(refusal(() -> batchGet(List.of(id, id)))).isEqualTo("INVALID DUPLICATE_ID");
        assertThat(refusal(() -> batchGet(List.of("a" + id.substring(1), "A" + id.substring(1)))))
                .isEqualTo("INVALID DUPLICATE_ID");
    }

    @Test
    void listReturns_pages_giveEachOnceLatestFirst() throws Exception {
        List<String> opened = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            opened.add(rig.quarantined("A-" + i).getReturnId());
        }
        ListReturnsRequest.Builder request = ListReturnsRequest.newBuilder().setPageSize(3);

        List<String> listed = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        ListReturnsResponse page;
        do {
            page = rig.alice().listReturns(request.build());
            page.getProductReturnsList().forEach(one -> listed.add(one.getReturnId()));
            sizes.add(page.getProductReturnsCount());
            request.setPageToken(page.getNextPageToken());
        } while (!page.getNextPageToken().isEmpty());

        assertThat(sizes).containsExactly(3, 3, 1);
        assertThat(listed).containsExactlyInAnyOrderElementsOf(opened).isSortedAccordingTo(Collections.reverseOrder());
    }

    @Test
    void listReturns_tokenTamperedOrOfAnotherQuery_isInvalid() throws Exception { // DOM-7
        rig.quarantined("A-1");
        rig.quarantined("A-2");
        ListReturnsRequest first =
                ListReturnsRequest.newBuilder().setPageSize(1).build();
        String token = rig.alice().listReturns(first).getNextPageToken();
        char other = token.charAt(10) == 'A' ? 'B' : 'A';
        String tampered = token.substring(0, 10) + other + token.substring(11);

        assertThat(refusal(() -> rig.alice().listReturns(with(first, tampered))))
                .isEqualTo("INVALID PAGE_TOKEN_INVALID");
        assertThat(refusal(() -> rig.alice().listReturns(with(first, "x")))).isEqualTo("INVALID PAGE_TOKEN_INVALID");
        assertThat(refusal(() -> rig.bob().listReturns(with(first, token)))).isEqualTo("INVALID PAGE_TOKEN_INVALID");
        assertThat(refusal(() -> rig.alice()
                        .listReturns(with(first, token).toBuilder()
                                .setProductId(rig.product())
                                .build())))
                .isEqualTo("INVALID PAGE_TOKEN_INVALID");
        assertThat(rig.alice().listReturns(with(first, token)).getProductReturnsCount())
                .isEqualTo(1);
    }

    @Test
    void listReturns_filters_areKept() throws Exception {
        ProductReturn withdrawn = rig.quarantined("A-1");
        rig.alice().cancelReturn(Rig.cancel(withdrawn));
        rig.productMgmt.call();
        ProductReturn waiting = rig.quarantined("A-2");
        ProductReturn chang = rig.alice()
                .initiateReturn(rig.request("A-3").setProductId("chang").build())
                .getProductReturn();

        assertThat(ids(ListReturnsRequest.newBuilder().setState(ReturnState.RETURN_STATE_WITHDRAWN)))
                .containsExactly(withdrawn.getReturnId());
        assertThat(ids(ListReturnsRequest.newBuilder().setProductId("chang"))).containsExactly(chang.getReturnId());
        assertThat(ids(ListReturnsRequest.newBuilder()
                        .setState(ReturnState.RETURN_STATE_QUARANTINED)
                        .setProductId(rig.product())))
                .containsExactly(waiting.getReturnId());
    }

    @Test
    void listReturns_badInput_isInvalid() {
        assertThat(refusal(() -> ids(ListReturnsRequest.newBuilder().setPageSize(-1))))
                .isEqualTo("INVALID PAGE_SIZE_OUT_OF_RANGE");
        assertThat(refusal(() -> ids(ListReturnsRequest.newBuilder().setPageSize(1_001))))
                .isEqualTo("INVALID PAGE_SIZE_OUT_OF_RANGE");
        assertThat(refusal(() -> ids(ListReturnsRequest.newBuilder().setStateValue(99))))
                .isEqualTo("INVALID ENUM_VALUE_UNKNOWN");
        assertThat(refusal(() -> ids(ListReturnsRequest.newBuilder().setProductId("No Id"))))
                .isEqualTo("INVALID PRODUCT_ID_INVALID");
    }

    @Test
    void batchListReturns_manyProducts_givesTheLatestOfEach() throws Exception {
        rig.quarantined("A-1");
        ProductReturn second = rig.quarantined("A-2");
        ProductReturn bobs =
                rig.bob().initiateReturn(rig.request("B-1").build()).getProductReturn();

        BatchListReturnsResponse batch = rig.alice()
                .batchListReturns(BatchListReturnsRequest.newBuilder()
                        .addProductIds("nobody-returns-it")
                        .addProductIds(rig.product())
                        .setLimit(1)
                        .build());

        assertThat(batch.getProductsCount()).isEqualTo(2);
        assertThat(batch.getProducts(0).getProductId()).isEqualTo("nobody-returns-it");
        assertThat(batch.getProducts(0).getProductReturnsList()).isEmpty();
        assertThat(batch.getProducts(1).getProductReturnsList()).containsExactly(second);
        assertThat(rig.warehouse()
                        .batchListReturns(BatchListReturnsRequest.newBuilder()
                                .addProductIds(rig.product())
                                .setLimit(2)
                                .build())
                        .getProducts(0)
                        .getProductReturnsList())
                .containsExactly(bobs, second);
    }

    private static BatchGetReturnsResponse batchGet(List<String> ids) {
        return rig.alice()
                .batchGetReturns(
                        BatchGetReturnsRequest.newBuilder().addAllReturnIds(ids).build());
    }

    private static ListReturnsRequest with(ListReturnsRequest request, String token) {
        return request.toBuilder().setPageToken(token).build();
    }

    private static List<String> ids(ListReturnsRequest.Builder request) {
        return rig.alice().listReturns(request.build()).getProductReturnsList().stream()
                .map(ProductReturn::getReturnId)
                .toList();
    }
}
