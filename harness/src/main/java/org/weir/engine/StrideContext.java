package org.weir.engine;

import org.weir.outcome.ActorFate;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a generated loop calls back to: where records lie, texts, counts and exceptions. One per worker, used by one
 * thread. Public only because generated loops use it.
 */
public final class StrideContext {
    private static final int MAX_TRACES = 5;

    private final SegmentLayout segment;
    private final int worker;
    private final String arbiter;
    private final List<String> defaults;
    private final SharedTally tally;
    private final SharedTally fates;
    private final TextTable[] texts;
    private final long[] key;
    private final Set<String> traced = new HashSet<>();
    private final PrintStream traces;
    private int phase;

    /**
     * @param segment where everything lies
     * @param worker this worker's number
     * @param arbiter name of the arbiter method
     * @param defaults the text of each result field before anybody wrote it
     * @param traces takes the first stack traces
     */
    StrideContext(SegmentLayout segment, int worker, String arbiter, List<String> defaults, PrintStream traces) {
        this.segment = segment;
        this.worker = worker;
        this.arbiter = arbiter;
        this.defaults = List.copyOf(defaults);
        this.tally = segment.tally(worker);
        this.fates = segment.fateTally(worker);
        this.texts = new TextTable[segment.actors() + 1];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = segment.textTable(i);
        }
        this.key = new long[segment.keyWords()];
        this.traces = traces;
    }

    /** The tally that outcomes are counted in. */
    SharedTally outcomes() {
        return tally;
    }

    /** Tells in which stride exceptions belong. */
    void enter(int stridePhase) {
        phase = stridePhase;
    }

    /** Notes that this worker's actor threw in a sample of the stride. */
    public void thrown(int index, Throwable thrown) {
        trace(thrown);
        Cells.putInt(segment.thrown(worker) + 4L * index, texts[worker].id(thrown.getClass().getName()));
        Cells.putInt(segment.thrownIn(worker), phase);
    }

    /** Counts a sample whose arbiter threw. */
    public void arbiterThrown(Throwable thrown) {
        trace(thrown);
        countFate(Fates.id(List.of(ActorFate.THREW.id(arbiter, thrown.getClass().getName())), defaults));
    }

    private void trace(Throwable thrown) {
        if (traced.size() < MAX_TRACES && traced.add(thrown.getClass().getName())) {
            thrown.printStackTrace(traces);
            traces.flush();
        }
    }

    /** Whether any worker's actor threw in this stride. */
    boolean anyThrown() {
        for (int i = 0; i < segment.actors(); i++) {
            if (Cells.getInt(segment.thrownIn(i)) == phase) {
                return true;
            }
        }
        return false;
    }

    /** Name of the class that an actor threw in a sample, which is forgotten by asking; empty if it returned. */
    String takeThrown(int actor, int index) {
        long address = segment.thrown(actor) + 4L * index;
        int id = Cells.getInt(address);
        if (id == 0) {
            return "";
        }
        Cells.putInt(address, 0);
        return texts[actor].text(id);
    }

    /** Counts a sample in which not every actor returned. */
    void countFate(String id) {
        fates.add(texts[worker].id(id));
    }

    /** Address of the record of the stride's sample 0 of an actor. */
    public long recordsOf(int actor) {
        return segment.records(actor);
    }

    /** The number of a value's text among this worker's texts; 0 for null. */
    public int textId(Object value) {
        return texts[worker].id(value);
    }

    /** The text that another worker, or this one, has numbered. */
    public String text(int actor, int id) {
        return texts[actor].text(id);
    }

    /** Counts an outcome whose key is one word. */
    public void count(long word) {
        tally.add(word);
    }

    /** Counts an outcome whose key is two words. */
    public void count(long first, long second) {
        tally.add(first, second);
    }

    /** Sets a word of a longer key. */
    public void keyWord(int index, long word) {
        key[index] = word;
    }

    /** Counts an outcome whose key was set word by word. */
    public void count() {
        tally.add(key);
    }
}
