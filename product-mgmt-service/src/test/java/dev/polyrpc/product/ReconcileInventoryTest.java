package dev.polyrpc.product;

import static dev.polyrpc.product.ProductMgmtFixture.newRequestId;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.InventoryCause;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse.OutcomeCase;
import dev.polyrpc.proto.product.v1.Stock;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReconcileInventoryTest {
    private static final long PATIENCE_S = 20;

    @TempDir
    static Path folder;

    private static ProductMgmtFixture fixture;
    private static ProductMgmtServiceBlockingStub warehouse;

    private final String chai = "chai-" + UUID.randomUUID();
    private final BlockingQueue<ReconcileInventoryResponse> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private final StreamObserver<ReconcileInventoryRequest> counts = stocktake();

    @BeforeAll
    static void start() {
        fixture = new ProductMgmtFixture(folder);
        warehouse = fixture.warehouse();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @AfterEach
    void complete() throws Exception {
        counts.onCompleted();
        assertThat(end.get(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        assertThat(answers).isEmpty();
    }

    @Test
    void otherCount_isCorrected_andAnsweredWhileTheStreamIsOpen() throws Exception {
        fixture.product(chai, 10);

        counts.onNext(count(7, chai, 8, 1));
        ReconcileInventoryResponse answer = answer();

        assertThat(answer.getItem()).isEqualTo(7);
        assertThat(answer.getCorrection().getCause()).isEqualTo(InventoryCause.INVENTORY_CAUSE_STOCKTAKE);
        assertThat(answer.getCorrection().getChange()).isEqualTo(-2);
        assertThat(answer.getCorrection().getInitiatedBy()).isEqualTo("warehouse");
        assertThat(answer.getCorrection().getMovementId()).isEmpty();
        assertThat(answer.getCorrection().getStock()).isEqualTo(stock());
        assertThat(stock().getOnHand()).isEqualTo(8);
        assertThat(stock().getStockVersion()).isEqualTo(2);
    }

    @Test
    void sameCount_isConfirmed_andChangesNothing() throws Exception {
        Stock before = fixture.product(chai, 10).getStock();

        counts.onNext(count(1, chai, 10, 1));

        assertThat(answer().getConfirmed()).isEqualTo(before);
        assertThat(stock()).isEqualTo(before);
    }

    @Test
    void confirmedCount_sentAgainAfterAChange_isJudgedAnew() throws Exception { // DOM-10
        fixture.product(chai, 10);
        ReconcileInventoryRequest item = count(1, chai, 10, 1);
        counts.onNext(item);
        assertThat(answer().getOutcomeCase()).isEqualTo(OutcomeCase.CONFIRMED);
        counts.onNext(count(2, chai, 11, 1));
        assertThat(answer().getOutcomeCase()).isEqualTo(OutcomeCase.CORRECTION);

        counts.onNext(item); // it had no effect that could be doubled: nothing is kept of it

        assertThat(answer().getRefusal().getReason()).isEqualTo("STOCK_VERSION_STALE");
        assertThat(stock().getOnHand()).isEqualTo(11);
    }

    @Test
    void staleVersion_isRefused_theNextIsServed() throws Exception { // DOM-10
        fixture.product(chai, 10);
        warehouse.adjustInventory(AdjustInventoryRequest.newBuilder()
                .setProductId(chai)
                .setChange(-3)
                .setRequestId(newRequestId())
                .build());

        counts.onNext(count(1, chai, 10, 1));
        ReconcileInventoryResponse stale = answer();
        counts.onNext(count(2, chai, 6, 2));
        ReconcileInventoryResponse counted = answer();

        assertThat(stale.getRefusal().getItem()).isEqualTo(1);
        assertThat(stale.getRefusal().getCode()).isEqualTo(Code.ABORTED_VALUE);
        assertThat(stale.getRefusal().getReason()).isEqualTo("STOCK_VERSION_STALE");
        assertThat(stale.getRefusal().getMessage())
                .startsWith("stock_version: 1")
                .endsWith("(expected: 2)");
        assertThat(counted.getCorrection().getChange()).isEqualTo(-1);
    }

    @Test
    void staleVersion_sameItemAgain_isDecidedAnew() throws Exception { // DOM-10
        fixture.product(chai, 10);
        ReconcileInventoryRequest early = count(1, chai, 12, 2);
        counts.onNext(early);
        assertThat(answer().getRefusal().getReason()).isEqualTo("STOCK_VERSION_STALE");
        counts.onNext(count(2, chai, 11, 1));
        assertThat(answer().getOutcomeCase()).isEqualTo(OutcomeCase.CORRECTION);

        counts.onNext(early);

        assertThat(answer().getCorrection().getStock().getOnHand()).isEqualTo(12);
    }

    @Test
    void itemSentAgain_hasOneEffect_andTheSameAnswer() throws Exception { // DOM-5
        fixture.product(chai, 10);
        ReconcileInventoryRequest item = count(1, chai, 4, 1);
        counts.onNext(item);
        counts.onNext(item);

        assertThat(answer()).isEqualTo(answer());
        assertThat(stock().getStockVersion()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 1_000_000_001})
    void impossibleCount_isRefused(int counted) throws Exception { // DOM-1
        fixture.product(chai, 10);

        counts.onNext(count(1, chai, counted, 1));

        assertThat(answer().getRefusal().getReason()).isEqualTo("QUANTITY_OUT_OF_RANGE");
        assertThat(stock().getOnHand()).isEqualTo(10);
    }

    @Test
    void unknownProduct_isRefused() throws Exception { // DOM-3
        counts.onNext(count(1, "nobody-knows", 1, 1));

        assertThat(answer().getRefusal().getCode()).isEqualTo(Code.NOT_FOUND_VALUE);
    }

    @Test
    void itemWithoutANumber_isRefused_andChangesNothing() throws Exception {
        fixture.product(chai, 10);
        counts.onNext(count(0, chai, 9, 1));

        assertThat(answer().getRefusal().getReason()).isEqualTo("ITEM_OUT_OF_RANGE");
        assertThat(stock().getOnHand()).isEqualTo(10);
    }

    @Test
    void manyCounts_areAllAnswered_eachOnce() throws Exception {
        fixture.product(chai, 0);
        int items = 500;
        for (int item = 1; item <= items; item++) {
            counts.onNext(count(item, chai, item, item - 1));
        }
        List<Long> answered = new java.util.ArrayList<>();
        for (int item = 1; item <= items; item++) {
            answered.add(answer().getItem());
        }
        assertThat(answered).doesNotHaveDuplicates().hasSize(items);
        // Each raised the stock by one and found the version that the one before it had left.
        assertThat(stock().getOnHand()).isEqualTo(items);
    }

    private StreamObserver<ReconcileInventoryRequest> stocktake() {
        return ProductMgmtServiceGrpc.newStub(warehouse.getChannel())
                .withCallCredentials(warehouse.getCallOptions().getCredentials())
                .withDeadlineAfter(PATIENCE_S, TimeUnit.SECONDS)
                .reconcileInventory(new StreamObserver<>() {
                    @Override
                    public void onNext(ReconcileInventoryResponse answer) {
                        answers.add(answer);
                    }

                    @Override
                    public void onError(Throwable problem) {
                        end.completeExceptionally(problem);
                    }

                    @Override
                    public void onCompleted() {
                        end.complete(true);
                    }
                });
    }

    private ReconcileInventoryResponse answer() throws InterruptedException {
        ReconcileInventoryResponse answer = answers.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        return answer;
    }

    private static ReconcileInventoryRequest count(long item, String productId, int counted, long version) {
        return ReconcileInventoryRequest.newBuilder()
                .setItem(item)
                .setProductId(productId)
                .setCounted(counted)
                .setStockVersion(version)
                .setRequestId(newRequestId())
                .build();
    }

    private Stock stock() {
        return warehouse
                .getProduct(GetProductRequest.newBuilder().setProductId(chai).build())
                .getProduct()
                .getStock();
    }
}
