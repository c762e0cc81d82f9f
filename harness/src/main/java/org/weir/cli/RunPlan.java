package org.weir.cli;

import org.weir.outcome.Figures;
import org.weir.results.Shard;
import org.weir.scenario.ActorModel;
import org.weir.scenario.ParamModel;
import org.weir.scenario.Problem;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioConfiguration;
import org.weir.scenario.ScenarioModel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a run will do.
 *
 * @param configurations what is to be sampled, in order; may be empty if something was rejected
 * @param rejected scenario classes with mistakes that nobody named: each counts as an error
 */
record RunPlan(List<ScenarioConfiguration> configurations, List<Rejected> rejected) {
    /**
     * A class that cannot be run.
     *
     * @param scenario its binary name
     * @param mistakes all of them, a line each
     */
    record Rejected(String scenario, List<String> mistakes) {}

    /**
     * Reads what is selected.
     *
     * @throws UsageException if nothing is, a class that was named has mistakes, or a parameter fits none
     */
    static RunPlan of(Catalogue catalogue, List<Selector> selectors, List<RunCommand.Param> params) {
        List<ScenarioModel> models = new ArrayList<>();
        List<Rejected> rejected = new ArrayList<>();
        List<String> mistakesOfNamed = new ArrayList<>();
        for (String name : catalogue.select(selectors)) {
            switch (catalogue.read(name)) {
                case Reading.Valid(ScenarioModel model) -> models.add(model);
                case Reading.Invalid(List<Problem> problems) -> {
                    List<String> mistakes = problems.stream().map(Problem::toString).toList();
                    if (selectors.stream().anyMatch(selector -> selector.names(name))) {
                        mistakesOfNamed.add(name + " has " + (mistakes.size() == 1 ? "a mistake"
                                : mistakes.size()
                                        + " mistakes")
                                + " and cannot be run:");
                        mistakes.forEach(mistake -> mistakesOfNamed.add("  " + mistake));
                    } else {
                        rejected.add(new Rejected(name, mistakes));
                    }
                }
            }
        }
        if (!mistakesOfNamed.isEmpty()) {
            throw new UsageException(String.join("\n", mistakesOfNamed));
        }
        return new RunPlan(configurations(models, params), List.copyOf(rejected));
    }

    private static List<ScenarioConfiguration> configurations(List<ScenarioModel> models,
            List<RunCommand.Param> params) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (RunCommand.Param param : params) {
            if (wanted.putIfAbsent(param.name(), param.value()) != null) {
                throw new UsageException("--param gives " + param.name() + " twice; one run takes one value of it");
            }
        }
        Set<ScenarioConfiguration> chosen = new LinkedHashSet<>();
        Set<String> known = new TreeSet<>();
        for (ScenarioModel model : models) {
            List<String> names = model.params().stream().map(ParamModel::name).toList();
            known.addAll(names);
            if (names.containsAll(wanted.keySet())) {
                checkValues(model, wanted);
                model.configurations().forEach(each -> chosen.add(with(each, wanted)));
            }
        }
        if (chosen.isEmpty() && !wanted.isEmpty()) {
            throw new UsageException("no selected scenario has the parameter" + (wanted.size() == 1 ? " " : "s ")
                    + String.join(" and ", wanted.keySet()) + "; "
                    + (known.isEmpty() ? "they have none at all" : "there are " + String.join(", ", known)));
        }
        return List.copyOf(chosen);
    }

    private static void checkValues(ScenarioModel model, Map<String, String> wanted) {
        for (ParamModel param : model.params()) {
            String value = wanted.get(param.name());
            if (value != null) {
                try {
                    param.parse(value);
                } catch (IllegalArgumentException e) {
                    throw new UsageException(model.type().getName() + ": " + e.getMessage());
                }
            }
        }
    }

    private static ScenarioConfiguration with(ScenarioConfiguration configuration, Map<String, String> wanted) {
        Map<String, String> values = new LinkedHashMap<>(configuration.params());
        values.putAll(wanted);
        return new ScenarioConfiguration(configuration.model(), values);
    }

    /**
     * The part of it that a shard does. Who splits the same plan of the same classes gets the same parts.
     *
     * @param shard whose {@code configurations} are those of this plan
     * @throws UsageException if nothing is left for the shard
     */
    RunPlan part(Shard shard) {
        List<Rejected> rejectedOfPart = new ArrayList<>();
        List<ScenarioConfiguration> configurationsOfPart = new ArrayList<>();
        for (int position = 0; position < size(); position++) {
            if (shard.has(position)) {
                if (position < rejected.size()) {
                    rejectedOfPart.add(rejected.get(position));
                } else {
                    configurationsOfPart.add(configurations.get(position - rejected.size()));
                }
            }
        }
        if (rejectedOfPart.isEmpty() && configurationsOfPart.isEmpty()) {
            throw new UsageException("nothing is left for shard " + shard + ": the plan has "
                    + Figures.count(size(), "configuration", "configurations") + ", so split it into no more shards");
        }
        return new RunPlan(List.copyOf(configurationsOfPart), List.copyOf(rejectedOfPart));
    }

    /** How many results the run will have. */
    int size() {
        return configurations.size() + rejected.size();
    }

    /**
     * Makes sure that an actor of this name is run.
     *
     * @throws UsageException if none is
     */
    void requireActor(String name) {
        Set<String> actors = new TreeSet<>();
        configurations.forEach(each -> each.model().actors().stream().map(ActorModel::name).forEach(actors::add));
        if (!actors.contains(name)) {
            throw new UsageException("no selected scenario has an actor called \"" + name + "\"; there are "
                    + String.join(", ", actors));
        }
    }
}
