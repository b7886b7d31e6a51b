package dev.polyrpc.kit.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** How files stand at a moment: two that are equal were taken while nothing changed, as far as the file system tells. Immutable. */
public record FileStamps(Map<Path, String> stamps) {
    public FileStamps {
        stamps = Map.copyOf(stamps);
    }

    /** Looks at the files, and at those in the folders among them; a symbolic link is followed. */
    public static FileStamps of(Collection<Path> files) {
        Map<Path, String> stamps = new HashMap<>();
        for (Path file : files) {
            stamps.put(file, stamp(file));
            entries(file).forEach(entry -> stamps.put(entry, stamp(entry)));
        }
        return new FileStamps(stamps);
    }

    /** The folders in which a change of the files shows: for a folder itself, and for the one above only while it is absent. */
    static Set<Path> folders(Collection<Path> files) {
        Set<Path> folders = new LinkedHashSet<>();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                folders.add(file);
                continue;
            }
            Path parent = file.getParent();
            if (parent != null) {
                folders.add(parent);
            }
        }
        return folders;
    }

    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException e) {
            return List.of(); // it went in this moment: its own stamp tells
        }
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.isDirectory() ? "folder" : now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
        } catch (IOException e) {
            return "absent";
        }
    }
}
