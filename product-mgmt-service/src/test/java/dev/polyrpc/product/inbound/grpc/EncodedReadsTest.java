package dev.polyrpc.product.inbound.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.BatchGetProductsResponse;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ListProductsResponse;
import org.junit.jupiter.api.Test;

class EncodedReadsTest {
    @Test
    void products_haveTheSameNumberInAllAnswers() { // else an answer could not be joined of others
        assertThat(ListProductsResponse.PRODUCTS_FIELD_NUMBER)
                .isEqualTo(BatchGetProductsResponse.PRODUCTS_FIELD_NUMBER)
                .isEqualTo(GetProductResponse.PRODUCT_FIELD_NUMBER);
    }
}
