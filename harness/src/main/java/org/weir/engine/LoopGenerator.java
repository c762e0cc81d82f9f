package org.weir.engine;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_Throwable;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import org.weir.engine.ResultLayout.Slot;
import org.weir.memory.Cursor;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;

/**
 * Writes the {@link GeneratedLoop} of a scenario and actor.
 *
 * <p>
 * The loop is bytecode rather than method handles so that the compiler sees one small loop whose callee is known: actor,
 * cells and result fields inline into it, and nothing is allocated, looked up or checked per sample. It is a hidden class
 * and a nestmate of the scenario, which lets it call package-private and private actors of classes that nobody opened.
 * The result object is one per worker and its fields are set to their defaults before each sample: allocating it anew
 * would rely on escape analysis, which neither the interpreter nor C1 has.
 */
final class LoopGenerator {
    private static final ClassDesc LOOP = ClassDesc.of(GeneratedLoop.class.getName());
    private static final ClassDesc CONTEXT = ClassDesc.of(StrideContext.class.getName());
    private static final ClassDesc CELLS = ClassDesc.of(Cells.class.getName());
    private static final ClassDesc CURSOR = ClassDesc.of(Cursor.class.getName());
    private static final MethodTypeDesc ACT = MethodTypeDesc.of(CD_void, CD_Object, CD_Object, CURSOR, CD_long, CD_long,
            CD_int, CD_int, CD_long, CONTEXT);
    private static final MethodTypeDesc TALLY = MethodTypeDesc.of(CD_void, CD_Object, CD_Object, CURSOR, CD_long,
            CD_long, CD_int, CD_int, CONTEXT);
    private static final int PARAM_STATE = 1;
    private static final int PARAM_RESULT = 2;
    private static final int PARAM_CURSOR = 3;
    private static final int PARAM_BASE = 4;
    private static final int PARAM_PITCH = 6;
    private static final int PARAM_FROM = 8;
    private static final int PARAM_TO = 9;

    private final Class<?> scenario;
    private final ResultLayout layout;
    private final ClassDesc scenarioDesc;
    private final ClassDesc resultDesc;

    LoopGenerator(Class<?> scenario, Class<?> resultType, ResultLayout layout) {
        this.scenario = scenario;
        this.layout = layout;
        this.scenarioDesc = scenario.describeConstable().orElseThrow();
        this.resultDesc = resultType.describeConstable().orElseThrow();
    }

    /**
     * Generates, loads and instantiates the loop.
     *
     * @param actorIndex the actor's number
     * @param actor its method
     * @param arbiter the arbiter's method
     * @throws IllegalAccessException if the scenario's package is closed to Weir, which a class path never is
     */
    GeneratedLoop generate(int actorIndex, Method actor, Optional<Method> arbiter) throws IllegalAccessException {
        String name = scenario.getName() + "$WeirLoop";
        byte[] bytes = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                java.lang.classfile.ClassHierarchyResolver.ofClassLoading(scenario.getClassLoader())))
                .build(ClassDesc.of(name), builder -> builder
                        .withSuperclass(LOOP)
                        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                        .withMethodBody(INIT_NAME, MTD_void, ClassFile.ACC_PUBLIC, code -> code
                                .aload(0)
                                .invokespecial(LOOP, INIT_NAME, MTD_void)
                                .return_())
                        .withMethodBody("act", ACT, ClassFile.ACC_PUBLIC, code -> act(code, actorIndex, actor))
                        .withMethodBody("tally", TALLY, ClassFile.ACC_PUBLIC, code -> tally(code, arbiter)));
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(scenario, MethodHandles.lookup());
        MethodHandles.Lookup loop = lookup.defineHiddenClass(bytes, true, ClassOption.NESTMATE);
        try {
            return (GeneratedLoop) loop.findConstructor(loop.lookupClass(), MethodType.methodType(void.class)).invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("the generated loop of " + scenario.getName() + " cannot be created", e);
        }
    }

    private void act(CodeBuilder code, int actorIndex, Method actor) {
        int paramRecords = 10;
        int paramContext = 12;
        int state = 13;
        int result = 14;
        int index = 15;
        int record = 16;
        int thrown = 18;
        List<Slot> own = layout.writtenBy(actorIndex);
        castArguments(code, state, result);
        Label head = code.newLabel();
        Label end = code.newLabel();
        Label tryStart = code.newLabel();
        Label tryEnd = code.newLabel();
        Label handler = code.newLabel();
        Label store = code.newLabel();
        code.iload(PARAM_FROM).istore(index);
        code.labelBinding(head).iload(index).iload(PARAM_TO).if_icmpge(end);
        code.lload(paramRecords)
                .iload(index)
                .i2l()
                .loadConstant((long) layout.recordBytes(actorIndex))
                .lmul()
                .ladd()
                .lstore(record);
        moveCursor(code, index);
        setDefaults(code, result, own);
        code.labelBinding(tryStart);
        invoke(code, actor, state, result);
        code.labelBinding(tryEnd).goto_(store);
        code.labelBinding(handler).astore(thrown);
        code.aload(paramContext)
                .iload(index)
                .aload(thrown)
                .invokevirtual(CONTEXT, "thrown",
                        MethodTypeDesc.of(CD_void, CD_int, CD_Throwable));
        setDefaults(code, result, own);
        code.labelBinding(store);
        for (Slot slot : own) {
            code.lload(record).loadConstant((long) slot.recordOffset()).ladd();
            if (slot.kind() == FieldKind.TEXT) {
                code.aload(paramContext)
                        .aload(result)
                        .getfield(resultDesc, slot.name(), desc(slot.type()))
                        .invokevirtual(CONTEXT, "textId", MethodTypeDesc.of(CD_int, CD_Object));
            } else {
                code.aload(result).getfield(resultDesc, slot.name(), desc(slot.type()));
            }
            storeToRecord(code, slot);
        }
        code.iinc(index, 1).goto_(head);
        code.labelBinding(end).return_();
        code.exceptionCatch(tryStart, tryEnd, handler, CD_Throwable);
    }

    private void tally(CodeBuilder code, Optional<Method> arbiter) {
        int paramContext = 10;
        int state = 11;
        int result = 12;
        int index = 13;
        int thrown = 14;
        int firstBase = 15;
        castArguments(code, state, result);
        for (Slot slot : layout.slots()) {
            if (slot.writer() >= 0) {
                code.aload(paramContext)
                        .loadConstant(slot.writer())
                        .invokevirtual(CONTEXT, "recordsOf", MethodTypeDesc.of(CD_long, CD_int))
                        .lstore(firstBase + 2 * slot.writer());
            }
        }
        Label head = code.newLabel();
        Label end = code.newLabel();
        Label next = code.newLabel();
        code.iload(PARAM_FROM).istore(index);
        code.labelBinding(head).iload(index).iload(PARAM_TO).if_icmpge(end);
        for (Slot slot : layout.slots()) {
            mergeField(code, slot, result, index, firstBase, paramContext);
        }
        if (arbiter.isPresent()) {
            moveCursor(code, index);
            Label tryStart = code.newLabel();
            Label tryEnd = code.newLabel();
            Label handler = code.newLabel();
            Label count = code.newLabel();
            code.labelBinding(tryStart);
            invoke(code, arbiter.get(), state, result);
            code.labelBinding(tryEnd).goto_(count);
            code.labelBinding(handler).astore(thrown);
            code.aload(paramContext)
                    .aload(thrown)
                    .invokevirtual(CONTEXT, "arbiterThrown",
                            MethodTypeDesc.of(CD_void, CD_Throwable));
            code.goto_(next);
            code.labelBinding(count);
            code.exceptionCatch(tryStart, tryEnd, handler, CD_Throwable);
        }
        countKey(code, result, paramContext);
        code.labelBinding(next).iinc(index, 1).goto_(head);
        code.labelBinding(end).return_();
    }

    private void mergeField(CodeBuilder code, Slot slot, int result, int index, int firstBase, int context) {
        code.aload(result);
        if (slot.writer() < 0) {
            pushDefault(code, slot);
        } else {
            Runnable address = () -> code.lload(firstBase + 2 * slot.writer())
                    .iload(index)
                    .i2l()
                    .loadConstant((long) layout.recordBytes(slot.writer()))
                    .lmul()
                    .ladd()
                    .loadConstant((long) slot.recordOffset())
                    .ladd();
            if (slot.kind() == FieldKind.TEXT) {
                code.aload(context).loadConstant(slot.writer());
                address.run();
                code.invokestatic(CELLS, "getInt", MethodTypeDesc.of(CD_int, CD_long))
                        .invokevirtual(CONTEXT, "text",
                                MethodTypeDesc.of(ClassDesc.of("java.lang.String"), CD_int, CD_int));
            } else {
                address.run();
                loadFromRecord(code, slot);
            }
        }
        code.putfield(resultDesc, slot.name(), desc(slot.type()));
    }

    private void countKey(CodeBuilder code, int result, int context) {
        int words = layout.keyWords();
        code.aload(context);
        if (words > 2) {
            for (int word = 0; word < words; word++) {
                code.dup().loadConstant(word);
                pushKeyWord(code, word, result, context);
                code.invokevirtual(CONTEXT, "keyWord", MethodTypeDesc.of(CD_void, CD_int, CD_long));
            }
            code.invokevirtual(CONTEXT, "count", MTD_void);
            return;
        }
        for (int word = 0; word < words; word++) {
            pushKeyWord(code, word, result, context);
        }
        code.invokevirtual(CONTEXT, "count",
                words == 1 ? MethodTypeDesc.of(CD_void, CD_long) : MethodTypeDesc.of(CD_void, CD_long, CD_long));
    }

    private void pushKeyWord(CodeBuilder code, int word, int result, int context) {
        code.lconst_0();
        for (Slot slot : layout.slots()) {
            if (slot.keyWord() == word) {
                pushBits(code, slot, result, context);
                if (slot.keyShift() > 0) {
                    code.loadConstant(slot.keyShift()).lshl();
                }
                code.lor();
            }
        }
    }

    private void pushBits(CodeBuilder code, Slot slot, int result, int context) {
        if (slot.kind() == FieldKind.TEXT) {
            code.aload(context)
                    .aload(result)
                    .getfield(resultDesc, slot.name(), desc(slot.type()))
                    .invokevirtual(CONTEXT, "textId", MethodTypeDesc.of(CD_int, CD_Object))
                    .i2l();
            mask(code, slot);
            return;
        }
        code.aload(result).getfield(resultDesc, slot.name(), desc(slot.type()));
        switch (slot.kind()) {
            case LONG -> {
            }
            case DOUBLE -> code.invokestatic(ClassDesc.of("java.lang.Double"), "doubleToLongBits",
                    MethodTypeDesc.of(CD_long, java.lang.constant.ConstantDescs.CD_double));
            case FLOAT -> {
                code.invokestatic(ClassDesc.of("java.lang.Float"), "floatToIntBits",
                        MethodTypeDesc.of(CD_int, java.lang.constant.ConstantDescs.CD_float)).i2l();
                mask(code, slot);
            }
            default -> {
                code.i2l();
                mask(code, slot);
            }
        }
    }

    private static void mask(CodeBuilder code, Slot slot) {
        code.loadConstant((1L << (slot.kind().bytes() * 8)) - 1).land();
    }

    private void castArguments(CodeBuilder code, int state, int result) {
        code.aload(PARAM_STATE).checkcast(scenarioDesc).astore(state);
        code.aload(PARAM_RESULT).checkcast(resultDesc).astore(result);
    }

    private static void moveCursor(CodeBuilder code, int index) {
        code.aload(PARAM_CURSOR)
                .lload(PARAM_BASE)
                .iload(index)
                .i2l()
                .lload(PARAM_PITCH)
                .lmul()
                .ladd()
                .invokevirtual(CURSOR, "moveTo", MethodTypeDesc.of(CD_void, CD_long));
    }

    private void setDefaults(CodeBuilder code, int result, List<Slot> slots) {
        for (Slot slot : slots) {
            code.aload(result);
            pushDefault(code, slot);
            code.putfield(resultDesc, slot.name(), desc(slot.type()));
        }
    }

    private static void pushDefault(CodeBuilder code, Slot slot) {
        switch (slot.kind()) {
            case LONG -> code.lconst_0();
            case DOUBLE -> code.dconst_0();
            case FLOAT -> code.fconst_0();
            case TEXT -> code.aconst_null();
            default -> code.iconst_0();
        }
    }

    private void invoke(CodeBuilder code, Method method, int state, int result) {
        code.aload(state);
        boolean takesResult = method.getParameterCount() == 1;
        if (takesResult) {
            code.aload(result);
        }
        MethodTypeDesc type = takesResult ? MethodTypeDesc.of(CD_void, resultDesc) : MTD_void;
        boolean ofNest = Modifier.isPrivate(method.getModifiers());
        ClassDesc owner = ofNest ? desc(method.getDeclaringClass()) : scenarioDesc;
        code.invokevirtual(owner, method.getName(), type);
    }

    private static void storeToRecord(CodeBuilder code, Slot slot) {
        switch (slot.kind()) {
            case BOOLEAN, BYTE -> code.invokestatic(CELLS, "putByte", MethodTypeDesc.of(CD_void, CD_long, CD_byte));
            case CHAR, SHORT -> code.i2s()
                    .invokestatic(CELLS, "putShort",
                            MethodTypeDesc.of(CD_void, CD_long, CD_short));
            case INT, TEXT -> code.invokestatic(CELLS, "putInt", MethodTypeDesc.of(CD_void, CD_long, CD_int));
            case FLOAT -> code.invokestatic(ClassDesc.of("java.lang.Float"), "floatToRawIntBits",
                    MethodTypeDesc.of(CD_int, java.lang.constant.ConstantDescs.CD_float))
                    .invokestatic(CELLS, "putInt", MethodTypeDesc.of(CD_void, CD_long, CD_int));
            case LONG -> code.invokestatic(CELLS, "putLong", MethodTypeDesc.of(CD_void, CD_long, CD_long));
            case DOUBLE -> code.invokestatic(ClassDesc.of("java.lang.Double"), "doubleToRawLongBits",
                    MethodTypeDesc.of(CD_long, java.lang.constant.ConstantDescs.CD_double))
                    .invokestatic(CELLS, "putLong", MethodTypeDesc.of(CD_void, CD_long, CD_long));
        }
    }

    private static void loadFromRecord(CodeBuilder code, Slot slot) {
        switch (slot.kind()) {
            case BOOLEAN, BYTE -> code.invokestatic(CELLS, "getByte", MethodTypeDesc.of(CD_byte, CD_long));
            case SHORT -> code.invokestatic(CELLS, "getShort", MethodTypeDesc.of(CD_short, CD_long));
            case CHAR -> code.invokestatic(CELLS, "getShort", MethodTypeDesc.of(CD_short, CD_long)).i2c();
            case INT, TEXT -> code.invokestatic(CELLS, "getInt", MethodTypeDesc.of(CD_int, CD_long));
            case LONG -> code.invokestatic(CELLS, "getLong", MethodTypeDesc.of(CD_long, CD_long));
            case FLOAT -> code.invokestatic(CELLS, "getInt", MethodTypeDesc.of(CD_int, CD_long))
                    .invokestatic(ClassDesc.of("java.lang.Float"), "intBitsToFloat",
                            MethodTypeDesc.of(java.lang.constant.ConstantDescs.CD_float, CD_int));
            case DOUBLE -> code.invokestatic(CELLS, "getLong", MethodTypeDesc.of(CD_long, CD_long))
                    .invokestatic(ClassDesc.of("java.lang.Double"), "longBitsToDouble",
                            MethodTypeDesc.of(java.lang.constant.ConstantDescs.CD_double, CD_long));
        }
    }

    private static ClassDesc desc(Class<?> type) {
        return type == boolean.class ? CD_boolean : type.describeConstable().orElseThrow();
    }
}
