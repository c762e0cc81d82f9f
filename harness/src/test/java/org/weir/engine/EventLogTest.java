package org.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weir.results.HistoryEvent;

import java.lang.foreign.Arena;
import java.util.List;

class EventLogTest {
    private final Arena arena = Arena.ofConfined();
    private final long address = arena.allocate(EventLog.BYTES, SegmentLayout.LINE).address();
    private final EventLog log = new EventLog(address);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldReadBackWhatWasRecordedInOrder() {
        long zero = System.nanoTime();
        int actor = log.begin(EventLog.Operation.ACTOR, "");
        log.instant(EventLog.Operation.POINT, "half");
        log.end(actor);

        long later = System.nanoTime() + 1_000_000;
        List<HistoryEvent> events = log.read("writer", zero, later);

        assertThat(events).extracting(HistoryEvent::operation).containsExactly("actor", "point");
        assertThat(events).extracting(HistoryEvent::value).containsExactly("", "half");
        assertThat(events.get(1).startNanos()).isBetween(events.get(0).startNanos(), events.get(0).endNanos());
        assertThat(events.get(1).endNanos()).isEqualTo(events.get(1).startNanos());
        assertThat(events.get(0).endNanos()).as("it ended before it was read").isLessThan(later - zero);
    }

    @Test
    void shouldNotTakeForAnEndWhatTheSlotHeldBefore() {
        log.end(log.begin(EventLog.Operation.ACTOR, "first"));
        log.clear();
        log.begin(EventLog.Operation.ACTOR, "second");
        long now = System.nanoTime() + 1_000_000;

        assertThat(log.read("killed", 0, now)).extracting(HistoryEvent::endNanos).containsExactly(now);
    }

    @Test
    void shouldNotSeeAnEventThatItsWriterDidNotLiveToFinish() {
        log.instant(EventLog.Operation.POINT, "of the sample before");
        log.clear();
        Cells.getAndAddInt(address, 1);
        log.instant(EventLog.Operation.POINT, "whole");

        assertThat(log.read("killed", 0, 0)).extracting(HistoryEvent::value).containsExactly("whole");
    }

    @Test
    void shouldLetAnOperationThatNeverEndedLastUntilItIsRead() {
        long zero = System.nanoTime();
        log.begin(EventLog.Operation.ACTOR, "");
        long now = System.nanoTime() + 1_000_000;

        assertThat(log.read("killed", zero, now)).extracting(HistoryEvent::endNanos).containsExactly(now - zero);
    }

    @Test
    void shouldLeaveOutWhatFindsNoRoomAndForgetEverythingWhenCleared() {
        for (int i = 0; i < 1000; i++) {
            log.instant(EventLog.Operation.POINT, "p" + i);
        }
        List<HistoryEvent> full = log.read("loop", 0, 0);
        assertThat(full).hasSizeLessThan(1000).first().extracting(HistoryEvent::value).isEqualTo("p0");

        log.clear();

        assertThat(log.read("loop", 0, 0)).isEmpty();
        log.instant(EventLog.Operation.POINT, "again");
        assertThat(log.read("loop", 0, 0)).extracting(HistoryEvent::value).containsExactly("again");
    }

    @Test
    void shouldCutALongTextBetweenCharacters() {
        log.instant(EventLog.Operation.POINT, "\u00e9".repeat(100));
        log.instant(EventLog.Operation.POINT, "x" + "\u00e9".repeat(100));

        assertThat(log.read("long", 0, 0)).extracting(HistoryEvent::value)
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).hasSizeGreaterThan(30).matches("x?\u00e9+"));
    }
}
