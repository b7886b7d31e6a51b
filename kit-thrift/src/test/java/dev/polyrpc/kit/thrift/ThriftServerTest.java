package dev.polyrpc.kit.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.thrift.product.v1.GetProductRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThriftServerTest {
    private final ThriftRig rig = new ThriftRig();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void compactAndBinary_areServedByOnePort() throws Exception {
        var request = new GetProductRequest().setProductId("chai");
        var compact = rig.alice().compact().getProduct(rig.context(), request);
        assertThat(compact.getProduct().getName()).isEqualTo("chai");
        var binary = rig.alice().binary().getProduct(rig.context(), request);
        assertThat(binary.getProduct().getProductId()).isEqualTo("alice");
    }
}
