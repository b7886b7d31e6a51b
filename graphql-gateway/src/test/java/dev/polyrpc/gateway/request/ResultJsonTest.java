package dev.polyrpc.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ResultJsonTest {
    @Test
    void bytes_ofEveryKindOfValue_areThoseOfTheMapper() throws IOException {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "\"quoted\", \u00fc, \ud83c\udf75, \n");
        value.put("numbers", List.of(1, -2L, 9_007_199_254_740_993L, 0.5, new BigDecimal("1.10")));
        value.put("truth", List.of(true, false));
        value.put("none", null);
        value.put("nothing", List.of(Map.of(), List.of()));
        value.put("deep", Map.of("a", List.of(Map.of("b", List.of("c")))));
        value.put("long", new ArrayList<>(List.of("x".repeat(9_000), "\u00e9".repeat(9_000))));

        byte[] bytes = ResultJson.bytes(value);

        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo(new String(JsonMapper.builder().build().writeValueAsBytes(value), StandardCharsets.UTF_8));
    }
}
