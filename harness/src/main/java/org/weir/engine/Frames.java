package org.weir.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The frames between coordinator and worker: one byte that says what follows. */
final class Frames {
    /** To a worker: a {@link WorkerPlan}. */
    static final byte PLAN = 'P';
    /** To a worker: construct the state once and report; answered by {@link #OK} with a {@link ConstructionReport}. */
    static final byte CONSTRUCT = 'C';
    /** To a worker: prepare the memory loop from the agreed image, which follows. */
    static final byte MEMORY = 'M';
    /** To a worker: run the memory loop until the stop word is set. */
    static final byte RUN = 'R';
    /** To a worker: prepare for resource samples with the agreed image, which follows. */
    static final byte RESOURCE = 'G';
    /** To a worker: a {@link SampleOrder}. */
    static final byte SAMPLE = 'S';
    /** To the arbiter's JVM: the merged result of the sample. */
    static final byte ARBITRATE = 'A';
    /** To a worker: close the sample. */
    static final byte CLOSE = 'Z';
    /**
     * To a worker: the samples are over, let go of the scenario; answered by {@link #OK} with one byte, 1 if the JVM is as
     * it was before the scenario came.
     */
    static final byte RELEASE = 'L';
    /** From a worker: done; what follows depends on the order. */
    static final byte OK = 'K';
    /** From a worker: it could not be done; a stack trace follows. */
    static final byte FAILED = 'F';

    private Frames() {}

    static byte[] of(byte kind, byte[] body) {
        byte[] frame = new byte[body.length + 1];
        frame[0] = kind;
        System.arraycopy(body, 0, frame, 1, body.length);
        return frame;
    }

    static byte[] of(byte kind) {
        return new byte[]{kind};
    }

    static byte[] of(byte kind, String body) {
        return of(kind, body.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] body(byte[] frame) {
        return Arrays.copyOfRange(frame, 1, frame.length);
    }

    static String text(byte[] frame) {
        return new String(frame, 1, frame.length - 1, StandardCharsets.UTF_8);
    }
}
