package org.weir.scenario;

import java.util.Locale;

/** The kinds of mistakes that a scenario class can have. Their {@link #id}s are stable: scripts and links may rely on them. */
public enum ProblemCode {
    /** The class or something that it refers to cannot be loaded or parsed. */
    CLASS_UNREADABLE,
    /** A {@link MultiJvmTest#weight} that is not above 0. */
    WEIGHT,
    /** The class does not carry {@link MultiJvmTest}. */
    NOT_A_SCENARIO,
    /** An interface, an enum or an abstract class. */
    CLASS_NOT_INSTANTIABLE,
    /** An inner, local or anonymous class, which needs an instance or variables of the code around it. */
    CLASS_NOT_STATIC,
    /** More than one constructor. */
    SEVERAL_CONSTRUCTORS,
    /** A constructor parameter without {@link Param}. */
    PARAM_MISSING,
    /** A parameter of a type that has no values as text. */
    PARAM_TYPE,
    /** A value that is none of the parameter's type, or no value at all. */
    PARAM_VALUE,
    /** Two parameters of the same name, or a value stated twice. */
    PARAM_DUPLICATE,
    /** No actor. */
    NO_ACTOR,
    /** More than eight actors. */
    TOO_MANY_ACTORS,
    /** Two actors of the same name. */
    ACTOR_OVERLOADED,
    /** An actor that is static, private, out of reach, or returns something. */
    ACTOR_SHAPE,
    /** An actor that takes something other than nothing or one result object. */
    ACTOR_PARAMETERS,
    /** More than one arbiter. */
    SEVERAL_ARBITERS,
    /** An arbiter that is no instance method taking just the result object. */
    ARBITER_SHAPE,
    /** A {@link BeforeWorker}, {@link BeforeSample} or {@link AfterSample} method of the wrong shape. */
    LIFECYCLE_SHAPE,
    /** An annotation for actors on a method that is none. */
    NOT_AN_ACTOR,
    /** jcstress's termination tests ({@code @Signal}), which have no counterpart here. */
    TERMINATION_TEST,
    /** Methods that take different result types. */
    RESULT_TYPE_DIFFERS,
    /** A result class whose objects cannot be made, merged or read. */
    RESULT_TYPE_UNUSABLE,
    /** A result field that two actors write. */
    RESULT_FIELD_TWO_WRITERS,
    /** A result field that nobody writes. */
    RESULT_FIELD_UNWRITTEN,
    /** An actor's result object goes where its writes cannot be followed. */
    RESULT_ESCAPES,
    /** {@link Writes} names a field that the result does not have. */
    WRITES_UNKNOWN_FIELD,
    /** {@link Writes} leaves out a field that the actor writes, or stands on an actor without a result. */
    WRITES_INCOMPLETE,
    /** An outcome id that no sample can have. */
    OUTCOME_NEVER_MATCHES,
    /** An outcome id that is meant as a pattern and is none. */
    OUTCOME_INVALID_PATTERN,
    /** An outcome id that tells the fate of an actor that does not exist. */
    OUTCOME_UNKNOWN_ACTOR,
    /** An outcome id that is stated twice. */
    OUTCOME_DUPLICATE,
    /** {@link MustObserve} of an outcome that no rule allows. */
    MUST_OBSERVE_NOT_ALLOWED,
    /** A {@link MustObserve#minRate} out of range. */
    MUST_OBSERVE_RATE,
    /** {@link Samples} of less than one. */
    SAMPLES,
    /** A {@link Deadline} that is no positive duration. */
    DEADLINE,
    /** A {@link Fault} done to an actor that does not exist. */
    FAULT_UNKNOWN_ACTOR,
    /** A {@link Fault} whose times are no durations, or do not go with its kind or point. */
    FAULT_TIMING,
    /** A {@link Fault#probability} out of range. */
    FAULT_PROBABILITY,
    /** A negative {@link Fault#sample}. */
    FAULT_SAMPLE,
    /** A {@link Claim} without an id, or with one that is stated twice, or that claims nothing. */
    CLAIM,
    /** A {@link Sweep} over a parameter that does not exist, or with a mark that is none. */
    SWEEP,
    /** {@link JvmArgs} that are no arguments, or another annotation's business. */
    JVM_ARGS,
    /** {@link Env} that is not {@code NAME=value}, or names a variable twice. */
    ENV,
    /** {@link ClassPath} entries that do not exist. */
    CLASS_PATH,
    /** jcstress needs a public class with public classes around it. */
    TWIN_NOT_PUBLIC,
    /** jcstress refuses final state classes, and with them records. */
    TWIN_FINAL,
    /** jcstress needs {@code @State} on the class. */
    TWIN_NO_STATE,
    /** jcstress calls constructor, actors and arbiter from code that cannot handle checked exceptions. */
    TWIN_CHECKED_EXCEPTION,
    /** jcstress needs a constructor without parameters that is not private. */
    TWIN_CONSTRUCTOR,
    /** jcstress sees only the methods declared in the class itself. */
    TWIN_INHERITED,
    /** jcstress needs a result. */
    TWIN_NO_RESULT,
    /** The class's simple name is one that jcstress's generated code imports. */
    TWIN_NAME,
    /** jcstress compiles every id as a pattern, also one that is meant exactly. */
    TWIN_PATTERN,
    /** Faults are done to processes, and jcstress has only threads. */
    TWIN_FAULT,
    /** jcstress runs memory scenarios only. */
    TWIN_RESOURCE,
    /** jcstress starts its own JVMs, one for all actors. */
    TWIN_LAUNCH,
    /** jcstress calls no methods before or after samples. */
    TWIN_LIFECYCLE;

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The code as it is printed, such as {@code result-field-two-writers}. */
    public String id() {
        return id;
    }
}
