package org.weir.channel;

import java.io.Serial;

/** A frame names a class that is not on the receiver's allow-list. The class was not loaded for it. */
public final class ClassRefusedException extends CodecException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String className;

    ClassRefusedException(String className, String why) {
        super("A frame holds an object of " + className + ", " + why);
        this.className = className;
    }

    /** The binary name that the frame gave. */
    public String className() {
        return className;
    }
}
