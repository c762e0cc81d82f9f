package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.util.BitSet;

class FrameTest {
    /** Stacks are written from bottom to top, R for the result object, - for anything else. */
    @ParameterizedTest
    @CsvSource({"POP, -R, -", "POP2, R-R, R", "DUP, -R, -RR", "DUP_X1, -R, R-R", "DUP_X1, R-, -R-", "DUP_X2, R--, -R--",
            "DUP_X2, --R, R--R", "DUP2, R-, R-R-", "DUP2_X1, R--, --R--", "DUP2_X1, -R-, R--R-",
            "DUP2_X2, R---, --R---",
            "DUP2_X2, --R-, R---R-", "SWAP, R-, -R", "SWAP, -R, R-"})
    void shouldShuffleTheStackAsTheJvmDoes(Opcode opcode, String before, String after) {
        Frame frame = new Frame(new BitSet(), 0);
        before.chars().forEach(c -> frame.push(TypeKind.REFERENCE, c == 'R'));
        frame.shuffle(opcode);
        StringBuilder found = new StringBuilder();
        for (int i = 0; i < after.length(); i++) {
            found.append(frame.pop(TypeKind.REFERENCE) ? 'R' : '-');
        }
        assertEquals(after, found.reverse().toString());
    }
}
