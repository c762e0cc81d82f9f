package org.weir.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.weir.forms.TextReport;
import org.weir.results.ResultsWriter;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code weir merge}. */
@Command(name = "merge", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Puts the results of shards together: results.jsonl, summary.json and the report, as if one run had done all.",
        "Refuses what does not belong together: different seeds or commits, a configuration twice, a shard that is"
                + " missing or did not come to its end."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                        "0, 1, 2, 3, 130:as 'weir run' has them, for all results together",
                        "64:the directories cannot be read, or do not belong together"})
final class MergeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", arity = "1..*", description = {"Directories that the shards wrote."})
    private List<Path> directories = List.of();

    @Option(names = {"--out", "-o"}, paramLabel = "DIR", required = true, description = {
            "Directory for the whole; results of an earlier run in it are replaced."})
    private Optional<Path> out = Optional.empty();

    @Option(names = "--force", description = {
            "Merge also what does not seem to belong together; what is wrong is said, and noted in every result."})
    private boolean force;

    @Mixin
    private SideFiles sideFiles = new SideFiles();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<RunDirectory> runs = RunDirectory.read(directories);
        sideFiles.check(System.getenv());
        Path target = ResultsDirectories.prepare(out);
        for (RunDirectory run : runs) {
            if (Files.isSameFile(run.path(), target)) {
                throw new UsageException("--out names " + run.path() + ", which is to be merged; name another");
            }
        }
        Merge merge = Merge.of(runs);
        PrintWriter err = spec.commandLine().getErr();
        if (!merge.objections().isEmpty()) {
            if (!force) {
                throw new UsageException("these results do not belong together:\n  "
                        + String.join("\n  ", merge.objections()) + "\n--force merges them all the same");
            }
            merge.objections().forEach(objection -> err.println("weir: merged all the same: " + objection));
            err.flush();
        }
        try (ResultsWriter writer = ResultsWriter.create(target)) {
            for (ScenarioResult result : merge.results()) {
                writer.append(noted(result, merge.objections()));
            }
            writer.write(merge.summary());
        }
        SideFiles.Written written = sideFiles.write(merge.read(), target, System.getenv(), err);
        PrintWriter console = spec.commandLine().getOut();
        console.println(TextReport.sentence(merge.summary()));
        console.println(written.page());
        console.flush();
        return written.exitCode(merge.summary().exitCode());
    }

    private static ScenarioResult noted(ScenarioResult result, List<String> objections) {
        return objections.isEmpty() ? result : result.withNote("merged by force: " + String.join("; ", objections));
    }
}
