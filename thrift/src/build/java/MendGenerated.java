import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Brings generated Java from the shape of Thrift's compiler 0.20 to what libthrift 0.25 asks for: a function
 * names the type of its result and makes an empty one, isOneway is public (THRIFT-5762). Drops the dated
 * annotation too, so that the same IDL gives the same code every day.
 *
 * <p>Run by the build as one source file: {@code java MendGenerated.java FOLDER}.
 */
final class MendGenerated {
  private static final String BASE = "org.apache.thrift.TBase";

  public static void main(String[] args) throws IOException {
    List<Path> sources;
    try (var files = Files.walk(Path.of(args[0]))) {
      sources = files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList());
    }
    for (Path source : sources) {
      Files.writeString(source, mend(Files.readString(source)));
    }
  }

  private static String mend(String code) {
    return code.replaceAll("(?m)^ *@javax\\.annotation\\.Generated\\(.*\\)\\R", "")
        .replace("protected boolean isOneway()", "public boolean isOneway()")
        .replaceAll(
            "public (\\w+)_args getEmptyArgsInstance\\(\\) \\{",
            "public $1_result getEmptyResultInstance() {\n  return new $1_result();\n}\n\n      @Override\n$0")
        .replaceAll(
            "(extends org\\.apache\\.thrift\\.(?:Async)?ProcessFunction<I, (\\w+)_args.*)> \\{", "$1, $2_result> {")
        .replaceAll("(\\.ProcessFunction<I, \\? extends +" + BASE + ")>", "$1, ? extends " + BASE + ">")
        .replaceAll("(AsyncProcessFunction<I, \\? extends +" + BASE + ", ?\\?)>", "$1, ? extends " + BASE + ">");
  }

  private MendGenerated() {}
}
