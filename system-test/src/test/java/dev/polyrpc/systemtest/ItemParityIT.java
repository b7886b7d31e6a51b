package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.polyrpc.proto.item.v1.ItemRefusal;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsResponse;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.SubmitReturnsRequest;
import dev.polyrpc.proto.returns.v1.SubmitReturnsResponse;
import dev.polyrpc.proto.returns.v1.Verdict;
import io.grpc.MethodDescriptor;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The same items as a stream over gRPC and as a list over Thrift, first by the one and then by the other, and then the other way
 * round: each has its effect once, and the same outcome or refusal by both.
 */
class ItemParityIT {
    private static final String NO_UUID = "x";

    @RegisterExtension
    static final Landscape landscape = new Landscape(Built.TOKEN, Built.PRODUCT_MGMT, Built.RETURN);

    private static TwoWires products;
    private static TwoWires returns;
    private static Shop shop;
    private static String product;

    @BeforeAll
    static void open() {
        products = TwoWires.products(landscape);
        returns = TwoWires.returns(landscape);
        shop = new Shop(landscape);
        product = shop.stock("items", 1_000);
    }

    @AfterAll
    static void close() {
        products.close();
        returns.close();
    }

    @Test
    void imports() { // DOM-9
        ImportProductsResponse summary = alike(
                        products, "warehouse", ProductMgmtServiceGrpc.getImportProductsMethod(), () -> {
                            Product known = product(product, "Name " + UUID.randomUUID());
                            return List.of(
                                    imported(1, product("new-" + UUID.randomUUID(), "New")),
                                    imported(2, known),
                                    imported(3, known),
                                    imported(4, product("No Such", "Name")),
                                    imported(5, product("nameless", "")),
                                    imported(6, Product.getDefaultInstance()),
                                    imported(7, known).toBuilder()
                                            .setRequestId(NO_UUID)
                                            .build());
                        })
                .get(0);
        assertThat(summary.getCreatedCount()).isEqualTo(1);
        assertThat(summary.getUpdatedCount()).isEqualTo(1);
        assertThat(summary.getUnchangedCount()).isEqualTo(1);
        assertThat(summary.getRefusedCount()).isEqualTo(4);
        assertThat(reasons(summary.getRefusalsList())).containsSequence("PRODUCT_ID_INVALID");
    }

    @Test
    void counts() { // DOM-10
        List<ReconcileInventoryResponse> answers =
                alike(products, "warehouse", ProductMgmtServiceGrpc.getReconcileInventoryMethod(), () -> {
                    String counted = shop.stock("counted-" + UUID.randomUUID(), 5);
                    long version = shop.stockOf(counted).getStockVersion();
                    String still = shop.stock("still-" + UUID.randomUUID(), 5);
                    return List.of(
                            count(1, still, 5, shop.stockOf(still).getStockVersion()), // is judged anew each time
                            count(2, counted, 7, version),
                            count(3, counted, 9, version),
                            count(4, "none", 1, 1),
                            count(5, counted, -1, version),
                            count(6, counted, 5, version).toBuilder()
                                    .setRequestId(NO_UUID)
                                    .build());
                });
        assertThat(answers.get(0).getConfirmed().getOnHand()).isEqualTo(5);
        assertThat(answers.get(1).getCorrection().getChange()).isEqualTo(2);
        assertThat(reasons(answers.stream()
                        .skip(2)
                        .map(ReconcileInventoryResponse::getRefusal)
                        .toList()))
                .startsWith("STOCK_VERSION_STALE", "PRODUCT_NOT_FOUND");
    }

    @Test
    void submissions() {
        SubmitReturnsResponse summary = alike(returns, "alice", ReturnServiceGrpc.getSubmitReturnsMethod(), () -> {
                    InitiateReturnRequest good = Shop.opening(product, 2);
                    return List.of(
                            submitted(1, good),
                            submitted(2, Shop.opening(product, 0)),
                            submitted(3, Shop.opening("none", 2)),
                            submitted(
                                    4,
                                    good.toBuilder()
                                            .setRequestId(UUID.randomUUID().toString())
                                            .build()),
                            submitted(
                                    5,
                                    Shop.opening(product, 1).toBuilder()
                                            .clearReason()
                                            .build()),
                            submitted(6, InitiateReturnRequest.getDefaultInstance()));
                })
                .get(0);
        assertThat(summary.getOpenedCount()).isEqualTo(1);
        assertThat(reasons(summary.getRefusalsList())).contains("PRODUCT_NOT_FOUND", "ALREADY_RETURNED");
    }

    @Test
    void verdicts() {
        List<InspectReturnsResponse> answers =
                alike(returns, "warehouse", ReturnServiceGrpc.getInspectReturnsMethod(), () -> {
                    ProductReturn open = shop.open(product, 1);
                    ProductReturn cancelled = shop.cancel(shop.open(product, 1));
                    return List.of(
                            inspected(1, shop.open(product, 1).getReturnId(), Verdict.VERDICT_ACCEPT, "fine"),
                            inspected(2, shop.open(product, 1).getReturnId(), Verdict.VERDICT_REJECT, "broken"),
                            inspected(3, cancelled.getReturnId(), Verdict.VERDICT_ACCEPT, ""),
                            inspected(4, UUID.randomUUID().toString(), Verdict.VERDICT_ACCEPT, ""),
                            inspected(5, open.getReturnId(), Verdict.VERDICT_UNSPECIFIED, ""),
                            inspected(6, open.getReturnId(), Verdict.VERDICT_ACCEPT, "n".repeat(501)),
                            InspectReturnsRequest.newBuilder().setItem(7).build());
                });
        assertThat(answers.get(0).getProductReturn().getHistoryCount()).isPositive();
        assertThat(answers.get(1).getProductReturn().getHistoryCount()).isPositive();
        assertThat(reasons(answers.stream()
                        .skip(2)
                        .map(InspectReturnsResponse::getRefusal)
                        .toList()))
                .startsWith("RETURN_STATE", "RETURN_NOT_FOUND");
    }

    /** A stream repeats a number that is none; a list, where items have places, says the place. */
    @Test
    void numberOfNoItem() {
        var method = ProductMgmtServiceGrpc.getImportProductsMethod();
        List<ImportProductsRequest> items = List.of(imported(0, product(product, "Name")));
        ItemRefusal overGrpc =
                products.byStream("warehouse", method, items).get(0).getRefusals(0);
        ItemRefusal overThrift = ((ImportProductsResponse)
                        products.byList("warehouse", method, items).get(0))
                .getRefusals(0);
        assertThat(overGrpc.getReason()).isEqualTo("ITEM_OUT_OF_RANGE");
        assertThat(overThrift).isEqualTo(overGrpc.toBuilder().setItem(1).build());
    }

    @Test
    void callsThatAreRefusedAsAWhole() {
        refused(
                products,
                ProductMgmtServiceGrpc.getImportProductsMethod(),
                "alice",
                imported(1, product(product, "Name")));
        refused(products, ProductMgmtServiceGrpc.getReconcileInventoryMethod(), "alice", count(1, product, 1, 1));
        refused(returns, ReturnServiceGrpc.getSubmitReturnsMethod(), "auditor", submitted(1, Shop.opening(product, 1)));
        refused(
                returns,
                ReturnServiceGrpc.getInspectReturnsMethod(),
                "alice",
                inspected(1, UUID.randomUUID().toString(), Verdict.VERDICT_ACCEPT, ""));
    }

    private static <Q extends Message> void refused(
            TwoWires wires, MethodDescriptor<Q, ? extends Message> method, String client, Q item) {
        assertThat(Alike.refusal(
                                () -> wires.byStream(client, method, List.of(item)),
                                () -> wires.byList(client, method, List.of(item)))
                        .reason())
                .isEqualTo("SCOPE_MISSING");
    }

    /** What gRPC said, in the order of the items. */
    @SuppressWarnings("unchecked") // sorting keeps the type
    private static <Q extends Message, A extends Message> List<A> alike(
            TwoWires wires, String client, MethodDescriptor<Q, A> method, Supplier<List<Q>> requests) {
        List<Q> items = requests.get();
        List<Message> streamed = sorted(wires.byStream(client, method, items));
        assertThat(sorted(wires.byList(client, method, items))).isEqualTo(streamed);
        List<Q> others = requests.get();
        List<Message> listed = sorted(wires.byList(client, method, others));
        assertThat(sorted(wires.byStream(client, method, others))).isEqualTo(listed);
        return (List<A>) streamed;
    }

    /** A stream answers each item as soon as it is done, and so it lists refusals; sorts both by the items. */
    private static List<Message> sorted(List<? extends Message> answers) {
        return answers.stream()
                .map(ItemParityIT::sorted)
                .sorted(Comparator.comparing(ItemParityIT::item))
                .toList();
    }

    private static Message sorted(Message answer) {
        FieldDescriptor refusals = answer.getDescriptorForType().findFieldByName("refusals");
        if (refusals == null) {
            return answer;
        }
        List<?> all = ((List<?>) answer.getField(refusals))
                .stream()
                        .sorted(Comparator.comparing(refusal -> item((Message) refusal)))
                        .toList();
        return answer.toBuilder().setField(refusals, all).build();
    }

    private static long item(Message message) {
        FieldDescriptor item = message.getDescriptorForType().findFieldByName("item");
        return item == null ? 0 : (Long) message.getField(item);
    }

    private static List<String> reasons(List<ItemRefusal> refusals) {
        return refusals.stream().map(ItemRefusal::getReason).toList();
    }

    private static Product product(String id, String name) {
        return Product.newBuilder()
                .setProductId(id)
                .setName(name)
                .setCategory("drinks")
                .setQuantityPerUnit("10 bags")
                .setUnitPriceCents(4_000_000)
                .setDiscontinued(true)
                .build();
    }

    private static ImportProductsRequest imported(long item, Product one) {
        return ImportProductsRequest.newBuilder()
                .setItem(item)
                .setProduct(one)
                .setRequestId(UUID.randomUUID().toString())
                .build();
    }

    private static ReconcileInventoryRequest count(long item, String id, int counted, long version) {
        return ReconcileInventoryRequest.newBuilder()
                .setItem(item)
                .setProductId(id)
                .setCounted(counted)
                .setStockVersion(version)
                .setRequestId(UUID.randomUUID().toString())
                .build();
    }

    private static SubmitReturnsRequest submitted(long item, InitiateReturnRequest one) {
        return SubmitReturnsRequest.newBuilder()
                .setItem(item)
                .setProductReturn(one)
                .build();
    }

    private static InspectReturnsRequest inspected(long item, String id, Verdict verdict, String note) {
        return InspectReturnsRequest.newBuilder()
                .setItem(item)
                .setInspection(InspectReturnRequest.newBuilder()
                        .setReturnId(id)
                        .setVerdict(verdict)
                        .setNote(note)
                        .setRequestId(UUID.randomUUID().toString()))
                .build();
    }
}
