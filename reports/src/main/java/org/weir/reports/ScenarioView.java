package org.weir.reports;

import org.weir.results.EnvironmentInfo;
import org.weir.results.ScenarioResult;
import org.weir.results.Study;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A scenario with its configurations.
 *
 * @param anchor its fragment on the page
 * @param name the class name without its package
 * @param type the fully qualified class name; empty if a command of the section has it
 * @param verdict the worst verdict of its configurations
 * @param description what it is about; may be empty
 * @param refs where its claim comes from
 * @param claims the claims that it measures
 * @param source its source
 * @param actors what runs at the same time, of scenarios whose single samples cannot be recorded
 * @param unrecorded why there are no witnesses; empty if they can be recorded
 * @param shared what is so in all its configurations, a sentence for each sampler
 * @param sweeps its configurations as curves
 * @param configurations its configurations, in order
 */
public record ScenarioView(String anchor, String name, String type, Mark verdict, String description,
        List<Ref> refs, List<ClaimLine> claims, SourceView source, ActorsView actors, String unrecorded,
        List<String> shared, List<SweepView> sweeps,
        List<ConfigurationView> configurations) {

    /** A source; a link only if it is an address of the web. */
    public record Ref(String text, boolean link) {}

    /** A claim; {@code anchor} is the fragment of its row among all claims. */
    public record ClaimLine(String id, String text, String anchor, String held) {}

    static ScenarioView of(Catalogue.Group group, List<EnvironmentInfo> environments, Shared ofAll,
            Allowance allowance) {
        ScenarioResult first = group.results().getFirst();
        boolean memory = first.speed().equals("MEMORY");
        boolean single = group.configurations().size() == 1;
        List<SweepView> sweeps = SweepView.of(group);
        ResultView.Once once = ResultView.Once.of(group, ofAll, environments);
        List<ConfigurationView> configurations = new ArrayList<>();
        for (Catalogue.Configuration configuration : group.configurations()) {
            boolean own = !configuration.anchor().equals(group.anchor());
            boolean shown = single || (sweeps.isEmpty() && configurations.isEmpty());
            configurations.add(
                    ConfigurationView.of(configuration, own, shown, !sweeps.isEmpty(), environments, once, allowance));
        }
        Set<Study.Claim> claims = new LinkedHashSet<>();
        group.results().forEach(result -> claims.addAll(result.study().claims()));
        return new ScenarioView(group.anchor(), group.name(),
                group.results().stream().anyMatch(result -> result.reproduce().contains(group.scenario())) ? ""
                        : Words.line(group.scenario()),
                Mark.of(group.verdict()),
                Words.block(first.description()), first.refs().stream().map(ScenarioView::ref).toList(),
                claims.stream()
                        .map(claim -> new ClaimLine(Words.line(claim.id()), Words.prose(claim.text()),
                                claimAnchor(claim.id()),
                                String.join(" or ", claim.held().stream().map(Words::line).toList())))
                        .toList(),
                SourceView.of(group.source(), allowance),
                memory ? ActorsView.of(Words.block(group.source().text())) : ActorsView.NONE,
                memory ? "Too fast to record single samples."
                        : "",
                shared(group, once), sweeps, configurations);
    }

    private static List<String> shared(Catalogue.Group group, ResultView.Once once) {
        return group.results()
                .stream()
                .map(ScenarioResult::harness)
                .distinct()
                .filter(sampler -> !once.settings().by(sampler).isEmpty() || !once.notes().by(sampler).isEmpty())
                .map(sampler -> "In all configurations by " + Words.line(sampler) + ": "
                        + Stream.concat(once.settings().by(sampler).stream(), once.notes().by(sampler).stream())
                                .collect(Collectors.joining(ResultView.SEPARATOR)))
                .toList();
    }

    static String claimAnchor(String id) {
        return "claim-" + id.replaceAll("[^A-Za-z0-9-]", "_");
    }

    private static Ref ref(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return new Ref(Words.line(text), lower.startsWith("https://") || lower.startsWith("http://"));
    }
}
