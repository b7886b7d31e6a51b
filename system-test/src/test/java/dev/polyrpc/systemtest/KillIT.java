package dev.polyrpc.systemtest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KillIT {
    @RegisterExtension
    static final Landscape landscape = new Landscape();

    @Test
    void kill_atTenMoments_losesNothingAndDoesNothingTwice() { // I1, I2, I3, I4, I6, DOM-5
        new Kills(landscape, 10).strikeAndCheck();
    }
}
