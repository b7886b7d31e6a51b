package dev.polyrpc.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GlobalIdTest {
    @Test
    void globalId_roundTrip_isSame() {
        GlobalId id = new GlobalId("Product", "chai");

        assertThat(GlobalId.parse(id.text())).contains(id);
        assertThat(GlobalId.keyOf("Product", "id", id.text())).isEqualTo("chai");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chai", "1", "ajo6", "01900000-0000-7000-8000-000000000001", "-", "a-b"})
    void keyOf_ownId_isItself(String own) { // ajo6 is base64url of "j::"
        assertThat(GlobalId.keyOf("Product", "id", own)).isEqualTo(own);
    }

    @Test
    void keyOf_anotherType_isInvalid() {
        String id = new GlobalId("Return", "r").text();

        assertThatThrownBy(() -> GlobalId.keyOf("Product", "id", id))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("id: ");
    }
}
