package org.weir.channel;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which classes may come out of a frame. Three lists, asked in this order: classes that are refused even if their
 * package is named, because deserialising them has been used to run code; classes of the JDK that hold values; what the
 * user named.
 */
final class AllowList implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Set<String> TOO_WIDE = Set.of("java", "javax", "jdk", "sun", "com", "com.sun", "org", "net",
            "io");

    /** Packages and classes of the well-known chains; a prefix that ends in a dot means the package and those below. */
    private static final List<String> GADGETS = List.of("bsh.", "clojure.", "com.mchange.", "com.sun.", "com.zaxxer.",
            "freemarker.", "groovy.", "java.beans.", "java.rmi.", "java.security.", "javassist.", "javax.", "jdk.",
            "net.sf.json.", "ognl.", "org.apache.bcel.", "org.apache.commons.beanutils.",
            "org.apache.commons.collections.", "org.apache.commons.collections4.", "org.apache.commons.fileupload.",
            "org.apache.myfaces.", "org.apache.wicket.", "org.apache.xalan.", "org.apache.velocity.", "org.aspectj.",
            "org.codehaus.groovy.", "org.hibernate.", "org.jboss.", "org.mozilla.javascript.", "org.python.core.",
            "org.springframework.", "sun.", "com.vaadin.", "com.rometools.", "org.apache.click.", "java.net.URL",
            "java.lang.reflect.");

    private static final List<String> OURS = List.of("org.weir.memory.", "org.weir.sync.", "org.weir.channel.",
            "org.weir.process.", "org.weir.manager.");

    private static final Set<String> JDK_VALUES = Set.of("java.lang.Boolean", "java.lang.Byte", "java.lang.Character",
            "java.lang.Double", "java.lang.Enum", "java.lang.Float", "java.lang.Integer", "java.lang.Long",
            "java.lang.Number", "java.lang.Object", "java.lang.Short", "java.lang.StackTraceElement",
            "java.lang.String", "java.lang.StringBuilder", "java.lang.StringBuffer", "java.lang.Throwable",
            "java.lang.invoke.SerializedLambda", "java.io.File", "java.math.BigDecimal", "java.math.BigInteger",
            "java.math.MathContext", "java.math.RoundingMode", "java.net.Inet4Address", "java.net.Inet6Address",
            "java.net.InetAddress", "java.net.InetSocketAddress", "java.net.SocketAddress", "java.net.URI",
            "java.net.UnixDomainSocketAddress",
            "java.net.UnixDomainSocketAddress$Ser", "java.util.ArrayDeque",
            "java.util.ArrayList", "java.util.Arrays$ArrayList", "java.util.BitSet", "java.util.CollSer",
            "java.util.Currency", "java.util.Date", "java.util.EnumMap", "java.util.EnumSet",
            "java.util.EnumSet$SerializationProxy", "java.util.HashMap", "java.util.HashSet", "java.util.Hashtable",
            "java.util.LinkedHashMap", "java.util.LinkedHashSet", "java.util.LinkedList", "java.util.Locale",
            "java.util.Map$Entry", "java.util.AbstractMap$SimpleEntry", "java.util.AbstractMap$SimpleImmutableEntry",
            "java.util.Properties", "java.util.Random", "java.util.TreeMap", "java.util.TreeSet", "java.util.UUID",
            "java.util.Vector", "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.ConcurrentHashMap$Segment", "java.util.concurrent.ConcurrentLinkedQueue",
            "java.util.concurrent.CopyOnWriteArrayList", "java.util.concurrent.LinkedBlockingQueue",
            "java.util.concurrent.TimeUnit", "java.util.concurrent.locks.AbstractOwnableSynchronizer",
            "java.util.concurrent.locks.AbstractQueuedSynchronizer", "java.util.concurrent.locks.ReentrantLock",
            "java.util.concurrent.locks.ReentrantLock$NonfairSync", "java.util.concurrent.locks.ReentrantLock$Sync");

    private static final List<String> JDK_VALUE_PREFIXES = List.of("java.time.", "java.util.Collections$",
            "java.util.ImmutableCollections$",
            "java.util.concurrent.atomic.");

    private final TreeSet<String> named;

    private AllowList(Set<String> named) {
        this.named = new TreeSet<>(named);
    }

    static AllowList empty() {
        return new AllowList(Set.of());
    }

    AllowList and(String... names) {
        Set<String> more = new TreeSet<>(named);
        for (String name : names) {
            if (!name.matches("[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}.]*") || name.endsWith(".")
                    || name.contains("..")) {
                throw new IllegalArgumentException("Name packages or classes as in an import, without a star, such as"
                        + " \"com.acme.orders\"; got '" + name + "'.");
            }
            if (TOO_WIDE.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' would allow other people's classes, with which a"
                        + " frame can run code; name the packages of your own classes.");
            }
            more.add(name);
        }
        return new AllowList(more);
    }

    boolean allows(String className) {
        return startsWithAny(className, OURS)
                || (!startsWithAny(className, GADGETS) && (isValueOfTheJdk(className) || isNamed(className)));
    }

    private static boolean isValueOfTheJdk(String name) {
        return JDK_VALUES.contains(name) || startsWithAny(name, JDK_VALUE_PREFIXES)
                || (name.startsWith("java.") && (name.endsWith("Exception") || name.endsWith("Error")));
    }

    private boolean isNamed(String className) {
        if (className.startsWith("java.")) {
            return named.contains(className);
        }
        for (int end = className.length(); end > 0; end = lastSeparator(className, end)) {
            if (named.contains(className.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    private static int lastSeparator(String name, int before) {
        return Math.max(name.lastIndexOf('.', before - 1), name.lastIndexOf('$', before - 1));
    }

    private static boolean startsWithAny(String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Why {@code className} is refused and what to do, to follow a comma. */
    String remedy(String className) {
        if (startsWithAny(className, GADGETS)) {
            return "which is never accepted, because such objects can run code while they are read.";
        }
        int dot = className.lastIndexOf('.');
        String name = dot < 0 ? className : className.substring(0, dot);
        return "which is not on the allow-list " + named + ": on both sides use a Codec.allowing(\"" + name
                + "\") for the connection or queue, or start the JVMs with -D" + Codec.ALLOW_PROPERTY + "=" + name
                + ".";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AllowList that && named.equals(that.named);
    }

    @Override
    public int hashCode() {
        return named.hashCode();
    }

    @Override
    public String toString() {
        return named.toString();
    }
}
