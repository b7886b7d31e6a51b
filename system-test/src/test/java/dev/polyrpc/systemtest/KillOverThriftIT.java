package dev.polyrpc.systemtest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The return service asks product management over Thrift. */
class KillOverThriftIT {
    @RegisterExtension
    static final Landscape landscape =
            new Landscape(Built.TOKEN, Built.PRODUCT_MGMT, Built.RETURN).with(Built.RETURN, "PRODUCT_WIRE", "thrift");

    @Test
    void kill_atFourMoments_losesNothingAndDoesNothingTwice() { // I1, I2, I3, I4, I6, DOM-5
        new Kills(landscape, 4).strikeAndCheck();
    }
}
