package org.weir;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;
import org.weir.os.Futex;
import org.weir.upward.memory.CallsTheSystem;
import org.weir.upward.os.PointsUp;
import org.weir.upward.sync.PointsDown;

import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The package table: which room of the house may use which. */
class ArchitectureTest {

    /**
     * From the top down; each package with those that it uses directly, and through them whatever those may use. All of
     * them lie below it in the table.
     */
    private static final Map<String, Set<String>> MAY_USE = table();

    private static Map<String, Set<String>> table() {
        Map<String, Set<String>> table = new LinkedHashMap<>();
        Set<String> belowTheFronts = Set.of("history", "results", "outcome", "scenario", "manager", "process",
                "channel",
                "sync", "memory", "os");
        Set<String> belowJunit = new TreeSet<>(belowTheFronts);
        belowJunit.add("engine");
        Set<String> belowCli = new TreeSet<>(belowJunit);
        belowCli.addAll(List.of("junit", "forms", "diff"));
        table.put("cli", belowCli);
        table.put("junit", belowJunit);
        table.put("engine", belowTheFronts);
        table.put("history", Set.of("outcome"));
        table.put("forms", Set.of("results", "outcome"));
        table.put("diff", Set.of("results", "outcome"));
        table.put("results", Set.of("outcome"));
        table.put("scenario", Set.of("outcome"));
        table.put("outcome", Set.of());
        table.put("manager", Set.of("process", "channel", "sync"));
        table.put("process", Set.of("channel", "sync"));
        table.put("channel", Set.of("sync", "memory"));
        table.put("sync", Set.of("memory", "os"));
        table.put("memory", Set.of("os"));
        table.put("os", Set.of());
        return table;
    }

    /** Ours alone: to look for packages on the whole class path takes many times as long. */
    private static final JavaClasses WEIR = new ClassFileImporter()
            .importUrl(Futex.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void shouldPointDownwardsOnly() {
        assertTrue(WEIR.contain("org.weir.os.Futex"), "the import found the classes");
        for (ArchRule rule : rules("org.weir")) {
            rule.check(WEIR);
        }
    }

    @Test
    void shouldKnowEveryPackage() {
        JavaPackage weir = WEIR.getPackage("org.weir");

        Set<String> unknown = new TreeSet<>();
        weir.getSubpackages().forEach(room -> unknown.add(room.getRelativeName()));
        unknown.removeAll(MAY_USE.keySet());
        assertEquals(Set.of(), unknown, "packages that the table does not have");
    }

    @Test
    void shouldNoticeAnArrowThatPointsUpAndANativeCallElsewhere() {
        JavaClasses classes = new ClassFileImporter().importClasses(PointsUp.class, PointsDown.class,
                CallsTheSystem.class);

        List<String> broken = new ArrayList<>();
        for (ArchRule rule : rules("org.weir.upward")) {
            rule.evaluate(classes).getFailureReport().getDetails().forEach(broken::add);
        }

        assertFalse(broken.isEmpty());
        assertTrue(broken.stream().anyMatch(detail -> detail.contains("PointsUp")), broken.toString());
        assertTrue(broken.stream().anyMatch(detail -> detail.contains("CallsTheSystem") && detail.contains("Linker")),
                broken.toString());
        assertTrue(broken.stream().noneMatch(detail -> detail.contains("PointsDown")), broken.toString());
    }

    private static List<ArchRule> rules(String root) {
        List<ArchRule> rules = new ArrayList<>();
        MAY_USE.keySet().forEach(room -> {
            Set<String> forbidden = new TreeSet<>(MAY_USE.keySet());
            forbidden.removeAll(reach(room));
            rules.add(noClasses().that()
                    .resideInAPackage(in(root, room))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden.stream().map(other -> in(root, other)).toArray(String[]::new))
                    .allowEmptyShould(true));
        });
        rules.add(noClasses().that()
                .resideOutsideOfPackage(in(root, "os"))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Linker.class, SymbolLookup.class)
                .because("every native call is made by the package os"));
        return rules;
    }

    private static String in(String root, String room) {
        return root + "." + room + "..";
    }

    /** A package, and all that it may use. */
    private static Set<String> reach(String room) {
        Set<String> reach = new TreeSet<>(Set.of(room));
        MAY_USE.getOrDefault(room, Set.of()).forEach(below -> reach.addAll(reach(below)));
        return reach;
    }
}
