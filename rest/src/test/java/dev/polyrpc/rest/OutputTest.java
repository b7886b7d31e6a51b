package dev.polyrpc.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.ExtensionRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the build writes, of the rules and contracts as they are shipped. */
class OutputTest {
    private static Contracts contracts;
    private static RestView view;
    private static JsonNode document;

    @BeforeAll
    static void write() throws IOException {
        contracts = Contracts.load();
        view = RestView.of(contracts, HttpRules.parse(Files.readString(Path.of("../proto/rest.yaml"))));
        document = new ObjectMapper().readTree(new OpenApi(contracts, view).text());
    }

    @Test
    void descriptors_everyRule_isAnOptionOfItsMethod() throws IOException {
        ExtensionRegistry options = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(options);
        FileDescriptorSet set = FileDescriptorSet.parseFrom(
                AnnotatedDescriptors.of(contracts, view).toByteString(), options);
        assertThat(set.getFileList()).noneMatch(FileDescriptorProto::hasSourceCodeInfo);
        assertThat(set.getFileList().stream()
                        .flatMap(file -> file.getServiceList().stream())
                        .flatMap(service -> service.getMethodList().stream())
                        .map(MethodDescriptorProto::getOptions)
                        .filter(it -> it.hasExtension(AnnotationsProto.http))
                        .map(it -> it.getExtension(AnnotationsProto.http)))
                .containsExactlyInAnyOrderElementsOf(view.rules().values());
    }

    @Test
    void bindings_bodyWithMessageInside_namesTheFieldsOfBoth() {
        assertThat(LuaBindings.of(view))
                .contains(
                        "{ verb = \"PATCH\", path = \"^/v1/products/([^/:]+)$\", mask = true, request_id = true, fields ="
                                + " { \"product.productId\" }, many = {  }, body = \"polyrpc.product.v1.Product\", within ="
                                + " \"product.\" },",
                        "path = \"^/v1/products:batchGet$\", fields = {  }, many = { \"productIds\" } },")
                .contains("[\"stock\"] = { \"stock\", \"polyrpc.product.v1.Stock\" },")
                .contains(
                        "[\"unit_price_cents\"] = { \"unitPriceCents\" },",
                        "[\"unitPriceCents\"] = { \"unitPriceCents\" },");
    }

    @Test
    void openApi_operation_hasWhatTheContractSays() {
        JsonNode update = document.at("/paths/~1v1~1products~1{productId}/patch");
        assertThat(update.path("operationId").asText()).isEqualTo("UpdateProduct");
        assertThat(update.path("summary").asText()).isEqualTo("Changes fields of a catalogue entry");
        assertThat(update.path("description").asText()).contains("ABORTED (ETAG_STALE) when somebody else");
        assertThat(update.at("/security/0/token/0").asText()).isEqualTo("product:write");
        assertThat(update.path("parameters").findValuesAsText("name"))
                .containsExactly("productId", "updateMask", "requestId");
        assertThat(update.at("/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/Product");
    }

    @Test
    void openApi_stream_isLinesOfJson() {
        assertThat(document.at("/paths/~1v1~1inventoryEvents:watch/get/responses/200/content/application~1x-ndjson")
                        .isObject())
                .isTrue();
    }

    @Test
    void openApi_everyElement_isDescribed() {
        assertThat(document.findValues("description"))
                .hasSizeGreaterThan(100)
                .noneMatch(it -> it.isTextual() && it.asText().isEmpty());
        assertThat(document.path("paths").findParents("operationId"))
                .hasSize(view.bindings().size());
        assertThat(document.at("/components/schemas/Stock/properties/stockVersion/type")
                        .asText())
                .isEqualTo("string");
    }
}
