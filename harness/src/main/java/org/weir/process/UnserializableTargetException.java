package org.weir.process;

import java.io.NotSerializableException;
import java.io.Serial;

/**
 * What was to be sent to another JVM cannot be: it is not serializable, and the message names the class and says how to
 * write it; or it is too large.
 */
public final class UnserializableTargetException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int MAX_CAUSES = 100;

    UnserializableTargetException(String message) {
        super(message);
    }

    UnserializableTargetException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * For something that was refused by what was to serialize it.
     *
     * @param what it is to the user, such as {@code "task"}
     * @param refusal whose message, or that of a {@link NotSerializableException} among its causes, is explained
     */
    public static UnserializableTargetException explaining(String what, Throwable refusal) {
        Throwable each = refusal;
        for (int depth = 0; each != null && depth < MAX_CAUSES; depth++) {
            if (each instanceof NotSerializableException) {
                return new UnserializableTargetException(TargetCodec.explain(what, String.valueOf(each.getMessage())),
                        refusal);
            }
            each = each.getCause();
        }
        return new UnserializableTargetException("The " + what + " cannot be sent to another JVM: " + refusal
                .getMessage(), refusal);
    }

    /**
     * For a task of {@code pool} whose class is not serializable, as it is with a lambda that is written where an
     * interface of the JDK is expected.
     */
    public static UnserializableTargetException ofTask(Object task, Class<?> pool) {
        return new UnserializableTargetException("The task cannot be sent to another JVM: its class " + task.getClass()
                .getName()
                + " is not Serializable. A lambda takes its type from where it is written: keep the pool in a"
                + " variable of the type " + pool.getSimpleName() + ", not ExecutorService, or cast the lambda:"
                + " (Callable<Integer> & Serializable) () -> 42, (Runnable & Serializable) () -> ...",
                new NotSerializableException(task.getClass().getName()));
    }
}
