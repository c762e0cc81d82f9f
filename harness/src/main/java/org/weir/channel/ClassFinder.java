package org.weir.channel;

/** Finds classes by name the way a frame's reader does: through the context class loader, without initialising them. */
final class ClassFinder {

    private ClassFinder() {}

    /** @throws MalformedFrameException if there is no such class */
    static Class<?> find(String name) throws MalformedFrameException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? ClassFinder.class.getClassLoader() : context;
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError missing) {
            throw new MalformedFrameException("A frame holds an object of " + name + ", which this JVM cannot load ("
                    + missing + "); put it on the class path of both sides.", missing);
        }
    }
}
