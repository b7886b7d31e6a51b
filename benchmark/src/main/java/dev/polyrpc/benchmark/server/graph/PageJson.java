package dev.polyrpc.benchmark.server.graph;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.google.protobuf.Timestamp;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;

/** The JSON that {@link dev.polyrpc.benchmark.load.GraphqlRequests#RETURNS} asks for, member by member. */
final class PageJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX");

    private PageJson() {}

    static byte[] bytes(TwoCalls.Page page) {
        try (ByteArrayBuilder out = new ByteArrayBuilder()) {
            try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
                json.writeStartObject();
                json.writeObjectFieldStart("data");
                json.writeObjectFieldStart("returns");
                json.writeArrayFieldStart("nodes");
                for (ProductReturn one : page.returns()) {
                    write(json, one, Objects.requireNonNull(page.products().get(one.getProductId())));
                }
                json.writeEndArray();
                json.writeEndObject();
                json.writeEndObject();
                json.writeEndObject();
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(JsonGenerator json, ProductReturn one, Product product) throws IOException {
        json.writeStartObject();
        json.writeStringField("returnId", one.getReturnId());
        json.writeStringField("order", one.getOrder());
        json.writeNumberField("quantity", one.getQuantity());
        json.writeStringField("reason", one.getReason().name().substring("RETURN_REASON_".length()));
        json.writeStringField("customer", one.getCustomer());
        json.writeStringField("state", one.getState().name().substring("RETURN_STATE_".length()));
        json.writeStringField("createTime", time(one.getCreateTime()));
        json.writeObjectFieldStart("product");
        json.writeStringField("productId", product.getProductId());
        json.writeStringField("name", product.getName());
        json.writeNumberField("unitPriceCents", product.getUnitPriceCents());
        json.writeObjectFieldStart("stock");
        json.writeNumberField("onHand", product.getStock().getOnHand());
        json.writeNumberField("quarantined", product.getStock().getQuarantined());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String time(Timestamp time) {
        return TIME.format(
                Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).atOffset(ZoneOffset.UTC));
    }
}
