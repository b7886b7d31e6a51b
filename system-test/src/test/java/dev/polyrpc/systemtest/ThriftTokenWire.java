package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.common.v1.FaultCode;
import dev.polyrpc.thrift.common.v1.ServiceFault;
import dev.polyrpc.thrift.product.v1.GetProductRequest;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import dev.polyrpc.thrift.product.v1.WatchInventoryRequest;
import dev.polyrpc.thrift.returns.v1.ListReturnsRequest;
import dev.polyrpc.thrift.returns.v1.ReturnService;
import dev.polyrpc.thrift.returns.v1.WatchReturnsRequest;
import java.util.List;
import org.apache.thrift.TException;

/** Thrift over mutual TLS, shown alice's leaf; one connection for all calls, which no refusal may cost. */
record ThriftTokenWire(String audience, String scope, Call read, Call watch) implements TokenWire {
    private static final String REFUSED = "the access token is missing or refused";
    private static final String SCHEME = "Bearer ";
    private static final int WAIT_MS = 500;

    static ThriftTokenWire products(Landscape landscape) {
        ProductMgmtService.Client products =
                ThriftPort.connect(landscape, Built.PRODUCT_MGMT, "alice").products();
        return new ThriftTokenWire(
                "product-mgmt",
                "product:read",
                context -> {
                    try {
                        products.getProduct(context, new GetProductRequest().setProductId("no-such-product"));
                    } catch (ServiceFault fault) {
                        if (fault.getCode() != FaultCode.NOT_FOUND) {
                            throw fault;
                        }
                    }
                },
                context -> products.watchInventory(context, new WatchInventoryRequest().setWaitMs(WAIT_MS)));
    }

    static ThriftTokenWire returns(Landscape landscape) {
        ReturnService.Client returns =
                ThriftPort.connect(landscape, Built.RETURN, "alice").returns();
        return new ThriftTokenWire(
                "return",
                "returns:read",
                context -> returns.listReturns(context, new ListReturnsRequest()),
                context -> returns.watchReturns(context, new WatchReturnsRequest().setWaitMs(WAIT_MS)));
    }

    @Override
    public Verdict call(List<String> authorizations) {
        return verdict(read, token(authorizations));
    }

    /** Polls as long as the token allows. */
    @Override
    public Verdict follow(String token) {
        Verdict verdict;
        do {
            verdict = verdict(watch, token);
        } while (verdict == Verdict.SERVED);
        return verdict;
    }

    @Override
    public String toString() {
        return "Thrift " + audience;
    }

    /** A header's value as this wire has it: a token without a scheme, so that a scheme is what is wrong here. */
    private static String token(List<String> authorizations) {
        if (authorizations.size() != 1) {
            return String.join(", ", authorizations);
        }
        String value = authorizations.get(0);
        if (value.startsWith(SCHEME)) {
            return value.substring(SCHEME.length());
        }
        return value.indexOf(' ') < 0 ? SCHEME + value : value;
    }

    private Verdict verdict(Call work, String token) {
        try {
            work.make(new CallContext(token));
            return Verdict.SERVED;
        } catch (ServiceFault refusal) {
            Verdict verdict = Verdict.valueOf(refusal.getReason());
            boolean denied = verdict == Verdict.SCOPE_MISSING;
            assertThat(refusal.getCode()).isEqualTo(denied ? FaultCode.PERMISSION_DENIED : FaultCode.UNAUTHENTICATED);
            assertThat(denied || REFUSED.equals(refusal.getMessage()))
                    .as("one wording for all, that tells nothing: " + refusal.getMessage())
                    .isTrue();
            return verdict;
        } catch (TException e) {
            throw new AssertionError("%s: no answer".formatted(this), e);
        }
    }

    /** A call with its context. */
    interface Call {
        void make(CallContext context) throws TException;
    }
}
