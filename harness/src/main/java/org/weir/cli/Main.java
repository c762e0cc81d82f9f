package org.weir.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** The entry of the command line. */
public final class Main {
    private Main() {}

    /**
     * Runs a command and ends the JVM: 0 after success, 64 if the command line cannot be understood, 3 if Weir or its
     * surroundings failed; {@code run} as its help says.
     *
     * @param args see {@code weir help}
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Every command, with Weir's exit codes in place of picocli's. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new WeirCommand());
        line.setParameterExceptionHandler(Main::refuse);
        line.setExecutionExceptionHandler((thrown, command, _) -> fail(thrown, command));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpLongOptionsMaxWidth(30);
        return line;
    }

    private static int refuse(ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        if (mistake instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
                && !command.getSubcommands().isEmpty()) {
            err.println("weir: there is no command \"" + unmatched.getUnmatched().getFirst() + "\"; there are "
                    + String.join(", ", command.getSubcommands().keySet()));
        } else {
            err.println("weir: " + mistake.getMessage());
            UnmatchedArgumentException.printSuggestions(mistake, err);
        }
        err.println("'" + command.getCommandSpec().qualifiedName() + " --help' shows what there is.");
        return ExitCodes.USAGE;
    }

    private static int fail(Exception thrown, CommandLine command) {
        PrintWriter err = command.getErr();
        switch (thrown) {
            case UsageException usage -> {
                err.println("weir: " + usage.getMessage());
                return ExitCodes.USAGE;
            }
            case IOException failure -> err.println("weir: " + describe(failure));
            case UncheckedIOException failure -> err.println("weir: " + describe(failure));
            default -> {
                StringWriter trace = new StringWriter();
                thrown.printStackTrace(new PrintWriter(trace));
                err.println("weir: this is a mistake of Weir's, please report it: " + trace);
            }
        }
        return ExitCodes.SOFTWARE;
    }

    /** Exceptions of {@code java.nio.file} have a path for a message; only their class says what happened to it. */
    private static String describe(Exception failure) {
        return failure.getClass().getName().startsWith("org.weir.") ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
}
