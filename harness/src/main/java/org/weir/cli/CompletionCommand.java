package org.weir.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir completion}. */
@Command(name = "completion", mixinStandardHelpOptions = true, description = {
        "Prints a script that teaches bash and zsh to complete this command:",
        "  source <(weir completion)"})
final class CompletionCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().getOut().print(AutoComplete.bash("weir", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
    }
}
