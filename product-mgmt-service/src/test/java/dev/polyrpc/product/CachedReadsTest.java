package dev.polyrpc.product;

import static dev.polyrpc.product.ProductMgmtFixture.newRequestId;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.BatchGetProductsRequest;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import dev.polyrpc.proto.product.v1.UpdateProductRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to read a product finds what every way to change it has done: what is kept in memory never shows. */
final class CachedReadsTest {
    @TempDir
    static Path folder;

    private static ProductMgmtFixture fixture;
    private static ProductMgmtServiceBlockingStub warehouse;

    @BeforeAll
    static void start() {
        fixture = new ProductMgmtFixture(folder);
        warehouse = fixture.warehouse();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void read_afterEachAnsweredAdjustment_isItsStock() { // DOM-12
        fixture.product("adjusted", 0);
        for (int onHand = 1; onHand <= 50; onHand++) {
            warehouse.adjustInventory(AdjustInventoryRequest.newBuilder()
                    .setProductId("adjusted")
                    .setChange(1)
                    .setRequestId(newRequestId())
                    .build());

            for (Product read : eachWay("adjusted")) {
                assertThat(read.getStock().getOnHand()).isEqualTo(onHand);
            }
        }
    }

    @Test
    void read_afterEachAnsweredUpdate_isItsEntry() { // DOM-12
        String etag = fixture.product("renamed", 0).getEtag();
        for (int n = 1; n <= 20; n++) {
            String name = "Name " + n;
            etag = warehouse
                    .updateProduct(UpdateProductRequest.newBuilder()
                            .setProduct(Product.newBuilder()
                                    .setProductId("renamed")
                                    .setName(name)
                                    .setEtag(etag))
                            .setUpdateMask(FieldMask.newBuilder().addPaths("name"))
                            .setRequestId(newRequestId())
                            .build())
                    .getProduct()
                    .getEtag();

            assertThat(eachWay("renamed"))
                    .allSatisfy(read -> assertThat(read.getName()).isEqualTo(name));
        }
    }

    @Test
    void list_afterEachAnsweredCreation_holdsTheNewProduct() { // DOM-12
        for (int n = 0; n < 20; n++) {
            String productId = "z-new-%02d".formatted(n);
            assertThat(listed()).extracting(Product::getProductId).doesNotContain(productId);
            fixture.product(productId, 0);

            assertThat(listed()).extracting(Product::getProductId).contains(productId);
        }
    }

    private static List<Product> eachWay(String productId) {
        Product got = warehouse
                .getProduct(
                        GetProductRequest.newBuilder().setProductId(productId).build())
                .getProduct();
        Product inBatch = warehouse
                .batchGetProducts(BatchGetProductsRequest.newBuilder()
                        .addProductIds("no-such-product")
                        .addProductIds(productId)
                        .build())
                .getProducts(0);
        Product onPage = listed().stream()
                .filter(product -> product.getProductId().equals(productId))
                .findFirst()
                .orElseThrow();
        return List.of(got, inBatch, onPage);
    }

    private static List<Product> listed() {
        return warehouse
                .listProducts(ListProductsRequest.newBuilder().setPageSize(100).build())
                .getProductsList();
    }
}
