package dev.polyrpc.client.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import dev.polyrpc.client.TestSystem;
import dev.polyrpc.client.TestSystem.Run;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceImplBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StreamVerbsTest {
    private static final String AGAIN = "not all lines were answered; run it again: nothing is doubled";

    private final ProductStreams streams = new ProductStreams();
    private final TestSystem system = TestSystem.start(streams, new ReturnServiceImplBase() {});

    @TempDir
    private Path folder = Path.of(".");

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void import_csv_tellsTheTotalAndNamesRefusedLines() throws Exception { // DOM-9
        Run run = system.run(
                "import",
                file("product_id,name,unit_price,units_in_stock\nchai,Chai,18.05,39\n,No id,1,0\nx,X,1.005,0\n"));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.lines())
                .startsWith("1 created, 0 updated, 0 unchanged, 2 refused", "")
                .anySatisfy(line -> assertThat(line).startsWith("   3  PRODUCT_ID_INVALID  look again"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("   4  LINE_UNREADABLE")
                        .contains("unit_price: 1.005 (expected: a price with at most two decimals)"));
        assertThat(streams.imported).extracting(ImportProductsRequest::getItem).containsExactly(2L, 3L);
        assertThat(streams.imported)
                .extracting(ImportProductsRequest::getRequestId)
                .doesNotHaveDuplicates();
        assertThat(streams.imported.get(0).getProduct().hasStock()).isFalse();
    }

    @Test
    void import_jsonLinesAsJson_isOneSummary() throws Exception { // DOM-9
        Run run = system.run(
                "import", file("{\"product_id\": \"chai\", \"name\": \"Chai\"}\n{\"colour\": 1}\n"), "--json");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.lines()).hasSize(1);
        assertThat(run.out())
                .startsWith(
                        "{\"createdCount\":\"1\",\"updatedCount\":\"0\",\"unchangedCount\":\"0\",\"refusedCount\":\"1\"")
                .contains("\"item\":\"2\"", "\"reason\":\"LINE_UNREADABLE\"");
    }

    @Test
    void import_refusedForGoodHalfWay_tellsWhatIsInAndToRunItAgain() throws Exception {
        streams.good = 1;
        streams.ends.add(ProductStreams.failure(Kind.DENIED, "SCOPE_MISSING"));
        String lines =
                IntStream.rangeClosed(1, 5_001).mapToObj("p-%d,P\n"::formatted).collect(Collectors.joining());

        Run run = system.run("import", file("product_id,name\n" + lines));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.lines()).containsExactly("5,000 created, 0 updated, 0 unchanged, 0 refused");
        assertThat(run.err()).contains(AGAIN + "\nPERMISSION_DENIED SCOPE_MISSING: not today");
    }

    @Test
    void import_nobodyThere_asJson_isObjectsOnStderr() throws Exception {
        system.issuer().down(true);

        Run run = system.run("import", file("product_id,name\nchai,Chai\n"), "--json");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.notes()).extracting(StreamVerbsTest::first).endsWith(AGAIN, "UNAVAILABLE");
    }

    @Test
    void import_noFile_isUsageAndTellsNoTotal() {
        Run run = system.run("import", folder.resolve("none.csv").toString());

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("none.csv: there is no such file");
    }

    @Test
    void reconcile_csv_showsEachOutcomeWithItsProduct() throws Exception { // DOM-10
        Run run = system.run("reconcile", file("""
                product_id,counted,stock_version
                chai,39,4
                chang,5,4
                konbu,1,3
                tofu,many,4
                """));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.lines().get(0)).matches(" +LINE  OUTCOME +PRODUCT +WHAT");
        assertThat(run.lines().stream().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "2 right chai 39 on hand",
                        "3 corrected chang by -34 to 5 on hand",
                        "4 refused konbu STOCK_VERSION_STALE: look again",
                        "5 refused LINE_UNREADABLE: counted: many (expected: a whole number)")
                .endsWith("1 as counted, 1 corrected, 2 refused");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void reconcile_again_isUnderTheSameIds() throws Exception { // DOM-5
        String counts = file("{\"product_id\": \"chai\", \"counted\": 39, \"stock_version\": 4}\n");

        assertThat(system.run("reconcile", counts).exit()).isZero();
        Run again = system.run("reconcile", counts, "--json");

        assertThat(again.exit()).isZero();
        assertThat(again.lines()).hasSize(1);
        assertThat(again.out()).startsWith("{\"item\":\"1\",\"confirmed\":{\"onHand\":39");
        assertThat(streams.counted).hasSize(2);
        assertThat(streams.counted.stream()
                        .map(ReconcileInventoryRequest::getRequestId)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void reconcile_refusedForGoodHalfWay_tellsTheTotalSoFar() throws Exception {
        streams.ends.add(ProductStreams.failure(Kind.DENIED, "SCOPE_MISSING"));

        Run run = system.run("reconcile", file("product_id,counted,stock_version\nchai,39,4\nbroken,5,4\n"));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.lines()).hasSize(3).endsWith("1 as counted, 0 corrected, 0 refused");
        assertThat(run.err()).startsWith(AGAIN).contains("PERMISSION_DENIED SCOPE_MISSING: not today");
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("lines.txt"), text).toString();
    }

    private static String first(Struct note) {
        return note.getFieldsMap().values().iterator().next().getStringValue();
    }
}
