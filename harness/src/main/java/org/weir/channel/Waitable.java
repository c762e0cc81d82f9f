package org.weir.channel;

/** Something that becomes ready and can be waited for together with others: see {@link Channels#waitAny}. */
public interface Waitable {

    /**
     * Whether an operation on it would return at once: a connection has a message, or its end; a process has ended.
     * Returns at once, and takes nothing away. Another thread or process may be quicker to take what is there.
     */
    boolean isReady();
}
