import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes the cells and arrays of {@code org.weir.memory}, eight element types of each, from the templates beside this
 * file. Java has no type parameters over primitives, and a class per type written by hand would differ from the next
 * only by its mistakes.
 *
 * <p>A template is Java with three additions:
 * <ul>
 * <li>{@code $name$} stands for a value of the element type, the shape (cell or array) or the row of the loop around it;
 * <li>the lines between {@code #if feature} and {@code #end} (with {@code #else} between) are there if the type or
 * shape has the feature;
 * <li>the lines between {@code #each table} and {@code #end} are repeated for each row of a table.
 * </ul>
 *
 * <p>Run as {@code java CellSources.java TEMPLATES OUTPUT}. A file whose content is right already is not touched.
 */
final class CellSources {

    /** What a template may say of an element type. */
    private record Element(String type, String word, int bytes, String zero, Set<String> features,
            String toBits, String fromBits, String cast) {

        static Element number(String type, String word, int bytes, String zero, Set<String> features) {
            return new Element(type, word, bytes, zero, features, "", "", "");
        }

        static Element narrow(String type, String word, int bytes, String toBits) {
            return new Element(type, word, bytes, type.equals("char") ? "'\\0'" : "(" + type + ") 0", Set.of("add", "bitwise", "narrow"), toBits, "(" + type + ") bits", "(" + type + ") ");
        }
    }

    private static final List<Element> ELEMENTS = List.of(
            Element.number("int", "Int", 4, "0", Set.of("add", "bitwise", "nativeAdd")),
            Element.number("long", "Long", 8, "0", Set.of("add", "bitwise", "nativeAdd")),
            Element.number("float", "Float", 4, "0", Set.of("add", "floating")),
            Element.number("double", "Double", 8, "0", Set.of("add", "floating")),
            Element.narrow("byte", "Byte", 1, "value & 0xFF"),
            Element.narrow("short", "Short", 2, "value & 0xFFFF"),
            Element.narrow("char", "Char", 2, "value"),
            new Element("boolean", "Boolean", 1, "false", Set.of("bitwise", "narrow", "boolean"), "value ? 1 : 0",
                    "bits != 0", ""));

    /** The tables of {@code #each}: a row gives values to names. */
    private static final Map<String, List<Map<String, String>>> TABLES = Map.of(
            "read", List.of(
                    Map.of("read", "getPlain", "handleRead", "get"),
                    Map.of("read", "getOpaque", "handleRead", "getOpaque"),
                    Map.of("read", "getAcquire", "handleRead", "getAcquire"),
                    Map.of("read", "get", "handleRead", "getVolatile")),
            "write", List.of(
                    Map.of("write", "setPlain", "handleWrite", "set"),
                    Map.of("write", "setOpaque", "handleWrite", "setOpaque"),
                    Map.of("write", "setRelease", "handleWrite", "setRelease"),
                    Map.of("write", "set", "handleWrite", "setVolatile")),
            "weak", List.of(
                    Map.of("Weak", "Plain"), Map.of("Weak", ""), Map.of("Weak", "Acquire"), Map.of("Weak", "Release")),
            "mode", List.of(
                    Map.of("Mode", ""), Map.of("Mode", "Acquire"), Map.of("Mode", "Release")),
            "operation", List.of(
                    Map.of("Operation", "Or", "operator", "|"),
                    Map.of("Operation", "And", "operator", "&"),
                    Map.of("Operation", "Xor", "operator", "^")));

    private final Map<String, String> values = new TreeMap<>();
    private final Set<String> features = new TreeSet<>();

    private CellSources(Element element, boolean array) {
        features.addAll(element.features());
        features.add(array ? "array" : "cell");
        if (element.bytes() > 1 && !array) {
            features.add("divisible");
        }
        values.put("type", element.type());
        values.put("Type", element.word());
        values.put("TYPE", element.type().toUpperCase(java.util.Locale.ROOT));
        values.put("Name", element.word() + (array ? "Array" : ""));
        values.put("bytes", Integer.toString(element.bytes()));
        values.put("A", element.type().equals("int") ? "An" : "A");
        values.put("zeroText", element.zero().replaceFirst("\\(.*\\) ", ""));
        values.put("size", Map.of(1, "one byte", 2, "two bytes", 4, "four bytes", 8, "eight bytes").get(element.bytes()));
        values.put("zero", element.zero());
        values.put("cast", element.cast());
        values.put("toBits", element.toBits());
        values.put("fromBits", element.fromBits());
        values.put("mask", element.bytes() == 1 ? "0xFF" : "0xFFFF");
        values.put("one", array ? "an element" : "the cell");
        values.put("index", array ? "int index" : "");
        values.put("index,", array ? "int index, " : "");
        values.put("i", array ? "index" : "");
        values.put("i,", array ? "index, " : "");
        values.put("mapped", array ? "NativeMemory.ALL, at(index)" : "NativeMemory.ALL, cursor.base + offset");
        values.put("address", array ? "at(index)" : "cursor.base + offset");
        values.put("heap", array ? "elements, index" : "this");
    }

    public static void main(String[] arguments) throws IOException {
        Path templates = Path.of(arguments[0]);
        Path output = Path.of(arguments[1]).resolve("org/weir/memory");
        Files.createDirectories(output);
        Set<Path> written = new TreeSet<>();
        for (Element element : ELEMENTS) {
            for (boolean array : new boolean[] {false, true}) {
                CellSources sources = new CellSources(element, array);
                for (String role : List.of("Shared", "Mapped", "Heap", "Unaligned")) {
                    if (role.equals("Unaligned") && !sources.features.contains("divisible")) {
                        continue;
                    }
                    Path file = output.resolve(role + sources.values.get("Name") + ".java");
                    update(file, sources.expand(Files.readAllLines(templates.resolve(role + ".java.template"))));
                    written.add(file);
                }
            }
        }
        try (Stream<Path> files = Files.list(output)) {
            for (Path stale : files.filter(file -> !written.contains(file)).toList()) {
                Files.delete(stale);
            }
        }
    }

    private static void update(Path file, String content) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(content)) {
            Files.writeString(file, content);
        }
    }

    private String expand(List<String> template) {
        List<String> lines = new ArrayList<>();
        expand(template.iterator(), true, values, lines);
        return String.join("\n", lines) + "\n";
    }

    /** Expands up to the {@code #end} or {@code #else} that closes the block, which is returned, or the end. */
    private String expand(Iterator<String> lines, boolean wanted, Map<String, String> names, List<String> into) {
        while (lines.hasNext()) {
            String line = lines.next();
            String[] words = line.strip().split(" ");
            switch (words[0]) {
                case "#if" -> {
                    boolean has = features.contains(words[1]);
                    if (expand(lines, wanted && has, names, into).equals("#else")) {
                        expand(lines, wanted && !has, names, into);
                    }
                }
                case "#each" -> {
                    List<String> body = body(lines);
                    for (Map<String, String> row : wanted ? TABLES.get(words[1]) : List.<Map<String, String>>of()) {
                        Map<String, String> inner = new TreeMap<>(names);
                        inner.putAll(row);
                        expand(body.iterator(), true, inner, into);
                    }
                }
                case "#else", "#end" -> {
                    return words[0];
                }
                default -> {
                    if (wanted) {
                        into.add(substitute(line, names));
                    }
                }
            }
        }
        return "";
    }

    /** The lines up to the {@code #end} of the block that has just begun. */
    private static List<String> body(Iterator<String> lines) {
        List<String> body = new ArrayList<>();
        for (int depth = 1;;) {
            String line = lines.next();
            String word = line.strip().split(" ")[0];
            depth += word.equals("#if") || word.equals("#each") ? 1 : word.equals("#end") ? -1 : 0;
            if (depth == 0) {
                return body;
            }
            body.add(line);
        }
    }

    private static String substitute(String line, Map<String, String> names) {
        String[] parts = line.split("\\$", -1);
        StringBuilder text = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i += 2) {
            String value = names.get(parts[i]);
            if (value == null) {
                throw new IllegalArgumentException("No value for $" + parts[i] + "$ in: " + line);
            }
            text.append(value).append(parts[i + 1]);
        }
        return text.toString();
    }
}
