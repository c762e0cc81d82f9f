package org.weir.scenario;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LocalVariableInfo;
import java.lang.classfile.attribute.LocalVariableTableAttribute;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The constructor of a scenario and its parameters.
 *
 * @param constructor the constructor; empty if the class has no usable one
 * @param params its parameters
 */
record ScenarioConstructor(Optional<Constructor<?>> constructor, List<ParamModel> params) {
    private static final Set<Class<?>> TEXT_TYPES = Set.of(boolean.class, byte.class, short.class, char.class,
            int.class,
            long.class, float.class, double.class, String.class);

    static ScenarioConstructor read(Class<?> type, Problems problems) {
        boolean isStatic = checkClass(type, problems);
        Constructor<?>[] constructors = type.getDeclaredConstructors();
        if (constructors.length > 1) {
            problems.add(ProblemCode.SEVERAL_CONSTRUCTORS, "it has " + constructors.length + " constructors",
                    "keep one; alternatives are values of its parameters: @Param");
        }
        if (!isStatic || constructors.length != 1) {
            return new ScenarioConstructor(Optional.empty(), List.of());
        }
        return new ScenarioConstructor(Optional.of(constructors[0]), readParams(constructors[0], problems));
    }

    private static boolean checkClass(Class<?> type, Problems problems) {
        if (type.isInterface() || type.isEnum() || Modifier.isAbstract(type.getModifiers())) {
            String kind = type.isInterface() ? "an interface" : type.isEnum() ? "an enum" : "an abstract class";
            problems.add(ProblemCode.CLASS_NOT_INSTANTIABLE, "it is " + kind,
                    "a scenario is a class that can be constructed: "
                            + "put @MultiJvmTest on a concrete class, which may inherit actors");
            return false;
        }
        if (type.isLocalClass() || type.isAnonymousClass()) {
            problems.add(ProblemCode.CLASS_NOT_STATIC, "it is declared inside a method",
                    "make it a top-level or a static nested class");
            return false;
        }
        if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
            problems.add(ProblemCode.CLASS_NOT_STATIC, "it is an inner class, which needs an instance of "
                    + Problems.displayName(type.getEnclosingClass()), "make it static");
            return false;
        }
        return true;
    }

    private static List<ParamModel> readParams(Constructor<?> constructor, Problems problems) {
        Parameter[] parameters = constructor.getParameters();
        if (parameters.length == 0) {
            return List.of();
        }
        List<String> sourceNames = sourceNames(constructor);
        List<ParamModel> params = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < parameters.length; i++) {
            Param annotation = parameters[i].getAnnotation(Param.class);
            String name = annotation == null || annotation.name().isEmpty() ? sourceNames.get(i) : annotation.name();
            if (annotation == null) {
                problems.add(ProblemCode.PARAM_MISSING, constructor, "its parameter " + name + " has no values",
                        "annotate it: @Param({\"first\", \"second\"})");
                continue;
            }
            if (!names.add(name)) {
                problems.add(ProblemCode.PARAM_DUPLICATE, constructor, "two parameters are called " + name,
                        "rename one: @Param(name = ...)");
            }
            params.add(new ParamModel(name, parameters[i].getType(),
                    readValues(constructor, name, parameters[i], annotation, problems)));
        }
        return params;
    }

    private static List<String> readValues(Constructor<?> constructor, String name, Parameter parameter,
            Param annotation,
            Problems problems) {
        Class<?> type = parameter.getType();
        if (!TEXT_TYPES.contains(type) && !type.isEnum()) {
            problems.add(ProblemCode.PARAM_TYPE, constructor, "its parameter " + name + " is a " + type.getTypeName(),
                    "a parameter is a primitive, a String or an enum; make anything else from one of these in the constructor");
            return List.of();
        }
        List<String> constants = constants(type);
        List<String> values = annotation.value().length == 0 ? constants : List.of(annotation.value());
        if (values.isEmpty()) {
            problems.add(ProblemCode.PARAM_VALUE, constructor, "its parameter " + name + " has no values",
                    "state them: @Param({\"first\", \"second\"}); only booleans and enums need none");
        }
        Set<String> seen = new HashSet<>();
        for (String value : values) {
            if (!seen.add(value)) {
                problems.add(ProblemCode.PARAM_DUPLICATE, constructor,
                        "its parameter " + name + " has the value \"" + value + "\" twice",
                        "remove one");
            }
            if (type.isEnum() ? !constants.contains(value) : !parses(type, value)) {
                problems.add(ProblemCode.PARAM_VALUE, constructor,
                        "\"" + value + "\" is no value of its parameter " + name,
                        type.isEnum() || type == boolean.class ? "it is one of " + String.join(", ", constants)
                                : "it is a " + type.getSimpleName() + ParamModel.rangeOf(type));
            }
        }
        return values;
    }

    private static boolean parses(Class<?> type, String value) {
        try {
            ParamModel.parse(type, value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** All values of a type that has only a few; read from an enum's fields, because asking it would initialise it. */
    private static List<String> constants(Class<?> type) {
        if (type == boolean.class) {
            return List.of("false", "true");
        }
        return Arrays.stream(type.getDeclaredFields()).filter(Field::isEnumConstant).map(Field::getName).toList();
    }

    /** Names from the class file: those of {@code -parameters}, else those for debuggers, else {@code arg0}. */
    private static List<String> sourceNames(Constructor<?> constructor) {
        Parameter[] parameters = constructor.getParameters();
        Map<Integer, String> bySlot = parameters[0].isNamePresent() ? Map.of() : debuggerNames(constructor);
        List<String> names = new ArrayList<>();
        int slot = 1;
        for (Parameter parameter : parameters) {
            names.add(bySlot.getOrDefault(slot, parameter.getName()));
            slot += parameter.getType() == long.class || parameter.getType() == double.class ? 2 : 1;
        }
        return names;
    }

    private static Map<Integer, String> debuggerNames(Constructor<?> constructor) {
        String descriptor = MethodType.methodType(void.class, constructor.getParameterTypes()).descriptorString();
        Map<Integer, String> bySlot = new HashMap<>();
        Optional<ClassModel> file = ClassFiles.read(constructor.getDeclaringClass());
        for (MethodModel method : file.map(ClassModel::methods).orElse(List.of())) {
            if (method.methodName().equalsString(ConstantDescs.INIT_NAME)
                    && method.methodType().equalsString(descriptor)) {
                method.findAttribute(Attributes.code())
                        .flatMap(code -> code.findAttribute(Attributes.localVariableTable()))
                        .map(LocalVariableTableAttribute::localVariables)
                        .orElse(List.of())
                        .stream()
                        .filter(variable -> variable.startPc() == 0)
                        .forEach(variable -> bySlot.put(variable.slot(), nameOf(variable)));
            }
        }
        return bySlot;
    }

    private static String nameOf(LocalVariableInfo variable) {
        return variable.name().stringValue();
    }
}
