package org.weir.scenario;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds which fields of its result object a method writes, by reading bytecode.
 *
 * <p>
 * The question is not "which {@code PUTFIELD}s name the result's class" but "which hit <em>this</em> object": an actor may
 * make another object of the class, and may hand its own on as an {@code Object}. So the scan follows one bit through the
 * code, "this value may be the result object", from the parameter through local variables, the operand stack, casts and
 * branches ({@link ResultFlow} does that for one method), and from there:
 *
 * <ul>
 * <li>into methods of the scenario's class, its superclasses and interfaces that are called with it, each analysed once for
 * every set of parameters that may hold it, so that recursion ends. A virtual call is resolved from the scenario's class,
 * which is the only class that its objects have;
 * <li>into methods of the result class itself;
 * <li>into bodies of lambdas and targets of method references that capture it.
 * </ul>
 *
 * <p>
 * Where the bit reaches anything else, the object escapes: an argument of other code, a field, an array, a return value.
 * What happens to it there cannot be told, and the author has to say it with {@link Writes}. Code that is known only to
 * read it, such as string concatenation, is no escape. At a merge of branches the bit is set if it is set on either side,
 * so that the answer errs towards more writes and more escapes, never fewer.
 *
 * <p>
 * One instance scans one method; it is not safe for use by several threads.
 */
final class WriterScan {
    private final Class<?> scenario;
    private final Class<?> result;
    private final List<Class<?>> hierarchy;
    private final Map<Class<?>, Optional<ClassModel>> files = new HashMap<>();
    private final Set<Call> seen = new HashSet<>();
    private final Deque<Call> pending = new ArrayDeque<>();
    private final Set<String> fields = new TreeSet<>();
    private final Map<String, Escape> escapes = new LinkedHashMap<>();

    /**
     * What a method does with its result object.
     *
     * @param fields names of the fields that it writes
     * @param escapes where the object goes out of sight
     */
    record Found(Set<String> fields, List<Escape> escapes) {}

    /**
     * A place where the result object goes out of sight.
     *
     * @param how what happens to it there, such as {@code passed to java.util.List.add}
     * @param where the method and, if known, the line
     */
    record Escape(String how, String where) {}

    private record Call(Class<?> owner, String name, String descriptor, BitSet holders) {}

    private WriterScan(Class<?> scenario, Class<?> result) {
        this.scenario = scenario;
        this.result = result;
        this.hierarchy = Members.hierarchy(scenario);
    }

    /**
     * Scans a method that takes the result object as its only parameter.
     *
     * @param scenario the scenario's class
     * @param method a method of it, perhaps inherited
     * @param result the result class
     */
    static Found scan(Class<?> scenario, Method method, Class<?> result) {
        WriterScan scan = new WriterScan(scenario, result);
        BitSet holders = new BitSet();
        holders.set(Modifier.isStatic(method.getModifiers()) ? 0 : 1);
        String descriptor = MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .descriptorString();
        scan.follow(new Call(method.getDeclaringClass(), method.getName(), descriptor, holders));
        while (!scan.pending.isEmpty()) {
            scan.analyse(scan.pending.pop());
        }
        return new Found(scan.fields, List.copyOf(scan.escapes.values()));
    }

    void wrote(String field) {
        fields.add(field);
    }

    void escaped(String how, String where) {
        escapes.putIfAbsent(how, new Escape(how, where));
    }

    /**
     * A call with the result object among its arguments.
     *
     * @param owner the class named in the instruction
     * @param fixed whether the method is the named class's own: static, or called by {@code invokespecial}
     * @param holders the arguments that may be the result object, the receiver first if there is one
     * @param where the calling place
     */
    void called(ClassDesc owner, String name, MethodTypeDesc type, boolean fixed, BitSet holders, String where) {
        Optional<Class<?>> named = knownClass(owner);
        Optional<Call> target = named.flatMap(c -> resolve(c, name, type.descriptorString(), fixed, holders));
        if (target.isPresent()) {
            follow(target.get());
        } else if (!HarmlessCalls.contains(owner, name, holders)) {
            escaped("passed to " + ownerName(owner) + "." + name, where);
        }
    }

    /** Whether the result object can be cast to the type. */
    boolean canBe(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.equals(Object.class.descriptorString())
                || Members.hierarchy(result).stream().anyMatch(c -> c.descriptorString().equals(descriptor));
    }

    private void follow(Call call) {
        if (seen.add(call)) {
            pending.push(call);
        }
    }

    private Optional<Class<?>> knownClass(ClassDesc desc) {
        if (desc.descriptorString().equals(result.descriptorString())) {
            return Optional.of(result);
        }
        return hierarchy.stream()
                .filter(c -> c.descriptorString().equals(desc.descriptorString()))
                .<Class<?>>map(c -> c)
                .findFirst();
    }

    private Optional<Call> resolve(Class<?> named, String name, String descriptor, boolean fixed, BitSet holders) {
        Optional<MethodModel> own = method(named, name, descriptor);
        boolean bound = fixed || named == result || own.filter(m -> m.flags().has(AccessFlag.PRIVATE)).isPresent();
        List<Class<?>> order = bound ? Members.hierarchy(named) : hierarchy;
        for (Class<?> c : order) {
            Optional<MethodModel> candidate = method(c, name, descriptor);
            if (candidate.flatMap(m -> m.findAttribute(Attributes.code())).isPresent()) {
                return Optional.of(new Call(c, name, descriptor, holders));
            }
        }
        return Optional.empty();
    }

    private Optional<MethodModel> method(Class<?> owner, String name, String descriptor) {
        return files.computeIfAbsent(owner, ClassFiles::read)
                .flatMap(file -> file.methods()
                        .stream()
                        .filter(m -> m.methodName().equalsString(name) && m.methodType().equalsString(descriptor))
                        .findFirst());
    }

    private void analyse(Call call) {
        String where = call.name();
        Optional<CodeAttribute> code = method(call.owner(), call.name(), call.descriptor())
                .flatMap(m -> m.findAttribute(Attributes.code()));
        if (code.isEmpty()) {
            escaped("taken by a method whose class file cannot be read", where);
            return;
        }
        MethodModel method = code.get().parent().orElseThrow();
        List<Boolean> slots = new ArrayList<>();
        int argument = 0;
        if (!method.flags().has(AccessFlag.STATIC)) {
            slots.add(call.holders().get(argument++));
        }
        for (ClassDesc parameter : method.methodTypeSymbol().parameterList()) {
            slots.add(call.holders().get(argument++));
            if (parameter.descriptorString().equals("J") || parameter.descriptorString().equals("D")) {
                slots.add(false);
            }
        }
        CodeModel body = code.get();
        new ResultFlow(this, readableName(call), body).run(slots);
    }

    private String readableName(Call call) {
        String name = call.name().startsWith("lambda$") ? "a lambda of " + call.name().split("\\$", -1)[1]
                : call.name();
        return call.owner() == scenario ? name : Problems.displayName(call.owner()) + "." + name;
    }

    static String ownerName(ClassDesc desc) {
        String descriptor = desc.descriptorString();
        return desc.isClassOrInterface() ? descriptor.substring(1, descriptor.length() - 1).replace('/', '.')
                : desc.displayName();
    }
}
