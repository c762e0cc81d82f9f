package org.weir.engine;

import org.weir.scenario.ActorModel;
import org.weir.scenario.ResultField;
import org.weir.scenario.ScenarioConfiguration;
import org.weir.scenario.ScenarioModel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * What a worker JVM has to know of the launch that it takes part in. Names rather than classes, because the worker may
 * have another version of the scenario's libraries on its class path.
 *
 * @param scenario binary name of the scenario class
 * @param params values of its constructor's parameters, as text, in order
 * @param worker this worker's number: the index of its actor, or the number of actors for the arbiter's JVM
 * @param actors names of all actors, in order
 * @param arbiter name of the arbiter method; empty if there is none
 * @param resultType binary name of the result class; empty if nothing takes a result
 * @param fields names of the result fields, in order
 * @param writers per field, the index of the actor that writes it, or -1
 * @param beforeWorker names of methods to run once in this JVM
 * @param beforeSample names of methods to run in one JVM for each sample, before the actors
 * @param afterSample names of methods to run in one JVM for each sample, after the arbiter
 * @param segment name of the launch's shared segment in the realm
 * @param cpu the CPU to run on; -1 for any
 * @param spin whether workers wait by spinning; otherwise by futex
 * @param seed seed of the launch
 * @param deadlineNanos how long one sample may take
 */
record WorkerPlan(String scenario, List<String> params, int worker, List<String> actors,
        String arbiter, String resultType, List<String> fields, List<Integer> writers, List<String> beforeWorker,
        List<String> beforeSample,
        List<String> afterSample, String segment, int cpu, boolean spin, long seed,
        long deadlineNanos) {

    /** Whether this worker is the JVM of the arbiter rather than of an actor. */
    boolean isArbiter() {
        return worker == actors.size();
    }

    /** The plan for running all actors in this JVM. */
    static WorkerPlan inOneJvm(ScenarioConfiguration configuration) {
        ScenarioModel model = configuration.model();
        return of(configuration, 0, "", -1, true, 0, model.deadline().toNanos());
    }

    /** The plan for one worker of a configuration. */
    static WorkerPlan of(ScenarioConfiguration configuration, int worker, String segment, int cpu, boolean spin,
            long seed, long deadlineNanos) {
        ScenarioModel model = configuration.model();
        return new WorkerPlan(model.type().getName(), List.copyOf(configuration.params().values()), worker,
                model.actors().stream().map(ActorModel::name).toList(), model.arbiter().map(Method::getName).orElse(""),
                model.resultType() == Void.class ? "" : model.resultType().getName(),
                model.resultFields().stream().map(ResultField::name).toList(),
                model.resultFields().stream().map(ResultField::writer).toList(), names(model.beforeWorker()),
                names(model.beforeSample()), names(model.afterSample()), segment, cpu, spin, seed, deadlineNanos);
    }

    private static List<String> names(List<Method> methods) {
        return methods.stream().map(Method::getName).toList();
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(scenario);
            writeAll(out, params);
            out.writeInt(worker);
            writeAll(out, actors);
            out.writeUTF(arbiter);
            out.writeUTF(resultType);
            writeAll(out, fields);
            for (int writer : writers) {
                out.writeInt(writer);
            }
            writeAll(out, beforeWorker);
            writeAll(out, beforeSample);
            writeAll(out, afterSample);
            out.writeUTF(segment);
            out.writeInt(cpu);
            out.writeBoolean(spin);
            out.writeLong(seed);
            out.writeLong(deadlineNanos);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static WorkerPlan decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String scenario = in.readUTF();
        List<String> params = readAll(in);
        int worker = in.readInt();
        List<String> actors = readAll(in);
        String arbiter = in.readUTF();
        String resultType = in.readUTF();
        List<String> fields = readAll(in);
        List<Integer> writers = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            writers.add(in.readInt());
        }
        return new WorkerPlan(scenario, params, worker, actors, arbiter, resultType, fields,
                writers, readAll(in), readAll(in), readAll(in), in.readUTF(), in.readInt(), in.readBoolean(),
                in.readLong(), in.readLong());
    }

    private static void writeAll(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static List<String> readAll(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(in.readUTF());
        }
        return texts;
    }
}
