package org.weir.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import org.weir.results.EnvironmentProbe;

/** {@code weir} without a command. */
@Command(name = "weir", mixinStandardHelpOptions = true, versionProvider = WeirCommand.Version.class, description = {
        "Runs the same few lines of code in several JVMs at once, counts every outcome and judges the"
                + " counts."}, subcommands = {RunCommand.class, ListCommand.class, DoctorCommand.class,
                        ReportCommand.class, ReplayCommand.class, MergeCommand.class,
                        DiffCommand.class, HistoryCommand.class, OddsCommand.class,
                        ExampleCommand.class,
                        CompletionCommand.class,
                        HelpCommand.class}, synopsisSubcommandLabel = "COMMAND")
final class WeirCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Weir's version, and that of the JDK that it and its workers run on. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"weir " + EnvironmentProbe.weirVersion(),
                    "JDK " + Runtime.version() + " (" + System.getProperty("java.vendor") + "), "
                            + System.getProperty("java.home")};
        }
    }
}
