package dev.polyrpc.kit.settings;

import java.io.Serial;
import java.util.List;

/** All that is wrong with a process's settings: one line for each fault, naming the setting. Immutable. */
public final class SettingsException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    public SettingsException(List<String> faults) {
        super(String.join("\n", faults));
        this.faults = List.copyOf(faults);
    }

    /** One line for each fault, each beginning with the setting's name. */
    public List<String> faults() {
        return faults;
    }
}
