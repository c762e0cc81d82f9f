package org.weir.process;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * All that a child is told when it starts, but for its target.
 *
 * @param identity the path of numbers from the top-level process, such as 1, 2 for {@code Process-1:2}
 * @param name what it is called
 * @param daemon whether it is ended with its parent
 * @param method how it really was started
 * @param defaultMethod what it starts its own children by, unless told otherwise
 * @param parent the name of its parent
 * @param parentPid the process id of its parent
 * @param authKey the secret of the tree of processes
 * @param logLevel the level of its log, by name; empty if it writes none
 * @param properties system properties to set
 * @param target the serialized {@link JvmProcess}
 */
@SuppressWarnings("ArrayRecordComponent") // sent once, never compared
record StartOrder(List<Integer> identity, String name, boolean daemon, StartMethod method, StartMethod defaultMethod,
        String parent, long parentPid, byte[] authKey, String logLevel, Map<String, String> properties,
        byte[] target) implements Serializable {}
