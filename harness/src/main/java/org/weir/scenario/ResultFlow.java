package org.weir.scenario;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Follows the result object through the code of one method: the data flow that {@link WriterScan} tells of. */
final class ResultFlow {
    private final WriterScan scan;
    private final String method;
    private final List<Instruction> code = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private final List<ExceptionCatch> handlers = new ArrayList<>();
    private final Map<Label, Integer> positions = new HashMap<>();
    private final Map<Integer, Frame> before = new HashMap<>();
    private final Deque<Integer> changed = new ArrayDeque<>();
    private int at;

    ResultFlow(WriterScan scan, String method, CodeModel body) {
        this.scan = scan;
        this.method = method;
        int line = 0;
        for (CodeElement element : body) {
            switch (element) {
                case Instruction instruction -> {
                    code.add(instruction);
                    lines.add(line);
                }
                case LabelTarget target -> positions.put(target.label(), code.size());
                case LineNumber number -> line = number.line();
                case ExceptionCatch handler -> handlers.add(handler);
                default -> {
                }
            }
        }
    }

    /** Follows the code to its fixed point. The parameters take the first slots of the local variables. */
    void run(List<Boolean> parameters) {
        BitSet locals = new BitSet();
        for (int slot = 0; slot < parameters.size(); slot++) {
            locals.set(slot, parameters.get(slot));
        }
        merge(0, new Frame(locals, 0));
        while (!changed.isEmpty()) {
            at = changed.pop();
            Frame frame = new Frame(Objects.requireNonNull(before.get(at)));
            mergeIntoHandlers(frame);
            step(code.get(at), frame);
        }
    }

    private void mergeIntoHandlers(Frame frame) {
        for (ExceptionCatch handler : handlers) {
            if (at >= position(handler.tryStart()) && at < position(handler.tryEnd())) {
                merge(position(handler.handler()), new Frame(frame.locals, 1));
            }
        }
    }

    private int position(Label label) {
        return positions.getOrDefault(label, code.size());
    }

    private void merge(int target, Frame frame) {
        Frame known = before.get(target);
        if (known == null) {
            before.put(target, new Frame(frame));
            changed.push(target);
        } else if (known.include(frame)) {
            changed.push(target);
        }
    }

    private void step(Instruction instruction, Frame frame) {
        switch (instruction) {
            case BranchInstruction branch -> {
                frame.drop(poppedBy(branch.opcode()));
                merge(position(branch.target()), frame);
                if (branch.opcode() == Opcode.GOTO || branch.opcode() == Opcode.GOTO_W) {
                    return;
                }
            }
            case TableSwitchInstruction choice -> {
                frame.drop(1);
                choice.cases().forEach(c -> merge(position(c.target()), frame));
                merge(position(choice.defaultTarget()), frame);
                return;
            }
            case LookupSwitchInstruction choice -> {
                frame.drop(1);
                choice.cases().forEach(c -> merge(position(c.target()), frame));
                merge(position(choice.defaultTarget()), frame);
                return;
            }
            case ReturnInstruction end -> {
                if (frame.pop(end.typeKind())) {
                    scan.escaped("returned", where());
                }
                return;
            }
            case ThrowInstruction _ -> {
                return;
            }
            case DiscontinuedInstruction _ -> {
                scan.escaped("handled by a subroutine (jsr), which no compiler writes any more", where());
                return;
            }
            default -> apply(instruction, frame);
        }
        if (at + 1 < code.size()) {
            merge(at + 1, frame);
        }
    }

    private void apply(Instruction instruction, Frame frame) {
        switch (instruction) {
            case LoadInstruction load -> frame.push(load.typeKind(), frame.locals.get(load.slot()));
            case StoreInstruction store -> {
                boolean holds = frame.pop(store.typeKind());
                frame.locals.clear(store.slot(), store.slot() + store.typeKind().slotSize());
                frame.locals.set(store.slot(), holds);
            }
            case ConstantInstruction constant -> frame.push(constant.typeKind(), false);
            case FieldInstruction field -> accessField(field, frame);
            case InvokeInstruction call -> invoke(call, frame);
            case InvokeDynamicInstruction call -> invokeDynamic(call, frame);
            case ArrayLoadInstruction load -> {
                frame.drop(2);
                frame.push(load.typeKind(), false);
            }
            case ArrayStoreInstruction store -> {
                if (frame.pop(store.typeKind())) {
                    scan.escaped("stored in an array", where());
                }
                frame.drop(2);
            }
            case NewObjectInstruction _ -> frame.push(TypeKind.REFERENCE, false);
            case NewPrimitiveArrayInstruction _,NewReferenceArrayInstruction _ -> {
                frame.drop(1);
                frame.push(TypeKind.REFERENCE, false);
            }
            case NewMultiArrayInstruction array -> {
                frame.drop(array.dimensions());
                frame.push(TypeKind.REFERENCE, false);
            }
            case TypeCheckInstruction check -> {
                boolean holds = frame.pop(TypeKind.REFERENCE);
                frame.push(TypeKind.REFERENCE,
                        holds && check.opcode() == Opcode.CHECKCAST && scan.canBe(check.type().asSymbol()));
            }
            case ConvertInstruction convert -> {
                frame.drop(convert.fromType().slotSize());
                frame.push(convert.toType(), false);
            }
            case OperatorInstruction operator -> operate(operator, frame);
            case StackInstruction shuffle -> frame.shuffle(shuffle.opcode());
            case MonitorInstruction _ -> frame.drop(1);
            case IncrementInstruction _,NopInstruction _ -> {
            }
            default -> throw new IllegalStateException("unknown instruction " + instruction);
        }
    }

    private static int poppedBy(Opcode branch) {
        return switch (branch) {
            case GOTO, GOTO_W -> 0;
            case IF_ICMPEQ, IF_ICMPNE, IF_ICMPLT, IF_ICMPGE, IF_ICMPGT, IF_ICMPLE, IF_ACMPEQ, IF_ACMPNE -> 2;
            default -> 1;
        };
    }

    private static void operate(OperatorInstruction operator, Frame frame) {
        int size = operator.typeKind().slotSize();
        switch (operator.opcode()) {
            case ARRAYLENGTH -> {
                frame.drop(1);
                frame.push(TypeKind.INT, false);
            }
            case INEG, LNEG, FNEG, DNEG -> {
            }
            case ISHL, LSHL, ISHR, LSHR, IUSHR, LUSHR -> frame.drop(1);
            case LCMP, FCMPL, FCMPG, DCMPL, DCMPG -> {
                frame.drop(2 * size);
                frame.push(TypeKind.INT, false);
            }
            default -> frame.drop(size);
        }
    }

    private void accessField(FieldInstruction field, Frame frame) {
        TypeKind kind = TypeKind.from(field.typeSymbol());
        switch (field.opcode()) {
            case GETSTATIC -> frame.push(kind, false);
            case GETFIELD -> {
                frame.drop(1);
                frame.push(kind, false);
            }
            default -> {
                if (frame.pop(kind)) {
                    scan.escaped("stored in the field " + field.name().stringValue(), where());
                }
                if (field.opcode() == Opcode.PUTFIELD && frame.pop(TypeKind.REFERENCE)) {
                    scan.wrote(field.name().stringValue());
                }
            }
        }
    }

    private void invoke(InvokeInstruction call, Frame frame) {
        MethodTypeDesc type = call.typeSymbol();
        boolean isStatic = call.opcode() == Opcode.INVOKESTATIC;
        ClassDesc owner = call.owner().asSymbol();
        String name = call.name().stringValue();
        BitSet holders = arguments(type, !isStatic, frame);
        if (!holders.isEmpty()) {
            scan.called(owner, name, type, isStatic || call.opcode() == Opcode.INVOKESPECIAL, holders, where());
        }
        frame.push(TypeKind.from(type.returnType()), holders.get(0) && HarmlessCalls.returnsArgument(owner, name));
    }

    private void invokeDynamic(InvokeDynamicInstruction call, Frame frame) {
        BitSet captured = arguments(call.typeSymbol(), false, frame);
        frame.push(TypeKind.from(call.typeSymbol().returnType()), false);
        ClassDesc bootstrap = call.bootstrapMethod().owner();
        if (captured.isEmpty() || HarmlessCalls.isBootstrap(bootstrap)) {
            return;
        }
        List<ConstantDesc> constants = call.bootstrapArgs();
        if (WriterScan.ownerName(bootstrap).equals("java.lang.invoke.LambdaMetafactory")
                && constants.get(1) instanceof DirectMethodHandleDesc body) {
            boolean fixed = switch (body.kind()) {
                case STATIC, INTERFACE_STATIC, SPECIAL, INTERFACE_SPECIAL, CONSTRUCTOR -> true;
                default -> false;
            };
            MethodTypeDesc type = MethodTypeDesc.ofDescriptor(body.lookupDescriptor());
            scan.called(body.owner(), body.methodName(), type, fixed, captured, where());
        } else {
            scan.escaped("passed to code made by " + WriterScan.ownerName(bootstrap), where());
        }
    }

    /** Takes the arguments of a call off the stack: which of them may be the result object, the receiver counted first. */
    private static BitSet arguments(MethodTypeDesc type, boolean hasReceiver, Frame frame) {
        BitSet holders = new BitSet();
        int first = hasReceiver ? 1 : 0;
        for (int i = type.parameterCount() - 1; i >= 0; i--) {
            holders.set(first + i, frame.pop(TypeKind.from(type.parameterType(i))));
        }
        if (hasReceiver) {
            holders.set(0, frame.pop(TypeKind.REFERENCE));
        }
        return holders;
    }

    private String where() {
        return lines.get(at) == 0 ? method : method + ", line " + lines.get(at);
    }
}
