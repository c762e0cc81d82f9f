package org.weir.channel;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Java serialization for what has no form of its own, behind an allow-list and limits.
 *
 * <p>A name is looked up in the list before the class is loaded, once more when the stream's filter is asked, and proxies
 * are refused. An array may not be longer than the stream has bytes, for each element takes at least one.
 *
 * <p><b>What hashing costs.</b> A set that is read hashes its elements at once, and a few hundred bytes can hold a set of
 * sets of sets, each of which is referred to twice by the one above it: to hash that takes 2<sup>depth</sup> steps. The
 * same can be made of lists, map entries and records within one set. So each of these is weighed as soon as it is read,
 * before anything can hash it: its weight is one more than that of its parts. What weighs more than the stream has bytes
 * contains something many times over and is refused. The sum of all weights is limited too.
 *
 * <p>Elements of one hash code are compared while their set is read, before anybody can count them here: what
 * {@link KeyCosts} limits elsewhere is not limited within a stream.
 */
final class JavaSerialization {

    /** Tables of small maps may have more places than the stream has bytes. */
    private static final int HARMLESS_ARRAY = 64;
    private static final int HARMLESS_WEIGHT = 4096;

    private JavaSerialization() {}

    static void write(Object value, AllowList allowed, OutputStream to) {
        try (ObjectOutputStream out = new Output(to, allowed)) {
            out.writeObject(value);
        } catch (NotSerializableException missing) {
            String what = String.valueOf(missing.getMessage());
            throw new UnsendableException("An object of " + value.getClass().getName() + " cannot be sent, because it"
                    + (what.contains(" ") ? " refuses: " + what
                            : " refers to an object of " + what + " that is not java.io.Serializable."),
                    missing);
        } catch (StackOverflowError tooDeep) {
            throw new UnsendableException("An object of " + value.getClass().getName()
                    + " is nested too deeply to be sent; send it in a flatter form.", tooDeep);
        } catch (IOException failed) {
            throw new UnsendableException("An object of " + value.getClass().getName() + " cannot be sent: " + failed
                    + ".", failed);
        }
    }

    /** @param keyCosts told what the object weighs */
    static Object read(AllowList allowed, byte[] bytes, int offset, int length, int depth, KeyCosts keyCosts)
            throws CodecException {
        Filter filter = new Filter(allowed, length, Codec.MAX_DEPTH - depth);
        try (Input in = new Input(new ByteArrayInputStream(bytes, offset, length), allowed, length)) {
            in.setObjectInputFilter(filter);
            Object value = in.readObject();
            if (value == null) {
                throw new MalformedFrameException("A frame holds null by Java serialization, which nothing writes.");
            }
            if (in.read() >= 0) {
                throw new MalformedFrameException("A frame's part by Java serialization goes on after its object.");
            }
            keyCosts.add(in.weight(value));
            return value;
        } catch (CodecException ours) {
            throw ours;
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError
                | InternalError damaged) {
            // An InternalError is what List.of and Map.of of the JDK make of an odd number of elements.
            throw cause(damaged).orElseGet(() -> filter.refusal(damaged));
        }
    }

    /** A refusal may come wrapped by a {@code readObject} that was under way. */
    private static Optional<CodecException> cause(Throwable thrown) {
        Throwable each = thrown;
        for (int i = 0; each != null && i < Codec.MAX_DEPTH; i++) {
            if (each instanceof CodecException ours) {
                return Optional.of(ours);
            }
            each = each.getCause();
        }
        return Optional.empty();
    }

    private static String elementName(String name) {
        int brackets = name.lastIndexOf('[') + 1;
        if (brackets == 0) {
            return name;
        }
        return name.charAt(brackets) == 'L' ? name.substring(brackets + 1, name.length() - 1) : "";
    }

    private static boolean isAllowed(AllowList allowed, String className) {
        String element = elementName(className);
        return element.isEmpty() || allowed.allows(element);
    }

    private static final class Output extends ObjectOutputStream {

        private final AllowList allowed;

        private Output(OutputStream to, AllowList allowed) throws IOException {
            super(to);
            this.allowed = allowed;
        }

        @Override
        protected void annotateClass(Class<?> type) {
            if (!type.isPrimitive() && !isAllowed(allowed, type.getName())) {
                throw new UnsendableException("An object of " + elementName(type.getName()) + " was to be sent, "
                        + allowed.remedy(elementName(type.getName())));
            }
        }

        @Override
        protected void annotateProxyClass(Class<?> type) {
            throw new UnsendableException("A java.lang.reflect.Proxy cannot be sent, because no receiver accepts one;"
                    + " send a record or another object of a class of your own.");
        }
    }

    private static final class Input extends ObjectInputStream {

        private static final Iterable<?> NO_PARTS = List.of();

        private final AllowList allowed;

        private final IdentityHashMap<Object, Long> weights = new IdentityHashMap<>();
        private final long limit;
        private long sum;

        private Input(InputStream from, AllowList allowed, int length) throws IOException {
            super(from);
            this.allowed = allowed;
            this.limit = HARMLESS_WEIGHT + (long) length;
            enableResolveObject(true);
        }

        /** Called for every object right after it was read, before it is handed to the object that holds it. */
        @Override
        protected Object resolveObject(Object object) throws IOException {
            Iterable<?> parts = parts(object);
            if (parts == NO_PARTS) {
                return object;
            }
            long weight = 1;
            for (Object part : parts) {
                weight += weight(part);
            }
            sum += weight;
            if (weight > limit || sum > limit * Codec.MAX_DEPTH) {
                throw new MalformedFrameException("A frame's part by Java serialization holds the same objects many"
                        + " times over, nested in one another, so that hashing them would take very long.");
            }
            weights.put(object, weight);
            return object;
        }

        /** What it costs to hash the object, or to compare it with another. */
        private long weight(@Nullable Object object) {
            return weights.getOrDefault(object, 1L);
        }

        private static Iterable<?> parts(Object object) {
            return switch (object) {
                case Record instance -> RecordShape.of(instance.getClass()).components(instance);
                case Map.Entry<?, ?> entry -> Arrays.asList(entry.getKey(), entry.getValue());
                case Collection<?> collection when isOfTheJdk(object) -> collection;
                case Map<?, ?> map when isOfTheJdk(object) -> () -> map.entrySet()
                        .stream()
                        .<Object>mapMulti((entry, each) -> {
                            each.accept(entry.getKey());
                            each.accept(entry.getValue());
                        })
                        .iterator();
                default -> NO_PARTS;
            };
        }

        private static boolean isOfTheJdk(Object object) {
            return object.getClass().getName().startsWith("java.");
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass descriptor) throws IOException, ClassNotFoundException {
            String name = descriptor.getName();
            if (name.length() <= "boolean".length()) {
                Class<?> primitive = Class.forPrimitiveName(name);
                if (primitive != null) {
                    return primitive;
                }
            }
            if (!name.matches("\\[*[BCDFIJSZ]|\\[+L[^;\\[/]+;|[^;\\[/]+")) {
                throw new MalformedFrameException("A frame names a class as no compiler does.");
            }
            if (!isAllowed(allowed, name)) {
                throw new ClassRefusedException(elementName(name), allowed.remedy(elementName(name)));
            }
            return ClassFinder.find(name);
        }

        @Override
        protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
            throw new ClassRefusedException("java.lang.reflect.Proxy", "which is never accepted.");
        }
    }

    private static final class Filter implements ObjectInputFilter {

        private final AllowList allowed;
        private final int length;
        private final int maxDepth;
        private Optional<String> refused = Optional.empty();
        private Optional<String> limit = Optional.empty();

        private Filter(AllowList allowed, int length, int maxDepth) {
            this.allowed = allowed;
            this.length = length;
            this.maxDepth = maxDepth;
        }

        @Override
        public Status checkInput(FilterInfo info) {
            if (info.depth() > maxDepth) {
                limit = Optional.of("is nested deeper than " + Codec.MAX_DEPTH + " levels");
                return Status.REJECTED;
            }
            if (info.arrayLength() > Math.max(HARMLESS_ARRAY, length)) {
                limit = Optional.of("announces " + info.arrayLength() + " elements in " + length + " bytes");
                return Status.REJECTED;
            }
            Class<?> type = info.serialClass();
            if (type == null) {
                return Status.UNDECIDED;
            }
            if (Proxy.isProxyClass(type)) {
                // A stream cannot name one: it takes the place of an object of a class that is allowed.
                return Status.ALLOWED;
            }
            if (!type.isPrimitive() && !isAllowed(allowed, type.getName())) {
                refused = Optional.of(elementName(type.getName()));
                return Status.REJECTED;
            }
            return Status.ALLOWED;
        }

        private CodecException refusal(Throwable thrown) {
            if (refused.isPresent()) {
                return new ClassRefusedException(refused.get(), allowed.remedy(refused.get()));
            }
            return new MalformedFrameException("A frame's part by Java serialization "
                    + limit.orElse("cannot be read") + ": " + thrown + ".", thrown);
        }
    }
}
