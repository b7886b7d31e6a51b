package dev.polyrpc.product;

import dev.polyrpc.kit.process.Program;

/** Starts the service. */
public final class Main {
    private Main() {}

    /** Runs until told to stop. */
    public static void main(String[] args) {
        Program.run(ProductMgmt.NAME, ProductMgmt.PREFIX, ProductMgmt::start);
    }
}
