package org.weir.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.weir.Nulls;
import org.weir.channel.Tls;

import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What no manager takes, and that it is none the worse for having been given it. */
@ExtendWith(Fixture.class)
class BadArgumentsTest {

    private final Manager manager;

    BadArgumentsTest(Manager manager) {
        this.manager = manager;
    }

    private static Map<Class<?>, Object> samples() {
        return Map.ofEntries(Map.entry(String.class, "text"), Map.entry(Object.class, "text"), Map.entry(int.class, 1),
                Map.entry(long.class, 1L), Map.entry(boolean.class, false), Map.entry(Duration.class, Duration.ofMillis(
                        1)),
                Map.entry(TimeUnit.class, TimeUnit.MILLISECONDS), Map.entry(Class.class, Runnable.class),
                Map.entry(Object[].class, new Object[0]), Map.entry(String[].class, new String[0]),
                Map.entry(Collection.class, List.of()), Map.entry(Map.class, Map.of()), Map.entry(Optional.class,
                        Optional.empty()),
                Map.entry(SocketAddress.class, new InetSocketAddress("localhost", 0)),
                Map.entry(Manager.Factory.class, (Manager.Factory<Runnable> & Serializable) _ -> () -> {}),
                Map.entry(Tls.class, Tls.system()), Map.entry(Tls.Factory.class, (Tls.Factory) Tls::system),
                Map.entry(org.weir.channel.AuthKey.class, org.weir.channel.AuthKey.random()));
    }

    @Test
    void shouldRefuseNull() {
        int objects = manager.objectCount();
        assertEquals(List.of(), Nulls.takenBy(Manager.class, Manager::create, samples())
                .stream()
                .filter(
                        line -> !line.contains("has not been started"))
                .toList());
        assertEquals(List.of(), Nulls.takenBy(Manager.class, () -> manager, samples())
                .stream()
                .filter(
                        line -> !line.contains("IllegalStateException"))
                .toList());
        assertEquals(objects, manager.objectCount());
    }

    @Test
    void shouldRefuseNumbersOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> manager.queue(-1));
        assertThrows(IllegalArgumentException.class, () -> manager.semaphore(-1));
        assertThrows(IllegalArgumentException.class, () -> manager.boundedSemaphore(-1));
        assertThrows(IllegalArgumentException.class, () -> manager.barrier(0));
        assertThrows(IllegalArgumentException.class, () -> manager.barrier(Integer.MIN_VALUE));
        assertThrows(IllegalArgumentException.class, () -> manager.array(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> Manager.create().lease(Duration.ofNanos(-1)));
        assertThrows(IllegalArgumentException.class, () -> Manager.create().name(" "));
        assertEquals(0, manager.list().size());
    }
}
