package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.ListInventoryEventsResponse;
import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsResponse;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.ReturnStateChange;
import dev.polyrpc.proto.returns.v1.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds the services to what they answered: all that was OK is still true, and there is nothing that nobody asked for. */
final class Truth {
    private final Answers answers;
    private final Map<String, ProductReturn> returns;
    private final Map<String, List<InventoryEvent>> events;
    private final Map<String, Stock> stocks;

    private Truth(
            Answers answers,
            Collection<ProductReturn> returns,
            Map<String, List<InventoryEvent>> events,
            Map<String, Stock> stocks) {
        this.answers = answers;
        this.returns = returns.stream().collect(Collectors.toMap(ProductReturn::getReturnId, Function.identity()));
        this.events = events;
        this.stocks = stocks;
    }

    /** Reads all that both services know. */
    static Truth read(Landscape landscape, Answers answers) {
        Map<String, List<InventoryEvent>> events = new HashMap<>();
        Map<String, Stock> stocks = new HashMap<>();
        for (String product : Workload.PRODUCTS) {
            events.put(product, events(landscape, product));
            stocks.put(product, stock(landscape, product));
        }
        return new Truth(answers, returns(landscape), events, stocks);
    }

    /** What was answered OK is still true. */
    void holdsAnswers() {
        for (Answers.Opened opened : answers.opened) {
            ProductReturn kept = kept(opened.answer());
            assertThat(kept.getOrder()).isEqualTo(opened.request().getOrder());
            assertThat(kept.getProductId()).isEqualTo(opened.request().getProductId());
            assertThat(kept.getQuantity()).isEqualTo(opened.request().getQuantity());
            assertThat(kept.getCustomer()).isEqualTo("alice");
        }
        for (Answers.Inspected inspected : answers.inspected) {
            boolean accepted = inspected.request().getVerdict() == Verdict.VERDICT_ACCEPT;
            assertThat(kept(inspected.answer()).getState())
                    .isEqualTo(accepted ? ReturnState.RETURN_STATE_RESTOCKED : ReturnState.RETURN_STATE_WRITTEN_OFF);
        }
        for (Answers.Cancelled cancelled : answers.cancelled) {
            assertThat(kept(cancelled.answer()).getState()).isEqualTo(ReturnState.RETURN_STATE_WITHDRAWN);
        }
        for (Answers.Adjusted adjusted : answers.adjusted) {
            assertThat(events.get(adjusted.request().getProductId())).contains(adjusted.answer());
        }
    }

    /** Every command took effect once: no return, no step and no adjustment more than clients know of. */
    void holdsNothingElse() {
        List<String> live = returns.values().stream()
                .filter(kept -> kept.getState() != ReturnState.RETURN_STATE_REFUSED)
                .map(ProductReturn::getReturnId)
                .toList();
        assertThat(live)
                .containsExactlyInAnyOrderElementsOf(answers.opened.stream()
                        .map(opened -> opened.answer().getReturnId())
                        .toList());
        assertThat(returns.values()).allSatisfy(Truth::hasALegalHistory);
        for (String product : Workload.PRODUCTS) {
            Stock expected = Stock.newBuilder()
                    .setOnHand(adjustments(product) + units(product, ReturnState.RETURN_STATE_RESTOCKED))
                    .setQuarantined(units(product, ReturnState.RETURN_STATE_QUARANTINED))
                    .setWrittenOff(units(product, ReturnState.RETURN_STATE_WRITTEN_OFF))
                    .setStockVersion(events.get(product).size())
                    .build();
            assertThat(stocks.get(product)).as(product).isEqualTo(expected);
        }
    }

    private ProductReturn kept(ProductReturn answer) {
        assertThat(returns).containsKey(answer.getReturnId());
        ProductReturn kept = returns.get(answer.getReturnId());
        assertThat(kept.getHistoryList()).containsAll(answer.getHistoryList());
        return kept;
    }

    private int adjustments(String product) {
        return answers.adjusted.stream()
                .filter(adjusted -> adjusted.request().getProductId().equals(product))
                .mapToInt(adjusted -> adjusted.request().getChange())
                .sum();
    }

    private int units(String product, ReturnState state) {
        return returns.values().stream()
                .filter(kept -> kept.getProductId().equals(product) && kept.getState() == state)
                .mapToInt(ProductReturn::getQuantity)
                .sum();
    }

    private static void hasALegalHistory(ProductReturn kept) {
        String path = kept.getHistoryList().stream()
                .map(ReturnStateChange::getState)
                .map(state -> state.name().substring("RETURN_STATE_".length()))
                .collect(Collectors.joining(" "));
        assertThat(path)
                .matches("REQUESTED (REFUSED|QUARANTINED"
                        + "( RESTOCKING RESTOCKED| WRITING_OFF WRITTEN_OFF| WITHDRAWING WITHDRAWN)?)");
    }

    private static List<ProductReturn> returns(Landscape landscape) {
        List<ProductReturn> all = new ArrayList<>();
        String page = "";
        do {
            ListReturnsResponse response = landscape
                    .returns("auditor")
                    .listReturns(ListReturnsRequest.newBuilder()
                            .setPageSize(1000)
                            .setPageToken(page)
                            .build());
            all.addAll(response.getProductReturnsList());
            page = response.getNextPageToken();
        } while (!page.isEmpty());
        return all;
    }

    private static List<InventoryEvent> events(Landscape landscape, String product) {
        List<InventoryEvent> all = new ArrayList<>();
        String page = "";
        do {
            ListInventoryEventsResponse response = landscape
                    .products("auditor")
                    .listInventoryEvents(ListInventoryEventsRequest.newBuilder()
                            .setProductId(product)
                            .setPageSize(1000)
                            .setPageToken(page)
                            .build());
            all.addAll(response.getEventsList());
            page = response.getNextPageToken();
        } while (!page.isEmpty());
        return all;
    }

    private static Stock stock(Landscape landscape, String product) {
        return landscape
                .products("auditor")
                .getProduct(GetProductRequest.newBuilder().setProductId(product).build())
                .getProduct()
                .getStock();
    }
}
