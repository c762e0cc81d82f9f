package org.weir.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.weir.scenario.ActorModel;
import org.weir.scenario.Claim;
import org.weir.scenario.ParamModel;
import org.weir.scenario.Problem;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioModel;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** {@code weir list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = {
        "Lists scenarios: class, actors, parameters and what each is about."})
final class ListCommand implements Runnable {
    private static final String INDENT = "    ";

    @Parameters(paramLabel = "SELECTOR", arity = "0..*", description = {RunCommand.SELECTOR_HELP})
    private List<String> selectors = List.of();

    @Mixin
    private ClassPathOption classPath = new ClassPathOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        Catalogue catalogue = classPath.catalogue();
        PrintWriter out = spec.commandLine().getOut();
        for (String name : catalogue.select(selectors.stream().map(Selector::new).toList())) {
            out.println(name);
            switch (catalogue.read(name)) {
                case Reading.Valid(ScenarioModel model) -> describe(model, out);
                case Reading.Invalid(List<Problem> problems) ->
                    problems.forEach(problem -> out.println(INDENT + "mistake: " + problem));
            }
        }
        out.flush();
    }

    private static void describe(ScenarioModel model, PrintWriter out) {
        for (Claim claim : model.type().getAnnotationsByType(Claim.class)) {
            out.println(INDENT + claim.id() + ": " + claim.value().strip().replaceAll("\\s+", " "));
        }
        String actors = model.actors().stream().map(ActorModel::name).collect(Collectors.joining(", "));
        out.println(INDENT + "actors: " + actors
                + model.arbiter().map(arbiter -> "; arbiter: " + arbiter.getName()).orElse(""));
        for (ParamModel param : model.params()) {
            out.println(INDENT + "param:  " + param.name() + " = " + String.join(", ", param.values()));
        }
        if (!model.description().isBlank()) {
            out.println(INDENT + model.description().strip().replaceAll("\\s+", " "));
        }
    }
}
