package dev.polyrpc.benchmark;

import java.nio.file.Path;

/**
 * Where things lie. Immutable.
 *
 * @param root the project's folder, with everything built
 * @param work made for the run's databases, logs and certificates, and deleted in the end
 * @param results where runs are kept
 */
record Folders(Path root, Path work, Path results) {}
