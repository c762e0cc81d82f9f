package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.memory.AreaExceededException;
import org.weir.memory.Construction;
import org.weir.memory.Cursor;
import org.weir.memory.Realm;
import org.weir.memory.SharedObject;
import org.weir.memory.ValueType;
import org.weir.memory.Words;

import java.io.IOException;
import java.io.NotSerializableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The objects of this package as parts of a scenario's state, which moves, and is copied, from sample to sample. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
@SuppressWarnings("WaitNotInLoop")
class InScenarioTest {

    private static final long AREA = 1 << 16;

    /** One of each. */
    private record State(FairProcessLock lock, ProcessReadWriteLock both, ProcessCondition condition,
            ProcessSemaphore semaphore, ProcessEvent event, ProcessBarrier barrier, ProcessValue<Integer> value,
            ProcessArray<Long> array) {

        static State create() {
            FairProcessLock lock = FairProcessLock.create("the lock");
            return new State(lock, ProcessReadWriteLock.create(), lock.newCondition(), ProcessSemaphore.create(3),
                    ProcessEvent.create(), ProcessBarrier.create(1), ProcessValue.create(ValueType.INT, 7),
                    ProcessArray.of(ValueType.LONG, List.of(1L, 2L)));
        }

        List<String> texts() {
            return List.of(lock.toString(), both.toString(), condition.toString(), semaphore.toString(),
                    event.toString(), barrier.toString(), value.toString(), array.toList().toString());
        }
    }

    @Test
    void shouldBeginEverySampleAsTheImageSays() throws Exception {
        Cursor cursor = new Cursor(
                Realm.current().createSegment("in-scenario", 2 * AREA).address());
        long image = cursor.base();
        State state;
        try (Construction construction = Construction.open(cursor, AREA,
                Realm.current().directory().resolve("files"))) {
            state = State.create();
            assertTrue(construction.creations().stream().allMatch(creation -> creation.alignment() == 64));
        }
        List<String> initial = state.texts();
        Words.copy(image, image + AREA, AREA);
        cursor.moveTo(image + AREA);
        state.lock.lock();
        try {
            state.condition.signal();
            state.condition.await(Duration.ZERO);
        } finally {
            state.lock.unlock();
        }
        state.both.readLock().lock();
        state.semaphore.acquire();
        state.event.set();
        assertEquals(0, state.barrier.await());
        state.value.update(before -> before + 1);
        state.array.set(1, 3L);
        assertEquals("ProcessReadWriteLock[read by 1 thread]", state.both.toString());
        cursor.moveTo(image);
        assertEquals(initial, state.texts(), "the image is untouched");
        cursor.moveTo(image + AREA);
        Words.copy(image, image + AREA, AREA);
        assertEquals(initial, state.texts(), "the sample is reset");
        for (SharedObject object : List.of(state.lock, state.both, state.condition, state.semaphore, state.event,
                state.barrier, state.value, state.array)) {
            assertThrows(NotSerializableException.class, () -> Peer.bytes(object), object::toString);
        }
    }

    @Test
    void shouldSayThatTheStateIsTooLarge() throws IOException {
        Cursor cursor = new Cursor(Realm.current().createSegment("too-small", 4096).address());
        try (Construction construction = Construction.open(cursor, 128, Realm.current().directory().resolve("files"))) {
            ProcessLock.create();
            assertThrows(AreaExceededException.class, FairProcessLock::create);
            assertEquals(1, construction.creations().size());
        }
    }
}
