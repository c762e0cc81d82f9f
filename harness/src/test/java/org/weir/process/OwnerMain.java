package org.weir.process;

import org.weir.memory.Realm;
import org.weir.os.Signal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A JVM with children, to be killed by the tests. It prints its realm, its janitor and its children on one line when
 * they are as its argument says; in the way {@code launching} it does so before it launches.
 */
final class OwnerMain {

    private OwnerMain() {}

    public static void main(String[] args) throws IOException {
        Realm realm = Realm.create();
        JvmLauncher launcher = JvmLauncher.open(realm);
        List<ChildJvm> children = new ArrayList<>();
        switch (args[0]) {
            case "idle" -> children.add(ready(launcher, Roles.Idle.class));
            case "busy" -> children.add(ready(launcher, Roles.BusyLoop.class));
            case "unassigned" -> children.add(launcher.launch(JvmSpec.of()));
            case "stopped" -> {
                ChildJvm child = ready(launcher, Roles.Idle.class);
                child.signal(Signal.SIGSTOP);
                children.add(child);
            }
            case "parent" -> {
                ChildJvm child = Children.launch(launcher, "parent", Roles.Parent.class);
                child.receive(Children.SOON);
                children.add(child);
            }
            case "launching" -> {
                tell(realm, launcher, children);
                launcher.keepWarm(JvmSpec.of(), 2);
                launcher.launch(JvmSpec.of());
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
        if (!args[0].equals("launching")) {
            tell(realm, launcher, children);
        }
        Roles.parkForever();
    }

    private static ChildJvm ready(JvmLauncher launcher, Class<? extends ChildRole> role) throws IOException {
        ChildJvm child = Children.launch(launcher, "ready", role);
        child.receive(Children.SOON);
        return child;
    }

    private static void tell(Realm realm, JvmLauncher launcher, List<ChildJvm> children) {
        System.out.println(realm.directory() + " " + launcher.janitor().orElseThrow().pid() + " "
                + children.stream().map(child -> Long.toString(child.pid())).collect(Collectors.joining(",")));
        System.out.flush();
    }
}
