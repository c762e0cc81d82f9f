package org.weir.stress.python;

import org.weir.stress.fault.BarrierPartyKilled;
import org.weir.stress.fault.ChangedAfterPut;
import org.weir.stress.fault.ChildEndedWithAChild;
import org.weir.stress.fault.ChildPutsParentJoins;
import org.weir.stress.fault.ConditionWaiterKilled;
import org.weir.stress.fault.ConsumerKilledBeforeAck;
import org.weir.stress.fault.EventSetThenCleared;
import org.weir.stress.fault.IdleConsumerKilled;
import org.weir.stress.fault.IncrementsOfAValue;
import org.weir.stress.fault.LockHolderKilled;
import org.weir.stress.fault.NeverJoined;
import org.weir.stress.fault.PollBesideAWaiter;
import org.weir.stress.fault.ProducerKilledInPut;
import org.weir.stress.fault.PutThenLook;
import org.weir.stress.fault.TwoProducersInTurn;
import org.weir.stress.sweep.RawPipeWriters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A configuration of a scenario whose system is written in Python too, in {@code rows.py} beside this class.
 *
 * @param scenario the scenario's class
 * @param params its parameters, by name, of which the script gets the same
 */
record PythonRow(Class<?> scenario, Map<String, String> params) {
    /** All that there are. */
    static final List<PythonRow> ALL = List.of(
            row(RawPipeWriters.class, "size", "4096"), row(RawPipeWriters.class, "size", "4097"),
            row(RawPipeWriters.class, "size", "65536"), row(PutThenLook.class), row(PollBesideAWaiter.class),
            row(IdleConsumerKilled.class), row(ConsumerKilledBeforeAck.class, "where", "after receive"),
            row(ProducerKilledInPut.class, "where", "random"),
            row(ChildPutsParentJoins.class, "size", "1024"), row(ChildPutsParentJoins.class, "size", "65536"),
            row(ChildPutsParentJoins.class, "size", "1048576"), row(ChangedAfterPut.class),
            row(TwoProducersInTurn.class), row(LockHolderKilled.class, "kind", "ProcessLock"),
            row(ConditionWaiterKilled.class, "where", "random"), row(BarrierPartyKilled.class, "where", "random"),
            row(EventSetThenCleared.class),
            row(IncrementsOfAValue.class, "how", "update"), row(IncrementsOfAValue.class, "how", "get and set"),
            row(ChildEndedWithAChild.class, "how", "kill"), row(NeverJoined.class));

    private static PythonRow row(Class<?> scenario) {
        return new PythonRow(scenario, Map.of());
    }

    private static PythonRow row(Class<?> scenario, String param, String value) {
        return new PythonRow(scenario, Map.of(param, value));
    }

    /** The script's arguments. */
    List<String> arguments(Duration sampling) {
        List<String> arguments = new ArrayList<>(List.of(scenario.getSimpleName(),
                String.valueOf(sampling.toMillis() / 1000.0)));
        params.forEach((name, value) -> arguments.add(name + "=" + value));
        return arguments;
    }
}
