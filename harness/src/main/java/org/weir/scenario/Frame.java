package org.weir.scenario;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.util.BitSet;

/** Local variables and operand stack at a place in bytecode: a bit is set in every slot that may hold the result object. */
final class Frame {
    final BitSet locals;
    private final BitSet stack;
    private int depth;

    /** A frame with a stack of slots that do not hold it. */
    Frame(BitSet locals, int depth) {
        this.locals = (BitSet) locals.clone();
        this.stack = new BitSet();
        this.depth = depth;
    }

    Frame(Frame other) {
        this.locals = (BitSet) other.locals.clone();
        this.stack = (BitSet) other.stack.clone();
        this.depth = other.depth;
    }

    /** Adds what holds in another frame of the same place. Returns whether that is news. */
    boolean include(Frame other) {
        int known = locals.cardinality() + stack.cardinality();
        locals.or(other.locals);
        stack.or(other.stack);
        return locals.cardinality() + stack.cardinality() > known;
    }

    void push(TypeKind kind, boolean holds) {
        if (kind != TypeKind.VOID) {
            stack.set(depth, holds);
            depth++;
            if (kind.slotSize() == 2) {
                stack.clear(depth++);
            }
        }
    }

    /** Removes a value and tells whether it may be the result object; no value at all for {@code VOID}. */
    boolean pop(TypeKind kind) {
        boolean holds = kind == TypeKind.REFERENCE && stack.get(depth - 1);
        drop(kind.slotSize());
        return holds;
    }

    void drop(int slots) {
        stack.clear(depth - slots, depth);
        depth -= slots;
    }

    void shuffle(Opcode opcode) {
        switch (opcode) {
            case POP -> drop(1);
            case POP2 -> drop(2);
            case DUP -> duplicate(1, 0);
            case DUP_X1 -> duplicate(1, 1);
            case DUP_X2 -> duplicate(1, 2);
            case DUP2 -> duplicate(2, 0);
            case DUP2_X1 -> duplicate(2, 1);
            case DUP2_X2 -> duplicate(2, 2);
            case SWAP -> {
                boolean top = stack.get(depth - 1);
                stack.set(depth - 1, stack.get(depth - 2));
                stack.set(depth - 2, top);
            }
            default -> throw new IllegalStateException("unknown stack instruction " + opcode);
        }
    }

    /** Inserts a copy of the top slots below the slots beneath them. */
    private void duplicate(int count, int beneath) {
        BitSet moved = stack.get(depth - count - beneath, depth);
        int base = depth - count - beneath;
        for (int i = 0; i < count; i++) {
            stack.set(base + i, moved.get(beneath + i));
        }
        for (int i = 0; i < beneath + count; i++) {
            stack.set(base + count + i, moved.get(i));
        }
        depth += count;
    }
}
